// Every refusal of a command: a stable code, and a sentence that says what to do. The GraphQL enum is generated from this list. A sentence never
// reveals whether an invisible record exists.

export const REFUSALS = {
  // The request
  INVALID_INPUT: "Check what you entered.",
  NOT_FOUND: "There is no such record, or you may not see it. Check its reference.",
  NOT_PERMITTED: "You cannot do this in your current role. Ask the information governance officer if your role should change.",
  AWAITS_APPROVAL: "This is new in this version of the hub. Ask the information governance officer to approve it.",
  KEY_REUSED: "This idempotency key was used before for a different request. Use a new key.",
  TOO_MANY: "The limit for this has been reached. Ask the information governance officer how to go on.",
  TOO_MUCH_TEXT: "There is no room for this much text. Use fewer words.",
  TOO_MANY_STREAMS: "Too many subscriptions are open, yours or in total. Close one, or try again later.",
  RESUME_POINT_GONE: "Updates cannot continue from there. Start a new subscription.",
  STALE_VERSION: "The record has changed since you read it. Read it again before you decide.",
  STALE_POLICY:
    "The policy in force has changed since you made yours. Get the policy in force, add your changes to it, and publish that.",
  CANNOT_BE_READ:
    "The hub cannot read a record that it needs for this. Nothing was changed. The people who run the hub have been told. Try again when they have put it right.",
  BUSY: "Somebody else is changing this record. Try again.",

  BEFORE_HUB_BEGAN: "The hub has no records from that time. Enter a later date and time.",
  NOT_YET: "Enter a date and time in the past.",
  POLICY_UNREADABLE: "This version of the hub cannot apply the policy that was in force then. Enter another date and time.",

  // Principle 2: specific and evidence-based
  VAGUE_CONCERN: "Enter the council, the strand, the cause, the period, what was observed and at least one piece of evidence.",
  CAUSE_NOT_FOR_STRAND: "Service performance is a cause only in children's and adults' services. Select another cause.",
  UNKNOWN_COUNCIL: "There is no English principal council with this code. Check the code.",
  COUNCIL_NOT_IN_FORCE: "The council does not exist on that date. Select another date or council.",
  STRAND_NOT_OF_COUNCIL: "This council is not responsible for this strand. Select the council that is.",
  FUTURE_DATE: "The date must be today or in the past.",
  PERIOD_REVERSED: "The end date must be the same as or after the start date.",
  METRIC_NOT_FOUND: "There is no published value for this metric, area and period. Check all three, or import the data first.",
  UNKNOWN_UPLOAD: "This file is not there any more. Upload it again.",
  METRIC_REQUIRED: "Enter the metric, the area and the period of the published value.",
  METRIC_OF_ANOTHER_AREA: "Enter the area of the council that the concern is about.",
  CONDITIONS_REQUIRED: "Enter the conditions for sharing this evidence.",
  UNKNOWN_EVIDENCE: "This concern has no such piece of evidence. Select another.",
  EVIDENCE_ALREADY_WITHDRAWN: "This piece of evidence has already been withdrawn.",
  PROTECTED_SOURCES_ALONE:
    "This concern rests on protected sources alone, so it is not shared outside the council. Add evidence whose source the council can know, and tell the council first.",
  NO_EVIDENCE_LEFT: "The council has not been told of any evidence for this concern. Add evidence and tell the council first.",

  // Principle 1: council aware
  COUNCIL_NOT_AWARE: "The council has not been made aware of this concern. Tell the council and record that you did.",
  TOLD_TOO_EARLY: "The council cannot be told before the period begins. Enter a later date.",
  BODY_NOT_COVERED: "The council has not been told about sharing with this body. Tell the council and record that you did.",

  // A concern that the council has not been told of
  UNTOLD_TOO_LONG: "This concern takes no more evidence until the council has been told. Tell the council first.",
  WORDS_CLOSED: "The time to tell the council has passed. Tell the council, or discard the concern with a second adviser.",
  EXTENSION_USED: "This has been extended once and cannot be extended again. Tell the council.",
  EXTENSION_BY_LOGGER: "You logged this concern, so you cannot extend it. Ask a second adviser.",
  EXTENSION_TOO_LONG: "Enter 20 working days or fewer.",
  EXTENSION_LATE: "The time to tell the council has passed, so it cannot be extended. Tell the council, or discard the concern.",
  DISCARD_AFTER_TELLING: "The council has been told of this concern, so it cannot be discarded. Conclude it instead.",
  NOT_PROPOSED_TO_DISCARD: "Nobody has proposed to discard this. Propose it first.",
  DISCARD_BY_PROPOSER: "You proposed to discard this, so you cannot confirm it. Ask a second adviser.",
  COUNCIL_TOLD: "The council has already been told of this concern.",

  // Who looks after a concern
  OWNER_NOT_ADVISER: "Choose an adviser for this region and strand.",
  COVER_FOR_STRANGER:
    "You can arrange cover for yourself, and for advisers whose regions and strands are all yours too. Ask the adviser, or an adviser for all of these.",
  COVER_NOT_ADVISER: "Choose another adviser for one of these regions and strands.",
  COVER_OVER: "The last day must be today or in the future.",
  TASK_CLAIMED: "A colleague has claimed this task. Ask them to give it back, or choose another task.",
  TASK_NOT_YOURS: "A colleague has claimed this task, and only they can give it back. Ask them to.",
  PUT_OFF_PAST_DUE: "This task cannot be put off past its own last day. Choose an earlier day, or do it now.",
  PUT_OFF_TOO_LONG: "A task without a due day can be put off by 20 working days at most. Choose an earlier day.",
  PUT_OFF_TO_PAST: "Choose a day in the future.",
  CASELOAD_NOT_ADVISER: "Choose another adviser for all the regions and strands of this assignment.",

  AWARENESS_DISPUTED:
    "The council says that it was not told. Ask a second adviser to tell the chief executive, the leader or the monitoring officer, and to record it.",
  TELL_A_HEAD: "Tell the chief executive, the leader or the monitoring officer.",
  TOLD_BY_SAME_ADVISER: "You made the record that the council disputes. Ask a second adviser to tell the council.",
  ANSWER_BY_TELLER:
    "You recorded that the council was told, so you cannot say for the council whether it was. Ask the council to answer.",
  ANSWER_BY_AUTHOR: "You wrote these words, so you cannot answer for the council. Ask the council to answer.",
  TELLING_NOT_DISPUTED: "The council does not say that it was not told of this. Wait for its answer.",
  UNKNOWN_AWARENESS: "There is no such record of telling the council. Select another.",
  UNKNOWN_WORDS: "This record does not tell the council of these words. Select others.",

  // Shares and the council's position
  UNKNOWN_BODY: "There is no such body. Select one from the list.",
  BEYOND_REMIT:
    "This strand is outside the remit of this department or inspectorate. Select another, or ask the council for a standing agreement with this one first.",
  NOT_OF_THIS_BODY: "This person or seat is not of this body. Select another.",
  BODY_OUT_OF_SCOPE: "This body does not work in this region or strand. Select another.",
  ANSWER_DATE_TOO_EARLY: "Give the council more time to answer.",
  SHARE_ENDS_TOO_EARLY: "The last day of the share must be after the date for the council's answer.",
  UNKNOWN_SHARE: "This concern has no such share. Select another.",
  SHARE_ENDED: "This share has ended. Propose a new one.",
  SHARE_EXPIRED: "The last day of this share has passed. Propose a new one.",
  SHARE_NOT_EXPIRED: "The last day of this share has not passed. Withdraw the share to end it now.",
  COUNCIL_NOT_REACHED:
    "Nobody who can speak for the council on this has been reached. Send a letter to the chief executive and the monitoring officer, and ask a second adviser to confirm it.",
  SILENCE_NOT_ENOUGH:
    "The council has not said yes, and this cannot be shared without it. Wait for its answer, or ask a second authorised person to give a written reason.",
  ANSWER_NOT_AWAITED: "This share does not wait for the council's answer. Check its status.",
  TIME_TAKEN: "Your council has already taken more time to answer. Give its position.",
  COUNCIL_REACHED: "The council has already been reached on this. Wait for its answer.",
  LETTER_TO_OTHERS:
    "Send the letter to the chief executive and the monitoring officer only. About a restricted concern, send it only to the people that it names.",
  NO_LETTER: "There is no letter to confirm. Record it first.",
  LETTER_BY_SENDER: "You recorded this letter, so you cannot confirm it. Ask a second adviser.",
  NO_DANGER: "Nobody has said that there is imminent danger. Select another share.",
  DANGER_BY_CLAIMANT: "You said that there is imminent danger, so you cannot confirm it. Ask another adviser.",
  AWAITING_COUNCIL: "The council has not answered yet. Wait for its answer.",
  COUNCIL_OBJECTS: "The council objects to this share. To go ahead, ask a second authorised person to give a written reason.",
  NO_OBJECTION: "The council has not objected to this share, so there is nothing to override.",
  POSITION_BY_PROPOSER: "You proposed this share, so you cannot state the council's position on it. Ask the council to state it.",
  OVERRIDE_BY_PROPOSER: "You proposed this share, so you cannot override an objection to it. Ask a second authorised person.",
  CONDITIONS_DO_NOT_NARROW:
    "Select fewer parts than proposed or an earlier last day. To agree to all of it, agree without conditions.",
  CONDITIONS_NOT_WITHIN_SHARE: "Select only parts that were proposed, and a last day that is no later than proposed.",
  CONDITIONS_WITHOUT_AGREEMENT: "Give parts and a last day only if you agree with conditions.",

  // A share that the council requests
  UNKNOWN_REQUEST: "There is no such request to share this concern. Select another.",
  REQUEST_ANSWERED: "This request to share has already been answered or withdrawn. Select another.",
  REQUEST_BY_YOU: "You made this request for the council, so you cannot answer it. Ask another adviser.",
  REQUEST_LAPSED:
    "The concern was concluded and reopened after the council requested this. Ask the council to make its request again.",
  REQUEST_OPPOSED:
    "The council has since said no to sharing this with the body, or one of its heads says no. Ask the council to agree, or decline the request.",

  // The restriction of a concern inside the council
  RESTRICTION_ONLY_LEADERSHIP: "Only a concern about leadership can be restricted inside the council. Select another concern.",
  RESTRICTION_ABOUT_YOURSELF: "This concern is about your own office, so you cannot decide who reads it. Ask the adviser.",
  RESTRICTION_TOO_FEW_NAMED: "Name two people who are the chief executive, the leader or the monitoring officer of the council.",
  NAMED_WITHOUT_OFFICE: "This person has no office in the council that reads this strand. Name somebody else.",
  NOT_RESTRICTED: "This concern is not restricted inside the council. Select another concern.",

  // Reply and correction
  UNKNOWN_CORRECTION: "This concern has no such request for correction. Select another.",
  CORRECTION_RESOLVED: "This request for correction has already been resolved.",
  CORRECTED_TEXT_WITHOUT_ACCEPTANCE: "Enter a corrected text only if you accept the request.",

  // Conversations and conclusions
  CONCERN_CLOSED: "This concern is closed. Reopen it first.",
  CONCLUSION_INCOMPLETE: "Enter everything that this kind of conclusion needs.",
  ALREADY_CONCLUDED: "This concern already has a conclusion. Reopen it before you conclude it again.",
  NOT_CONCLUDED: "This concern has no conclusion. Conclude it first.",
  NO_OUTCOME: "There is no outcome of this concern to show or refuse yet. Wait until it is concluded.",
  REVIEW_TOO_EARLY: "The date of the review must be in the future.",
  PRESENCE_PAST: "The last day of presence must be today or in the future.",
  PRESENCE_TOO_FAR: "Days of presence must begin within 2 years and last no longer than 60 days.",
  PRESENCE_DATES_OVERLAP: "This support already has days of presence on these dates. Select other dates.",
  REVIEW_DATES_OVERLAP: "There is already a review on these dates. Select other dates.",
  REVIEW_NOT_OVER: "This concern is still under review. Conclude it in another way, or wait until the review is due.",
  CORRECTION_OPEN: "The council's request for correction has no answer. Accept or refuse it first.",
  CHALLENGE_OPEN: "The panel's challenge has no answer. Answer it first.",
  NOT_DUE: "This is not due yet. Wait until its date has passed.",
  NEXT_STEP_MISSING: "Enter the next step, or remove its date.",

  // Escalation and reassurance
  NOT_YOUR_BODY: "You do not act for this body, or this concern is not shared with it. Select another body.",
  NOT_GOVERNMENT: "This is only for departments and inspectorates. Select one of them.",
  ESCALATION_BY_SHARE: "You cannot propose a share to escalate a concern. Raise an escalation instead.",
  ESCALATION_NOT_IN_ADVANCE: "A council cannot agree to an escalation in advance. Select another purpose.",
  ESCALATION_OPEN: "There is already an open escalation to this body. Stand it down before you raise another.",
  UNKNOWN_ESCALATION: "This concern has no such escalation. Select another.",
  ESCALATION_BY_RAISER: "You raised this escalation, so you cannot confirm it. Ask a second authorised person.",
  ESCALATION_NOT_CONFIRMED: "This escalation has not been confirmed. Ask a second authorised person to confirm it.",
  ESCALATION_ENDED: "This escalation has been stood down, or its share has ended. Raise a new one.",
  ESCALATION_CONFIRMED: "This escalation has already been confirmed.",
  PART_NOT_SHARED: "This share does not include the summary. Propose one that does.",
  SHARE_NOT_LIVE: "This share is not live. Make it, or propose a new one.",

  // The Performance Support Panel
  NO_FURTHER_ACTION: "This concern has a satisfactory explanation, so it cannot be shared further. Reopen it first.",
  REVIEW_AWAITED: "The panel has 20 working days to review an answer to its challenge. Close the concern after that.",
  NOTHING_TO_CHALLENGE:
    "You can challenge only a support package, a concern that the council does not accept, or a refused correction. Select one of these.",
  CHALLENGE_DATE_TOO_EARLY: "Give officers at least 5 working days to answer.",
  UNKNOWN_CHALLENGE: "This concern has no such challenge. Select another.",
  CHALLENGE_ANSWERED: "This challenge has already been answered.",
  CHALLENGE_NOT_ANSWERED: "This challenge has no answer to review yet. Wait for the answer.",
  CHALLENGE_REVIEWED: "The answer to this challenge has already been reviewed.",
  ANSWER_BY_CHALLENGER: "You raised this challenge, so you cannot answer it. Ask an adviser to answer it.",
  REVIEW_BY_ANSWERER: "You answered this challenge, so you cannot review the answer. Ask a member of the panel.",

  // Support
  UNKNOWN_SUPPORT: "The council has no such support. Select another.",
  SUPPORT_KIND_NOT_FOR_STRAND: "This kind of support is not for this strand. Select another.",
  UNKNOWN_PROVIDER: "There is no such provider of support for this region and strand. Select another.",
  SUPPORT_DATES_REVERSED: "The dates must be in order: the offer, the first day, each review and the last day. Check them.",
  ANSWER_BY_OFFERER: "You offered this support, so you cannot answer for the council. Ask the council to answer.",
  SUPPORT_ENDED: "This support has ended. Select other support, or make a new offer.",
  SUPPORT_NOT_ENDED: "This support has not ended. Record its end first.",
  SUPPORT_BEGUN: "This support has already begun. End it to stop it.",
  SUPPORT_NOT_BEGUN: "This support has not begun. Begin it, or withdraw the offer.",
  SUPPORT_NOT_AGREED: "The council has not agreed to this support. Wait until it agrees, or offer something else.",
  REGION_VIEW_WITHOUT_AGREEMENT:
    "Your council has not agreed to this support, so your region sees nothing of it. Agree to it first.",
  PACKAGE_NOT_AGREED: "The council has not agreed to this support package. Wait until it agrees, or offer something else.",
  SUPPORT_OF_ANOTHER_STRAND: "This support is for another strand. Select support for the same strand.",
  NOT_A_PACKAGE: "This support is not a support package. Select a package.",
  PACKAGE_IS_NOT_LIGHT: "A support package is more than light support. Conclude with a support package instead.",
  UNKNOWN_MILESTONE: "This support has no such milestone. Select another.",
  MILESTONE_MET: "This milestone has already been met.",
  UNKNOWN_PRESENCE: "This support has no such days of presence ahead. Select others.",
  UNKNOWN_MOVE: "These days no longer wait for an answer. Check what was proposed last.",
  MOVE_BY_OTHER_SIDE: "Your side proposed these days, or you did yourself. Ask the other side to answer.",
  MOVE_CHANGES_NOTHING: "These are the days of the support. Enter others.",
  MOVE_PAST: "Some of the proposed days have passed. Propose others.",
  UNKNOWN_PACKAGE: "Select a support package for the same council that has not ended.",
  UNKNOWN_REVIEW: "This support has no such planned review. Select another.",
  REVIEW_DONE: "This review has already taken place or been cancelled.",
  JUDGED_ALREADY: "This judgement has already been given and cannot be changed.",
  JUDGED_BY_BOTH: "One person cannot judge for both the council and the provider. Ask somebody else to give this judgement.",

  // One conversation with a council
  LEAD_NAMED: "This council already has a lead for the single conversation. End that first.",
  NO_LEAD: "This council has no lead for the single conversation.",
  NOT_AN_ADVISER_THERE: "Select an adviser of the council's region.",
  APPROACH_CLASHES: "Somebody else is already in contact with this council. Speak to them first.",
  APPROACH_REVERSED: "The last day must be the same as or after the first day.",
  APPROACH_TOO_FAR: "An approach must begin within 2 years and last no longer than 60 days.",
  APPROACH_PAST: "The first day must be in the future.",
  UNKNOWN_CLASH: "You see no such clash at this council. Its dates may have changed. Select another.",
  CLASH_SETTLED: "This clash is already settled in this way, with this note. Select another way, or enter another note.",
  UNKNOWN_APPROACH: "This council has no such planned approach. Select another.",
  UNKNOWN_ROUTINE_CONTACT: "There is no such contact with this council, or you may not see it. Select another.",
  ROUTINE_CONTACT_WITHDRAWN: "This contact has been withdrawn. Record a new one.",
  CONTACT_NOT_CONFIRMED:
    "Confirm that this says nothing of a concern that the council has not been told of. Record that in the concern instead.",
  CONTACT_NAMES_RECORD: "Remove the reference of a concern or another record. A contact belongs to no concern.",
  NOTED_DATE_PAST: "The last day must be today or in the future.",
  NOTED_DATE_TOO_FAR: "These days must begin within 2 years and last no longer than 60 days.",
  DATE_NOTED: "This is already noted, with the same days. Select other days.",
  UNKNOWN_NOTED_DATE: "This council has no such noted date. Select another.",
  UNKNOWN_CONTACT: "The council has no such agreement to be contacted. Select another.",

  // Submissions and requests for support
  UNKNOWN_SUBMISSION: "There is no such submission about this council, or you may not see it. Select another.",
  SUBMISSION_NOT_PROTECTED:
    "The source of this submission is not protected, so evidence from it has no protected source. Give its source.",
  SUBMISSION_PROTECTED: "The source of this submission is protected. Select that the source of this evidence is protected too.",
  BODY_NOT_RESPONSIBLE: "Your body does not work in this region and strand. Tell the adviser for them.",
  SUBMISSION_RESTED_ON: "Something already rests on this submission, so it cannot be redirected. Tell the council of it.",
  SUBMISSION_UNTOLD_TOO_LONG: "The council was to be told of this submission. Tell the council before you use it.",
  SUBMISSION_TOLD: "It is already on record that the council was told of this submission.",
  SUBMISSION_SET_ASIDE: "This submission has been set aside and cannot be used.",
  COUNCIL_NOT_TOLD: "The council has not been told of this submission. Tell the council and record that you did.",
  SIGNAL_ANSWERED: "This request for support has already been answered.",
  SIGNAL_WITHDRAWN: "The council has withdrawn this request for support.",

  // Standing agreements
  UNKNOWN_AGREEMENT: "The council has no such standing agreement. Select another.",

  // People
  UNKNOWN_PERSON: "There is no such person. Check who you mean, or register them first.",
  INVITATION_OVER: "This invitation was accepted or withdrawn. Invite the person again if they have not joined.",
  INVITATION_OFFICE_OVER:
    "The office has ended, or the council no longer exists. Invite the person to an office that has not ended.",
  INVITATION_FOR_ANOTHER:
    "This invitation is not for the account that you signed in with. Sign in with your own account at work.",
  EMAIL_NOT_VERIFIED:
    "Your organisation’s sign-in does not confirm your email address. Ask your organisation’s IT support to have it confirmed.",
  PERSON_REGISTERED: "This person is already registered under another name. Correct the name instead.",
  UNKNOWN_REGION: "There is no such region. Select one from the list.",
  ASSIGNMENT_INCOMPLETE: "Enter everything that this role needs.",
  ASSIGNMENT_EXCESS: "Remove what this role does not need.",
  ASSIGNMENT_REVERSED: "The last day must be the same as or after the first day.",
  OWN_COUNCIL: "This is about your own council, or one that you declared an interest in. Ask somebody else to do it.",
  ROLES_DO_NOT_MIX: "One person cannot have these two roles on the same days. End one first, or select other days.",
  UNKNOWN_ASSIGNMENT: "This person has no such assignment. Select another.",
  NOT_A_NAME:
    "Enter the name that colleagues know this person by, such as Asha Patel. Do not enter an email address or a reference.",
  FIRST_ADDRESS_GIVEN: "This person has had an email address, or is not of a council. Ask them to change it.",
  ASSIGNMENT_ENDED: "This assignment has already ended.",
  NOT_AN_OFFICE_OF_THE_COUNCIL:
    "You can name officers of your own council and acting holders only. Ask the information governance officer.",

  // Who speaks for a council
  NOT_A_SPEAKER: "You cannot speak for your council on this. Ask the chief executive or the leader.",
  HEAD_HAS_SPOKEN: "The chief executive or the leader has already answered. Ask them to change the answer.",
  OFFICE_REQUIRED: "Select the office that you speak in.",

  // The policy
  POLICY_INVALID: "The policy is not valid. Correct it and try again.",
  POLICY_WEAKENS_PRINCIPLE: "A policy cannot change the three principles. Remove that change.",
  POLICY_UNREACHABLE: "One of the policies can never take effect. Change or remove it.",
  POLICY_LOCKS_OUT:
    "A policy cannot take away what advisers, the council, the governance officer or the hub must always have. Change it.",
} as const;

export type RefusalCode = keyof typeof REFUSALS;

/** One fault. `field` is a dotted path into the input, if the fault is in one field. */
export type InputFault = { readonly code: RefusalCode; readonly message: string; readonly field?: string };

/** A command that was not executed and changed nothing. It has its first fault; `faults` has all of them if there are several. */
export type Refusal = InputFault & { readonly kind: "refused"; readonly faults?: readonly InputFault[] };

/** `detail` is added to the code's sentence: it says what would be valid, and nothing confidential. */
export function refuse(code: RefusalCode, field?: string, detail?: string): Refusal {
  const message = detail ? `${REFUSALS[code]} ${detail}` : REFUSALS[code];
  return field === undefined ? { kind: "refused", code, message } : { kind: "refused", code, message, field };
}

/** Id of a forbid -> its refusal. Any other forbid refuses with NOT_PERMITTED. If several decide, the first of this table counts. */
export const REFUSAL_OF_FORBID: Readonly<Record<string, RefusalCode>> = {
  "new-in-this-version-awaits-approval": "AWAITS_APPROVAL",
  "only-speakers-answer": "NOT_A_SPEAKER",
  "only-speakers-answer-support": "NOT_A_SPEAKER",
  "only-speakers-of-the-council": "NOT_A_SPEAKER",
  "only-speakers-answer-tellings": "NOT_A_SPEAKER",
  "own-council-acts": "OWN_COUNCIL",
  "own-council-submits": "OWN_COUNCIL",
  // No such entry for requests to change what was submitted: the refusal would tell an officer of the council that their body sent it.
  "own-council-submits-intelligence": "OWN_COUNCIL",
  "own-council-arranges-support": "OWN_COUNCIL",
  "own-council-plans-approach": "OWN_COUNCIL",
  "own-council-settles-clash": "OWN_COUNCIL",
  "own-interest-no-second-person": "OWN_COUNCIL",
};

/** Returns the refusal of a command that policy does not allow; `policies` are those that decided. */
export function refuseByPolicy(policies: readonly { readonly id: string }[], field?: string): Refusal {
  const named = Object.keys(REFUSAL_OF_FORBID).find((forbid) => policies.some(({ id }) => id === forbid));
  return refuse((named === undefined ? undefined : REFUSAL_OF_FORBID[named]) ?? "NOT_PERMITTED", field);
}

/** The same with another sentence, if the code's sentence would not say what to do. */
export const refuseSaying = (code: RefusalCode, field: string, message: string): Refusal => ({
  kind: "refused",
  code,
  message,
  field,
});

export const refuseIf = (isWrong: boolean, ...refusal: Parameters<typeof refuse>): Refusal | undefined =>
  isWrong ? refuse(...refusal) : undefined;

const MAX_FAULTS = 50;

/** Combines all faults of an input in one refusal, in order and one for each field; undefined if there is none. */
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
