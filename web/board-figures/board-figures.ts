// The figures over all councils, by quarter and by what was counted. The API gives them to the boards alone.
import { scaleLinear } from "d3-scale";
import { monthInWords } from "../../text/dates-in-words.ts";
import type { AnswerOf } from "../documents.ts";
import { definePage } from "../page.ts";

const PATH = "/figures";
type Measure = NonNullable<AnswerOf<"board-figures/measure.graphql">["overview"]>["measures"][number];

type Assigned = Pick<AnswerOf<"home/home.graphql">["viewer"]["assignments"][number], "current" | "role">;

/** Whether the figures are offered to somebody. The API decides whether they may read them. */
export const isOfBoard = (assignments: readonly Assigned[]): boolean =>
  assignments.some(({ current, role }) => current && (role === "ADVISORY_BOARD" || role === "IMPROVEMENT_BOARD"));

/** `January 2026 to March 2026`, of `2026-Q1`. */
function quarterInWords(quarter: string): string {
  const [year = "", number = ""] = quarter.split("-Q");
  const last = Number(number) * 3;
  const [from, to] = [last - 2, last].map((month) => monthInWords(`${year}-${String(month).padStart(2, "0")}`));
  return `${from} to ${to}`;
}

/** `not-reached`, as it is in an address. */
const slugOf = (measure: string): string => measure.toLowerCase().replaceAll("_", "-");
const quarterPath = (quarter: string): string => `${PATH}/${encodeURIComponent(quarter)}`;

/** All quarters, the last first. */
export const figureQuarters = definePage({
  path: PATH,
  document: "board-figures/quarters.graphql",
  template: "board-figures/quarters.njk",
  variables: () => ({}),
  present: ({ overviewQuarters }) =>
    overviewQuarters && {
      title: "Figures over all councils",
      quarters: overviewQuarters.toReversed().map((quarter) => ({ href: quarterPath(quarter), text: quarterInWords(quarter) })),
    },
});

/** What was counted in one quarter. */
export const figureQuarter = definePage({
  path: `${PATH}/:quarter`,
  document: "board-figures/quarter.graphql",
  template: "board-figures/quarter.njk",
  variables: ({ address }) => ({ quarter: address.quarter ?? "" }),
  present: ({ overview }) =>
    overview && {
      title: quarterInWords(overview.quarter),
      back: { href: PATH, text: "All quarters" },
      overview,
      file: `${quarterPath(overview.quarter)}/file`,
      measures: withBars(overview.measures, ({ total }) => total).map((one) => ({
        ...one,
        href: `${quarterPath(overview.quarter)}/${slugOf(one.measure)}`,
      })),
    },
});

/** One measure of a quarter, by region, strand, cause and so on. */
export const figureMeasure = definePage({
  path: `${PATH}/:quarter/:measure`,
  document: "board-figures/measure.graphql",
  template: "board-figures/measure.njk",
  variables: ({ address }) => ({ quarter: address.quarter ?? "" }),
  present({ overview }, { address }) {
    const measure = overview?.measures.find((one) => slugOf(one.measure) === address.measure);
    if (!overview || !measure) return undefined;
    const quarter = quarterInWords(overview.quarter);
    return {
      title: quarter,
      back: { href: quarterPath(overview.quarter), text: `All figures of ${quarter}` },
      isIncomplete: overview.isIncomplete,
      measure,
      tables: tablesOf(measure),
    };
  },
});

/** A value with its enumeration, or a text. */
type Label = { readonly value: string; readonly type?: string };
type Row = { readonly labels: readonly Label[]; readonly count: number | null };

function tablesOf(measure: Measure) {
  const table = <Figure extends { readonly count: number | null }>(
    columns: readonly string[],
    figures: readonly Figure[],
    labels: (figure: Figure) => readonly Label[],
  ) => ({ columns, rows: figures.map((figure): Row => ({ labels: labels(figure), count: figure.count })) });
  const strandOf = ({ strand }: { readonly strand: string }): Label => ({ value: strand, type: "Strand" });
  const causeOf = ({ cause }: { readonly cause: string }): Label => ({ value: cause, type: "Cause" });
  const regionOf = ({ region }: { readonly region: { readonly name: string } }): Label => ({ value: region.name });
  return [
    table(["Region"], measure.byRegion, (one) => [regionOf(one)]),
    table(["Strand"], measure.byStrand, (one) => [strandOf(one)]),
    table(["Cause"], measure.byCause, (one) => [causeOf(one)]),
    table(["Kind of conclusion"], measure.byOutcome, ({ outcome }) => [{ value: outcome, type: "ConclusionKind" }]),
    table(["Days that it took"], measure.byDays, ({ days }) => [{ value: days, type: "DaysBand" }]),
    table(["Region", "Strand"], measure.byRegionAndStrand, (one) => [regionOf(one), strandOf(one)]),
    table(["Strand", "Cause"], measure.byStrandAndCause, (one) => [strandOf(one), causeOf(one)]),
  ]
    .filter(({ rows }) => rows.length > 0)
    .map(({ columns, rows }) => ({
      columns,
      rows: withBars(rows, ({ count }) => count),
      isWithheld: rows.every(({ count }) => count === null),
    }));
}

/** Each with the length of its bar in hundredths of the longest. A withheld figure has none. */
function withBars<Figure>(figures: readonly Figure[], countOf: (figure: Figure) => number | null) {
  const most = Math.max(1, ...figures.map((figure) => countOf(figure) ?? 0));
  const length = scaleLinear([0, most], [0, 100]);
  return figures.map((figure) => ({ ...figure, bar: length(countOf(figure) ?? 0) }));
}
