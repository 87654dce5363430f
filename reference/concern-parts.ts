// The parts of a concern, of which the headline is the outermost, and the stages of a concern. Policy decides on each part separately.

/** Parts that a share can cover: each includes those before it. */
export const SHARED_PARTS = ["headline", "summary", "evidence"] as const;
export type SharedPart = (typeof SHARED_PARTS)[number];

/** Every part that can be read. */
export const PARTS = [
  ...SHARED_PARTS,
  "unsharedEvidence",
  "protectedSource",
  "conversations",
  "challenges",
  "sharingRecord",
] as const;
export type Part = (typeof PARTS)[number];

/** The parts of a concern that an answer can disclose, including the terms of a share with a body of the reader. */
export const DISCLOSED_PARTS = [...PARTS, "shareTerms"] as const;
export type DisclosedPart = (typeof DISCLOSED_PARTS)[number];

/** What an explanation can be about: a part, or how the concern ended, which bodies without a share can be shown too. */
export const EXPLAINED_PARTS = [...PARTS, "outcome"] as const;
export type ExplainedPart = (typeof EXPLAINED_PARTS)[number];

/** The stages: the furthest step of a concern (domain.md, "How a concern lives"). */
export const STAGES = ["logged", "aware", "shared", "concluded", "closed"] as const;
export type Stage = (typeof STAGES)[number];
