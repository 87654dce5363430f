// Inputs with which each command is tried on a concern, to find whether it could be carried out now. What people write is a placeholder: a fault in it
// counts for nothing. What an input names is every record that the command could be about.
import { isGovernment } from "../../reference/bodies.ts";
import { DISCARD_GROUNDS, OPENED_FOR } from "../../reference/concern-terms.ts";
import type { AdviserEvidence, ConcernCommandName, ConcernInput } from "./commands.ts";
import type { ConcernDecisionContext } from "./decision.ts";
import type { ShareRequest } from "./requests.ts";
import type { ConcernState, Share } from "./state.ts";
import { isAnswerable, wordsOf } from "./words.ts";

type Samples<Subject, Name extends ConcernCommandName> = {
  /** The fields of the input of which the samples have every value that there is. */
  readonly named?: readonly string[];
  readonly inputs: (subject: Subject, context: ConcernDecisionContext) => readonly ConcernInput[Name][];
};
type SamplesOf<Subject, Names extends ConcernCommandName> = { readonly [Name in Names]: Samples<Subject, Name> };

const WORDS = "-";
const FAR = "9999-12-30";
const FARTHER = "9999-12-31";

const on = ({ id }: ConcernState) => ({ concern: id });
const withReason = (state: ConcernState) => [{ ...on(state), reason: WORDS }];
const bodiesNamed = ({ awareness }: ConcernState) => [...new Set(awareness.flatMap(({ bodies }) => bodies))];
const evidence = (today: string): AdviserEvidence => ({
  ...{ kind: "conversation", account: WORDS, source: WORDS, handling: "P", protectedSource: false },
  ...{ period: { from: today, to: today }, grading: { source: "1", content: "A" } },
});
const offer = { parts: ["headline" as const], explanation: WORDS, answerBy: FAR, until: FARTHER };

export type CommandOnConcern =
  | ("addEvidence" | "supplyEvidence" | "withdrawEvidence" | "setOwner")
  | ("recordAwareness" | "extendTelling" | "openUntoldWords" | "proposeDiscard" | "discardConcern")
  | ("restrictConcern" | "reviewRestriction" | "liftRestriction")
  | ("answerAwareness" | "answerWords" | "reply" | "requestCorrection" | "resolveCorrection")
  | ("proposeShare" | "requestShare" | "recordConversation" | "answerChallenge")
  | ("concludeConcern" | "reopenConcern" | "closeConcern" | "refuseOutcome")
  | ("raiseEscalation" | "confirmEscalation" | "standDownEscalation");

export const SAMPLES_ON_CONCERN: SamplesOf<ConcernState, CommandOnConcern> = {
  addEvidence: { inputs: (state, { today }) => [{ ...on(state), evidence: evidence(today) }] },
  supplyEvidence: {
    inputs(state, { today }) {
      const { grading: _, protectedSource: __, ...supplied } = evidence(today);
      return [{ ...on(state), evidence: supplied }];
    },
  },
  withdrawEvidence: {
    named: ["evidence"],
    inputs: (state) => state.evidence.map((item) => ({ ...on(state), evidence: item.evidence, reason: WORDS })),
  },
  setOwner: { inputs: (state) => [on(state), { ...on(state), owner: WORDS }] },
  recordAwareness: {
    inputs: (state, { today }) => [
      {
        ...{ ...on(state), toldName: WORDS, toldOffice: "chief-executive", channel: "in-person" },
        ...{ toldOn: today, about: WORDS, bodies: [] },
      },
    ],
  },
  extendTelling: { inputs: (state) => [{ ...on(state), workingDays: 1, reason: WORDS }] },
  openUntoldWords: { inputs: (state) => OPENED_FOR.map((purpose) => ({ ...on(state), purpose })) },
  proposeDiscard: { inputs: (state) => DISCARD_GROUNDS.map((ground) => ({ ...on(state), ground })) },
  discardConcern: { inputs: (state) => [on(state)] },
  restrictConcern: { inputs: (state) => [{ ...on(state), aboutOffices: ["chief-executive"], named: [], reason: WORDS }] },
  reviewRestriction: { inputs: withReason },
  liftRestriction: { inputs: withReason },
  answerAwareness: {
    named: ["awareness"],
    inputs: (state) =>
      state.awareness.flatMap(({ awareness }) =>
        (["confirmed", "not-told"] as const).map((answer) => {
          return { ...on(state), awareness, answer, bodies: [], words: [], statement: WORDS };
        }),
      ),
  },
  answerWords: {
    named: ["words"],
    inputs: (state) =>
      wordsOf(state)
        .filter(isAnswerable)
        .map(({ id }) => ({ ...on(state), words: [id], answer: "object", statement: WORDS })),
  },
  reply: { inputs: (state) => [{ ...on(state), reply: WORDS }] },
  requestCorrection: { inputs: (state) => [{ ...on(state), request: WORDS }] },
  resolveCorrection: {
    named: ["correction"],
    inputs: (state) =>
      state.corrections.map(({ correction }) => ({ ...on(state), correction, outcome: "refused", reason: WORDS })),
  },
  proposeShare: {
    named: ["body"],
    inputs: (state) => bodiesNamed(state).map((body) => ({ ...on(state), ...offer, body, purpose: "align-support" })),
  },
  // The council can name any body.
  requestShare: {
    inputs: (state) => [
      {
        ...{ ...on(state), body: WORDS, parts: ["headline"], purpose: "align-support" },
        ...{ explanation: WORDS, until: FARTHER },
      },
    ],
  },
  recordConversation: {
    inputs: (state, { today }) => [
      {
        ...{ ...on(state), heldOn: today, channel: "in-person", offices: ["chief-executive"], liaison: [] },
        ...{ people: WORDS, discussed: WORDS, agreed: WORDS },
      },
    ],
  },
  answerChallenge: {
    named: ["challenge"],
    inputs: (state) => state.challenges.map(({ id: challenge }) => ({ ...on(state), challenge, answer: WORDS })),
  },
  concludeConcern: {
    inputs: (state) => [{ ...on(state), kind: "satisfactory-explanation", explanation: WORDS, appearance: WORDS }],
  },
  reopenConcern: { inputs: withReason },
  closeConcern: { inputs: withReason },
  refuseOutcome: { inputs: (state) => [on(state)] },
  raiseEscalation: {
    named: ["body"],
    inputs: (state) =>
      bodiesNamed(state)
        .filter(isGovernment)
        .map((body) => ({ ...on(state), ...offer, body, grounds: ["denial"], reason: WORDS })),
  },
  confirmEscalation: {
    named: ["escalation"],
    inputs: (state) => state.escalations.map(({ id: escalation }) => ({ ...on(state), escalation, reason: WORDS })),
  },
  standDownEscalation: {
    named: ["escalation"],
    inputs: (state) => state.escalations.map(({ id: escalation }) => ({ ...on(state), escalation, reason: WORDS })),
  },
};

/** One of a concern's records. */
export type PartOf<Part> = { readonly state: ConcernState; readonly part: Part };

const onShare = ({ state, part }: PartOf<Share>) => ({ ...on(state), share: part.id });
const shareWithReason = { named: ["share"], inputs: (about: PartOf<Share>) => [{ ...onShare(about), reason: WORDS }] };
const shareAlone = { named: ["share"], inputs: (about: PartOf<Share>) => [onShare(about)] };

export type CommandOnShare =
  | ("statePosition" | "takeMoreTime" | "overrideObjection" | "makeShare" | "withdrawShare")
  | ("confirmDanger" | "recordLetter" | "confirmLetter" | "giveReassurance");

export const SAMPLES_ON_SHARE: SamplesOf<PartOf<Share>, CommandOnShare> = {
  statePosition: {
    named: ["share"],
    inputs: (about) => [{ ...onShare(about), position: "objects", statement: WORDS }],
  },
  takeMoreTime: shareAlone,
  overrideObjection: shareWithReason,
  makeShare: shareAlone,
  withdrawShare: shareWithReason,
  confirmDanger: shareWithReason,
  recordLetter: {
    named: ["share"],
    inputs: (about, { today }) => [
      {
        ...{ ...onShare(about), reference: WORDS, sentOn: today },
        ...{ chiefExecutive: WORDS, leader: WORDS, monitoringOfficer: WORDS },
      },
    ],
  },
  confirmLetter: shareAlone,
  giveReassurance: { named: ["share"], inputs: (about) => [{ ...onShare(about), reassurance: WORDS }] },
};

const onRequest = ({ state, part }: PartOf<ShareRequest>) => ({ ...on(state), request: part.id });

export type CommandOnRequest = "withdrawShareRequest" | "makeRequestedShare" | "declineShareRequest";

export const SAMPLES_ON_REQUEST: SamplesOf<PartOf<ShareRequest>, CommandOnRequest> = {
  withdrawShareRequest: { named: ["request"], inputs: (about) => [onRequest(about)] },
  makeRequestedShare: { named: ["request"], inputs: (about) => [onRequest(about)] },
  declineShareRequest: { named: ["request"], inputs: (about) => [{ ...onRequest(about), reason: WORDS }] },
};
