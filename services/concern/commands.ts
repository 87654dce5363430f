// The commands on a concern and the form of their inputs. Rules that need the concern, the date or a look-up are in decide.ts.

import { z } from "zod";
import { MAX_ATTACHMENTS } from "../../reference/accepted-files.ts";
import { CAUSES } from "../../reference/causes.ts";
import { SHARED_PARTS } from "../../reference/concern-parts.ts";
import {
  AWARENESS_ANSWERS,
  CHALLENGED,
  CHANNELS,
  CHOICES,
  CORRECTION_OUTCOMES,
  COUNCIL_OFFICES,
  DISCARD_GROUNDS,
  ENDINGS,
  GROUNDS,
  OPENED_FOR,
  POSITIONS,
  SEATS,
  WORD_ANSWERS,
} from "../../reference/concern-terms.ts";
import { EVIDENCE_KINDS } from "../../reference/evidence-kinds.ts";
import { CONTENT_GRADINGS, HANDLING_MARKINGS, SOURCE_GRADINGS } from "../../reference/gradings.ts";
import { PURPOSES } from "../../reference/purposes.ts";
import { STRANDS } from "../../reference/strands.ts";
import { EFFECTIVENESS } from "../../reference/support-kinds.ts";
import {
  type CommandDeclarations,
  type CommandOf,
  day,
  type InputOf,
  id,
  narrative,
  type Parsed,
  parse,
  period,
  shortText,
} from "../input.ts";
import { inOffice } from "../people/spoken-in.ts";
import { personId } from "../people/subject.ts";
import type { Refusal, RefusalCode } from "../refusals.ts";

/** Who in the council was told, how and when, what about, and with whom it will be shared. */
const awareness = {
  toldName: shortText,
  toldOffice: z.enum(COUNCIL_OFFICES),
  channel: z.enum(CHANNELS),
  toldOn: day,
  about: narrative,
  bodies: z.array(id).max(60),
};
/** An awareness record in the same command as what the council was told of. */
const told = { told: z.strictObject({ ...awareness, bodies: awareness.bodies.default([]) }).optional() };
export type AwarenessInput = NonNullable<z.infer<typeof told.told>>;

const areDifferent = (values: readonly string[]): boolean => new Set(values).size === values.length;
const evidenceShared = {
  kind: z.enum(EVIDENCE_KINDS),
  account: narrative,
  source: shortText,
  reference: shortText.optional(),
  period,
  handling: z.enum(HANDLING_MARKINGS),
  handlingConditions: shortText.optional(),
  cites: z.strictObject({ metric: id, area: id, period: id }).optional(),
  /** The ids of uploads. */
  attachments: z.array(id).max(MAX_ATTACHMENTS).refine(areDifferent, "Name each file once.").default([]),
};
const adviserEvidence = z.strictObject({
  ...evidenceShared,
  grading: z.strictObject({ source: z.enum(SOURCE_GRADINGS), content: z.enum(CONTENT_GRADINGS) }),
  protectedSource: z.boolean().default(false),
  /** A department's or inspectorate's submission that this comes from. */
  submission: id.optional(),
});
const councilEvidence = z.strictObject(evidenceShared);
const parts = z.array(z.enum(SHARED_PARTS)).min(1).max(SHARED_PARTS.length);
const onConcern = { concern: id };
const onShare = { concern: id, share: id };
const onRequest = { concern: id, request: id };
const onEscalation = { concern: id, escalation: id, reason: narrative };
const onChallenge = { concern: id, challenge: id };
/** The offices that a concern is about, and the people of the council who then read it. */
const restriction = {
  aboutOffices: z.array(z.enum(COUNCIL_OFFICES)).min(1).max(COUNCIL_OFFICES.length),
  named: z.array(personId).min(2).max(20),
};
const grounds = z.array(z.enum(GROUNDS)).min(1).max(GROUNDS.length);
/** The people and seats of the body that alone receive the share. */
const limitedTo = z
  .strictObject({ people: z.array(personId).max(20).default([]), seats: z.array(z.enum(SEATS)).max(SEATS.length).default([]) })
  .refine(({ people, seats }) => people.length + seats.length > 0, "Name a person or a seat, or leave the limit out.");
const peopleAlone = z.strictObject({ people: z.array(personId).min(1).max(20), seats: z.array(z.never()).max(0).default([]) });
const offer = {
  ...{ body: id, parts, explanation: narrative, until: day, answerBy: day },
  /** Why the council has fewer days to answer. */
  imminentDanger: narrative.optional(),
  limitedTo: limitedTo.optional(),
};
const concluding = { ...onConcern, ...told };
const arranged = { causalFactors: narrative, solutions: narrative };

export const concernCommands = {
  logConcern: {
    creates: "stream",
    input: z.strictObject({
      council: id,
      strand: z.enum(STRANDS),
      cause: z.enum(CAUSES),
      period,
      summary: shortText,
      observed: narrative,
      evidence: z.array(adviserEvidence).min(1).max(20),
    }),
  },
  addEvidence: { creates: "evidence", input: z.strictObject({ ...onConcern, ...told, evidence: adviserEvidence }) },
  supplyEvidence: {
    creates: "evidence",
    whenFull: "reserve",
    input: z.strictObject({ ...onConcern, evidence: councilEvidence }),
  },
  /** Without an owner nobody looks after the concern. */
  setOwner: { creates: "nothing", input: z.strictObject({ ...onConcern, owner: personId.optional() }) },
  withdrawEvidence: { creates: "nothing", input: z.strictObject({ ...onConcern, evidence: id, reason: shortText }) },
  recordAwareness: { creates: "awareness", input: z.strictObject({ ...onConcern, ...awareness }) },
  extendTelling: { creates: "nothing", input: z.strictObject({ ...onConcern, workingDays: z.int().min(1), reason: narrative }) },
  openUntoldWords: {
    creates: "nothing",
    whenFull: "reserve",
    input: z.strictObject({ ...onConcern, purpose: z.enum(OPENED_FOR) }),
  },
  proposeDiscard: {
    creates: "nothing",
    whenFull: "reserve",
    input: z.strictObject({ ...onConcern, ground: z.enum(DISCARD_GROUNDS) }),
  },
  discardConcern: { creates: "nothing", whenFull: "always", input: z.strictObject(onConcern) },
  recordUntoldDue: { creates: "nothing", whenFull: "always", input: z.strictObject(onConcern) },
  restrictConcern: {
    creates: "restriction",
    whenFull: "reserve",
    input: z.strictObject({ ...onConcern, ...restriction, reason: narrative }),
  },
  reviewRestriction: { creates: "nothing", whenFull: "reserve", input: z.strictObject({ ...onConcern, reason: narrative }) },
  liftRestriction: { creates: "nothing", whenFull: "always", input: z.strictObject({ ...onConcern, reason: narrative }) },
  answerAwareness: {
    creates: "nothing",
    whenFull: "reserve",
    input: z.strictObject({
      ...onConcern,
      ...inOffice,
      awareness: id,
      answer: z.enum(AWARENESS_ANSWERS),
      bodies: z.array(id).max(60).default([]),
      words: z.array(id).max(200).default([]),
      statement: narrative.optional(),
    }),
  },
  answerWords: {
    creates: "nothing",
    whenFull: "reserve",
    input: z.strictObject({
      ...onConcern,
      ...inOffice,
      words: z.array(id).min(1).max(200),
      answer: z.enum(WORD_ANSWERS),
      statement: narrative.optional(),
    }),
  },
  reply: { creates: "reply", whenFull: "reserve", input: z.strictObject({ ...onConcern, ...inOffice, reply: narrative }) },
  requestCorrection: {
    creates: "correction",
    whenFull: "reserve",
    input: z.strictObject({ ...onConcern, ...inOffice, request: narrative }),
  },
  resolveCorrection: {
    creates: "nothing",
    whenFull: "reserve",
    input: z.strictObject({
      ...onConcern,
      ...told,
      correction: id,
      outcome: z.enum(CORRECTION_OUTCOMES),
      reason: narrative,
      correctedSummary: shortText.optional(),
      correctedObserved: narrative.optional(),
    }),
  },
  proposeShare: { creates: "share", input: z.strictObject({ ...onConcern, ...offer, purpose: z.enum(PURPOSES) }) },
  statePosition: {
    creates: "nothing",
    whenFull: "reserve",
    input: z.strictObject({
      ...onShare,
      ...inOffice,
      position: z.enum(POSITIONS),
      parts: parts.optional(),
      until: day.optional(),
      statement: narrative.optional(),
    }),
  },
  overrideObjection: {
    creates: "nothing",
    /** `urgent`: in imminent danger, the share opens at once when another person confirms the danger. */
    input: z.strictObject({ ...onShare, reason: narrative, urgent: z.boolean().optional() }),
  },
  makeShare: { creates: "nothing", input: z.strictObject(onShare) },
  acceptConditions: {
    creates: "nothing",
    whenFull: "reserve",
    input: z.strictObject({ ...onShare, statement: z.int().min(1) }),
  },
  requestShare: {
    creates: "request",
    whenFull: "reserve",
    input: z.strictObject({
      ...onConcern,
      ...inOffice,
      body: id,
      parts,
      purpose: z.enum(PURPOSES),
      until: day,
      explanation: narrative,
      limitedTo: limitedTo.optional(),
    }),
  },
  withdrawShareRequest: { creates: "nothing", whenFull: "always", input: z.strictObject({ ...onRequest, ...inOffice }) },
  makeRequestedShare: { creates: "share", input: z.strictObject(onRequest) },
  declineShareRequest: { creates: "nothing", whenFull: "reserve", input: z.strictObject({ ...onRequest, reason: narrative }) },
  withdrawShare: { creates: "nothing", whenFull: "always", input: z.strictObject({ ...onShare, reason: shortText }) },
  expireShare: { creates: "nothing", whenFull: "always", input: z.strictObject(onShare) },
  confirmDanger: { creates: "nothing", input: z.strictObject({ ...onShare, reason: narrative }) },
  takeMoreTime: { creates: "nothing", whenFull: "reserve", input: z.strictObject({ ...onShare, ...inOffice }) },
  recordLetter: {
    creates: "nothing",
    input: z.strictObject({
      ...onShare,
      reference: shortText,
      sentOn: day,
      chiefExecutive: shortText.optional(),
      leader: shortText.optional(),
      monitoringOfficer: shortText.optional(),
    }),
  },
  confirmLetter: { creates: "nothing", input: z.strictObject(onShare) },
  recordCouncilReached: {
    creates: "nothing",
    byHub: true,
    whenFull: "always",
    input: z.strictObject({ ...onShare, person: personId }),
  },
  recordCouncilNotReached: { creates: "nothing", whenFull: "always", input: z.strictObject(onShare) },
  recordConversation: {
    creates: "conversation",
    input: z.strictObject({
      ...onConcern,
      heldOn: day,
      channel: z.enum(CHANNELS),
      offices: z.array(z.enum(COUNCIL_OFFICES)).min(1).max(COUNCIL_OFFICES.length),
      liaison: z.array(id).max(60).default([]),
      people: shortText,
      discussed: narrative,
      agreed: narrative,
      nextStep: narrative.optional(),
      nextStepBy: day.optional(),
    }),
  },
  /** Each kind of conclusion with the content that makes it one (domain.md, "How a concern lives", step 5). */
  concludeConcern: {
    creates: "conclusion",
    input: z.discriminatedUnion("kind", [
      z.strictObject({
        ...concluding,
        kind: z.literal("satisfactory-explanation"),
        explanation: narrative,
        /** How the appearance of a concern is corrected. */
        appearance: narrative,
      }),
      z.strictObject({ ...concluding, kind: z.literal("under-review"), acting: narrative, reviewOn: day }),
      z.strictObject({ ...concluding, kind: z.literal("light-support"), ...arranged, supports: z.array(id).max(20).default([]) }),
      z.strictObject({ ...concluding, kind: z.literal("support-package"), ...arranged, package: id }),
      z.strictObject({ ...concluding, kind: z.literal("not-accepted"), whyViewsDiffer: narrative, choice: z.enum(CHOICES) }),
    ]),
  },
  reopenConcern: { creates: "nothing", whenFull: "reserve", input: z.strictObject({ ...onConcern, ...told, reason: narrative }) },
  closeConcern: { creates: "nothing", whenFull: "reserve", input: z.strictObject({ ...onConcern, ...told, reason: narrative }) },
  recordOutcomeOpened: {
    creates: "nothing",
    whenFull: "always",
    input: z.strictObject({ ...onConcern, conclusion: id, ending: z.enum(ENDINGS) }),
  },
  refuseOutcome: { creates: "nothing", whenFull: "always", input: z.strictObject({ ...onConcern, ...inOffice }) },
  recordReviewDue: { creates: "nothing", whenFull: "always", input: z.strictObject({ ...onConcern, conclusion: id }) },
  recordAnswerDue: { creates: "nothing", whenFull: "always", input: z.strictObject(onChallenge) },
  sayNotPersuaded: { creates: "statement", input: z.strictObject({ ...onConcern, body: id, grounds, reason: narrative }) },
  raiseEscalation: {
    creates: "escalation",
    // Departments and inspectorates have no seats.
    input: z.strictObject({ ...onConcern, ...offer, limitedTo: peopleAlone.optional(), grounds, reason: narrative }),
  },
  confirmEscalation: { creates: "nothing", input: z.strictObject(onEscalation) },
  standDownEscalation: { creates: "nothing", whenFull: "always", input: z.strictObject(onEscalation) },
  giveReassurance: { creates: "reassurance", input: z.strictObject({ ...onShare, ...told, reassurance: narrative }) },
  challengeConcern: {
    creates: "challenge",
    input: z.strictObject({ ...onConcern, about: z.enum(CHALLENGED), challenge: narrative, answerBy: day }),
  },
  answerChallenge: { creates: "nothing", input: z.strictObject({ ...onChallenge, ...told, answer: narrative }) },
  reviewEffectiveness: {
    creates: "nothing",
    input: z.strictObject({ ...onChallenge, judgement: z.enum(EFFECTIVENESS), finding: narrative }),
  },
} as const satisfies CommandDeclarations;

export type ConcernCommandName = keyof typeof concernCommands;
export type ConcernCommand = CommandOf<typeof concernCommands>;
export type ConcernInput = InputOf<typeof concernCommands>;

export type AdviserEvidence = z.infer<typeof adviserEvidence>;
export type CouncilEvidence = z.infer<typeof councilEvidence>;

/** Checks the form of an input. A concern without a field that principle 2 requires is vague; a conclusion without one of its fields incomplete. */
export function parseConcernCommand<Name extends ConcernCommandName>(
  name: Name,
  input: unknown,
): Parsed<ConcernInput[Name]> | Refusal {
  const code = (field: string): RefusalCode => {
    if (name === "logConcern" && SPECIFIC_FIELDS.includes(top(field)) && isMissing(field, input)) return "VAGUE_CONCERN";
    return name === "concludeConcern" && field !== "concern" && isMissing(field, input)
      ? "CONCLUSION_INCOMPLETE"
      : "INVALID_INPUT";
  };
  const schema: z.ZodType = concernCommands[name].input;
  return parse(schema, input, code) as Parsed<ConcernInput[Name]> | Refusal;
}

const SPECIFIC_FIELDS = ["council", "strand", "cause", "period", "observed", "evidence"];

const top = (field: string): string => field.split(".")[0] ?? "";

/** Whether a field is absent or empty, rather than not valid. */
function isMissing(field: string, input: unknown): boolean {
  const value = (input as Record<string, unknown> | null | undefined)?.[top(field)];
  return (
    value === undefined ||
    value === null ||
    (typeof value === "string" && value.trim() === "") ||
    (Array.isArray(value) && value.length === 0)
  );
}
