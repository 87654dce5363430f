// The results of a run as tables for people and as lines for programs.
import { judged, type Result } from "./harness.ts";
import { shown } from "./spread.ts";

/** A table for people. `ratio` is of the medians; its range is that of the single rounds. */
export function table(results: readonly Result[]): string {
  const rows = results.map((result) => [
    result.name,
    result.work,
    `${shown(result.ours)} ${result.unit}`,
    result.theirs ? shown(result.theirs) : "",
    result.ratio ? shown(result.ratio, (number) => number.toFixed(2)) : "",
    verdict(result),
  ]);
  return columns([["name", "work", "ours: median (min to max)", "theirs", "ours / theirs", "reach"], ...rows]);
}

function columns(lines: readonly (readonly string[])[]): string {
  const widths = lines[0]?.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0))) ?? [];
  return lines
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

function verdict(result: Result): string {
  const { reach } = result;
  if (!reach) return "";
  const { median } = judged(result);
  const [wanted, met] =
    "atLeast" in reach ? [`>= ${reach.atLeast}`, median >= reach.atLeast] : [`<= ${reach.atMost}`, median <= reach.atMost];
  return `${wanted} ${met ? "reached" : "NOT reached"}`;
}

/** For programs: one line, name to ratio, or to the figure where there is none. */
export const summary = (results: readonly Result[]): string =>
  JSON.stringify(Object.fromEntries(results.map((result) => [result.name, Number(judged(result).median.toFixed(2))])));

/** A table of the processor time that one of each rate took, and what is ours beside theirs; empty without rates. */
export function costTable(results: readonly Result[]): string {
  const rows = results.flatMap(({ name, cost }) =>
    cost
      ? (["thread", "process"] as const).map((of) => [
          name,
          of === "thread" ? "serving thread" : "process",
          shown(cost.ours[of]),
          shown(cost.theirs[of]),
          (cost.ours[of].median / cost.theirs[of].median).toFixed(2),
        ])
      : [],
  );
  return rows.length > 0
    ? columns([["name", "processor time, µs each", "ours: median (min to max)", "theirs", "ours / theirs"], ...rows])
    : "";
}

/** The same for programs: one line, name to microseconds of ours. */
export const costSummary = (results: readonly Result[]): string =>
  JSON.stringify(
    Object.fromEntries(
      results.flatMap(({ name, cost }) =>
        cost ? [[name, { thread: Math.round(cost.ours.thread.median), process: Math.round(cost.ours.process.median) }]] : [],
      ),
    ),
  );
