// What of a support is due next.
import { isPlanned, type SupportState, statusOfSupport } from "./state.ts";

/** The due date of the engagement: the answer, the start or the end. */
export function engagementDuesOf(state: SupportState): readonly string[] {
  const status = statusOfSupport(state);
  if (status === "offered") return [state.answerBy];
  if (status === "agreed") return [state.from];
  return status === "running" ? [state.until] : [];
}

/** The same with milestones and planned reviews. */
export function duesOf(state: SupportState): readonly string[] {
  const dues = engagementDuesOf(state);
  if (statusOfSupport(state) !== "running") return dues;
  return [
    ...state.milestones.filter(({ met }) => !met).map(({ due }) => due),
    ...state.reviews.filter(isPlanned).map(({ planned }) => planned.to),
    ...dues,
  ];
}

/** The earliest date; undefined if there is none. */
export const earliestOf = (dues: readonly string[]): string | undefined => dues.toSorted()[0];
