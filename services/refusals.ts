// Every way the hub says no to a command: a stable code and the sentence that goes with it. The GraphQL enum is made from this list.
// A sentence never tells whether something invisible exists.

export const REFUSALS = {
  // What was asked
  INVALID_INPUT: "The request is not of the form this command takes.",
  NOT_FOUND: "There is no such record, or you may not see it.",
  NOT_PERMITTED: "You cannot do this in your current role. Ask the information governance officer if your role should change.",
  KEY_REUSED: "This idempotency key was used before for a different request. Use a new key.",
  TOO_MANY: "No more of these can be recorded here.",
  TOO_MUCH_TEXT: "This record cannot hold that much more text.",
  TOO_MANY_STREAMS: "You, or all together, follow as much at once as can be followed. End a stream, or try again later.",
  RESUME_POINT_GONE: "The hub cannot resume from there. Subscribe again without `after`: a stream begins with how things stand.",
  STALE_VERSION: "The record has changed since the version you named. Read it again and decide anew.",
  STALE_POLICY:
    "Another version of the policy has been published since the one that yours was made from. Fetch the policy in force, merge your changes into it, and publish that.",
  CANNOT_BE_READ:
    "The hub cannot read the record that this is about, or one that it is decided by. Nothing was changed, and whoever runs the hub has been told.",
  BUSY: "Others are changing this record at the same moment. Try again.",

  BEFORE_HUB_BEGAN: "The hub holds nothing of that moment: it began later.",
  NOT_YET: "That moment lies in the future.",
  POLICY_UNREADABLE: "This version of the hub cannot apply the policy that was in force at that moment.",

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
  TOLD_TOO_EARLY: "A council cannot have been told of this before the period that it is about.",
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

  // Conversations and conclusions
  CONCERN_CLOSED: "This concern is closed. Reopen it first.",
  CONCLUSION_INCOMPLETE: "Each kind of conclusion has content that it cannot do without, and this lacks some.",
  ALREADY_CONCLUDED: "This concern has a conclusion that stands. Reopen it before you conclude it anew.",
  NOT_CONCLUDED: "This concern has no conclusion that stands.",
  REVIEW_TOO_EARLY: "A review falls on a day to come.",
  REVIEW_DATES_OVERLAP: "A review is set for these dates already.",
  REVIEW_NOT_OVER: "This concern is under review until a day that has not come. Conclude it in another way first.",
  CORRECTION_OPEN: "A request of the council for correction is unresolved. Accept or refuse it first.",
  CHALLENGE_OPEN: "The panel's challenge is unanswered. Answer it first.",
  NOT_DUE: "The day for this has not come.",
  NEXT_STEP_MISSING: "A date for the next step goes with a next step.",

  // Escalation and reassurance
  NOT_YOUR_BODY: "You do not speak for this body, or this concern is not shared with it.",
  NOT_GOVERNMENT: "This is for departments and inspectorates.",
  ESCALATION_BY_SHARE: "An escalation takes grounds and two people. Raise one, rather than propose a share for it.",
  ESCALATION_NOT_IN_ADVANCE: "An escalation cannot be agreed to in advance: the council is asked each time.",
  ESCALATION_OPEN: "An escalation to this body is open already.",
  UNKNOWN_ESCALATION: "This concern has no such escalation.",
  ESCALATION_BY_RAISER: "The person who raised an escalation cannot confirm it. It takes a second authorised person.",
  ESCALATION_NOT_CONFIRMED: "A second authorised person has not confirmed this escalation.",
  ESCALATION_ENDED: "This escalation has been stood down, or its share has ended.",
  ESCALATION_CONFIRMED: "This escalation has been confirmed already.",
  PART_NOT_SHARED: "This share does not cover the summary, and reassurance speaks of it.",
  SHARE_NOT_LIVE: "This share is not live.",

  // The Performance Support Panel
  NO_FURTHER_ACTION:
    "This concern was concluded with a satisfactory explanation, so nothing more of it is shared. Reopen it first.",
  REVIEW_AWAITED: "The panel has twenty working days to review an answer to its challenge before the concern is closed.",
  NOTHING_TO_CHALLENGE:
    "The panel challenges a support package that was concluded, or a concern that the council does not accept or was refused a correction of.",
  CHALLENGE_DATE_TOO_EARLY: "Officers need at least five working days to answer.",
  UNKNOWN_CHALLENGE: "This concern has no such challenge.",
  CHALLENGE_ANSWERED: "This challenge has been answered already.",
  CHALLENGE_NOT_ANSWERED: "This challenge has not been answered.",
  CHALLENGE_REVIEWED: "The effectiveness has been reviewed on this challenge already.",
  ANSWER_BY_CHALLENGER: "Who raised a challenge cannot answer it.",
  REVIEW_BY_ANSWERER: "Who answered a challenge cannot review the effectiveness on it.",

  // Support
  UNKNOWN_SUPPORT: "The council has no such support.",
  SUPPORT_KIND_NOT_FOR_STRAND: "This kind of support is not of this strand.",
  UNKNOWN_PROVIDER: "There is no such provider of support for this region and strand.",
  SUPPORT_DATES_REVERSED: "Support ends on or after the day it begins.",
  ANSWER_BY_OFFERER: "The person who offered support cannot answer for the council.",
  SUPPORT_ENDED: "This support has ended.",
  SUPPORT_NOT_ENDED: "This support has not ended.",
  SUPPORT_BEGUN: "This support has begun.",
  SUPPORT_NOT_BEGUN: "This support has not begun.",
  SUPPORT_NOT_AGREED: "The council has not agreed to this support, and support goes ahead with its agreement only.",
  PACKAGE_NOT_AGREED: "The council has not agreed to this support package.",
  SUPPORT_OF_ANOTHER_STRAND: "Support is named for its own strand.",
  NOT_A_PACKAGE: "A conclusion with a support package names a package.",
  PACKAGE_IS_NOT_LIGHT: "A support package is more than light support. Conclude with the package.",
  UNKNOWN_MILESTONE: "This support has no such milestone.",
  MILESTONE_MET: "This milestone has been met already.",
  UNKNOWN_REVIEW: "This support has no such planned review.",
  REVIEW_DONE: "This review has been held or cancelled already.",
  JUDGED_ALREADY: "This judgement has been given already, and it stands.",
  JUDGED_BY_BOTH: "Council and provider judge for themselves: one person cannot judge for both.",

  // One conversation with a council
  LEAD_NAMED: "This council has a lead for the single conversation already. End that first.",
  NO_LEAD: "This council has no lead for the single conversation.",
  NOT_AN_ADVISER_THERE: "The lead is an adviser of the council's region.",
  APPROACH_CLASHES: "Another body has an approach to this council ahead, or somebody else leads the conversation with it.",
  APPROACH_REVERSED: "An approach ends on or after the day it starts.",
  APPROACH_TOO_FAR: "An approach lasts sixty days at most, and begins within two years.",
  APPROACH_PAST: "An approach is planned for days to come.",
  UNKNOWN_APPROACH: "This council has no such approach ahead.",
  UNKNOWN_CONTACT: "The council has no such agreement to be contacted.",

  // What a department submits and what a council asks for
  UNKNOWN_SUBMISSION: "There is no such submission about this council, or you may not see it.",
  SUBMISSION_NOT_PROTECTED:
    "The council learns of a submission when it is made aware: evidence that comes from one cannot have a protected source.",
  SUBMISSION_TOLD: "It is on record already that the council was told of this submission.",
  SUBMISSION_SET_ASIDE: "This submission has been set aside.",
  COUNCIL_NOT_TOLD: "The council is told of a submission before it is set aside: nothing is held without its knowledge for good.",
  SIGNAL_ANSWERED: "This request for support has been answered already.",
  SIGNAL_WITHDRAWN: "The council has withdrawn this request for support.",

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

  // The policy
  POLICY_INVALID: "This policy does not hold.",
  POLICY_WEAKENS_PRINCIPLE: "The three principles are the hub's own: no policy changes them.",
  POLICY_UNREACHABLE: "Every policy must be able to take effect.",
  POLICY_LOCKS_OUT: "No policy keeps advisers, the council, the governance officer or the hub from what is always theirs.",
} as const;

export type RefusalCode = keyof typeof REFUSALS;

/** One thing that is wrong. `field` is a dotted path into the input, where the trouble is in one place. */
export type InputFault = { readonly code: RefusalCode; readonly message: string; readonly field?: string };

/** A command that was not carried out; nothing changed. The first fault stands for it; `faults` has all of them, where there are several. */
export type Refusal = InputFault & { readonly kind: "refused"; readonly faults?: readonly InputFault[] };

/** `detail` is added to the code's sentence: what would have been right, never something confidential. */
export function refuse(code: RefusalCode, field?: string, detail?: string): Refusal {
  const message = detail ? `${REFUSALS[code]} ${detail}` : REFUSALS[code];
  return field === undefined ? { kind: "refused", code, message } : { kind: "refused", code, message, field };
}

/** A refusal where something is wrong. */
export const refuseIf = (isWrong: boolean, ...refusal: Parameters<typeof refuse>): Refusal | undefined =>
  isWrong ? refuse(...refusal) : undefined;

/** So many faults are named at once: whoever mends them meets the next. */
const MAX_FAULTS = 50;

/** Everything that is wrong with an input, as one refusal, in the order given and one for each field; undefined where nothing is. */
export function refuseAll(refusals: readonly (Refusal | undefined)[]): Refusal | undefined {
  const all = refusals.flatMap((refusal) => (refusal ? faultsOf(refusal) : []));
  const faults = all.filter(({ field }, index) => all.findIndex((other) => other.field === field) === index).slice(0, MAX_FAULTS);
  const [first, ...others] = faults;
  return first && { kind: "refused", ...first, ...(others.length > 0 && { faults }) };
}

export const faultsOf = ({ faults, code, message, field }: Refusal): readonly InputFault[] =>
  faults ?? [field === undefined ? { code, message } : { code, message, field }];

export const isRefusal = (value: unknown): value is Refusal =>
  typeof value === "object" && value !== null && "kind" in value && value.kind === "refused";
