// The days on which the provider of a support is at the council: presence and reviews.
import type { Visit } from "./clashes.ts";
import { isOpen, isPlanned, type SupportState, statusOfSupport } from "./state.ts";

/** `isOpen`: it can clash. What has taken place stays in the diary. */
export type SupportVisit = Visit & { readonly isOpen: boolean };

/** The package that it is a part of, or the support itself: parts of one group never clash. */
export const groupOf = ({ id, partOf }: Pick<SupportState, "id" | "partOf">): string => partOf ?? id;

export function visitsOf(state: SupportState): readonly SupportVisit[] {
  const { provider, ended, presences, reviews } = state;
  const open = isOpen(state);
  if (!open && !ended) return [];
  if (statusOfSupport(state) === "offer-withdrawn") return [];
  const of = { provider, group: groupOf(state) };
  const took = ({ from }: { readonly from: string }) => open || (ended !== undefined && from <= ended.endedOn);
  return [
    ...presences
      .filter(({ cancelled }) => !cancelled)
      .filter(took)
      .map(({ presence: id, from, to }) => ({ kind: "presence" as const, id, from, to, ...of, isOpen: open })),
    ...reviews.flatMap((review): readonly SupportVisit[] => {
      const { review: id, held } = review;
      if (held) return [{ kind: "review", id, from: held.reviewedOn, to: held.reviewedOn, ...of, isOpen: false }];
      return open && isPlanned(review) ? [{ kind: "review", id, ...review.planned, ...of, isOpen: true }] : [];
    }),
  ];
}
