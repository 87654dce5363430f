// given / when / then for the pure deciders: earlier events, a command, and the resulting events or refusal.
import { expect } from "vitest";
import type { KeyStore } from "../../event-log/keys/port.ts";
import type { SeesWord } from "../../queries/concerns/words-read.ts";
import { createCouncils, demonstrationCouncils } from "../../reference/councils.ts";
import type { ConcernCommand } from "../../services/concern/commands.ts";
import { decide } from "../../services/concern/decide.ts";
import type { ConcernDecisionContext } from "../../services/concern/decision.ts";
import { type ConcernEvent, concernEvents } from "../../services/concern/events.ts";
import { type ConcernState, evolve, type Share } from "../../services/concern/state.ts";
import { wordsOf } from "../../services/concern/words.ts";
import { type CouncilCommand, decideCouncil } from "../../services/council/decide.ts";
import type { CouncilDecisionContext } from "../../services/council/decision-context.ts";
import { type CouncilEvent, councilEvents } from "../../services/council/events.ts";
import { type CouncilState, EMPTY_COUNCIL, evolveCouncil } from "../../services/council/state.ts";
import { decidePeople, type PeopleCommand, type PeopleDecisionContext } from "../../services/people/decide.ts";
import { type PersonEvent, personEvents } from "../../services/people/events.ts";
import { evolvePerson, type PersonState } from "../../services/people/state.ts";
import { faultsOf, isRefusal, REFUSALS, type Refusal, type RefusalCode } from "../../services/refusals.ts";
import { decideSignal, type SignalCommand, type SignalDecisionContext } from "../../services/signal/decide.ts";
import { type SignalEvent, signalEvents } from "../../services/signal/events.ts";
import { evolveSignal, type SignalState } from "../../services/signal/state.ts";
import type { EventDeclarations } from "../../services/stored-events.ts";
import { decideSubmission, type SubmissionCommand, type SubmissionDecisionContext } from "../../services/submission/decide.ts";
import { type SubmissionEvent, submissionEvents } from "../../services/submission/events.ts";
import { evolveSubmission, type SubmissionState } from "../../services/submission/state.ts";
import type { SupportCommand } from "../../services/support/commands.ts";
import { decideSupport } from "../../services/support/decide.ts";
import type { SupportDecisionContext } from "../../services/support/decision.ts";
import { type SupportEvent, supportEvents } from "../../services/support/events.ts";
import { evolveSupport, type SupportState } from "../../services/support/state.ts";

export const TODAY = "2026-03-02";
/** Three people: who logs, proposes and makes; who speaks for the council; who may override. */
export const ADVISER = "adviser";
export const COUNCIL_OFFICER = "council-officer";
export const SECOND_ADVISER = "second-adviser";
const at = "2026-02-20T10:00:00.000Z";
export const by = { actor: ADVISER, at };
export const byCouncil = { actor: COUNCIL_OFFICER, at };
export const councils = createCouncils(demonstrationCouncils);
const newId = (...words: readonly string[]) => words.join("-");

/** For what is presented of plain text: nothing was sealed, so nothing is unsealed. */
export const noKeys = new Proxy({} as KeyStore, {
  get: (_, name) => () => expect.fail(`The key store was asked to ${String(name)}.`),
});

/** A reader of all words of a concern. */
export const seesAllWords: SeesWord = () => true;
/** A reader of the words that the council has been told of. */
export const seesToldWords =
  (state: ConcernState): SeesWord =>
  (id) =>
    wordsOf(state).some((word) => word.id === id && word.told);

type Happened = { readonly type: string; readonly data: object };

/** `usual` is the default context of a spec. Every decided event is also checked against its stored form. */
export function specification<State, Event extends Happened, Command, On>(
  fold: (events: readonly Event[]) => State,
  decider: (state: State, command: Command, on: On) => readonly Event[] | Refusal,
  declarations: EventDeclarations,
  usual: (command: Command) => On,
) {
  return (events: readonly Event[], differing: Partial<On> = {}) => ({
    when(command: Command) {
      const outcome = decider(fold(events), command, { ...usual(command), ...differing });
      const then = (expected: readonly Event[]) => {
        expect(outcome).toStrictEqual(expected);
        for (const { type, data } of expected) expect(declarations[type]?.schema.parse(data)).toStrictEqual(data);
      };
      return {
        then,
        thenNothing: () => then([]),
        /** Expects the code, the field (none by default) and, if given, the detail after the code's sentence. */
        thenRefused(code: RefusalCode, field?: string, detail?: string) {
          if (!isRefusal(outcome)) expect.fail(`Not refused: ${JSON.stringify(outcome)}`);
          expect([outcome.code, outcome.field]).toStrictEqual([code, field]);
          if (detail !== undefined) expect(outcome.message).toBe(`${REFUSALS[code]} ${detail}`);
        },
        /** Expects the code, the field and the whole sentence, if it differs from the code's own. */
        thenRefusedSaying(code: RefusalCode, field: string, message: string) {
          if (!isRefusal(outcome)) expect.fail(`Not refused: ${JSON.stringify(outcome)}`);
          expect([outcome.code, outcome.field, outcome.message]).toStrictEqual([code, field, message]);
        },
        /** Expects every fault in the given order. */
        thenRefusedAll(faults: readonly (readonly [RefusalCode, string?])[]) {
          if (!isRefusal(outcome)) expect.fail(`Not refused: ${JSON.stringify(outcome)}`);
          expect(faultsOf(outcome).map(({ code, field }) => [code, field])).toEqual(faults.map(([code, field]) => [code, field]));
        },
      };
    },
  });
}

/** The concern that the events make; fails when there are none. */
export function concernOf(events: readonly ConcernEvent[]): ConcernState {
  return foldConcern(events) ?? expect.fail("No concern was logged.");
}
export const shareOf = (events: readonly ConcernEvent[]): Share =>
  concernOf(events).shares[0] ?? expect.fail("No share was proposed.");
const foldConcern = (events: readonly ConcernEvent[]) =>
  events.reduce<ConcernState | undefined>(
    (state, event) => evolve("concern", state, event, { actor: whoDid(event), at }),
    undefined,
  );
export const councilOf = (events: readonly CouncilEvent[]): CouncilState =>
  events.reduce((state, event) => evolveCouncil(state, event, byCouncil), EMPTY_COUNCIL);
export const personOf = (events: readonly PersonEvent[]) =>
  events.reduce<PersonState | undefined>((state, event) => evolvePerson("person", state, event, by), undefined);

/** The actor of the earlier events. */
function whoDid(event: ConcernEvent): string {
  switch (event.type) {
    case "CouncilReplied.v2":
    case "CorrectionRequested.v2":
    case "PositionStated.v2":
    case "AwarenessAnswered.v1":
    case "ShareRequested.v1":
    case "ShareRequestWithdrawn.v1":
    case "WordsAnswered.v1":
    case "OutcomeRefused.v1":
      return COUNCIL_OFFICER;
    case "EvidenceAdded.v2":
      return event.data.suppliedBy === "council" ? COUNCIL_OFFICER : ADVISER;
    case "ObjectionOverridden.v2":
      return SECOND_ADVISER;
    default:
      return ADVISER;
  }
}

const OF_THE_COUNCIL: readonly string[] = [
  ...["supplyEvidence", "reply", "answerAwareness", "answerWords", "requestCorrection", "statePosition"],
  ...["requestShare", "withdrawShareRequest", "refuseOutcome"],
];

const byAdviser = { today: TODAY, certainToday: TODAY, actor: ADVISER, interests: [], newId };
/** The office that the council's officer speaks in. */
export const IN_OFFICE = { office: "chief-executive" } as const;

/** An adviser gives the commands, and for the council its officer. An override names its own actor. */
export const circumstances: ConcernDecisionContext = {
  ...byAdviser,
  council: councils.status,
  agreements: [],
  positions: [],
  readsSharingRecord: () => true,
  citation: () => undefined,
  untoldMatters: [],
  bodies: [],
  offices: [IN_OFFICE],
  officesOf: () => [],
  scopesOf: () => [],
  isOfBody: () => true,
  support: () => undefined,
  upload: () => undefined,
  submission: () => undefined,
};
const givenConcern = specification<ConcernState | undefined, ConcernEvent, ConcernCommand, ConcernDecisionContext>(
  foldConcern,
  decide,
  concernEvents,
  ({ name }) => ({ ...circumstances, actor: OF_THE_COUNCIL.includes(name) ? COUNCIL_OFFICER : ADVISER }),
);
/** By default the clock is right: the day that has certainly begun is today. */
export const given = (events: readonly ConcernEvent[], differing: Partial<ConcernDecisionContext> = {}) =>
  givenConcern(events, { certainToday: differing.today ?? TODAY, ...differing });
export const councilCircumstances: CouncilDecisionContext = {
  ...byAdviser,
  council: councils.status("X00000001", TODAY),
  officesFor: () => [IN_OFFICE],
  advisesHere: (person) => [ADVISER, SECOND_ADVISER].includes(person),
  leadName: "Asha Patel",
  visibleClash: undefined,
  settlementNote: undefined,
};
export const givenAgreements = specification<CouncilState, CouncilEvent, CouncilCommand, CouncilDecisionContext>(
  councilOf,
  decideCouncil,
  councilEvents,
  () => councilCircumstances,
);
const isOfCouncil = ({ type, data }: SupportEvent): boolean =>
  type.startsWith("Days") ? "by" in data && data.by === "council" : /Agreed|Declined/.test(type);
/** The adviser offers and arranges; the council's officer answers for the council. */
export const supportOf = (events: readonly SupportEvent[]) =>
  events.reduce<SupportState | undefined>(
    (state, event) => evolveSupport("support", state, event, isOfCouncil(event) ? byCouncil : by),
    undefined,
  );
export const givenSupport = specification<SupportState | undefined, SupportEvent, SupportCommand, SupportDecisionContext>(
  supportOf,
  decideSupport,
  supportEvents,
  ({ name, input }) => ({
    ...byAdviser,
    actor:
      ["answerSupport", "setRegionView", "answerOfferTelling"].includes(name) || ("by" in input && input.by === "council")
        ? COUNCIL_OFFICER
        : ADVISER,
    offices: [IN_OFFICE],
    council: councils.status,
    lead: undefined,
    package: undefined,
  }),
);
export const submissionOf = (events: readonly SubmissionEvent[]) =>
  events.reduce<SubmissionState | undefined>((state, event) => evolveSubmission("submission", state, event, by), undefined);
export const givenSubmission = specification<
  SubmissionState | undefined,
  SubmissionEvent,
  SubmissionCommand,
  SubmissionDecisionContext
>(submissionOf, decideSubmission, submissionEvents, ({ name }) => ({
  ...byAdviser,
  actor: name === "answerSubmissionTelling" ? COUNCIL_OFFICER : ADVISER,
  offices: [IN_OFFICE],
  council: councils.status,
  isRestedOn: false,
  isCouncilAware: false,
}));
export const givenSignal = specification<SignalState | undefined, SignalEvent, SignalCommand, SignalDecisionContext>(
  (events) =>
    events.reduce<SignalState | undefined>((state, event) => evolveSignal("signal", state, event, byCouncil), undefined),
  decideSignal,
  signalEvents,
  () => ({ ...byAdviser, council: councils.status, offices: [IN_OFFICE], support: () => undefined }),
);
export const givenPerson = specification<PersonState | undefined, PersonEvent, PeopleCommand, PeopleDecisionContext>(
  personOf,
  decidePeople,
  personEvents,
  () => ({
    ...byAdviser,
    name: undefined,
    address: undefined,
    workContact: undefined,
    council: councils.status,
    scopesOf: () => [],
  }),
);
