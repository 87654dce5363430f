// A council's values of a metric beside those of its region and of England, as a chart and as a table.

import { lineChart } from "../chart/line-chart.ts";
import type { AnswerOf } from "../documents.ts";

type Shown = AnswerOf<"figures/figure.graphql">;

/** `chart` is undefined if there is no value. */
export function presentComparison(
  council: Pick<NonNullable<Shown["council"]>, "name" | "region">,
  { comparison }: Pick<NonNullable<Shown["metric"]>, "comparison">,
) {
  const areas = [
    { name: council.name, values: comparison.map((one) => one.council) },
    { name: council.region.name, values: comparison.map((one) => one.region) },
    { name: "England", values: comparison.map((one) => one.england) },
  ];
  const periods = comparison.map(({ period }) => period.label);
  return { areas, periods, chart: lineChart(periods, areas) };
}
