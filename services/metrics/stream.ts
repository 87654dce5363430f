// The streams of published values: one for each metric and period.
import { streamKind } from "../stream-kind.ts";
import { METRIC_STREAM, type MetricEvent, metricEvents } from "./events.ts";

export const metricStreams = streamKind(
  METRIC_STREAM,
  metricEvents,
  (_, series: readonly MetricEvent[], event): readonly MetricEvent[] => [...series, event],
  [],
);
export const { read: readMetricEvent } = metricStreams;
