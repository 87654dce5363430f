// Compares two pieces of work that nobody may tell apart by the time they take. Processor time of this thread is measured and not the clock,
// so that a busy machine changes nothing; medians, so that a collection of garbage changes nothing either.
import { expect } from "vitest";
import { boundHere } from "./machine-speed.ts";
import { withProcessorTime } from "./processor-time.ts";
import { isSoak } from "./soak.ts";

type Work = () => unknown;

/** Medians in microseconds of processor time. `again` is `one` a second time: how far identical work differs on this machine. */
type CpuComparison = {
  readonly one: number;
  readonly other: number;
  readonly again: number;
  readonly difference: number;
  readonly ofIdentical: number;
};

type Options = { readonly pairs?: number; readonly warmUp?: number };

/** Medians of 60 pairs of identical questions differ by 3 µs at most, where 50 are allowed. The soak compares more often. */
const USUAL = isSoak ? { pairs: 1_000, warmUp: 100 } : { pairs: 60, warmUp: 20 };

/** Runs `one`, `other` and `one` again in turns, each equally often first and after each of the others. */
async function compareCpu(
  one: Work,
  other: Work,
  { pairs = USUAL.pairs, warmUp = USUAL.warmUp }: Options = {},
): Promise<CpuComparison> {
  const works = [one, other, one];
  const times: number[][] = [[], [], []];
  for (let round = 0; round < warmUp + pairs; round += 1)
    for (const index of ORDERS[round % ORDERS.length] ?? []) {
      const used = 1_000 * (await withProcessorTime(works[index] as Work)).ms;
      if (round >= warmUp) times[index]?.push(used);
    }
  const [first = 0, second = 0, again = 0] = times.map(median);
  return {
    ...{ one: first, other: second, again },
    difference: Math.abs(first - second),
    ofIdentical: Math.abs(first - again),
  };
}

// What comes first leaves its garbage to what comes next.
const ORDERS = [
  [0, 1, 2],
  [2, 1, 0],
  [1, 2, 0],
  [0, 2, 1],
  [2, 0, 1],
  [1, 0, 2],
] as const;

/** Microseconds by which two medians may differ beside what identical work differs by, on the machine on which bounds were set. */
const CPU_TOLERANCE = 50;

/** Times as many pairs in each attempt: what is the machine's noise goes away, and what is the work's own stays. */
const ATTEMPTS = [1, 8, 16];

/** Fails where the work can be told apart in every attempt; the message names it and the medians. */
export async function expectSameCpu(
  name: string,
  one: Work,
  other: Work,
  { pairs = USUAL.pairs, warmUp = USUAL.warmUp }: Options = {},
): Promise<CpuComparison> {
  const compared: CpuComparison[] = [];
  for (const times of ATTEMPTS) {
    const found = await compareCpu(one, other, { pairs: times * pairs, warmUp });
    const difference = found.difference - found.ofIdentical;
    if (difference <= boundHere(CPU_TOLERANCE, difference)) return found;
    compared.push(found);
  }
  return expect.fail(`${name} can be told apart by its processor time: ${JSON.stringify(compared)}`);
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
