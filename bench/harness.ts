// Runs two ways of doing the same work in turn, several times, and gives the ratio of their medians: a ratio travels between machines better
// than a rate or a time does, and taking turns spreads the machine's moods over both.

/** Two ways of doing the same work. Each call does one turn of it and resolves to a figure: a rate, a time or a size. */
export type Contest = {
  readonly name: string;
  /** What the work is, for a person: `1 writer, one event a command`. */
  readonly work: string;
  readonly unit: string;
  readonly rounds: number;
  /** Rounds before them that are not counted: one, unless given. */
  readonly warmUps?: number;
  readonly ours: () => Promise<number>;
  readonly theirs: () => Promise<number>;
  readonly reach?: Reach;
};

/** What ours is to come to beside theirs: at least so much of a rate, at most so much of a time or a size. */
export type Reach = { readonly atLeast: number } | { readonly atMost: number };

type Spread = { readonly median: number; readonly min: number; readonly max: number };
export type Result = {
  readonly name: string;
  readonly work: string;
  readonly unit: string;
  readonly reach: Reach | undefined;
  readonly ours: Spread;
  readonly theirs: Spread;
  readonly ratio: Spread;
};

/** Takes turns, each going first as often as the other, after those that are not counted. */
export async function compare({ ours, theirs, rounds, warmUps = 1, name, work, unit, reach }: Contest): Promise<Result> {
  console.error(`${name}: ${work}…`);
  const [our, their]: [number[], number[]] = [[], []];
  for (let round = 0; round < warmUps; round += 1) {
    await ours();
    await theirs();
  }
  for (let round = 0; round < rounds; round += 1) {
    if (round % 2 === 0) our.push(await ours());
    their.push(await theirs());
    if (round % 2 === 1) our.push(await ours());
  }
  const result = resultOf({ name, work, unit, reach }, our, their);
  console.error(`  ${shown(result.ours)} ${unit}, ${shown(result.theirs)}: ${shown(result.ratio, (ratio) => ratio.toFixed(2))}`);
  return result;
}

/** A result of turns that were taken elsewhere: the n-th of ours beside the n-th of theirs. */
export function resultOf(
  about: Pick<Result, "name" | "work" | "unit" | "reach">,
  ours: readonly number[],
  theirs: readonly number[],
): Result {
  const rounds = ours.map((figure, round) => figure / (theirs[round] ?? Number.NaN));
  const ratio = { ...spread(rounds), median: spread(ours).median / spread(theirs).median };
  return { ...about, ours: spread(ours), theirs: spread(theirs), ratio };
}

/** The worst of several, under a name of its own before them: the one that is furthest from its reach. */
export function worstOf(name: string, work: string, results: readonly Result[]): readonly Result[] {
  const [worst] = results.toSorted((a, b) => shortfall(b) - shortfall(a));
  return worst
    ? [
        { ...worst, name, work: `${work}: ${worst.work}` },
        ...results.map(({ reach: _, ...each }) => ({ ...each, reach: undefined })),
      ]
    : [];
}

const shortfall = ({ ratio, reach }: Result): number => (reach && "atLeast" in reach ? 1 / ratio.median : ratio.median);

/** How many a second `work` got through. */
export async function rate(count: number, work: () => unknown): Promise<number> {
  return count / (await seconds(work));
}

/** How long `work` took. */
export async function seconds(work: () => unknown): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}

/** A table for people. `ratio` is of the medians; its range is that of the single rounds. */
export function table(results: readonly Result[]): string {
  const rows = results.map((result) => [
    result.name,
    result.work,
    `${shown(result.ours)} ${result.unit}`,
    shown(result.theirs),
    shown(result.ratio, (number) => number.toFixed(2)),
    verdict(result),
  ]);
  const lines = [["name", "work", "ours: median (min to max)", "theirs", "ours / theirs", "reach"], ...rows];
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

function verdict({ reach, ratio }: Result): string {
  if (!reach) return "";
  const [wanted, met] =
    "atLeast" in reach
      ? [`>= ${reach.atLeast}`, ratio.median >= reach.atLeast]
      : [`<= ${reach.atMost}`, ratio.median <= reach.atMost];
  return `${wanted} ${met ? "reached" : "NOT reached"}`;
}

/** For programs: one line, name to ratio. */
export const summary = (results: readonly Result[]): string =>
  JSON.stringify(Object.fromEntries(results.map(({ name, ratio }) => [name, Number(ratio.median.toFixed(2))])));

function spread(numbers: readonly number[]): Spread {
  return { median: quantile(numbers, 0.5), min: Math.min(...numbers), max: Math.max(...numbers) };
}

/** The value below which such a part of the numbers lies: 0.5 for the median. Between two, the mean of them by distance. */
export function quantile(numbers: readonly number[], part: number): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const place = (sorted.length - 1) * part;
  const [below = Number.NaN, above = Number.NaN] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
  return below + (above - below) * (place - Math.floor(place));
}

/** Three figures that matter, whole from a thousand on. */
const readable = (number: number): string => (number >= 100 ? Math.round(number).toLocaleString("en-GB") : number.toPrecision(3));
const shown = ({ median, min, max }: Spread, words: (number: number) => string = readable) =>
  `${words(median)} (${words(min)} to ${words(max)})`;
