// Published data: imports it series by series, and looks it up when evidence cites a value.
import { z } from "zod";
import type { EventLog } from "../../event-log/port.ts";
import type { Resource } from "../../policies/engine/facts.ts";
import type { Councils } from "../../reference/councils.ts";
import { ENGLAND } from "../../reference/regions.ts";
import { id, label, parse, shortText } from "../input.ts";
import {
  type CommandContext,
  type CommandDeps,
  type Done,
  executeCommand,
  refuseForbidden,
} from "../pipeline/execute-command.ts";
import { isRefusal, type Refusal, refuseSaying } from "../refusals.ts";
import { decideSeries, MAX_AREAS } from "./decide.ts";
import { metricStream, metricStreamId, type Series } from "./events.ts";
import { metricStreams, readMetricEvent } from "./stream.ts";

/** Value type of the plain value; others (standard errors, ranks) are kept but not cited. */
const RAW = "raw";

const METRICS: Resource = { type: "Metrics", id: "metrics", facts: {} };

type Citable = {
  readonly label: string;
  readonly unit: string;
  readonly periodLabel: string;
  readonly value: number;
  readonly region: number | null;
  readonly england: number | null;
};

const importMetricSeries = z.strictObject({
  metric: id.regex(/^[A-Za-z0-9_.-]+$/, "Enter {field} with letters, digits and _ . - only."),
  label: shortText,
  unit: label,
  valueType: id,
  // A reduced export has only the label, "2021/22".
  period: id.regex(/^[\p{L}\p{N} _./()-]+$/u, "Enter {field} with letters, digits, spaces and _ . / ( ) - only."),
  periodLabel: shortText,
  values: z
    .array(
      z.object({
        area: z.string().regex(/^[A-Z][0-9]{8}$/, "Enter an area code, such as E09000022."),
        value: z.number().nullable().default(null),
      }),
    )
    .min(1)
    .max(MAX_AREAS)
    .refine((values) => new Set(values.map(({ area }) => area)).size === values.length, "Give each area once."),
});

/** `replaced`: whether the values of an earlier import were replaced. */
type SeriesOutcome = (Refusal & { readonly replaced?: undefined }) | (Done & { readonly replaced: boolean });

export function metricsService(deps: CommandDeps, councils: Councils) {
  return {
    /** Records a series unless the same is already stored. A revised export replaces the values of the areas that it names. */
    async importSeries(input: unknown, context: CommandContext): Promise<SeriesOutcome> {
      const parsed = parse(importMetricSeries, input);
      if (parsed.kind === "refused") return parsed;
      const { period, periodLabel, ...rest } = parsed.input;
      const values = byCurrentCode(parsed.input.values, councils);
      if (isRefusal(values)) return values;
      const series: Series = { ...rest, period: { id: period, label: periodLabel }, values };
      let replaced = false;
      const outcome = await executeCommand(deps, context, {
        name: "importMetrics",
        creates: "nothing",
        input: parsed.input,
        streams: metricStreams,
        id: () => metricStreamId(series.metric, period),
        refuseFirst: async () => refuseForbidden(deps, context.principal, "importMetrics", METRICS),
        authorise: async () => deps.rights.decide(context.principal, "importMetrics", METRICS),
        decide: async (imported) => {
          const stored = imported.findLast(({ data }) => data.valueType === series.valueType);
          replaced = stored !== undefined;
          // An earlier release may have stored former codes.
          return decideSeries(stored && { ...stored.data, values: storedByCurrentCode(stored.data.values, councils) }, series);
        },
      });
      return outcome.kind === "done" ? { ...outcome, replaced: outcome.recorded && replaced } : outcome;
    },
  };
}

/** Current council code -> stored value. If an earlier release stored two values of a council, the one under its current code counts. */
function storedByCurrentCode(stored: Series["values"], councils: Councils): Series["values"] {
  const values: Series["values"] = {};
  const isFormer = (area: string) => Number(councils.currentCode(area) !== area);
  for (const [area, value] of Object.entries(stored).sort(([a], [b]) => isFormer(a) - isFormer(b)))
    values[councils.currentCode(area)] ??= value;
  return values;
}

/** Current council code -> value. Sources mix current and former codes: two different values of one council are refused. */
function byCurrentCode(
  values: readonly { readonly area: string; readonly value: number | null }[],
  councils: Councils,
): Series["values"] | Refusal {
  const byCode = new Map<string, number | null>();
  for (const { area, value } of values) {
    const code = councils.currentCode(area);
    const other = byCode.get(code) ?? null;
    if (other !== null && value !== null && other !== value)
      return refuseSaying(
        "INVALID_INPUT",
        "values",
        `The council ${code} has two values, under its current code and a former one. Keep one.`,
      );
    byCode.set(code, value ?? other);
  }
  return Object.fromEntries(byCode);
}

/** Returns the value of the first of `areas` (a council's current and former codes) that has one, with the values of its region and England if they exist. */
export async function findValue(
  log: EventLog,
  cited: { readonly metric: string; readonly period: string; readonly areas: readonly string[]; readonly region: string },
): Promise<Citable | undefined> {
  const stored = await log.readStream(metricStream(cited.metric, cited.period));
  const series = stored.map((event) => readMetricEvent(event).data).findLast(({ valueType }) => valueType === RAW);
  if (!series) return undefined;
  const value = cited.areas.map((area) => series.values[area]).find((v) => typeof v === "number");
  if (value === undefined || value === null) return undefined;
  const { label, unit, period, values } = series;
  return {
    label,
    unit,
    periodLabel: period.label,
    value,
    region: values[cited.region] ?? null,
    england: values[ENGLAND] ?? null,
  };
}
