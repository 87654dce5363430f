// Runs two ways of doing the same work in turn, several times, and gives the ratio of their medians: a ratio travels between
// machines better than a rate does, and taking turns spreads the machine's moods over both.

/** Two ways of doing the same work. Each call does one turn of it and resolves to its rate: how much a second. */
export type Contest = {
  readonly name: string;
  /** What the work is, for a person: `1 writer, one event a command`. */
  readonly work: string;
  readonly unit: string;
  readonly rounds: number;
  readonly ours: () => Promise<number>;
  readonly bare: () => Promise<number>;
  /** Closes what the turns opened. */
  readonly done?: () => Promise<void>;
};

type Spread = { readonly median: number; readonly min: number; readonly max: number };
export type Result = { readonly contest: Contest; readonly ours: Spread; readonly bare: Spread; readonly ratio: Spread };

/** Takes turns, each going first as often as the other, after one round that is not counted. */
export async function compare(contest: Contest): Promise<Result> {
  const ours: number[] = [];
  const bare: number[] = [];
  await contest.ours();
  await contest.bare();
  for (let round = 0; round < contest.rounds; round += 1) {
    if (round % 2 === 0) ours.push(await contest.ours());
    bare.push(await contest.bare());
    if (round % 2 === 1) ours.push(await contest.ours());
  }
  await contest.done?.();
  const rounds = ours.map((rate, round) => rate / (bare[round] ?? Number.NaN));
  const ratio = { ...spread(rounds), median: spread(ours).median / spread(bare).median };
  return { contest, ours: spread(ours), bare: spread(bare), ratio };
}

/** How many a second `work` got through. */
export async function rate(count: number, work: () => unknown): Promise<number> {
  const start = performance.now();
  await work();
  return count / ((performance.now() - start) / 1000);
}

/** A table for people. `ratio` is of the medians; its range is that of the single rounds. */
export function table(results: readonly Result[]): string {
  const rows = results.map(({ contest, ours, bare, ratio }) => [
    contest.name,
    contest.work,
    `${shown(ours, thousands)} ${contest.unit}`,
    shown(bare, thousands),
    shown(ratio, (number) => number.toFixed(2)),
  ]);
  const lines = [["name", "work", "ours: median (min to max)", "bare", "ours / bare"], ...rows];
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

/** For programs: one line, name to ratio. */
export const summary = (results: readonly Result[]): string =>
  JSON.stringify(Object.fromEntries(results.map(({ contest, ratio }) => [contest.name, Number(ratio.median.toFixed(2))])));

function spread(numbers: readonly number[]): Spread {
  const sorted = numbers.toSorted((a, b) => a - b);
  const at = (index: number) => sorted[index] ?? Number.NaN;
  const middle = (sorted.length - 1) / 2;
  return { median: (at(Math.floor(middle)) + at(Math.ceil(middle))) / 2, min: at(0), max: at(sorted.length - 1) };
}

const thousands = (number: number) => Math.round(number).toLocaleString("en-GB");
const shown = ({ median, min, max }: Spread, words: (number: number) => string) =>
  `${words(median)} (${words(min)} to ${words(max)})`;
