// Sample inputs of each command, by which the hub finds whether somebody could give it on a concern now. The samples name every record that the command
// could be about.
import { isGovernment } from "../../reference/bodies.ts";
import { DISCARD_GROUNDS, OPENED_FOR } from "../../reference/concern-terms.ts";
import { type CommandSamples, SAMPLE_FAR_DAY, SAMPLE_FARTHER_DAY, SAMPLE_WORDS } from "../possible-commands.ts";
import type { AdviserEvidence, ConcernCommandName, ConcernInput } from "./commands.ts";
import type { CitableSubmission, ConcernDecisionContext } from "./decision.ts";
import type { Challenge, Escalation } from "./life.ts";
import type { ShareRequest } from "./requests.ts";
import type { ConcernState, Share } from "./state.ts";
import { isAnswerable, wordsOf } from "./words.ts";

export type SamplesOf<Subject, Names extends ConcernCommandName> = {
  readonly [Name in Names]: CommandSamples<Subject, ConcernDecisionContext, ConcernInput[Name]>;
};

const on = ({ id }: ConcernState) => ({ concern: id });
const sampleWithReason = (state: ConcernState) => [{ ...on(state), reason: SAMPLE_WORDS }];
const bodiesNamed = ({ awareness }: ConcernState) => [...new Set(awareness.flatMap(({ bodies }) => bodies))];
const evidence = (today: string): AdviserEvidence => ({
  ...{
    kind: "conversation",
    account: SAMPLE_WORDS,
    source: SAMPLE_WORDS,
    handling: "P",
    protectedSource: false,
    attachments: [],
  },
  ...{ period: { from: today, to: today }, grading: { source: "1", content: "A" } },
});
const offer = { parts: ["headline" as const], explanation: SAMPLE_WORDS, answerBy: SAMPLE_FAR_DAY, until: SAMPLE_FARTHER_DAY };

const withdrawalOf = (state: ConcernState, item: string) => ({ ...on(state), evidence: item, reason: SAMPLE_WORDS });

export type CommandOnConcern =
  | ("addEvidence" | "supplyEvidence" | "withdrawEvidence" | "setOwner")
  | ("recordAwareness" | "extendTelling" | "openUntoldWords" | "proposeDiscard" | "discardConcern")
  | ("restrictConcern" | "reviewRestriction" | "liftRestriction")
  | ("answerAwareness" | "answerWords" | "reply" | "requestCorrection" | "resolveCorrection")
  | ("proposeShare" | "requestShare" | "recordConversation")
  | ("concludeConcern" | "reopenConcern" | "closeConcern" | "refuseOutcome")
  | "raiseEscalation";

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
    inputs: (state) => state.evidence.map(({ evidence }) => withdrawalOf(state, evidence)),
  },
  setOwner: { inputs: (state) => [on(state), { ...on(state), owner: SAMPLE_WORDS }] },
  recordAwareness: {
    inputs: (state, { today }) => [
      {
        ...{ ...on(state), toldName: SAMPLE_WORDS, toldOffice: "chief-executive", channel: "in-person" },
        ...{ toldOn: today, about: SAMPLE_WORDS, bodies: [] },
      },
    ],
  },
  extendTelling: { inputs: (state) => [{ ...on(state), workingDays: 1, reason: SAMPLE_WORDS }] },
  openUntoldWords: { inputs: (state) => OPENED_FOR.map((purpose) => ({ ...on(state), purpose })) },
  proposeDiscard: { inputs: (state) => DISCARD_GROUNDS.map((ground) => ({ ...on(state), ground })) },
  discardConcern: { inputs: (state) => [on(state)] },
  restrictConcern: { inputs: (state) => [{ ...on(state), aboutOffices: ["chief-executive"], named: [], reason: SAMPLE_WORDS }] },
  reviewRestriction: { inputs: sampleWithReason },
  liftRestriction: { inputs: sampleWithReason },
  answerAwareness: {
    named: ["awareness"],
    inputs: (state) =>
      state.awareness.flatMap(({ awareness }) =>
        (["confirmed", "not-told"] as const).map((answer) => {
          return { ...on(state), awareness, answer, bodies: [], words: [], statement: SAMPLE_WORDS };
        }),
      ),
  },
  answerWords: {
    named: ["words"],
    inputs: (state) =>
      wordsOf(state)
        .filter(isAnswerable)
        .map(({ id }) => ({ ...on(state), words: [id], answer: "object", statement: SAMPLE_WORDS })),
  },
  reply: { inputs: (state) => [{ ...on(state), reply: SAMPLE_WORDS }] },
  requestCorrection: { inputs: (state) => [{ ...on(state), request: SAMPLE_WORDS }] },
  resolveCorrection: {
    named: ["correction"],
    inputs: (state) =>
      state.corrections.map(({ correction }) => ({ ...on(state), correction, outcome: "refused", reason: SAMPLE_WORDS })),
  },
  proposeShare: {
    named: ["body"],
    inputs: (state) => bodiesNamed(state).map((body) => ({ ...on(state), ...offer, body, purpose: "align-support" })),
  },
  // The council can name any body.
  requestShare: {
    inputs: (state) => [
      {
        ...{ ...on(state), body: SAMPLE_WORDS, parts: ["headline"], purpose: "align-support" },
        ...{ explanation: SAMPLE_WORDS, until: SAMPLE_FARTHER_DAY },
      },
    ],
  },
  recordConversation: {
    inputs: (state, { today }) => [
      {
        ...{ ...on(state), heldOn: today, channel: "in-person", offices: ["chief-executive"], liaison: [] },
        ...{ people: SAMPLE_WORDS, discussed: SAMPLE_WORDS, agreed: SAMPLE_WORDS },
      },
    ],
  },
  concludeConcern: {
    inputs: (state) => [{ ...on(state), kind: "satisfactory-explanation", explanation: SAMPLE_WORDS, appearance: SAMPLE_WORDS }],
  },
  reopenConcern: { inputs: sampleWithReason },
  closeConcern: { inputs: sampleWithReason },
  refuseOutcome: { inputs: (state) => [on(state)] },
  raiseEscalation: {
    named: ["body"],
    inputs: (state) =>
      bodiesNamed(state)
        .filter(isGovernment)
        .map((body) => ({ ...on(state), ...offer, body, grounds: ["denial"], reason: SAMPLE_WORDS })),
  },
};

/** One of a concern's records. */
export type PartOf<Part> = { readonly state: ConcernState; readonly part: Part };

export const onShare = ({ state, part }: PartOf<Share>) => ({ ...on(state), share: part.id });
const shareWithReason = { named: ["share"], inputs: (about: PartOf<Share>) => [{ ...onShare(about), reason: SAMPLE_WORDS }] };
const shareAlone = { named: ["share"], inputs: (about: PartOf<Share>) => [onShare(about)] };

export type CommandOnShare =
  | ("statePosition" | "takeMoreTime" | "overrideObjection" | "makeShare" | "withdrawShare")
  | ("confirmDanger" | "recordLetter" | "confirmLetter" | "giveReassurance");

export const SAMPLES_ON_SHARE: SamplesOf<PartOf<Share>, CommandOnShare> = {
  statePosition: {
    named: ["share"],
    inputs: (about) => [{ ...onShare(about), position: "objects", statement: SAMPLE_WORDS }],
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
        ...{ ...onShare(about), reference: SAMPLE_WORDS, sentOn: today },
        ...{ chiefExecutive: SAMPLE_WORDS, leader: SAMPLE_WORDS, monitoringOfficer: SAMPLE_WORDS },
      },
    ],
  },
  confirmLetter: shareAlone,
  giveReassurance: { named: ["share"], inputs: (about) => [{ ...onShare(about), reassurance: SAMPLE_WORDS }] },
};

export type CommandOnEvidence = "withdrawEvidence";

export const SAMPLES_ON_EVIDENCE: SamplesOf<PartOf<{ readonly id: string }>, CommandOnEvidence> = {
  withdrawEvidence: { named: ["evidence"], inputs: ({ state, part }) => [withdrawalOf(state, part.id)] },
};

const onRequest = ({ state, part }: PartOf<ShareRequest>) => ({ ...on(state), request: part.id });

export type CommandOnRequest = "withdrawShareRequest" | "makeRequestedShare" | "declineShareRequest";

export const SAMPLES_ON_REQUEST: SamplesOf<PartOf<ShareRequest>, CommandOnRequest> = {
  withdrawShareRequest: { named: ["request"], inputs: (about) => [onRequest(about)] },
  makeRequestedShare: { named: ["request"], inputs: (about) => [onRequest(about)] },
  declineShareRequest: { named: ["request"], inputs: (about) => [{ ...onRequest(about), reason: SAMPLE_WORDS }] },
};

export type CommandOnEscalation = "confirmEscalation" | "standDownEscalation";

const escalationWithReason = {
  named: ["escalation"],
  inputs: ({ state, part }: PartOf<Escalation>) => [{ ...on(state), escalation: part.id, reason: SAMPLE_WORDS }],
};

export const SAMPLES_ON_ESCALATION: SamplesOf<PartOf<Escalation>, CommandOnEscalation> = {
  confirmEscalation: escalationWithReason,
  standDownEscalation: escalationWithReason,
};

const onChallenge = ({ state, part }: PartOf<Challenge>) => ({ ...on(state), challenge: part.id });

export type CommandOnChallenge = "answerChallenge" | "reviewEffectiveness";

/** Advisers answer a challenge, and the panel reviews the answer. */
export const SAMPLES_ON_CHALLENGE: SamplesOf<PartOf<Challenge>, CommandOnChallenge> = {
  answerChallenge: { named: ["challenge"], inputs: (about) => [{ ...onChallenge(about), answer: SAMPLE_WORDS }] },
  reviewEffectiveness: {
    named: ["challenge"],
    inputs: (about) => [{ ...onChallenge(about), judgement: "effective", finding: SAMPLE_WORDS }],
  },
};

export type CommandFromSubmission = "logConcern";

/** A concern that has a submission as its evidence. */
export const SAMPLES_FROM_SUBMISSION: SamplesOf<CitableSubmission, CommandFromSubmission> = {
  logConcern: {
    named: ["strand", "evidence"],
    inputs: ({ id: submission, council, strand, protectedSource }, { today }) => [
      {
        ...{ council, strand, cause: "leadership", period: { from: today, to: today } },
        ...{ summary: SAMPLE_WORDS, observed: SAMPLE_WORDS },
        evidence: [{ ...evidence(today), submission, protectedSource }],
      },
    ],
  },
};
