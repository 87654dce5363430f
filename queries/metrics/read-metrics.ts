// Reads published metrics, which every signed-in person may read.
import type { Metric, MetricPeriod } from "../../projections/metrics/metrics.ts";
import { ENGLAND } from "../../reference/regions.ts";
import type { ReadDeps } from "../deps.ts";

type Deps = Pick<ReadDeps, "metrics">;

export const findMetric = ({ metrics }: Deps, id: string): Metric | undefined => metrics.queries().metric(id);

/** Returns metrics in order of id; with `text`, only those whose label or id contains it; with `council`, only those with a plain value of it. */
export const listMetrics = (
  { metrics, councils }: Deps & Pick<ReadDeps, "councils">,
  { text, council }: { readonly text?: string | undefined; readonly council?: string | undefined },
  after = "",
  limit: number,
): readonly Metric[] => {
  const areas = council === undefined ? undefined : councils.find(council) ? councils.codesOf(council) : [];
  return metrics.queries().page({ text, areas }, after, limit);
};

export const periodsOf = ({ metrics }: Deps, metric: string): readonly MetricPeriod[] => metrics.queries().periods(metric);

/** Returns the value for the first of an area's codes that has one. */
export const metricValue = ({ metrics }: Deps, metric: string, period: string, codes: readonly string[]): number | undefined =>
  metrics.queries().value(metric, period, codes);

type MetricComparison = {
  readonly period: MetricPeriod;
  readonly council: number | undefined;
  readonly region: number | undefined;
  readonly england: number | undefined;
};

/** Returns a council's values beside those of its region and of England, oldest first, without periods that have none. */
export function compareMetric(
  deps: Deps & Pick<ReadDeps, "councils">,
  metric: string,
  code: string,
): readonly MetricComparison[] {
  const council = deps.councils.find(code);
  if (!council) return [];
  const codes = deps.councils.codesOf(code);
  const of = (period: string, areas: readonly string[]) => metricValue(deps, metric, period, areas);
  return [...periodsOf(deps, metric)].sort(comparePeriods).flatMap((period) => {
    const values = { council: of(period.id, codes), region: of(period.id, [council.region]), england: of(period.id, [ENGLAND]) };
    return Object.values(values).some((value) => value !== undefined) ? [{ period, ...values }] : [];
  });
}

/** By the first year that the id names, then by id: `fq_Q2_2010_11` is before `fq_Q1_2011_12`. */
export function comparePeriods(one: Pick<MetricPeriod, "id">, other: Pick<MetricPeriod, "id">): number {
  const [key, otherKey] = [one, other].map(({ id }) => `${/(?<!\d)\d{4}(?!\d)/.exec(id)?.[0] ?? ""} ${id}`);
  return (key ?? "") < (otherKey ?? "") ? -1 : 1;
}
