import { ORDERS } from "../../queries/concerns/caseload-filter.ts";
import { UNTOLD_KINDS } from "../../queries/overview/read-overdue.ts";
import { FILE_SCAN_LABELS, FILE_SCANS, FILE_TYPE_LABELS, FILE_TYPES } from "../../reference/accepted-files.ts";
import { CAUSE_LABELS, CAUSES } from "../../reference/causes.ts";
import { EXPLAINED_PARTS, PARTS, SHARED_PARTS, STAGES } from "../../reference/concern-parts.ts";
import * as terms from "../../reference/concern-terms.ts";
import { EVIDENCE_KIND_LABELS, EVIDENCE_KINDS } from "../../reference/evidence-kinds.ts";
import * as gradings from "../../reference/gradings.ts";
import { keysOf } from "../../reference/keys-of.ts";
import { PURPOSE_LABELS, PURPOSES } from "../../reference/purposes.ts";
import { STRAND_LABELS, STRANDS } from "../../reference/strands.ts";
import { SAMPLES_FROM_SUBMISSION } from "../../services/concern/command-samples.ts";
import { TEXT_PIECE_KINDS } from "../../services/concern/event-declaration.ts";
import { AWAITED_PARTIES } from "../../services/concern/next-step.ts";
import { LISTED_COMMANDS, RECIPIENT_COMMANDS } from "../../services/concern/possible-commands.ts";
import { REQUEST_STATUSES } from "../../services/concern/requests.ts";
import { SHARE_STATUSES } from "../../services/concern/shares.ts";
import { WORD_KINDS } from "../../services/concern/words.ts";
import { COMMANDS_ON_SUBMISSION } from "../../services/submission/possible-commands.ts";
import { COMMAND_WORDS, SUBMISSION_COMMAND_WORDS } from "./command-words.ts";
import { enumOf } from "./enum-source.ts";

const PART_WORDS = {
  headline: "Council, strand, cause and stage.",
  summary: "What was observed, with the council's replies.",
  evidence: "Evidence that the council has been told of and that has not been withdrawn.",
  unsharedEvidence: "Evidence that was withdrawn, or that the council has not been told of yet.",
  protectedSource: "Who a protected source is.",
  conversations: "Conversations with the council.",
  challenges: "The Performance Support Panel's challenges and the answers to them.",
  sharingRecord: "Awareness, and every share past and present.",
};

export const CONCERN_ENUMS = {
  Strand: enumOf("A strand of a council's work.", STRANDS, STRAND_LABELS),
  Cause: enumOf("A known cause of failure.", CAUSES, CAUSE_LABELS),
  Stage: enumOf("The stage that a concern has reached.", STAGES, {
    logged: "Logged by an adviser; private to the advisers.",
    aware: "The council has been made aware.",
    shared: "It has been shared with at least one body; that share may have ended since.",
    concluded: "It has been concluded, in one of the five ways, and not reopened.",
    closed: "It is closed.",
  }),
  ConcernOrder: enumOf("The order of a list of concerns.", ORDERS, {
    logged: "The newest first.",
    changed: "Those changed last first.",
    due: "Those whose next step is due first; last those without a day.",
  }),
  Awaited: enumOf("Who is to do something.", AWAITED_PARTIES, {
    adviser: "An adviser of the region and strand.",
    council: "The council.",
    recipient: "A body that the concern is shared with.",
  }),
  ConcernCommand: enumOf(
    "What people do with a concern. Commands that record that a date has passed are not among these.",
    [...LISTED_COMMANDS, ...RECIPIENT_COMMANDS],
    COMMAND_WORDS,
  ),
  Part: enumOf("A part of a concern that can be read.", PARTS, PART_WORDS),
  ExplainedPart: enumOf("What an explanation of a concern can be about.", EXPLAINED_PARTS, {
    ...PART_WORDS,
    outcome: "How the concern ended, for the bodies that had opened it.",
  }),
  TextPiece: enumOf("A piece of a concern's text that a search looks in.", TEXT_PIECE_KINDS, {
    narrative: "The concern itself.",
    evidence: "Evidence.",
    reply: "A reply of the council.",
    correction: "A correction that the council requested.",
    resolution: "An answer to a correction.",
    conclusion: "How it was concluded.",
    reopening: "Why it was reopened.",
    closing: "Why it was closed.",
  }),
  SharedPart: enumOf("A part of a concern that a share can cover; each includes those before it.", SHARED_PARTS, {
    headline: "Council, strand, cause and stage.",
    summary: "With the council's replies.",
    evidence: "With the summary.",
  }),
  EvidenceKind: enumOf("A kind of evidence.", EVIDENCE_KINDS, EVIDENCE_KIND_LABELS),
  SourceGrading: enumOf("How reliable a source is (3x5x2).", gradings.SOURCE_GRADINGS, gradings.SOURCE_GRADING_LABELS),
  ContentGrading: enumOf("How what a source says is known (3x5x2).", gradings.CONTENT_GRADINGS, gradings.CONTENT_GRADING_LABELS),
  Handling: enumOf("How evidence may be handled (3x5x2).", gradings.HANDLING_MARKINGS, gradings.HANDLING_MARKING_LABELS),
  FileType: enumOf("A kind of file that can belong to evidence.", FILE_TYPES, FILE_TYPE_LABELS),
  FileScan: enumOf("Whether a file was checked for viruses when it was uploaded.", FILE_SCANS, FILE_SCAN_LABELS),
  Supplier: enumOf("Who supplied a piece of evidence.", terms.SUPPLIERS),
  Purpose: enumOf("What a share is for: support, in one of its forms.", PURPOSES, PURPOSE_LABELS),
  Office: enumOf("An office in a council.", terms.COUNCIL_OFFICES, {
    leader: "Leader or elected mayor.",
    "director-of-childrens-services": "Director of children's services.",
  }),
  Seat: enumOf("A seat of a region's CIB leads.", terms.SEATS, terms.SEAT_LABELS),
  Channel: enumOf("How somebody was told.", terms.CHANNELS),
  CorrectionOutcome: enumOf("The outcome of a request for correction.", terms.CORRECTION_OUTCOMES),
  Silence: enumOf("What it means if the council does not answer in time.", terms.SILENCE, {
    "may-go-ahead": "The share may be made.",
    "is-objection":
      "No answer is an objection: the council has objected to sharing with this body before, or evidence would go to a department or inspectorate.",
  }),
  WordAnswer: enumOf("What a council says of words that advisers wrote later.", terms.WORD_ANSWERS, {
    open: "They open to those the concern is shared with.",
    object: "They do not open to them.",
  }),
  WordKind: enumOf("Kinds of words that advisers write after a council agreed to a share.", WORD_KINDS, {
    reopening: "Why the concern was reopened.",
    closing: "Why the concern was closed.",
    "answer-to-panel": "An answer to a challenge of the panel.",
  }),
  AwarenessAnswer: enumOf("What a council says of a record that it was told.", terms.AWARENESS_ANSWERS, {
    confirmed: "It was told.",
    "not-told": "It was not told.",
    "told-otherwise": "It was told, but not of these bodies or words.",
  }),
  ReachedBy: enumOf("How somebody who can speak for the council was reached.", terms.REACHED_BY, {
    notice: "They had signed in before, and were sent a notice.",
    letter: "A second adviser confirmed a letter to the chief executive and the monitoring officer.",
    spoke: "They acted on the concern after the share was proposed.",
  }),
  ShareBasis: enumOf("Why a share could be made.", terms.SHARE_BASES, {
    agreed: "The council agreed.",
    silence: "The council was reached and did not answer.",
    override: "A second authorised person overrode the council's objection.",
    standing: "The council agreed in advance.",
    request: "The council requested it.",
    "not-recorded": "It was made before this was recorded.",
  }),
  PositionStatement: enumOf("The council's position on a share.", terms.POSITIONS),
  PositionKind: enumOf("The council's last position on a share.", ["awaited", ...terms.POSITIONS]),
  ShareStatus: enumOf("The status of a share today.", SHARE_STATUSES, {
    "awaiting-answer": "Proposed; the council has time to answer.",
    "not-reached": "Proposed; the last day to answer has passed, and nobody who can speak for the council has been reached.",
    unanswered: "Proposed; the council was reached and has not answered in time.",
    agreed: "Proposed; the council agrees.",
    objected: "Proposed; the council objects.",
    overridden: "Proposed; the council objects, and a second authorised person went ahead with a reason.",
    opening: "Made over an objection or under a standing agreement; the body has access from its first day.",
    "awaiting-acceptance": "Made; the body has no access until somebody of it accepts the council's conditions in words.",
    live: "Made; the body has access.",
    suspended:
      "Made, but the council has taken its agreement back: no access until it agrees again or the objection is overridden.",
    withdrawn: "Ended by an adviser.",
    expired: "Ended on its last day.",
  }),
  ShareRequestStatus: enumOf("What became of a share that the council requested.", REQUEST_STATUSES, {
    waiting: "It waits for an adviser.",
    made: "An adviser made the share.",
    declined: "An adviser declined it, with a reason.",
    withdrawn: "The council withdrew it.",
  }),
  Ending: enumOf("How a concern ended.", terms.ENDINGS, {
    explanation: "There was a satisfactory explanation.",
    closing: "It was closed.",
  }),
  OpenedFor: enumOf("What an untold concern's words are opened for.", terms.OPENED_FOR, {
    tell: "To tell the council.",
    discard: "To discard the concern.",
  }),
  DiscardGround: enumOf("Why a concern that the council was not told of is discarded.", terms.DISCARD_GROUNDS, {
    "in-error": "It was logged in error, such as about the wrong council. The council learns nothing of it.",
    "did-not-stand": "It did not stand. The council's ledger counts it, with the day.",
  }),
  SubmissionCommand: enumOf(
    "What the sender of a submission, advisers and the council do with it. Submitting, and recording that a date has passed, are not among these.",
    [...COMMANDS_ON_SUBMISSION, ...keysOf(SAMPLES_FROM_SUBMISSION)],
    SUBMISSION_COMMAND_WORDS,
  ),
  SubmissionRequest: enumOf("What the sender of a submission requests.", terms.SUBMISSION_REQUESTS),
  UntoldKind: enumOf("What a council was not told of.", UNTOLD_KINDS),
  ConclusionKind: enumOf("A way in which a concern is concluded.", terms.CONCLUSIONS, {
    "satisfactory-explanation": "No further action, other than correcting the appearance of a concern.",
    "under-review": "The council agrees, knows and is acting; kept under review until a date.",
    "light-support": "Solutions to high-level causes: a link to good practice, a one-off session, mentoring.",
    "support-package": "Bigger support, developed with the council and the regional leads, and reported to the panel.",
    "not-accepted": "The council does not accept it; why views differ is recorded.",
  }),
  Choice: enumOf("What a council that does not accept a concern does.", terms.CHOICES),
  Ground: enumOf("Why a department or inspectorate is not persuaded, or a concern is escalated.", terms.GROUNDS, {
    denial: "The council is in denial.",
    "support-without-effect": "Sustained support has had no effect.",
    "imminent-danger": "Serious failure is in imminent danger of happening.",
  }),
  Challenged: enumOf("What the panel challenges.", terms.CHALLENGED),
};
