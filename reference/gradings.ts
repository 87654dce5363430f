/**
 * How evidence is graded and marked: the police 3x5x2 scheme, for "a grading of source and of content, and a handling
 * marking" (domain.md, "What is known"). Source and content are graded apart: a reliable source can pass on a rumour.
 */
export const SOURCE_GRADINGS = ["1", "2", "3"] as const;

export type SourceGrading = (typeof SOURCE_GRADINGS)[number];

export const SOURCE_GRADING_LABELS: Readonly<Record<SourceGrading, string>> = {
  "1": "Reliable",
  "2": "Untested",
  "3": "Not reliable",
};

export const CONTENT_GRADINGS = ["A", "B", "C", "D", "E"] as const;

export type ContentGrading = (typeof CONTENT_GRADINGS)[number];

export const CONTENT_GRADING_LABELS: Readonly<Record<ContentGrading, string>> = {
  A: "Known directly",
  B: "Known indirectly but corroborated",
  C: "Known indirectly",
  D: "Not known",
  E: "Suspected false",
};

export const HANDLING_MARKINGS = ["P", "C"] as const;

export type HandlingMarking = (typeof HANDLING_MARKINGS)[number];

export const HANDLING_MARKING_LABELS: Readonly<Record<HandlingMarking, string>> = {
  P: "Sharing permitted",
  C: "Sharing permitted with conditions",
};
