// The fixed lists of terms in a concern's record (domain.md, "How a concern lives").

/** Offices in the council: normally the chief executive is told. */
export const COUNCIL_OFFICES = [
  "chief-executive",
  "leader",
  "nominated-officer",
  "section-151-officer",
  "monitoring-officer",
  "director-of-childrens-services",
  "director-of-adult-social-services",
  "lead-member",
] as const;
export type CouncilOffice = (typeof COUNCIL_OFFICES)[number];
/** The two heads of a council, who each hold a position of their own. The leader can be an elected mayor. */
export const HEADS = ["chief-executive", "leader"] as const satisfies readonly CouncilOffice[];
type Head = (typeof HEADS)[number];
export const isHead = (office: string): office is Head => HEADS.some((head) => head === office);
export const CHANNELS = ["in-person", "video-call", "telephone", "letter", "email"] as const;

/** The suppliers of evidence. */
export const SUPPLIERS = ["adviser", "council"] as const;
/** The outcomes of a request for correction. */
export const CORRECTION_OUTCOMES = ["accepted", "refused"] as const;

/** The council's possible positions on a share. */
export const POSITIONS = ["agrees", "agrees-with-conditions", "objects"] as const;
/** Silence lets a share go ahead, unless the council has spoken against sharing with that body before: then it is an objection. */
export const SILENCE = ["may-go-ahead", "is-objection"] as const;

/** What the words of a concern are opened for once the time to tell the council has passed. */
export const OPENED_FOR = ["tell", "discard"] as const;

/** Why a concern that the council was not told of is discarded. The second is a figure in the council's ledger, the first is nowhere. */
export const DISCARD_GROUNDS = ["in-error", "did-not-stand"] as const;

/** How a concern ends, so that its outcome goes to the bodies that had opened it. */
export const ENDINGS = ["explanation", "closing"] as const;
export type Ending = (typeof ENDINGS)[number];

/** What the sender of a submission can request. */
export const SUBMISSION_REQUESTS = ["withdraw", "correct"] as const;

/** What the council says of a record that it was told. */
/** What the council says of words that an adviser wrote after it was asked about a share. */
export const WORD_ANSWERS = ["open", "object"] as const;
export const AWARENESS_ANSWERS = ["confirmed", "not-told", "told-otherwise"] as const;

/** How somebody who can speak for the council was reached on a share: by a notice, by a letter, or because they acted. */
export const REACHED_BY = ["notice", "letter", "spoke"] as const;

/** Why a share could be made. */
export const SHARE_BASES = ["agreed", "silence", "override", "standing", "request", "not-recorded"] as const;
export type ShareBasis = (typeof SHARE_BASES)[number];

/** The three regional leads of the Children's Improvement Board. */
export const SEATS = ["lead-member", "chief-executive", "director"] as const;
export type Seat = (typeof SEATS)[number];
export const SEAT_LABELS: Readonly<Record<Seat, string>> = {
  "lead-member": "Lead member for children",
  "chief-executive": "Chief executive",
  director: "Director of children's services",
};

/** The five ways a concern concludes (step 5). Each is an event with its own content. */
export const CONCLUSIONS = [
  "satisfactory-explanation",
  "under-review",
  "light-support",
  "support-package",
  "not-accepted",
] as const;
export type ConclusionKind = (typeof CONCLUSIONS)[number];
/** The choices of a council that does not accept a concern (step 5). */
export const CHOICES = ["justified-local-choice", "refusal"] as const;

/** The grounds on which a department or inspectorate is not persuaded (step 6). */
export const GROUNDS = ["denial", "support-without-effect", "imminent-danger"] as const;

/** The matters that are reported to the Performance Support Panel and that it can challenge (domain.md, "Who is who"). */
export const CHALLENGED = ["support-package", "disputed-concern"] as const;
