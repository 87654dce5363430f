// Which commands on a person's record could be carried out now, as far as its own rules say: each is decided on samples of its input. Pure
// (docs/decisions/0050-what-one-may-do-now.md).
import type { CouncilOffice } from "../../reference/concern-terms.ts";
import { keysOf } from "../../reference/keys-of.ts";
import type { InputOf } from "../input.ts";
import { type CommandSamples, listPossible, SAMPLE_FAR_DAY, SAMPLE_WORDS } from "../possible-commands.ts";
import { decidePeople, type PeopleCommand, type PeopleDecisionContext, peopleCommands } from "./decide.ts";
import type { PersonState } from "./state.ts";

type PeopleInput = InputOf<typeof peopleCommands>;
type PeopleCommandName = PeopleCommand["name"];
type SamplesOn<Subject, Names extends PeopleCommandName> = {
  readonly [Name in Names]: CommandSamples<Subject, PeopleDecisionContext, PeopleInput[Name]>;
};

const of = ({ id }: PersonState) => ({ person: id });
const SAMPLE_ADDRESS = "sample@example.org";

type CommandOnPerson =
  | ("renamePerson" | "startAssignment" | "endAssignment")
  | ("setMailAddress" | "setFirstMailAddress" | "setWorkContact" | "declareInterests" | "arrangeCover");
const SAMPLES_ON_PERSON: SamplesOn<PersonState, CommandOnPerson> = {
  renamePerson: { inputs: (state) => [{ ...of(state), name: SAMPLE_WORDS, reason: SAMPLE_WORDS }] },
  startAssignment: {
    inputs: (state, { today }) => [
      { ...of(state), role: "improvement-board", regions: [], strands: [], from: today, until: SAMPLE_FAR_DAY },
    ],
  },
  endAssignment: {
    named: ["assignment"],
    inputs: (state) => state.assignments.map(({ assignment }) => ({ ...of(state), assignment })),
  },
  setMailAddress: { inputs: (state) => [{ ...of(state), address: SAMPLE_ADDRESS }, of(state)] },
  setFirstMailAddress: { inputs: (state) => [{ ...of(state), address: SAMPLE_ADDRESS }] },
  setWorkContact: { inputs: (state) => [{ ...of(state), contact: SAMPLE_WORDS }, of(state)] },
  declareInterests: { inputs: (state) => [{ ...of(state), councils: [] }] },
  arrangeCover: { inputs: (state, { today }) => [{ ...of(state), by: SAMPLE_WORDS, from: today, until: SAMPLE_FAR_DAY }] },
};

type AssignmentOfPerson = { readonly person: string; readonly assignment: string };
const SAMPLES_ON_ASSIGNMENT: SamplesOn<AssignmentOfPerson, "endAssignment"> = {
  endAssignment: { named: ["assignment"], inputs: ({ person, assignment }) => [{ person, assignment }] },
};

type CoverOfPerson = { readonly person: string; readonly cover: string };
const SAMPLES_ON_COVER: SamplesOn<CoverOfPerson, "endCover"> = {
  endCover: { named: ["cover"], inputs: ({ person, cover }) => [{ person, cover }] },
};

export type ListedPersonCommand = CommandOnPerson | "endCover";
export const LISTED_PERSON_COMMANDS: readonly ListedPersonCommand[] = [...keysOf(SAMPLES_ON_PERSON), ...keysOf(SAMPLES_ON_COVER)];

/** A council, for which an officer is named. */
type CouncilToServe = { readonly council: string };
const SAMPLES_OF_NAMING: SamplesOn<CouncilToServe, "nameOfficer"> = {
  nameOfficer: {
    inputs: ({ council }, { today }) => [
      {
        ...{ council, person: SAMPLE_WORDS, name: SAMPLE_WORDS, office: "nominated-officer", strands: ["corporate"] },
        ...{ from: today, until: SAMPLE_FAR_DAY },
      },
    ],
  },
};
type HeldOffice = CouncilToServe & { readonly person: string; readonly office: CouncilOffice };
const SAMPLES_ON_OFFICER: SamplesOn<HeldOffice, "endOfficer"> = {
  endOfficer: { named: ["council", "office"], inputs: (held) => [{ ...held, reason: SAMPLE_WORDS }] },
};

export type ListedOfficerCommand = "nameOfficer" | "endOfficer";
export const LISTED_OFFICER_COMMANDS: readonly ListedOfficerCommand[] = [
  ...keysOf(SAMPLES_OF_NAMING),
  ...keysOf(SAMPLES_ON_OFFICER),
];

type Trial = {
  /** Undefined for somebody who is not registered. */
  readonly state: PersonState | undefined;
  readonly context: PeopleDecisionContext;
  /** Whether policy permits a command. */
  readonly permits: (command: PeopleCommand) => boolean;
};

/** None on somebody who is not registered. */
export const possibleOnPerson = (trial: Trial): readonly CommandOnPerson[] =>
  trial.state ? possibleOf(trial, SAMPLES_ON_PERSON, trial.state, "person") : [];
export const possibleOnAssignment = (trial: Trial, assignment: string): readonly "endAssignment"[] =>
  trial.state ? possibleOf(trial, SAMPLES_ON_ASSIGNMENT, { person: trial.state.id, assignment }, "person") : [];
export const possibleOnCover = (trial: Trial, cover: string): readonly "endCover"[] =>
  trial.state ? possibleOf(trial, SAMPLES_ON_COVER, { person: trial.state.id, cover }, "person") : [];
/** `trial` is of somebody who is not registered: for others the command can be refused for what they hold already. */
export const possibleForCouncil = (trial: Trial, council: string): readonly "nameOfficer"[] =>
  possibleOf(trial, SAMPLES_OF_NAMING, { council }, "council");
export const possibleOnOfficer = (trial: Trial, held: HeldOffice): readonly "endOfficer"[] =>
  possibleOf(trial, SAMPLES_ON_OFFICER, held, "person");

function possibleOf<Subject, Name extends PeopleCommandName>(
  { state, context, permits }: Trial,
  samples: SamplesOn<Subject, Name>,
  subject: Subject,
  record: string,
): readonly Name[] {
  const commandOf = (name: Name, input: object) => ({ name, input }) as PeopleCommand;
  return listPossible<Name, Subject, PeopleDecisionContext>({
    ...{ declarations: peopleCommands, samples, subject, context, record, offices: [] },
    decide: (name, input) => decidePeople(state, commandOf(name, input), context),
    permits: (name, input) => permits(commandOf(name, input)),
  });
}
