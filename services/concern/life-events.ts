// The events of a concern after sharing: conversations, conclusions, reopening and closing, escalation, the panel's challenges and
// reassurance; and the event that links evidence to a submission.
import { z } from "zod";
import { CHALLENGED, CHANNELS, CHOICES, COUNCIL_OFFICES, GROUNDS } from "../../reference/concern-terms.ts";
import { EFFECTIVENESS } from "../../reference/support-kinds.ts";
import { confidential } from "../confidential.ts";
import { awaitsTelling, concernEvent, onSharingRecord, reason } from "./event-declaration.ts";

const concludes = { creates: "conclusion", newsIn: "summary", datedIn: "summary", searchText: ["conclusion"] } as const;
const ofPanel = { newsIn: "challenges", searchText: [] } as const;

export const lifeEvents = {
  "SubmissionCited.v2": concernEvent({
    schema: z.object({ evidence: z.string(), submission: z.string() }),
    words: "Information that was submitted was cited as evidence",
    changes: "evidence",
    newsIn: "evidence",
    searchText: [],
  }),
  "ConversationRecorded.v1": concernEvent({
    schema: z.object({
      conversation: z.string(),
      heldOn: z.iso.date(),
      channel: z.enum(CHANNELS),
      /** The offices in the council that took part. */
      offices: z.array(z.enum(COUNCIL_OFFICES)),
      /** Bodies with which the adviser liaised about the conversation: member peers, regional leads. */
      liaison: z.array(z.string()),
      nextStepBy: z.iso.date().optional(),
      text: confidential(
        z.object({ people: z.string(), discussed: z.string(), agreed: z.string(), nextStep: z.string().optional() }),
      ),
    }),
    words: "A conversation with the council was recorded",
    creates: "conversation",
    newsIn: "conversations",
    searchText: [],
  }),
  "ExplanationAccepted.v2": concernEvent({
    schema: z.object({
      ...awaitsTelling,
      conclusion: z.string(),
      text: confidential(z.object({ explanation: z.string(), appearance: z.string() })),
    }),
    words: "The concern was concluded: a satisfactory explanation",
    ...concludes,
  }),
  "ReviewAgreed.v2": concernEvent({
    schema: z.object({
      ...awaitsTelling,
      conclusion: z.string(),
      reviewOn: z.iso.date(),
      text: confidential(z.object({ acting: z.string() })),
    }),
    words: "The concern was concluded: under review",
    ...concludes,
  }),
  "LightSupportArranged.v2": concernEvent({
    schema: z.object({
      ...awaitsTelling,
      conclusion: z.string(),
      /** Ids of supports; empty if the support is not recorded in the hub. */
      supports: z.array(z.string()),
      text: confidential(z.object({ causalFactors: z.string(), solutions: z.string() })),
    }),
    words: "The concern was concluded: light support",
    ...concludes,
  }),
  "SupportPackageArranged.v2": concernEvent({
    schema: z.object({
      ...awaitsTelling,
      conclusion: z.string(),
      package: z.string(),
      text: confidential(z.object({ causalFactors: z.string(), solutions: z.string() })),
    }),
    words: "The concern was concluded: a support package",
    ...concludes,
  }),
  "ConcernNotAccepted.v2": concernEvent({
    schema: z.object({
      ...awaitsTelling,
      conclusion: z.string(),
      choice: z.enum(CHOICES),
      text: confidential(z.object({ whyViewsDiffer: z.string() })),
    }),
    words: "The concern was concluded: the council does not accept it",
    ...concludes,
  }),
  "ReviewFellDue.v1": concernEvent({
    schema: z.object({ conclusion: z.string() }),
    words: "A review fell due",
    changes: "conclusion",
    newsIn: "summary",
    searchText: [],
  }),
  "ConcernReopened.v2": concernEvent({
    schema: z.object({ ...awaitsTelling, text: reason }),
    words: "The concern was reopened",
    newsIn: "summary",
    datedIn: "summary",
    searchText: ["closing", "reopening"],
  }),
  "ConcernClosed.v2": concernEvent({
    schema: z.object({ ...awaitsTelling, text: reason }),
    words: "The concern was closed",
    newsIn: "summary",
    datedIn: "summary",
    searchText: ["closing"],
  }),
  "BodyNotPersuaded.v1": concernEvent({
    schema: z.object({ statement: z.string(), body: z.string(), grounds: z.array(z.enum(GROUNDS)), text: reason }),
    words: "A department or inspectorate said that it is not persuaded",
    creates: "statement",
    ...onSharingRecord,
  }),
  "EscalationRaised.v1": concernEvent({
    schema: z.object({ escalation: z.string(), share: z.string(), grounds: z.array(z.enum(GROUNDS)), text: reason }),
    words: "An escalation was raised",
    creates: "escalation",
    ...onSharingRecord,
  }),
  "EscalationConfirmed.v1": concernEvent({
    schema: z.object({ escalation: z.string(), text: reason }),
    words: "An escalation was confirmed by a second person",
    changes: "escalation",
    ...onSharingRecord,
  }),
  "EscalationStoodDown.v1": concernEvent({
    schema: z.object({ escalation: z.string(), text: reason }),
    words: "An escalation was stood down",
    changes: "escalation",
    ...onSharingRecord,
  }),
  "ReassuranceGiven.v2": concernEvent({
    schema: z.object({
      ...awaitsTelling,
      reassurance: z.string(),
      share: z.string(),
      text: confidential(z.object({ reassurance: z.string() })),
    }),
    words: "A department or inspectorate was given reassurance",
    creates: "reassurance",
    ...onSharingRecord,
  }),
  "PanelChallenged.v1": concernEvent({
    schema: z.object({
      challenge: z.string(),
      body: z.string(),
      about: z.enum(CHALLENGED),
      answerBy: z.iso.date(),
      text: confidential(z.object({ challenge: z.string() })),
    }),
    words: "The panel challenged officers",
    creates: "challenge",
    ...ofPanel,
  }),
  "ChallengeAnswered.v2": concernEvent({
    schema: z.object({ ...awaitsTelling, challenge: z.string(), text: confidential(z.object({ answer: z.string() })) }),
    words: "A challenge of the panel was answered",
    changes: "challenge",
    ...ofPanel,
  }),
  "ChallengeFellDue.v1": concernEvent({
    schema: z.object({ challenge: z.string() }),
    words: "The answer to a challenge of the panel fell due",
    changes: "challenge",
    ...ofPanel,
  }),
  "EffectivenessReviewed.v1": concernEvent({
    schema: z.object({
      challenge: z.string(),
      judgement: z.enum(EFFECTIVENESS),
      text: confidential(z.object({ finding: z.string() })),
    }),
    words: "The panel reviewed whether the support is effective",
    changes: "challenge",
    ...ofPanel,
  }),
} as const;
