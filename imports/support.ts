// Imports offers of support from a region's spreadsheet, saved as CSV: one for each row, with headings that people write. Each is sent as `offerSupport`, under
// the hub's policy and rules; the council answers in the hub.

import { BODIES } from "../reference/bodies.ts";
import { CAUSE_LABELS, CAUSES } from "../reference/causes.ts";
import { CHANNELS, COUNCIL_OFFICES } from "../reference/concern-terms.ts";
import { STRAND_LABELS, STRANDS } from "../reference/strands.ts";
import { LGA, SUPPORT_KIND_LABELS, SUPPORT_KINDS } from "../reference/support-kinds.ts";
import { parse } from "../services/input.ts";
import { refuse } from "../services/refusals.ts";
import { supportCommands } from "../services/support/commands.ts";
import { faultIn } from "../text/decode.ts";
import { enumName } from "../text/enum-name.ts";
import { codesAsWritten, currentCode } from "./councils.ts";
import { repeatOf } from "./json-lines.ts";
import { keyOfCommand, keyOfText } from "./keys.ts";
import {
  type Imported,
  ImportRefused,
  type LineOutcome,
  outcomeOfOne,
  type Report,
  refusedLine,
  type Send,
  whyStopped,
} from "./outcome.ts";
import { readSheet, type SheetRow } from "./sheet.ts";
import { tidy, wordForm, wordIn } from "./words.ts";

type Field = keyof typeof supportCommands.offerSupport.input.shape;
const FIELDS = Object.keys(supportCommands.offerSupport.input.shape) as Field[];
/** Fields whose column a spreadsheet need not have. */
const OPTIONAL: readonly Field[] = ["shownTo"];
/** The heading of a field's column: `offered to` for `offeredTo`. */
const headingOf = (field: Field): string => field.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

/** Imports every row from a line on, one after the other. Throws ImportRefused when the bytes are not such a spreadsheet. */
export async function importSupport(send: Send, bytes: Buffer, fromLine: number): Promise<Report> {
  const { columns, rows, width } = offersIn(bytes);
  const imported: Imported[] = [];
  const firstOf = new Map<string, { readonly line: number; readonly outcome: LineOutcome }>();
  for (const { lastLine: line, cells } of rows) {
    if (line < fromLine) continue;
    const offer = cells.length > width ? surplus(cells.length, width) : offerIn((field) => cells[columns[field]] ?? "");
    try {
      imported.push({ name: `line ${line}`, line, outcome: await importOffer(send, line, offer, firstOf) });
    } catch (error) {
      return { imported, stopped: { line, why: whyStopped(error) } };
    }
  }
  return { imported };
}

type Columns = Readonly<Record<Field, number>>;

/** A separator within an unquoted text adds a cell, and moves the following ones. */
const surplus = (has: number, width: number) =>
  refuse(
    "INVALID_INPUT",
    undefined,
    `This row has ${has} cells where the heading has ${width}. Put quotes around a text that holds what separates the cells.`,
  );

function offersIn(bytes: Buffer): { readonly columns: Columns; readonly rows: readonly SheetRow[]; readonly width: number } {
  const { rows, fault } = readSheet(bytes);
  if (fault)
    throw new ImportRefused(
      `This is not a CSV file that can be read. Line ${fault.line}, column ${fault.column}: ${fault.sentence}`,
    );
  for (const { line, cells } of rows) {
    const notText = faultIn(cells.join(" "));
    if (notText) throw new ImportRefused(`Line ${line}: ${notText.sentence}`);
  }
  const [head, ...offers] = rows;
  const headings = (head?.cells ?? []).map(wordForm);
  const expected = FIELDS.map(headingOf);
  for (const name of expected) {
    const first = headings.indexOf(name);
    const second = headings.indexOf(name, first + 1);
    if (first >= 0 && second >= 0)
      throw new ImportRefused(
        `Line ${head?.line}: the heading "${name}" is there twice, in columns ${first + 1} and ${second + 1}. Remove one of the two.`,
      );
  }
  const missing = FIELDS.filter((field) => !OPTIONAL.includes(field) && !headings.includes(headingOf(field))).map(headingOf);
  if (missing.length > 0) throw new ImportRefused(`These columns are missing: ${missing.join(", ")}.`);
  const columns = Object.fromEntries(FIELDS.map((field) => [field, headings.indexOf(headingOf(field))])) as Columns;
  return { columns, rows: offers, width: headings.length };
}

type Offer = ReturnType<typeof offerIn>;

/** A row offers its support once, even if it occurs several times. */
async function importOffer(
  send: Send,
  line: number,
  offer: Offer,
  firstOf: Map<string, { readonly line: number; readonly outcome: LineOutcome }>,
): Promise<LineOutcome> {
  if (offer.kind === "refused") return refusedLine(offer);
  const { input, formerIdempotencyKeys } = offer;
  const idempotencyKey = keyOfCommand("offerSupport", input);
  const first = firstOf.get(idempotencyKey);
  if (first) return repeatOf(first.line, first.outcome);
  const answer = await send("offerSupport", {
    ...input,
    idempotencyKey,
    formerIdempotencyKeys,
    strand: enumName(input.strand),
    kind: enumName(input.kind),
    causes: input.causes.map(enumName),
    offeredTo: enumName(input.offeredTo),
    channel: enumName(input.channel),
  });
  const outcome = outcomeOfOne(answer);
  firstOf.set(idempotencyKey, { line, outcome });
  return outcome;
}

function offerIn(cell: (field: Field) => string) {
  const days: Record<string, string> = {};
  for (const field of ["offeredOn", "from", "until", "answerBy"] as const) {
    const day = dayIn(cell(field));
    if (day === undefined) return refuse("INVALID_INPUT", field, `${field}: "${tidy(cell(field)).slice(0, 40)}" ${NO_DAY}`);
    days[field] = day;
  }
  const code = tidy(cell("council")).toUpperCase();
  const causes = causesIn(cell("causes"));
  const shownTo = [...new Set(bodiesIn(cell("shownTo")))].sort();
  const texts = { aim: cell("aim"), lead: cell("lead"), toldName: cell("toldName") };
  const parsed = parse(supportCommands.offerSupport.input, {
    council: currentCode(code),
    provider: wordIn(cell("provider"), [...BODIES.keys(), LGA], BODY_NAMES),
    ...texts,
    strand: wordIn(cell("strand"), STRANDS, STRAND_LABELS),
    kind: wordIn(cell("kind"), SUPPORT_KINDS, SUPPORT_KIND_LABELS),
    // The order and repetition of causes do not make another offer.
    causes: [...new Set(causes)].sort(),
    offeredTo: wordIn(cell("offeredTo"), COUNCIL_OFFICES),
    channel: wordIn(cell("channel"), CHANNELS),
    ...days,
    // A row without any has the key that it had before there was such a column.
    ...(shownTo.length > 0 && { shownTo }),
  });
  if (parsed.kind === "refused") return parsed;
  // An earlier release derived its key from the causes and the code in the file, and from texts that were only trimmed.
  const trimmed = Object.fromEntries(Object.entries(texts).map(([field, text]) => [field, text.trim()]));
  const former = { ...parsed.input, ...trimmed, causes };
  return {
    ...parsed,
    formerIdempotencyKeys: codesAsWritten(code).map((council) => keyOfText(JSON.stringify({ ...former, council }))),
  };
}

const BODY_NAMES = Object.fromEntries([...BODIES].map(([id, { name }]) => [id, name]));

/** Splits a cell at semicolons, slashes or lines. */
const wordsIn = (cell: string): readonly string[] => cell.split(/[;|/\r\n]/).filter((part) => tidy(part) !== "");

const bodiesIn = (cell: string): readonly string[] => wordsIn(cell).map((part) => wordIn(part, [...BODIES.keys()], BODY_NAMES));

/** One or more labels; a label may contain commas. */
function causesIn(cell: string): readonly string[] {
  const parts = wordsIn(cell);
  const known = (part: string) => (CAUSES as readonly string[]).includes(wordIn(part, CAUSES, CAUSE_LABELS));
  return parts
    .flatMap((part) => (known(part) ? [part] : part.split(",").filter((word) => tidy(word) !== "")))
    .map((part) => wordIn(part, CAUSES, CAUSE_LABELS));
}

const NO_DAY = "is not a day that can be read for certain. Write it as 31/03/2027 or 2027-03-31.";
const MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split(" ");

/** Converts 31/03/2026, 31 March 2026 or 2026-03-31 to an ISO date. Undefined if the text is ambiguous or no date. An empty cell stays empty. */
function dayIn(cell: string): string | undefined {
  const text = tidy(cell).replace(/[ T]00:00(?::00(?:\.0+)?)?$/, "");
  if (text === "" || /^\d{4}-\d{2}-\d{2}$/.test(text)) return text;
  const [, day, month, year] = text.match(/^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/) ?? [];
  if (day && month && year) return iso(year, month, day);
  const [, date, name, inYear] = text.match(/^(\d{1,2})(?:st|nd|rd|th)?[- ]([a-z]+)[- ,]+(\d{4})$/i) ?? [];
  const index = MONTHS.indexOf(name?.slice(0, 3).toLowerCase() ?? "");
  return date && inYear && index >= 0 ? iso(inYear, `${index + 1}`, date) : undefined;
}

function iso(year: string, month: string, day: string): string | undefined {
  const written = `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  const date = new Date(`${written}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(written) ? written : undefined;
}
