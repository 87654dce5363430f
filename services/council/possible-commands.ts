// Which commands of the conversation with a council could be carried out now, as far as its own rules say: each is decided on samples of its input. Pure
// (docs/decisions/0050-what-one-may-do-now.md).
import { keysOf } from "../../reference/keys-of.ts";
import { STRANDS } from "../../reference/strands.ts";
import { LGA } from "../../reference/support-kinds.ts";
import type { InputOf } from "../input.ts";
import { type CommandSamples, listPossible, SAMPLE_FAR_DAY, SAMPLE_WORDS } from "../possible-commands.ts";
import { type CouncilCommand, type CouncilCommandName, councilCommands, decideCouncil } from "./decide.ts";
import type { CouncilDecisionContext } from "./decision-context.ts";
import type { CouncilState } from "./state.ts";

type CouncilInput = InputOf<typeof councilCommands>;
type SamplesOnCouncil<Subject, Names extends CouncilCommandName> = {
  readonly [Name in Names]: CommandSamples<Subject, CouncilDecisionContext, CouncilInput[Name]>;
};

/** A council, and the bodies that the person acts for. */
type ConversationToTry = {
  readonly code: string;
  readonly state: CouncilState;
  readonly bodies: readonly string[];
  /** The only body that approaches. */
  readonly only?: string;
};
/** One record of a council. */
type RecordOfCouncil = Pick<ConversationToTry, "code"> & { readonly id: string };

type CommandOnConversation = "nameLead" | "endLead" | "planApproach" | "agreeToBeContacted";
const SAMPLES_ON_CONVERSATION: SamplesOnCouncil<ConversationToTry, CommandOnConversation> = {
  nameLead: { inputs: ({ code }) => [{ council: code, person: SAMPLE_WORDS }] },
  endLead: { inputs: ({ code }) => [{ council: code, reason: SAMPLE_WORDS }] },
  planApproach: {
    named: ["body", "strand", "knowing", "leadConsulted"],
    inputs: ({ code, state, bodies, only }) =>
      (only === undefined ? [LGA, ...bodies] : [only]).flatMap((body) =>
        STRANDS.map((strand) => ({
          ...{ council: code, body, kind: "visit" as const, strand, from: SAMPLE_FAR_DAY, to: SAMPLE_FAR_DAY },
          ...{ about: SAMPLE_WORDS, knowing: state.approaches.map(({ approach }) => approach), leadConsulted: true },
        })),
      ),
  },
  agreeToBeContacted: {
    named: ["strand"],
    inputs: ({ code }) =>
      STRANDS.map((strand) => ({ council: code, strand, cause: "leadership", contact: SAMPLE_WORDS, learned: SAMPLE_WORDS })),
  },
};

type CommandOnApproach = "cancelApproach";
const SAMPLES_ON_APPROACH: SamplesOnCouncil<RecordOfCouncil, CommandOnApproach> = {
  cancelApproach: {
    named: ["approach"],
    inputs: ({ code, id }) => [{ council: code, approach: id, reason: SAMPLE_WORDS }],
  },
};

type CommandOnContactAgreement = "takeBackContact";
const SAMPLES_ON_CONTACT_AGREEMENT: SamplesOnCouncil<RecordOfCouncil, CommandOnContactAgreement> = {
  takeBackContact: { named: ["contact"], inputs: ({ code, id }) => [{ council: code, contact: id }] },
};

type CommandOnRoutineContact = "correctContact" | "withdrawContact";
const SAMPLES_ON_ROUTINE_CONTACT: SamplesOnCouncil<RecordOfCouncil, CommandOnRoutineContact> = {
  correctContact: {
    named: ["contact"],
    inputs: ({ code, id }) => [
      {
        ...{ council: code, contact: id, people: SAMPLE_WORDS, topic: SAMPLE_WORDS },
        ...{ saysNothingUntold: true, reason: SAMPLE_WORDS },
      },
    ],
  },
  withdrawContact: {
    named: ["contact"],
    inputs: ({ code, id }) => [{ council: code, contact: id, reason: SAMPLE_WORDS }],
  },
};

export type ListedCouncilCommand =
  | (CommandOnConversation | CommandOnApproach | CommandOnContactAgreement)
  | CommandOnRoutineContact;

export const LISTED_COUNCIL_COMMANDS: readonly ListedCouncilCommand[] = [
  ...keysOf(SAMPLES_ON_CONVERSATION),
  ...keysOf(SAMPLES_ON_APPROACH),
  ...keysOf(SAMPLES_ON_CONTACT_AGREEMENT),
  ...keysOf(SAMPLES_ON_ROUTINE_CONTACT),
];

type Trial = ConversationToTry & {
  readonly context: CouncilDecisionContext;
  /** Whether policy permits a command. */
  readonly permits: (command: CouncilCommand) => boolean;
};

export const possibleOnConversation = (trial: Trial): readonly CommandOnConversation[] =>
  possibleOf(trial, SAMPLES_ON_CONVERSATION, trial);
/** The bodies for which an approach could be planned. */
export const bodiesToApproach = (trial: Trial): readonly string[] =>
  [LGA, ...trial.bodies].filter((body) =>
    possibleOf(trial, SAMPLES_ON_CONVERSATION, { ...trial, only: body }).includes("planApproach"),
  );

export const possibleOnApproach = (trial: Trial, id: string): readonly CommandOnApproach[] =>
  possibleOf(trial, SAMPLES_ON_APPROACH, { code: trial.code, id });
export const possibleOnContactAgreement = (trial: Trial, id: string): readonly CommandOnContactAgreement[] =>
  possibleOf(trial, SAMPLES_ON_CONTACT_AGREEMENT, { code: trial.code, id });
export const possibleOnRoutineContact = (trial: Trial, id: string): readonly CommandOnRoutineContact[] =>
  possibleOf(trial, SAMPLES_ON_ROUTINE_CONTACT, { code: trial.code, id });

function possibleOf<Subject, Name extends CouncilCommandName>(
  { state, context, permits }: Trial,
  samples: SamplesOnCouncil<Subject, Name>,
  subject: Subject,
): readonly Name[] {
  const commandOf = (name: Name, input: object) => ({ name, input }) as CouncilCommand;
  return listPossible<Name, Subject, CouncilDecisionContext>({
    ...{ declarations: councilCommands, samples, subject, context, record: "council", offices: [] },
    decide: (name, input) => decideCouncil(state, commandOf(name, input), context),
    permits: (name, input) => permits(commandOf(name, input)),
  });
}
