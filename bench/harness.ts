// Runs two implementations of the same work in turn, several times, and returns the ratio of their medians: a ratio is more comparable between machines
// than a rate or a time, and alternating distributes the machine's load over both.
import { type ProcessorTime, type Rate, rateOf } from "./processor-time.ts";
import { type Spread, shown, spread } from "./spread.ts";

/** Two implementations of the same work. Each call runs one turn and resolves to a figure: a rate, a time or a size. */
export type Contest = {
  readonly name: string;
  /** The description of the work: `1 writer, one event a command`. */
  readonly work: string;
  readonly unit: string;
  readonly rounds: number;
  /** Rounds before them that are not counted: one, unless given. */
  readonly warmUps?: number;
  readonly ours: () => Promise<number | Rate>;
  readonly theirs: () => Promise<number | Rate>;
  readonly reach?: Reach;
};

/** The target of the ratio, or of the figure where there is none: the minimum for a rate, the maximum for a time or a size. */
export type Reach = { readonly atLeast: number } | { readonly atMost: number };

/** The processor time of one unit in microseconds, median and range of the rounds. */
type Cost = { readonly thread: Spread; readonly process: Spread };
export type Result = {
  readonly name: string;
  readonly work: string;
  readonly unit: string;
  readonly reach: Reach | undefined;
  readonly ours: Spread;
  /** Undefined if ours is held against a number and not against somebody's work. */
  readonly theirs?: Spread;
  readonly ratio?: Spread;
  /** Set if the figure is a rate. */
  readonly cost?: { readonly ours: Cost; readonly theirs: Cost };
};

type Compared = Result & Required<Pick<Result, "theirs" | "ratio">>;

/** Alternates, with each side first equally often, after uncounted rounds. */
export async function compare({ ours, theirs, rounds, warmUps = 1, name, work, unit, reach }: Contest): Promise<Compared> {
  console.error(`${name}: ${work}…`);
  const [our, their]: [(number | Rate)[], (number | Rate)[]] = [[], []];
  for (let round = 0; round < warmUps; round += 1) {
    await ours();
    await theirs();
  }
  for (let round = 0; round < rounds; round += 1) {
    if (round % 2 === 0) our.push(await ours());
    their.push(await theirs());
    if (round % 2 === 1) our.push(await ours());
  }
  const result = { ...resultOf({ name, work, unit, reach }, our.map(figureOf), their.map(figureOf)), ...costsOf(our, their) };
  print(result);
  return result;
}

/** Servers that do the same work as ours: each call runs one turn. The first of theirs is the one that rates by the clock are compared with. */
type RateContest = Omit<Contest, "ours" | "theirs" | "reach"> & {
  readonly ours: () => Promise<Rate>;
  readonly theirs: Readonly<Record<string, () => Promise<Rate>>>;
  /** The target ratios by processor time: of the whole process, and of the serving thread alone. */
  readonly reaches: { readonly process?: number | undefined; readonly thread?: number };
};

/**
 * Takes turns with each of them and compares rates: by the clock (`list_http`), by the processor time of the whole process (`list_http_cpu`, beside the others
 * `list_http_cpu_node_http`) and, with a target, of the serving thread (`list_http_thread_cpu`).
 */
export async function compareRates({
  ours,
  theirs,
  rounds,
  warmUps = 1,
  reaches,
  ...about
}: RateContest): Promise<readonly Result[]> {
  console.error(`${about.name}: ${about.work}…`);
  const turns: readonly (readonly [peer: string, turn: () => Promise<Rate>, rates: Rate[]])[] = [
    ["ours", ours, []],
    ...Object.entries(theirs).map(([peer, turn]) => [peer, turn, [] as Rate[]] as const),
  ];
  for (let round = -warmUps; round < rounds; round += 1)
    for (const [, turn, rates] of round % 2 === 0 ? turns : turns.toReversed()) {
      const rate = await turn();
      if (round >= 0) rates.push(rate);
    }
  const [[, , our] = ["", ours, []], ...others] = turns;
  const results = others.flatMap(([peer, , their], index): readonly Result[] => {
    const by = (end: string, unit: string, figure: (rate: Rate) => number, atLeast?: number) =>
      resultOf(
        { ...about, name: about.name + end, unit, reach: atLeast === undefined ? undefined : { atLeast } },
        our.map(figure),
        their.map(figure),
      );
    const ofProcessor = `${about.unit} of processor time`;
    const whole = (rate: Rate) => 1e6 / rate.each.process;
    if (index > 0) return [by(`_cpu_${peer.replaceAll("-", "_")}`, ofProcessor, whole)];
    const { process, thread } = reaches;
    return [
      { ...by("", about.unit, ({ rate }) => rate), ...costsOf(our, their) },
      by("_cpu", ofProcessor, whole, process),
      ...(thread === undefined
        ? []
        : [by("_thread_cpu", `${ofProcessor} of the serving thread`, (rate) => 1e6 / rate.each.thread, thread)]),
    ];
  });
  for (const result of results) print(result);
  return results;
}

/** A result of turns that were taken elsewhere: the n-th of ours beside the n-th of theirs. */
export function resultOf(
  about: Pick<Result, "name" | "work" | "unit" | "reach">,
  ours: readonly number[],
  theirs: readonly number[],
): Compared {
  const rounds = ours.map((figure, round) => figure / (theirs[round] ?? Number.NaN));
  const ratio = { ...spread(rounds), median: spread(ours).median / spread(theirs).median };
  return { ...about, ours: spread(ours), theirs: spread(theirs), ratio };
}

/** A result of what is held against a number. */
export function figureAlone(about: Pick<Result, "name" | "work" | "unit" | "reach">, ours: readonly number[]): Result {
  const result = { ...about, ours: spread(ours) };
  print(result);
  return result;
}

/** While a run goes on. */
function print({ name, unit, ours, theirs, ratio }: Result): void {
  const beside = theirs && ratio ? `, ${shown(theirs)}: ${shown(ratio, (number) => number.toFixed(2))}` : "";
  console.error(`  ${name}: ${shown(ours)} ${unit}${beside}`);
}

/** The figure that the target is for. */
export const judged = ({ ratio, ours }: Result): Spread => ratio ?? ours;

/** Returns the worst of several results, which is furthest from its target, with a separate name, before the others. */
export function worstOf(name: string, work: string, results: readonly Result[]): readonly Result[] {
  const [worst] = results.toSorted((a, b) => shortfall(b) - shortfall(a));
  return worst
    ? [
        { ...worst, name, work: `${work}: ${worst.work}` },
        ...results.map(({ reach: _, ...each }) => ({ ...each, reach: undefined })),
      ]
    : [];
}

function shortfall(result: Result): number {
  const { median } = judged(result);
  return result.reach && "atLeast" in result.reach ? 1 / median : median;
}

const figureOf = (turn: number | Rate): number => (typeof turn === "number" ? turn : turn.rate);

function costsOf(ours: readonly (number | Rate)[], theirs: readonly (number | Rate)[]): Pick<Result, "cost"> {
  const each = (turns: readonly (number | Rate)[]) => turns.flatMap((turn) => (typeof turn === "number" ? [] : [turn.each]));
  const [our, their] = [each(ours), each(theirs)];
  return our.length > 0 && their.length > 0 ? { cost: { ours: costOf(our), theirs: costOf(their) } } : {};
}

const costOf = (times: readonly ProcessorTime[]): Cost => ({
  thread: spread(times.map(({ thread }) => thread)),
  process: spread(times.map((time) => time.process)),
});

/** Measures the rate of `work` per second, and the processor time of each unit. */
export const rate = (count: number, work: () => unknown): Promise<Rate> =>
  rateOf(async () => {
    await work();
    return count;
  });

/** Measures the duration of `work`. */
export async function seconds(work: () => unknown): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}
