// The types of an LG Inform export's content, and of a file's faults.

/** One metric, one value type and one period, for every area in the file. */
export type MetricSeries = {
  readonly metric: string;
  readonly label: string;
  readonly unit: string;
  readonly valueType: string;
  readonly period: { readonly id: string; readonly label: string };
  readonly values: readonly MetricValue[];
  /** The marks in the file for withheld or unavailable values, each once. */
  readonly marks?: readonly string[];
};

export type MetricValue = { readonly area: string; readonly areaLabel: string; readonly value: number | null };

export type ParsedExport = { readonly ok: true; readonly form: "full" | "reduced"; readonly series: readonly MetricSeries[] };

/** The first fault: 1-based line and column, and what to do. */
export type MalformedCsv = { readonly ok: false; readonly line: number; readonly column: number; readonly message: string };

/** The data that a reduced export lacks. A full export names its own metrics, and these are not used. */
export type ReducedFormOptions = {
  readonly metric?: string | undefined;
  readonly label?: string | undefined;
  readonly unit?: string | undefined;
  readonly valueType?: string | undefined;
};

/** A fault of the file, with its line and column. */
export class ExportRefused extends Error {
  readonly malformed: MalformedCsv;

  constructor(line: number, column: number, sentence: string, name?: string) {
    const place = name ? `Line ${line}, column ${column} (${excerpt(name)})` : `Line ${line}, column ${column}`;
    const message = `${place}: ${sentence}`;
    super(message);
    this.malformed = { ok: false, line, column, message };
  }
}

const echoedCharacters = 40;
// Control characters, and the two Unicode line separators that split a line of a log in two.
export const unprintable = /[\p{Cc}\p{Zl}\p{Zp}]/gu;

/** A cell may contain anything, even personal data pasted by mistake, so a message quotes only its beginning. */
export function excerpt(text: string): string {
  const shown = text.slice(0, echoedCharacters * 2).replace(unprintable, " ");
  const characters = Array.from(shown);
  return characters.length > echoedCharacters ? `${characters.slice(0, echoedCharacters - 1).join("")}…` : shown;
}
