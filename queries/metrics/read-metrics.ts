// Published metrics: anybody who is signed in may read them.
import type { Metric, MetricPeriod, MetricsQueries } from "../../projections/metrics/metrics.ts";
import type { Follower } from "../../projections/runtime/follower.ts";

type Inside = { readonly metrics: Follower<MetricsQueries> };

export const findMetric = ({ metrics }: Inside, id: string): Metric | undefined => metrics.queries().metric(id);

/** In order of id, after one; with `text`, those whose label or id holds it. */
export const listMetrics = (
  { metrics }: Inside,
  text: string | undefined,
  after: string | undefined,
  limit: number,
): readonly Metric[] => metrics.queries().page(text, after ?? "", limit);

export const periodsOf = ({ metrics }: Inside, metric: string): readonly MetricPeriod[] => metrics.queries().periods(metric);

/** The value for the first of an area's codes that has one; undefined when the hub holds none. */
export const metricValue = ({ metrics }: Inside, metric: string, period: string, codes: readonly string[]): number | undefined =>
  metrics.queries().value(metric, period, codes);
