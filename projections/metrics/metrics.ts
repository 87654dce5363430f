// Published metrics that evidence can cite. The command that cites a value reads the metric's own stream (services/metrics).
import type { StoredEvent } from "../../event-log/port.ts";
import type { Database } from "../../event-log/stores/database.ts";
import type { StreamParts } from "../../event-log/stream-name.ts";
import { METRIC_CATEGORY } from "../../services/metrics/events.ts";
import { readMetricEvent } from "../../services/metrics/stream.ts";
import { searchForm } from "../../text/forms.ts";
import type { Opened, ReadModel } from "../runtime/read-model.ts";

export type Metric = { readonly metric: string; readonly label: string; readonly unit: string };
/** `version` is the version of the period's stream: the number of recorded imports. */
export type MetricPeriod = { readonly id: string; readonly label: string; readonly version: number };

type MetricFilter = { readonly text?: string | undefined; readonly areas?: readonly string[] | undefined };

export type MetricsQueries = ReturnType<typeof open>["queries"];

export const metricsModel: ReadModel<MetricsQueries> = {
  name: "metrics",
  version: 3,
  categories: [METRIC_CATEGORY],
  schema: `
    CREATE TABLE IF NOT EXISTS metrics (metric TEXT PRIMARY KEY, label TEXT NOT NULL, unit TEXT NOT NULL, search_form TEXT NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS periods (metric TEXT NOT NULL, id TEXT NOT NULL, label TEXT NOT NULL, version INTEGER NOT NULL, PRIMARY KEY (metric, id)) STRICT, WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS metric_values (
      metric TEXT NOT NULL, period TEXT NOT NULL, area TEXT NOT NULL, value_type TEXT NOT NULL, value REAL,
      PRIMARY KEY (metric, period, area, value_type)
    ) STRICT, WITHOUT ROWID;`,
  open,
};

function open(db: Database) {
  const putMetric = db.prepare("INSERT OR REPLACE INTO metrics (metric, label, unit, search_form) VALUES (?, ?, ?, ?)");
  const putPeriod = db.prepare("INSERT OR REPLACE INTO periods (metric, id, label, version) VALUES (?, ?, ?, ?)");
  const dropValues = db.prepare("DELETE FROM metric_values WHERE metric = ? AND period = ? AND value_type = ?");
  const dropPeriod = db.prepare("DELETE FROM periods WHERE metric = ? AND id = ?");
  const dropAllValues = db.prepare("DELETE FROM metric_values WHERE metric = ? AND period = ?");
  const putValue = db.prepare("INSERT INTO metric_values (metric, period, area, value_type, value) VALUES (?, ?, ?, ?, ?)");
  const metricsAfter = "SELECT metric, label, unit FROM metrics m WHERE metric > ? AND (instr(search_form, ?) > 0 OR metric = ?)";
  const page = db.prepare(`${metricsAfter} ORDER BY metric LIMIT ?`);
  // SQLite keeps the order of a CROSS JOIN: each period is looked up for the area, instead of reading every value of the metric.
  const pageWithValue = db.prepare(`${metricsAfter} AND EXISTS (
    SELECT 1 FROM periods p CROSS JOIN metric_values v ON v.metric = p.metric AND v.period = p.id
    WHERE p.metric = m.metric AND v.area IN (SELECT value FROM json_each(?)) AND v.value_type = 'raw' AND v.value IS NOT NULL
  ) ORDER BY metric LIMIT ?`);
  const metric = db.prepare("SELECT metric, label, unit FROM metrics WHERE metric = ?");
  const periods = db.prepare("SELECT id, label, version FROM periods WHERE metric = ? ORDER BY id");
  const value = db.prepare("SELECT value FROM metric_values WHERE metric = ? AND period = ? AND area = ? AND value_type = 'raw'");
  return {
    apply(event: StoredEvent): void {
      if (event.category !== METRIC_CATEGORY) return;
      const { metric, label, unit, valueType, period, values } = readMetricEvent(event).data;
      putMetric.run(metric, label, unit, searchForm(label));
      putPeriod.run(metric, period.id, period.label, event.version);
      dropValues.run(metric, period.id, valueType);
      for (const [area, number] of Object.entries(values)) putValue.run(metric, period.id, area, valueType, number);
    },
    withdraw({ streamId }: StreamParts): object {
      const [metric = "", ...period] = streamId.split("/");
      dropPeriod.run(metric, period.join("/"));
      dropAllValues.run(metric, period.join("/"));
      return { metric };
    },
    queries: {
      /** Returns metrics in order of id; with `text`, only those whose label or id contains it; with `areas`, only those with a plain value of one. */
      page({ text = "", areas }: MetricFilter, after: string, limit: number): readonly Metric[] {
        const words = [after, searchForm(text), text] as const;
        return areas ? pageWithValue.all<Metric>(...words, JSON.stringify(areas), limit) : page.all<Metric>(...words, limit);
      },
      metric: (id: string) => metric.get<Metric | undefined>(id),
      periods: (metric: string): readonly MetricPeriod[] => periods.all<MetricPeriod>(metric),
      /** Returns the plain value for the first of an area's codes that has one. */
      value(metric: string, period: string, codes: readonly string[]): number | undefined {
        const rows = codes.map((area) => value.get<{ value: number | null } | undefined>(metric, period, area));
        return rows.find((row) => row && row.value !== null)?.value ?? undefined;
      },
    },
  } satisfies Opened<unknown>;
}
