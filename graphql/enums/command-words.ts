// What somebody may do with a record, in words.
import type { CommandFromSubmission } from "../../services/concern/command-samples.ts";
import type { ListedCommand } from "../../services/concern/possible-commands.ts";
import type { RecipientCommand } from "../../services/concern/recipient-command-samples.ts";
import type { ListedCouncilCommand } from "../../services/council/possible-commands.ts";
import type { ListedOfficerCommand, ListedPersonCommand } from "../../services/people/possible-commands.ts";
import type { CommandOnSubmission } from "../../services/submission/possible-commands.ts";
import type { ListedSupportCommand } from "../../services/support/possible-commands.ts";

export const COMMAND_WORDS = {
  addEvidence: "Add evidence.",
  supplyEvidence: "Supply evidence of the council.",
  withdrawEvidence: "Withdraw evidence.",
  setOwner: "Say who looks after this concern.",
  recordAwareness: "Record that the council was told.",
  extendTelling: "Take more time to tell the council.",
  openUntoldWords: "Open the words of a concern that the council was not told of in time.",
  proposeDiscard: "Propose to discard this concern.",
  discardConcern: "Discard this concern, as another adviser proposed.",
  restrictConcern: "Restrict who reads it in the council.",
  reviewRestriction: "Review the restriction.",
  liftRestriction: "Lift the restriction.",
  answerAwareness: "Confirm or dispute that the council was told.",
  answerWords: "Say whether what advisers wrote later may be read.",
  reply: "Reply for the council.",
  requestCorrection: "Ask for a correction.",
  resolveCorrection: "Accept or refuse a correction.",
  proposeShare: "Propose to share this concern.",
  requestShare: "Ask for this concern to be shared.",
  recordConversation: "Record a conversation with the council.",
  answerChallenge: "Answer a challenge of the panel.",
  concludeConcern: "Conclude this concern.",
  reopenConcern: "Reopen this concern.",
  closeConcern: "Close this concern.",
  refuseOutcome: "Refuse that its outcome is shown.",
  raiseEscalation: "Propose to escalate this concern.",
  confirmEscalation: "Confirm an escalation.",
  standDownEscalation: "Stand an escalation down.",
  statePosition: "State the council's position.",
  takeMoreTime: "Take more time to answer.",
  overrideObjection: "Override the council's objection.",
  makeShare: "Make the share.",
  withdrawShare: "Withdraw the share.",
  confirmDanger: "Confirm imminent danger.",
  recordLetter: "Record a letter to the council.",
  confirmLetter: "Confirm a letter that another adviser sent.",
  giveReassurance: "Give reassurance about the support.",
  withdrawShareRequest: "Withdraw the request for a share.",
  makeRequestedShare: "Make the share that the council requested.",
  declineShareRequest: "Decline the share that the council requested.",
  acceptConditions: "Accept the council’s conditions.",
  sayNotPersuaded: "Say that you are not persuaded.",
  challengeConcern: "Challenge officers on this concern.",
  reviewEffectiveness: "Review the answer to a challenge.",
} as const satisfies Readonly<Record<ListedCommand | RecipientCommand, string>>;

export const SUPPORT_COMMAND_WORDS = {
  answerSupport: "Answer the offer of support, or change the answer.",
  setRegionView: "Change what the region sees of it.",
  answerOfferTelling: "Confirm or dispute that the council was told.",
  tellOfOfferAgain: "Tell the council of the offer again.",
  changeSupportLead: "Change who leads it.",
  beginSupport: "Record that it has begun.",
  setMilestone: "Set a milestone.",
  meetMilestone: "Record that it was met.",
  planReview: "Plan a review of progress.",
  cancelReview: "Cancel this review.",
  planPresence: "Plan days at the council.",
  cancelPresence: "Cancel these days.",
  moveSupport: "Propose other days.",
  answerMove: "Answer the proposed days.",
  setPackage: "Make it part of a support package, or of none.",
  recordProgress: "Record how it goes.",
  endSupport: "Record that it has ended, or withdraw the offer.",
  judgeOutcome: "Say if it worked.",
} as const satisfies Readonly<Record<ListedSupportCommand, string>>;

export const SUBMISSION_COMMAND_WORDS = {
  tellCouncilOfSubmission: "Record that the council was told.",
  answerSubmissionTelling: "Confirm or dispute that your council was told.",
  redirectSubmission: "Redirect it to another council or strand.",
  requestSubmissionChange: "Ask to withdraw or correct it.",
  setSubmissionAside: "Set it aside.",
  logConcern: "Log a concern that rests on it.",
} as const satisfies Readonly<Record<CommandOnSubmission | CommandFromSubmission, string>>;

export const COUNCIL_COMMAND_WORDS = {
  nameLead: "Name who leads the conversation with the council.",
  endLead: "End who leads the conversation with the council.",
  planApproach: "Plan an approach or a visit.",
  cancelApproach: "Cancel this approach or visit.",
  agreeToBeContacted: "Agree that others contact your council about what worked.",
  takeBackContact: "Take back that others may contact your council.",
  correctContact: "Correct this contact.",
  withdrawContact: "Withdraw this contact.",
  nameOfficer: "Name an officer of your council.",
  endOfficer: "End this office.",
} as const satisfies Readonly<Record<ListedCouncilCommand | ListedOfficerCommand, string>>;

export const PERSON_COMMAND_WORDS = {
  renamePerson: "Correct their name.",
  startAssignment: "Give them an office.",
  endAssignment: "End an office of theirs.",
  setMailAddress: "Say where your notices are sent.",
  setFirstMailAddress: "Set their first email address for notices.",
  setWorkContact: "Say how you can be reached at work.",
  declareInterests: "Declare your interests.",
  arrangeCover: "Say who looks after concerns during an absence.",
  endCover: "End this cover.",
} as const satisfies Readonly<Record<ListedPersonCommand, string>>;
