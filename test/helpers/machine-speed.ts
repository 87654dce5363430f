// Bounds on processor time are set on one machine, and tests run on others, whose cores may be slower or shared. A bound is therefore a multiple of
// fixed work, which is measured on the machine that runs the test, in the same process and directly after the work that seems to be too expensive.
import { createHash } from "node:crypto";
import { threadTime } from "./processor-time.ts";

/** Milliseconds that the fixed work takes on the machine on which the bounds were set. */
const FIXED_WORK_MS = 18;
/** The first runs include compilation. */
const WARM_UP = 8;
const RUNS = 11;

/** How many times longer the fixed work takes here than on the machine on which the bounds were set; at least 1. */
export function slowdown(): number {
  const times = Array.from({ length: WARM_UP + RUNS }, () => {
    const start = threadTime();
    fixedWork();
    return (threadTime() - start) / 1_000;
  });
  const median = times.slice(WARM_UP).toSorted((a, b) => a - b)[Math.floor(RUNS / 2)] ?? FIXED_WORK_MS;
  return Math.max(1, median / FIXED_WORK_MS);
}

/** The bound `most`, in milliseconds of processor time, on this machine. The machine is measured only if `used` exceeds it. */
export const boundHere = (most: number, used: number): number => (used < most ? most : most * slowdown());

/** What a hub mostly does: objects, JSON, maps, sorting, text and digests. */
function fixedWork(): string {
  const records = Array.from({ length: 4_000 }, (_, n) => ({
    id: `record-${n}`,
    order: n * 7_919,
    text: "Words of a concern. ".repeat(4),
  }));
  const parsed = JSON.parse(JSON.stringify(records)) as typeof records;
  const byId = new Map(parsed.map((record) => [record.id, record]));
  const sorted = [...byId.values()].sort((a, b) => (b.order % 1_009) - (a.order % 1_009));
  const rows = sorted.map(({ id, text }) => `<td>${id}</td><td>${text.replace(/[aeiou]/g, "-")}</td>`);
  return createHash("sha256").update(rows.join("\n")).digest("hex");
}
