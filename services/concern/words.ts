// What happened to a concern, in plain words: for whoever reads an explanation, an export of the ledger or news of a change. Of what an
// event holds the words say only what stands open in it.
import type { ConcernEvent, ConcernEventType, POSITIONS } from "./events.ts";

/** Every type of event in a sentence that holds of each event of the type. */
const CONCERN_EVENT_WORDS: Readonly<Record<ConcernEventType, string>> = {
  "ConcernLogged.v1": "The concern was logged",
  "EvidenceAdded.v1": "Evidence was added",
  "EvidenceWithdrawn.v1": "Evidence was withdrawn",
  "CouncilMadeAware.v1": "The council was made aware",
  "CouncilReplied.v1": "The council replied",
  "CorrectionRequested.v1": "The council asked for a correction",
  "CorrectionResolved.v2": "A request for correction was resolved",
  "ShareProposed.v1": "A share was proposed",
  "PositionStated.v1": "The council stated its position on a share",
  "ObjectionOverridden.v1": "The council's objection to a share was overridden",
  "ShareMade.v1": "A share was made",
  "ShareWithdrawn.v1": "A share was withdrawn",
  "ShareExpired.v1": "It was put on record that a share has ended by date",
  "SubmissionCited.v1": "What a department or inspectorate submitted was cited as evidence",
  "ConversationRecorded.v1": "A conversation with the council was recorded",
  "ExplanationAccepted.v2": "The concern was concluded: a satisfactory explanation",
  "ReviewAgreed.v2": "The concern was concluded: under review",
  "LightSupportArranged.v2": "The concern was concluded: light support",
  "SupportPackageArranged.v2": "The concern was concluded: a support package",
  "ConcernNotAccepted.v2": "The concern was concluded: the council does not accept it",
  "ReviewFellDue.v1": "A review fell due",
  "ConcernReopened.v2": "The concern was reopened",
  "ConcernClosed.v2": "The concern was closed",
  "BodyNotPersuaded.v1": "A department or inspectorate said that it is not persuaded",
  "EscalationRaised.v1": "An escalation was raised",
  "EscalationConfirmed.v1": "An escalation was confirmed by a second person",
  "EscalationStoodDown.v1": "An escalation was stood down",
  "ReassuranceGiven.v2": "A department or inspectorate was given reassurance",
  "PanelChallenged.v1": "The panel challenged officers",
  "ChallengeAnswered.v2": "A challenge of the panel was answered",
  "ChallengeFellDue.v1": "The answer to a challenge of the panel fell due",
  "EffectivenessReviewed.v1": "The panel reviewed whether the support is effective",
};

const POSITION_WORDS: Readonly<Record<(typeof POSITIONS)[number], string>> = {
  agrees: "The council agreed to a share",
  "agrees-with-conditions": "The council agreed to a share with conditions",
  objects: "The council objected to a share",
};

/** One event in words: more closely than its type, where what stands open in it says more. */
export function inWords(event: ConcernEvent): string {
  if (event.type === "PositionStated.v1") return POSITION_WORDS[event.data.position];
  if (event.type === "EvidenceAdded.v1" && event.data.suppliedBy === "council") return "The council supplied evidence of its own";
  return CONCERN_EVENT_WORDS[event.type];
}
