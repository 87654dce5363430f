// Imports an LG Inform export, series by series. A series replaces the stored values, even with older ones.

import type { RefusalCode } from "../services/refusals.ts";
import { keyOfCommand } from "./keys.ts";
import { parseLgInform } from "./lg-inform.ts";
import type { MetricSeries, ReducedFormOptions } from "./lg-inform-export.ts";
import {
  type Ask,
  type Imported,
  ImportRefused,
  type LineOutcome,
  outcomeOfOne,
  type Report,
  type Send,
  whyStopped,
} from "./outcome.ts";

/** Reads the whole file before it sends anything, so that a malformed file changes nothing. Throws ImportRefused. */
export async function importMetrics(
  { send, ask }: { readonly send: Send; readonly ask: Ask },
  bytes: Buffer,
  options: ReducedFormOptions,
): Promise<Report> {
  const parsed = parseLgInform(bytes, options);
  if (!parsed.ok) throw new ImportRefused(parsed.message);
  const versions = await versionsOf(ask, new Set(parsed.series.map(({ metric }) => metric)));
  const imported: Imported[] = [];
  for (const series of parsed.series) {
    let outcome: LineOutcome;
    try {
      outcome = await importSeries(send, series, versions);
    } catch (error) {
      return { imported, stopped: { why: whyStopped(error) } };
    }
    const forbidden = outcome.kind === "refused" && outcome.faults.find(({ code }) => FORBIDDEN.has(code));
    // A person who may not import one series may import none.
    if (forbidden) throw new ImportRefused(forbidden.message);
    const { metric, valueType, period } = series;
    const name = `${metric}${valueType === "raw" ? "" : ` ${valueType}`}, ${period.label}`;
    imported.push({ name, outcome: outcome.kind === "refused" ? outcome : { ...outcome, notes: notesOn(series) } });
  }
  return { imported };
}

const FORBIDDEN: ReadonlySet<string> = new Set<RefusalCode>(["NOT_PERMITTED", "AWAITS_APPROVAL"]);

const notesOn = ({ marks }: MetricSeries): readonly string[] =>
  marks ? [`no value where the file has ${marks.map((mark) => `"${mark}"`).join(", ")}`] : [];

type Versions = Map<string, number>;
const periodOf = (metric: string, period: string): string => `${metric}/${period}`;

const VERSIONS = "query($id: ID!) { metric(id: $id) { periods { id version } } }";
type Periods = { readonly metric: { readonly periods: readonly { readonly id: string; readonly version: number }[] } | null };

/** Period of a metric -> the number of its recorded imports. */
async function versionsOf(ask: Ask, metrics: ReadonlySet<string>): Promise<Versions> {
  const versions: Versions = new Map();
  for (const id of metrics) {
    const { metric } = await ask<Periods>(VERSIONS, { id });
    for (const period of metric?.periods ?? []) versions.set(periodOf(id, period.id), period.version);
  }
  return versions;
}

async function importSeries(
  send: Send,
  { values, period, marks: _, ...series }: MetricSeries,
  versions: Versions,
): Promise<LineOutcome> {
  const key = periodOf(series.metric, period.id);
  const version = versions.get(key) ?? 0;
  const input = {
    ...series,
    period: period.id,
    periodLabel: period.label,
    values: values.map(({ area, value }) => ({ area, value })),
    expectedVersion: version,
  };
  // The key includes the replaced version, because the same values after other values are another change.
  const answer = await send(
    "importMetricSeries",
    { ...input, idempotencyKey: keyOfCommand("importMetricSeries", input) },
    REPLACED,
  );
  if (answer.kind === "done" && answer.recorded) versions.set(key, version + 1);
  const outcome = outcomeOfOne(answer);
  return outcome.kind === "new" && answer.kind === "done" && answer.result.replaced ? { kind: "changed" } : outcome;
}

const REPLACED = "... on SeriesImported { replaced }";
