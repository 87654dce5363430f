// Every way the hub says no to a command: a stable code and the sentence that goes with it. The GraphQL enum is made from this list.
// A sentence never tells whether something invisible exists.

export const REFUSALS = {
  // What was asked
  INVALID_INPUT: "The request is not of the form this command takes.",
  NOT_FOUND: "There is no such record, or you may not see it.",
  NOT_PERMITTED: "No policy lets you do that.",
  KEY_REUSED: "This idempotency key was used before for a different request. Use a new key.",
  TOO_MANY: "This concern holds as many of these as one concern can.",
  STALE_VERSION: "The record has changed since the version you named. Read it again and decide anew.",
  BUSY: "Others are changing this record at the same moment. Try again.",

  // Principle 2: specific and evidence-based
  VAGUE_CONCERN:
    "A concern names its council, strand, cause and period, says what was observed, and rests on at least one piece of evidence.",
  CAUSE_NOT_FOR_STRAND: "Service performance is a cause only in children's and adults' services.",
  UNKNOWN_COUNCIL: "There is no English principal council with this code.",
  COUNCIL_NOT_IN_FORCE: "This council is not in force on that date.",
  FUTURE_DATE: "This date lies in the future.",
  PERIOD_REVERSED: "A period ends on or after the day it starts.",
  METRIC_NOT_FOUND: "The hub holds no published value for this metric, area and period.",
  METRIC_REQUIRED: "Evidence that is a published metric cites the metric, area and period.",
  METRIC_OF_ANOTHER_AREA: "The cited area is not the council that the concern is about.",
  CONDITIONS_REQUIRED: "Evidence that may be shared only with conditions says which.",
  UNKNOWN_EVIDENCE: "This concern has no such piece of evidence.",
  EVIDENCE_ALREADY_WITHDRAWN: "This piece of evidence has been withdrawn already.",
  NO_EVIDENCE_LEFT: "A concern is not shared unless it rests on evidence that the council has been told of.",

  // Principle 1: council aware
  COUNCIL_NOT_AWARE: "The council has not been made aware of this concern. Nothing is shared before that, without exception.",
  TOLD_TOO_EARLY: "A council cannot have been told of this concern before the period that it is about.",
  BODY_NOT_COVERED:
    "The council has not been told that the concern will be shared with this body. Record awareness that covers it first.",

  // Shares and the council's position
  UNKNOWN_BODY: "There is no such body.",
  BODY_OUT_OF_SCOPE: "This body takes no concerns from this region or strand.",
  ANSWER_DATE_TOO_EARLY: "The council needs at least until tomorrow to answer.",
  SHARE_ENDS_TOO_EARLY: "A share lasts beyond the day by which the council is to answer.",
  UNKNOWN_SHARE: "This concern has no such share.",
  SHARE_ENDED: "This share has ended. Propose a new one.",
  SHARE_EXPIRED: "This share has passed its date. Propose a new one.",
  SHARE_NOT_EXPIRED: "This share has not passed its date.",
  AWAITING_COUNCIL: "The council has not answered, and its time to answer has not passed.",
  COUNCIL_OBJECTS: "The council objects. Going ahead takes a second authorised person and a written reason.",
  NO_OBJECTION: "No objection of the council stands against this share, so there is nothing to override.",
  POSITION_BY_PROPOSER: "The person who proposed a share cannot state the council's position on it.",
  OVERRIDE_BY_PROPOSER:
    "The person who proposed a share cannot override an objection to it. It takes a second authorised person.",
  CONDITIONS_DO_NOT_NARROW: "Conditions narrow a share: fewer parts than proposed, an earlier date, or both.",
  CONDITIONS_NOT_WITHIN_SHARE: "Conditions keep within the parts and the date that were proposed.",
  CONDITIONS_WITHOUT_AGREEMENT: "Parts and a date belong to an agreement with conditions.",

  // Reply and correction
  UNKNOWN_CORRECTION: "This concern has no such request for correction.",
  CORRECTION_RESOLVED: "This request for correction has been resolved already.",
  CORRECTED_TEXT_WITHOUT_ACCEPTANCE: "A corrected summary goes with an accepted correction.",

  // Standing agreements
  UNKNOWN_AGREEMENT: "The council has no such standing agreement.",

  // People
  UNKNOWN_PERSON: "There is no such person.",
  PERSON_REGISTERED: "This person is registered already, under another name.",
  UNKNOWN_REGION: "There is no such region.",
  ASSIGNMENT_INCOMPLETE: "This role needs more than was given.",
  ASSIGNMENT_EXCESS: "This role does not take what was given.",
  ASSIGNMENT_REVERSED: "An assignment ends on or after the day it starts.",
  UNKNOWN_ASSIGNMENT: "This person has no such assignment.",
  ASSIGNMENT_ENDED: "This assignment has ended already.",

  // Published data
  MALFORMED_CSV: "This is not an LG Inform export that the hub can read.",
} as const;

export type RefusalCode = keyof typeof REFUSALS;

/** A command that was not carried out; nothing changed. `field` is a dotted path into the input. */
export type Refusal = { readonly kind: "refused"; readonly code: RefusalCode; readonly message: string; readonly field?: string };

/** `detail` is added to the code's sentence: what would have been right, never something confidential. */
export function refuse(code: RefusalCode, field?: string, detail?: string): Refusal {
  const message = detail ? `${REFUSALS[code]} ${detail}` : REFUSALS[code];
  return field === undefined ? { kind: "refused", code, message } : { kind: "refused", code, message, field };
}

export const isRefusal = (value: unknown): value is Refusal =>
  typeof value === "object" && value !== null && "kind" in value && value.kind === "refused";
