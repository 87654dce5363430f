// Published performance data as it was imported: one event for a metric, period and value type, all areas of the export. Nothing
// here is confidential, so nothing is sealed.

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
      /** Area code to value; null where the export says that there is none. */
      values: z.record(z.string(), z.number().nullable()),
    }),
  }),
} as const;

export type MetricEvent = EventOf<typeof metricEvents>;
export type Series = MetricEvent["data"];

export const METRIC_CATEGORY = "metric";
/** One metric in one period: what a citation looks up. */
export const metricStreamId = (metric: string, period: string): string => `${metric}/${period}`;
export const metricStream = (metric: string, period: string): string =>
  streamName(METRIC_CATEGORY, metricStreamId(metric, period));
