// What can have happened to a concern. Shapes outlive everything else: what policies and counts need stands open, narrative and
// names are confidential and sealed under the concern's own key. docs/events.md is the catalogue; test/golden holds each stored form.
import { z } from "zod";
import { CAUSES } from "../../reference/causes.ts";
import { SHARED_PARTS } from "../../reference/concern-parts.ts";
import { EVIDENCE_KINDS } from "../../reference/evidence-kinds.ts";
import { CONTENT_GRADINGS, HANDLING_MARKINGS, SOURCE_GRADINGS } from "../../reference/gradings.ts";
import { PURPOSES } from "../../reference/purposes.ts";
import { STRANDS } from "../../reference/strands.ts";
import { EFFECTIVENESS } from "../../reference/support-kinds.ts";
import { confidential } from "../confidential.ts";
import type { EventOf } from "../stored-events.ts";

export const period = z.object({ from: z.iso.date(), to: z.iso.date() });
export type Period = z.infer<typeof period>;

/** Who in the council was told, or told us: domain.md, "normally the chief executive". */
export const COUNCIL_OFFICES = [
  "chief-executive",
  "leader",
  "nominated-officer",
  "section-151-officer",
  "monitoring-officer",
  "director-of-childrens-services",
  "director-of-adult-social-services",
] as const;
export const CHANNELS = ["in-person", "video-call", "telephone", "letter", "email"] as const;

/** What a council can say of a share, what can become of a request for correction, and who supplies evidence. */
export const POSITIONS = ["agrees", "agrees-with-conditions", "objects"] as const;
export const CORRECTION_OUTCOMES = ["accepted", "refused"] as const;
export const SUPPLIERS = ["adviser", "council"] as const;

/** Silence lets a share go ahead, unless the council has spoken against sharing with that body before: then it is an objection. */
export const SILENCE = ["may-go-ahead", "is-objection"] as const;

/** The five ways a concern concludes (domain.md, "How a concern lives", step 5). Each is an event of its own, with its own content. */
export const CONCLUSIONS = [
  "satisfactory-explanation",
  "under-review",
  "light-support",
  "support-package",
  "not-accepted",
] as const;
export type ConclusionKind = (typeof CONCLUSIONS)[number];
/** What a council that does not accept a concern does: the record says which (the same place). */
export const CHOICES = ["justified-local-choice", "refusal"] as const;

/** Why a department or inspectorate is not persuaded (domain.md, "How a concern lives", step 6). */
export const GROUNDS = ["denial", "support-without-effect", "imminent-danger"] as const;

/** What the Performance Support Panel challenges: what is reported to it (domain.md, "Who is who"). */
export const CHALLENGED = ["support-package", "disputed-concern"] as const;

/** A published value an item of evidence cites, as the hub filled it in. Public data, so it stands open. */
export const citation = z.object({
  metric: z.string(),
  label: z.string(),
  unit: z.string(),
  area: z.string(),
  period: z.string(),
  periodLabel: z.string(),
  value: z.number(),
  region: z.number().nullable(),
  england: z.number().nullable(),
});
export type Citation = z.infer<typeof citation>;

const logged = z.object({
  council: z.string(),
  region: z.string(),
  strand: z.enum(STRANDS),
  cause: z.enum(CAUSES),
  period,
  narrative: confidential(z.object({ summary: z.string(), observed: z.string() })),
});

const evidenceAdded = z.object({
  evidence: z.string(),
  suppliedBy: z.enum(SUPPLIERS),
  kind: z.enum(EVIDENCE_KINDS),
  period,
  /** Absent on the council's own evidence, which is not the adviser's to grade. */
  grading: z.object({ source: z.enum(SOURCE_GRADINGS), content: z.enum(CONTENT_GRADINGS) }).optional(),
  handling: z.enum(HANDLING_MARKINGS),
  protectedSource: z.boolean(),
  citation: citation.optional(),
  /** Where the source is protected: `account` is the sanitised form, and `source` and `reference` stand in `protectedText` alone. */
  text: confidential(
    z.object({
      account: z.string(),
      source: z.string().optional(),
      reference: z.string().optional(),
      handlingConditions: z.string().optional(),
    }),
  ),
  protectedText: confidential(z.object({ source: z.string(), reference: z.string().optional() })).optional(),
});

const reason = confidential(z.object({ reason: z.string() }));

/**
 * An adviser's text that bodies with a live share read: only once an awareness record follows. False of what releases before this rule
 * recorded, which those bodies have read already.
 */
const forRecipients = { awaitsTelling: z.boolean() };

export const concernEvents = {
  "ConcernLogged.v1": logged,
  "EvidenceAdded.v1": evidenceAdded,
  "EvidenceWithdrawn.v1": z.object({ evidence: z.string(), text: reason }),
  "CouncilMadeAware.v1": z.object({
    awareness: z.string(),
    toldOffice: z.enum(COUNCIL_OFFICES),
    channel: z.enum(CHANNELS),
    toldOn: z.iso.date(),
    bodies: z.array(z.string()),
    text: confidential(z.object({ toldName: z.string(), about: z.string() })),
  }),
  "CouncilReplied.v1": z.object({ reply: z.string(), text: confidential(z.object({ reply: z.string() })) }),
  "CorrectionRequested.v1": z.object({ correction: z.string(), text: confidential(z.object({ request: z.string() })) }),
  "CorrectionResolved.v2": z.object({
    ...forRecipients,
    correction: z.string(),
    outcome: z.enum(CORRECTION_OUTCOMES),
    text: confidential(
      z.object({ reason: z.string(), correctedSummary: z.string().optional(), correctedObserved: z.string().optional() }),
    ),
  }),
  "ShareProposed.v1": z.object({
    share: z.string(),
    body: z.string(),
    parts: z.array(z.enum(SHARED_PARTS)),
    purpose: z.enum(PURPOSES),
    until: z.iso.date(),
    answerBy: z.iso.date(),
    /** What the council's silence past `answerBy` will mean. It is told so when it is asked. */
    silence: z.enum(SILENCE),
    /** The council's standing agreement that covers this share, if there was one. */
    standingAgreement: z.string().optional(),
    text: confidential(z.object({ explanation: z.string() })),
  }),
  "PositionStated.v1": z.object({
    share: z.string(),
    position: z.enum(POSITIONS),
    parts: z.array(z.enum(SHARED_PARTS)).optional(),
    until: z.iso.date().optional(),
    text: confidential(z.object({ statement: z.string() })).optional(),
  }),
  "ObjectionOverridden.v1": z.object({ share: z.string(), text: reason }),
  "ShareMade.v1": z.object({ share: z.string() }),
  "ShareWithdrawn.v1": z.object({ share: z.string(), text: reason }),
  "ShareExpired.v1": z.object({ share: z.string() }),
  "SubmissionCited.v1": z.object({ evidence: z.string(), submission: z.string(), body: z.string() }),
  "ConversationRecorded.v1": z.object({
    conversation: z.string(),
    heldOn: z.iso.date(),
    channel: z.enum(CHANNELS),
    /** The level in the council at which it was held. */
    offices: z.array(z.enum(COUNCIL_OFFICES)),
    /** Bodies that the adviser liaised with over it: member peers, regional leads. */
    liaison: z.array(z.string()),
    nextStepBy: z.iso.date().optional(),
    text: confidential(
      z.object({ people: z.string(), discussed: z.string(), agreed: z.string(), nextStep: z.string().optional() }),
    ),
  }),
  "ExplanationAccepted.v2": z.object({
    ...forRecipients,
    conclusion: z.string(),
    text: confidential(z.object({ explanation: z.string(), appearance: z.string() })),
  }),
  "ReviewAgreed.v2": z.object({
    ...forRecipients,
    conclusion: z.string(),
    reviewOn: z.iso.date(),
    text: confidential(z.object({ acting: z.string() })),
  }),
  "LightSupportArranged.v2": z.object({
    ...forRecipients,
    conclusion: z.string(),
    /** Supports of the council's, by id; none when nothing of it is kept here. */
    supports: z.array(z.string()),
    text: confidential(z.object({ causalFactors: z.string(), solutions: z.string() })),
  }),
  "SupportPackageArranged.v2": z.object({
    ...forRecipients,
    conclusion: z.string(),
    package: z.string(),
    text: confidential(z.object({ causalFactors: z.string(), solutions: z.string() })),
  }),
  "ConcernNotAccepted.v2": z.object({
    ...forRecipients,
    conclusion: z.string(),
    choice: z.enum(CHOICES),
    text: confidential(z.object({ whyViewsDiffer: z.string() })),
  }),
  "ReviewFellDue.v1": z.object({ conclusion: z.string() }),
  "ConcernReopened.v2": z.object({ ...forRecipients, text: reason }),
  "ConcernClosed.v2": z.object({ ...forRecipients, text: reason }),
  "BodyNotPersuaded.v1": z.object({ statement: z.string(), body: z.string(), grounds: z.array(z.enum(GROUNDS)), text: reason }),
  "EscalationRaised.v1": z.object({ escalation: z.string(), share: z.string(), grounds: z.array(z.enum(GROUNDS)), text: reason }),
  "EscalationConfirmed.v1": z.object({ escalation: z.string(), text: reason }),
  "EscalationStoodDown.v1": z.object({ escalation: z.string(), text: reason }),
  "ReassuranceGiven.v2": z.object({
    ...forRecipients,
    reassurance: z.string(),
    share: z.string(),
    text: confidential(z.object({ reassurance: z.string() })),
  }),
  "PanelChallenged.v1": z.object({
    challenge: z.string(),
    body: z.string(),
    about: z.enum(CHALLENGED),
    answerBy: z.iso.date(),
    text: confidential(z.object({ challenge: z.string() })),
  }),
  "ChallengeAnswered.v2": z.object({
    ...forRecipients,
    challenge: z.string(),
    text: confidential(z.object({ answer: z.string() })),
  }),
  "ChallengeFellDue.v1": z.object({ challenge: z.string() }),
  "EffectivenessReviewed.v1": z.object({
    challenge: z.string(),
    judgement: z.enum(EFFECTIVENESS),
    text: confidential(z.object({ finding: z.string() })),
  }),
} as const;

export type ConcernEventType = keyof typeof concernEvents;
export type ConcernEvent = EventOf<typeof concernEvents>;

/** Who did it and when, as the log recorded it beside the event. */
export type Occurrence = { readonly actor: string; readonly at: string };

export const CONCERN_STREAM = "concern-";
export const concernStream = (id: string): string => `${CONCERN_STREAM}${id}`;
