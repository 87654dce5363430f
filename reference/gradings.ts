import { keysOf } from "./keys-of.ts";
/**
 * How evidence is graded and marked: the police 3x5x2 scheme, for "a grading of source and of content, and a handling
 * marking" (domain.md, "What is known"). Source and content are graded apart: a reliable source can pass on a rumour.
 */
export const SOURCE_GRADING_LABELS = {
  "1": "Reliable",
  "2": "Untested",
  "3": "Not reliable",
} as const;
export const SOURCE_GRADINGS = keysOf(SOURCE_GRADING_LABELS);

export const CONTENT_GRADING_LABELS = {
  A: "Known directly",
  B: "Known indirectly but corroborated",
  C: "Known indirectly",
  D: "Not known",
  E: "Suspected false",
} as const;
export const CONTENT_GRADINGS = keysOf(CONTENT_GRADING_LABELS);

export const HANDLING_MARKING_LABELS = {
  P: "Sharing permitted",
  C: "Sharing permitted with conditions",
} as const;
export const HANDLING_MARKINGS = keysOf(HANDLING_MARKING_LABELS);
