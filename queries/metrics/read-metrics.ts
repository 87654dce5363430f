// Reads published metrics, which every signed-in person may read.
import type { Metric, MetricPeriod } from "../../projections/metrics/metrics.ts";
import type { ReadDeps } from "../deps.ts";

type Deps = Pick<ReadDeps, "metrics">;

export const findMetric = ({ metrics }: Deps, id: string): Metric | undefined => metrics.queries().metric(id);

/** Returns metrics in order of id; with `text`, only those whose label or id contains it. */
export const listMetrics = ({ metrics }: Deps, text: string | undefined, after = "", limit: number): readonly Metric[] =>
  metrics.queries().page(text, after, limit);

export const periodsOf = ({ metrics }: Deps, metric: string): readonly MetricPeriod[] => metrics.queries().periods(metric);

/** Returns the value for the first of an area's codes that has one. */
export const metricValue = ({ metrics }: Deps, metric: string, period: string, codes: readonly string[]): number | undefined =>
  metrics.queries().value(metric, period, codes);
