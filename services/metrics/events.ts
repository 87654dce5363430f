// Imported performance data: one event for a metric, period and value type, with all areas of the export. The data is
// public, so nothing is sealed.

import { z } from "zod";
import { streamName } from "../../event-log/stream-name.ts";
import { type EventOf, event } from "../stored-events.ts";

export const metricEvents = {
  "MetricSeriesImported.v1": event({
    schema: z.object({
      metric: z.string(),
      label: z.string(),
      unit: z.string(),
      valueType: z.string(),
      period: z.object({ id: z.string(), label: z.string() }),
      /** Area code -> value; null if the export has no value. */
      values: z.record(z.string(), z.number().nullable()),
    }),
  }),
} as const;

export type MetricEvent = EventOf<typeof metricEvents>;
export type Series = MetricEvent["data"];

export const METRIC_CATEGORY = "metric";
/** The key of a citation: a metric and a period. */
export const metricStreamId = (metric: string, period: string): string => `${metric}/${period}`;
export const metricStream = (metric: string, period: string): string =>
  streamName(METRIC_CATEGORY, metricStreamId(metric, period));
