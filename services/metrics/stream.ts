// The streams of published values: one for each metric and period.
import { streamKind } from "../stream-kind.ts";
import { METRIC_CATEGORY, type MetricEvent, metricEvents } from "./events.ts";

export const metricStreams = streamKind(
  METRIC_CATEGORY,
  metricEvents,
  (_, series: readonly MetricEvent[], event): readonly MetricEvent[] => [...series, event],
  [],
);
export const { read: readMetricEvent } = metricStreams;
