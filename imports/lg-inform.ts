import type { Buffer } from "node:buffer";
import { ExportReader, Refused } from "./lg-inform-reader.ts";
import { readSheet } from "./sheet.ts";

/** One metric, one value type and one period, for every area in the file. */
export type MetricSeries = {
  readonly metric: string;
  readonly label: string;
  readonly unit: string;
  readonly valueType: string;
  readonly period: { readonly id: string; readonly label: string };
  readonly values: readonly MetricValue[];
  /** What stands in the file where a value is withheld or not available, each mark once; left out where none is. */
  readonly marks?: readonly string[];
};

export type MetricValue = { readonly area: string; readonly areaLabel: string; readonly value: number | null };

export type ParsedExport = { readonly ok: true; readonly form: "full" | "reduced"; readonly series: readonly MetricSeries[] };

/** Where the file stops being an export: 1-based line and cell column, and a sentence a person can act on. */
export type MalformedCsv = { readonly ok: false; readonly line: number; readonly column: number; readonly message: string };

/** What the reduced form leaves out. A full export names its own metrics, so these are not looked at. */
export type ReducedFormOptions = {
  readonly metric?: string | undefined;
  readonly label?: string | undefined;
  readonly unit?: string | undefined;
  readonly valueType?: string | undefined;
};

export function parseLgInform(text: string | Buffer, options: ReducedFormOptions = {}): ParsedExport | MalformedCsv {
  try {
    return read(text, options);
  } catch (error) {
    if (error instanceof Refused) return error.malformed;
    throw error;
  }
}

function read(text: string | Buffer, options: ReducedFormOptions): ParsedExport {
  const { rows, delimiter, lastLine, fault } = readSheet(text);
  const reader = new ExportReader(options, delimiter);
  for (const row of rows) reader.take(row);
  if (fault) throw new Refused(fault.line, fault.column, fault.sentence, reader.nameOf(fault.column - 1));
  return reader.finish(lastLine);
}
