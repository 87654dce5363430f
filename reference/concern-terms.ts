// The fixed lists that a concern's record is written in (domain.md, "How a concern lives").

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
export type Head = (typeof HEADS)[number];
export const isHead = (office: string): office is Head => HEADS.some((head) => head === office);
export const CHANNELS = ["in-person", "video-call", "telephone", "letter", "email"] as const;

/** Who supplies evidence. */
export const SUPPLIERS = ["adviser", "council"] as const;
/** What becomes of a request for correction. */
export const CORRECTION_OUTCOMES = ["accepted", "refused"] as const;

/** What a council can say of a share. */
export const POSITIONS = ["agrees", "agrees-with-conditions", "objects"] as const;
/** Silence lets a share go ahead, unless the council has spoken against sharing with that body before: then it is an objection. */
export const SILENCE = ["may-go-ahead", "is-objection"] as const;

/** The five ways a concern concludes (step 5). Each is an event with its own content. */
export const CONCLUSIONS = [
  "satisfactory-explanation",
  "under-review",
  "light-support",
  "support-package",
  "not-accepted",
] as const;
export type ConclusionKind = (typeof CONCLUSIONS)[number];
/** What a council that does not accept a concern does (step 5). */
export const CHOICES = ["justified-local-choice", "refusal"] as const;

/** Why a department or inspectorate is not persuaded (step 6). */
export const GROUNDS = ["denial", "support-without-effect", "imminent-danger"] as const;

/** What the Performance Support Panel challenges: what is reported to it (domain.md, "Who is who"). */
export const CHALLENGED = ["support-package", "disputed-concern"] as const;
