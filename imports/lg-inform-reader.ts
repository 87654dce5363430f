// Reads an LG Inform export row by row: its header, its areas and values, and the first fault by line and column.

import { holdsLostLetters, LETTERS_LOST } from "../text/decode.ts";
import {
  ExportRefused,
  excerpt,
  type MetricSeries,
  type MetricValue,
  type ParsedExport,
  type ReducedFormOptions,
  unprintable,
} from "./lg-inform-export.ts";
import { isFilled } from "./sheet.ts";
import { isDate } from "./spreadsheet-dates.ts";
import { tidy, wordForm } from "./words.ts";

const maximumCellLength = 1_000;

const areaHeadings = ["area label", "area long label", "area"];
const reducedHeadings = ["area", "area label", "area long label"];
const headerRows = ["metric label", "metric id", "unit", "value type", "period label", "period id"];

const metricId = /^[1-9]\d{0,8}$/;
// Seen: cal_2021, fin_2021_22, tax_2022_23, fq_Q1_2022_23, sch_2018_19, cen_2011. LG Inform adds kinds, so any prefix will do.
const periodId = /^[A-Za-z][A-Za-z0-9]*_[A-Za-z0-9_-]{1,60}$/;
const valueTypeId = /^[A-Za-z]\S{0,59}$/;
// ONS codes. The project's invented councils take the unused letter X and fit the same pattern.
const areaCode = /^[A-Z]\d{8}$/;
// LG Inform formats values as #,##0.00: groups of three or none, no percent sign, no exponent.
const decimal = /^-?(?:0|[1-9]\d{0,2}(?:,\d{3})+|[1-9]\d*)(?:\.\d+)?$/;
// The marks of statistics for a value that is withheld, not applicable or missing, in the old and the present form. They include the dash: in
// some statistics it means zero, and this reader invents no zero.
const notAvailable: ReadonlySet<string> = new Set(
  "* ** - – — : . .. … ~ ! c x z u w low n/a na #n/a n.a. [c] [x] [z] [u] [w] [low] [*] [-] [:] (c) (x) (z) suppressed".split(
    " ",
  ),
);
const percentUnit = /%|\bper ?cent/i;
const longWhole = /^-?\d{16}/;
const isUnprintable = new RegExp(unprintable.source, "u");

type Row = { readonly line: number; readonly cells: readonly string[] };
type Column = Omit<MetricSeries, "values" | "marks"> & { readonly values: MetricValue[]; readonly marks: Set<string> };
type Shape = { readonly form: ParsedExport["form"]; readonly columns: readonly Column[] };

/** Processes the rows in order, so that a large file is read once and its first fault is reported. */
export class ExportReader {
  readonly #options: ReducedFormOptions;
  readonly #delimiter: string;
  readonly #header: Row[] = [];
  readonly #lineOfArea = new Map<string, number>();
  #headings: readonly string[] = areaHeadings;
  #width = 0;
  #headerComplete = false;
  #shape: Shape | undefined;
  /** The note below the areas. It is ignored, and only other notes may follow. */
  #note: Row | undefined;

  constructor(options: ReducedFormOptions, delimiter = ",") {
    this.#options = options;
    this.#delimiter = delimiter;
  }

  take(row: Row): void {
    if (this.#header.length === 0) {
      this.#takeFirst(row);
      return;
    }
    if (this.#lineOfArea.size > 0 && isNote(row)) {
      this.#note = row;
      return;
    }
    if (this.#note)
      throw this.#refuse(this.#note, 0, "this row holds one text alone, and rows of areas follow it; remove it, or fill it in.");
    if (row.cells.length !== this.#width) throw this.#ragged(row);
    if (this.#takeHeader(row)) return;
    this.#shape ??= this.#shapeBefore(row);
    this.#takeArea(row, this.#shape.columns);
  }

  finish(lastLine: number): ParsedExport {
    if (this.#header.length === 0) throw new ExportRefused(1, 1, "the file is empty.");
    const { form, columns } = this.#shape ?? this.#shapeBefore({ line: lastLine + 1, cells: [] });
    if (this.#lineOfArea.size === 0) throw new ExportRefused(lastLine + 1, 1, "the header is not followed by any area.");
    const series = columns.map(({ marks, ...column }) => ({ ...column, ...(marks.size > 0 && { marks: [...marks] }) }));
    return { ok: true, form, series };
  }

  /** A column's name in the spreadsheet: its heading, its period id, else its period label. */
  nameOf(index: number): string | undefined {
    if (this.#header.length === 0) return undefined;
    if (index < areaHeadings.length) return this.#headings[index];
    const period = this.#shape?.columns[index - areaHeadings.length]?.period;
    if (period) return period.id;
    return (this.#headerComplete ? this.#header.at(-1)?.cells[index] : undefined) || undefined;
  }

  #refuse(row: Row, index: number, sentence: string): ExportRefused {
    return new ExportRefused(row.line, index + 1, sentence, this.nameOf(index));
  }

  #takeFirst(row: Row): void {
    this.#readable(row);
    if (beginsWith(row, reducedHeadings)) this.#headings = reducedHeadings;
    else if (!beginsWith(row, areaHeadings)) {
      const index = areaHeadings.findIndex((heading, at) => wordForm(row.cells[at] ?? "") !== heading);
      throw this.#refuse(
        row,
        index,
        'this is not an LG Inform export: its first row must begin "area label", "area long label", "area" ' +
          '(or, in the reduced form, "area", "area label", "area long label").',
      );
    }
    if (row.cells.length === areaHeadings.length) throw this.#refuse(row, 2, "no metric column follows the three area columns.");
    this.#width = row.cells.length;
    this.#header.push(row);
  }

  #takeHeader(row: Row): boolean {
    if (this.#headings === reducedHeadings) {
      if (wordForm(row.cells[0] ?? "") !== "area") return false;
      // Two downloads pasted together repeat the header. If it differs, the values below belong to other periods.
      if (this.#shape || this.#header.length === 2) {
        if (this.#header.some(({ cells }) => cells.every((cell, index) => cell === row.cells[index]))) return true;
        throw this.#refuse(row, 0, "a second header differs from the first; keep one download in each file.");
      }
    } else {
      if (this.#shape || !beginsWith(row, areaHeadings)) return false;
      if (this.#header.length === headerRows.length) throw this.#refuse(row, 0, "a seventh header row; an export has six.");
    }
    this.#readable(row);
    this.#header.push(row);
    return true;
  }

  #shapeBefore(row: Row): Shape {
    const [first, second] = this.#header;
    this.#headerComplete = true;
    if (this.#headings === reducedHeadings) return this.#reduced();
    if (this.#header.length === headerRows.length) return this.#full();
    // Programs find the columns of the reduced form by name, so both orders are accepted.
    if (first && (!second || (this.#header.length === 2 && holdsPeriodIds(second)))) return this.#reduced();
    const expected = headerRows[this.#header.length];
    throw new ExportRefused(
      row.line,
      1 + areaHeadings.findIndex((heading, index) => wordForm(row.cells[index] ?? "") !== heading),
      `only ${this.#header.length} of the six header rows stand here (${headerRows.join(", ")}), each beginning ` +
        `"area label", "area long label", "area"; this line should be the row of the ${expected}, or a row above it is missing.`,
    );
  }

  #full(): Shape {
    const cell = (row: number, index: number, pattern: RegExp, sentence: string): string => {
      const source = this.#header[row];
      const text = isLabel(row) ? (source?.cells[index] ?? "") : tidy(source?.cells[index] ?? "");
      if (source && !pattern.test(text)) {
        const fault = text.trim() === "" ? "the cell is blank" : `${quoted(text)} does not belong here`;
        throw this.#refuse(source, index, `${fault}; header row ${row + 1} of six holds ${sentence}.`);
      }
      return text;
    };
    const columns: Column[] = [];
    const seen = new Map<string, number>();
    for (let index = areaHeadings.length; index < this.#width; index++) {
      const column: Column = {
        label: cell(0, index, /\S/, "the metric's label"),
        metric: cell(1, index, metricId, 'the metric\'s id, a number such as "3404"'),
        // "raw" is by far the most common value type and no unit: the two rows were swapped.
        unit: cell(2, index, /^(?!raw$)\s*\S/, "the unit"),
        valueType: cell(3, index, valueTypeId, 'the value type, such as "raw"'),
        period: {
          label: this.#periodLabel(4, index, cell(4, index, /\S/, "the period's label")),
          id: cell(5, index, periodId, 'the period\'s id, such as "fin_2021_22"'),
        },
        values: [],
        marks: new Set(),
      };
      const key = `${column.metric} ${column.valueType} ${column.period.id}`;
      this.#onlyOnce(seen, key, index, `metric ${column.metric} (${excerpt(column.valueType)})`);
      columns.push(column);
    }
    return { form: "full", columns };
  }

  #reduced(): Shape {
    const [labels, second] = this.#header;
    if (!labels) return { form: "reduced", columns: [] };
    for (let index = areaHeadings.length; index < this.#width; index++) this.#periodLabel(0, index, labels.cells[index] ?? "");
    const { metric, label = metric, unit = "", valueType = "raw" } = this.#options;
    if (metric === undefined || label === undefined) {
      throw new ExportRefused(
        labels.line,
        1,
        "this is the reduced form, which does not name its metric: give the option metric (the LG Inform id, such as " +
          '"3404"), or export again with the six header rows.',
      );
    }
    if (!metricId.test(metric)) {
      throw new ExportRefused(
        labels.line,
        1,
        `the option metric is ${quoted(metric)}; give the LG Inform id, a number such as "3404".`,
      );
    }
    const ids = second && holdsPeriodIds(second) ? second.cells : labels.cells;
    const columns: Column[] = [];
    const seen = new Map<string, number>();
    for (let index = areaHeadings.length; index < this.#width; index++) {
      // A row with only some ids is damaged: by its labels the series would be stored under other periods.
      if (second && ids === labels.cells && periodId.test(second.cells[index] ?? "")) throw this.#damagedIds(second);
      const period = { id: tidy(ids[index] ?? ""), label: labels.cells[index] ?? "" };
      if (period.label.trim() === "") throw this.#refuse(labels, index, "the cell is blank; it holds the period's label.");
      this.#onlyOnce(seen, period.id, index, `metric ${metric}`);
      columns.push({ metric, label, unit, valueType, period, values: [], marks: new Set() });
    }
    return { form: "reduced", columns };
  }

  /** A period's label, unless a spreadsheet has turned it into a date. */
  #periodLabel(row: number, index: number, label: string): string {
    const source = this.#header[row];
    if (source && isDate(label))
      throw this.#refuse(
        source,
        index,
        `${quoted(label)} looks like a date that a spreadsheet has made of a period, such as 2011/12. Export the file again and import it ` +
          "without opening it in a spreadsheet, or format the row as text before the periods are typed in.",
      );
    return label;
  }

  #damagedIds(row: Row): ExportRefused {
    const index = row.cells.findIndex((cell, at) => at >= areaHeadings.length && !periodId.test(cell));
    return new ExportRefused(
      row.line,
      index + 1,
      `${quoted(row.cells[index] ?? "")} is not a period's id, as others in this row are.`,
    );
  }

  #onlyOnce(seen: Map<string, number>, key: string, index: number, what: string): void {
    const earlier = seen.get(key);
    const row = this.#header.at(-1);
    if (earlier !== undefined && row) {
      throw this.#refuse(row, index, `${what} already has this period in column ${earlier + 1}; remove one of the two.`);
    }
    seen.set(key, index);
  }

  #takeArea(row: Row, columns: readonly Column[]): void {
    const labelAt = this.#headings.indexOf("area label");
    const codeAt = this.#headings.indexOf("area");
    for (let index = 0; index < areaHeadings.length; index++) this.#readableCell(row, index);
    const area = tidy(row.cells[codeAt] ?? "");
    const areaLabel = row.cells[labelAt] ?? "";
    if (!areaCode.test(area)) {
      throw this.#refuse(
        row,
        codeAt,
        `${quoted(area)} is not an area code: a capital letter and eight digits, such as "E09000022". Remove rows of totals and notes.`,
      );
    }
    if (areaLabel.trim() === "") throw this.#refuse(row, labelAt, `the label of area ${area} is blank.`);
    const earlier = this.#lineOfArea.get(area);
    if (earlier !== undefined)
      throw this.#refuse(row, codeAt, `area ${area} is already on line ${earlier}; remove one of the two.`);
    this.#lineOfArea.set(area, row.line);
    let index = areaHeadings.length;
    for (const column of columns) column.values.push({ area, areaLabel, value: this.#value(row, index++, column) });
  }

  #value(row: Row, index: number, { unit, marks }: Column): number | null {
    const cell = tidy(row.cells[index] ?? "").replace(/^\u2212/, "-");
    // LG Inform's mark for "no value".
    if (cell === "" || cell === "null") return null;
    if (notAvailable.has(cell.toLowerCase())) {
      marks.add(cell);
      return null;
    }
    if (this.#delimiter === ";" && cell.includes(","))
      throw this.#refuse(
        row,
        index,
        `${quoted(cell)} can be read in two ways, as the file is separated by semicolons: the comma may stand before decimals or between ` +
          "thousands. Save the file again with commas between its cells.",
      );
    if (/^-?\d(?:\.\d+)?E[+-]?\d+$/i.test(cell))
      throw this.#refuse(
        row,
        index,
        `${quoted(cell)} was shortened by a spreadsheet, and digits of it may be lost. It is not a number such as 470,756: format the ` +
          "column as numbers and save the file again.",
      );
    const text = percentUnit.test(unit) ? cell.replace(/ ?%$/, "") : cell;
    if (text.length > maximumCellLength || !decimal.test(text)) {
      this.#readableCell(row, index);
      throw this.#refuse(
        row,
        index,
        `${quoted(text)} is not a number such as 470,756 or -3.25; leave it empty where there is no value.`,
      );
    }
    const digits = text.includes(",") ? text.replaceAll(",", "") : text;
    if (longWhole.test(digits)) throw this.#refuse(row, index, `${quoted(text)} has more digits than can be kept exactly.`);
    return Number(digits) + 0; // "-0.00" is zero
  }

  #readable(row: Row): void {
    for (let index = 0; index < row.cells.length; index++) this.#readableCell(row, index);
  }

  #readableCell(row: Row, index: number): void {
    const text = row.cells[index] ?? "";
    if (text.length <= maximumCellLength && !isUnprintable.test(text) && !holdsLostLetters(text)) return;
    if (/[\r\n]/.test(text)) throw this.#refuse(row, index, "the cell runs on to the next line; look for a missing quote here.");
    if (text.length > maximumCellLength) {
      throw this.#refuse(row, index, `the cell holds ${text.length} characters; no cell of an export has more than 1,000.`);
    }
    if (holdsLostLetters(text)) throw this.#refuse(row, index, LETTERS_LOST);
    throw this.#refuse(row, index, "the cell holds a control character; export the file again.");
  }

  #ragged(row: Row): ExportRefused {
    this.#readable(row); // an unclosed quote also changes the number of cells, and is the fault to repair
    const has = `this row has ${row.cells.length} cells where line ${this.#header[0]?.line} has ${this.#width}`;
    return row.cells.length < this.#width
      ? this.#refuse(row, row.cells.length, `${has}; the cell here is missing.`)
      : this.#refuse(row, this.#width, `${has}; look for a comma too many, or a value with commas that is not quoted.`);
  }
}

const beginsWith = (row: Row, headings: readonly string[]): boolean =>
  headings.every((heading, index) => wordForm(row.cells[index] ?? "") === heading);

/** Whether only the first cell has text: a source or a footnote. */
const isNote = ({ cells }: Row): boolean => cells.every((cell, index) => isFilled(cell) === (index === 0));

/** Header rows whose cells are not changed. */
const isLabel = (row: number): boolean => row === 0 || row === 2 || row === 4;

const holdsPeriodIds = (row: Row): boolean => row.cells.slice(areaHeadings.length).every((cell) => periodId.test(cell));

const quoted = (text: string): string => `"${excerpt(text)}"`;
