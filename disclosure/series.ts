// The series of a stream and their last leaves: the next leaf of a series has the next number, and names the hash of the last one.
import type { HashedLeaf, Leaf } from "./leaf.ts";

export type SeriesHead = Pick<Leaf, "council" | "series" | "number"> & { readonly hash: string };
/** The state of a stream at a version: the time of its last leaves, and the last leaf of every series. */
export type AnswerStreamHeads = { readonly version: number; readonly at: string; readonly heads: readonly SeriesHead[] };
const NO_ANSWERS: AnswerStreamHeads = { version: 0, at: "", heads: [] };

type OfSeries = Pick<Leaf, "council" | "series">;
/** Identifies a series within a stream. */
export const seriesKey = ({ council, series }: OfSeries): string => `${council} ${series}`;

export type StreamSeries = {
  readonly version: () => number;
  /** The time of the last leaf: no later leaf may have an earlier date. */
  readonly at: () => string;
  readonly headOf: (leaf: OfSeries) => SeriesHead | undefined;
  readonly next: (leaf: OfSeries) => Pick<Leaf, "number" | "previous">;
  /** Adds the leaves of the next event. Returns descriptions of what does not follow from the leaves before. */
  readonly add: (event: number, leaves: readonly HashedLeaf[]) => readonly string[];
};

/** `below`: gives the last leaves of series to which no leaf was added here. */
export function openSeries(
  { version, at, heads }: AnswerStreamHeads = NO_ANSWERS,
  below?: Pick<StreamSeries, "headOf">,
): StreamSeries {
  const last = new Map(heads.map((head) => [seriesKey(head), head]));
  let [reached, instant] = [version, at];
  const headOf = (leaf: OfSeries): SeriesHead | undefined => last.get(seriesKey(leaf)) ?? below?.headOf(leaf);
  const next = (leaf: OfSeries): Pick<Leaf, "number" | "previous"> => {
    const head = headOf(leaf);
    return { number: (head?.number ?? 0) + 1, previous: head?.hash ?? "" };
  };
  return {
    version: () => reached,
    at: () => instant,
    headOf,
    next,
    add(event: number, leaves: readonly HashedLeaf[]): readonly string[] {
      const flaws = new Set<string>();
      reached = event;
      for (const { leaf, hash } of leaves) {
        const due = next(leaf);
        if (leaf.number !== due.number || leaf.previous !== due.previous)
          flaws.add("a leaf in it does not follow the one before it in its series");
        if (leaf.at < instant) flaws.add("its leaves are dated before those of the event before it");
        instant = leaf.at;
        const { council, series, number } = leaf;
        last.set(seriesKey(leaf), { council, series, number, hash: hash.toString("base64url") });
      }
      return [...flaws];
    },
  };
}
