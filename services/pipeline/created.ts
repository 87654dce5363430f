// What a command makes, with an id of its own: which event says so, and in which of its fields the id is. A command that begins a stream makes
// what the stream is of; its service says so.
import type { ConcernEvent } from "../concern/events.ts";
import { CONCLUDES } from "../concern/life.ts";
import type { DecidedEvent } from "../confidential.ts";
import type { CouncilEvent } from "../council/events.ts";
import type { PersonEvent } from "../people/events.ts";
import type { SupportEvent } from "../support/events.ts";

type NameOf<Type> = Type extends `${infer Name}.v${number}` ? Name : never;
type EventName = NameOf<(ConcernEvent | CouncilEvent | PersonEvent | SupportEvent)["type"]>;
const nameOf = (type: string) => type.slice(0, type.lastIndexOf(".v")) as EventName;

/** By command: the events' names, without their versions, and the field. */
export const CREATED: Readonly<Record<string, { readonly events: readonly EventName[]; readonly field: string }>> = {
  addEvidence: { events: ["EvidenceAdded"], field: "evidence" },
  supplyEvidence: { events: ["EvidenceAdded"], field: "evidence" },
  recordAwareness: { events: ["CouncilMadeAware"], field: "awareness" },
  reply: { events: ["CouncilReplied"], field: "reply" },
  requestCorrection: { events: ["CorrectionRequested"], field: "correction" },
  proposeShare: { events: ["ShareProposed"], field: "share" },
  recordConversation: { events: ["ConversationRecorded"], field: "conversation" },
  concludeConcern: {
    events: Object.keys(CONCLUDES).map(nameOf),
    field: "conclusion",
  },
  sayNotPersuaded: { events: ["BodyNotPersuaded"], field: "statement" },
  raiseEscalation: { events: ["EscalationRaised"], field: "escalation" },
  giveReassurance: { events: ["ReassuranceGiven"], field: "reassurance" },
  challengeConcern: { events: ["PanelChallenged"], field: "challenge" },
  setMilestone: { events: ["MilestoneSet"], field: "milestone" },
  planReview: { events: ["ReviewPlanned"], field: "review" },
  recordProgress: { events: ["ProgressReviewed"], field: "review" },
  giveStandingAgreement: { events: ["StandingAgreementGiven"], field: "agreement" },
  planApproach: { events: ["ApproachPlanned"], field: "approach" },
  agreeToBeContacted: { events: ["ContactAgreed"], field: "contact" },
  startAssignment: { events: ["AssignmentStarted"], field: "assignment" },
};

/** The id of what a command made by these events of its; undefined where it made nothing. */
export function createdBy(command: string, events: readonly DecidedEvent[]): string | undefined {
  const made = Object.hasOwn(CREATED, command) ? CREATED[command] : undefined;
  if (!made) return undefined;
  const event = events.find(({ type }) => made.events.includes(nameOf(type)));
  const id = (event?.data as Readonly<Record<string, unknown>> | undefined)?.[made.field];
  return typeof id === "string" ? id : undefined;
}
