// Support from a region's spreadsheet, saved as CSV: a row an offer, under column names that people write. Each row goes to the hub as
// `offerSupport`, and so under its policy and rules; the council answers in the hub.
import { parse as parseCsv } from "csv-parse/sync";
import { enumName } from "../graphql/enums.ts";
import { CAUSE_LABELS } from "../reference/causes.ts";
import { STRAND_LABELS } from "../reference/strands.ts";
import { SUPPORT_KIND_LABELS } from "../reference/support-kinds.ts";
import { parse } from "../services/input.ts";
import { supportCommands } from "../services/support/decide.ts";
import { decodeText, NotText } from "../text/decode.ts";
import { repeatOf } from "./json-lines.ts";
import { keyOfCommand, keyOfText } from "./keys.ts";
import { type Imported, ImportRefused, type LineOutcome, outcomeOfOne, type Report, refusedLine, type Send } from "./outcome.ts";

/** What a column is called, and the field that it fills. */
const COLUMNS = {
  council: "council",
  strand: "strand",
  kind: "kind",
  provider: "provider",
  causes: "causes",
  aim: "aim",
  lead: "lead",
  "offered to": "offeredTo",
  "told name": "toldName",
  channel: "channel",
  "offered on": "offeredOn",
  from: "from",
  until: "until",
  "answer by": "answerBy",
} as const;

type Row = { readonly record: readonly string[]; readonly info: { readonly lines: number } };

/** Imports every row from a line on, one after the other. Throws ImportRefused when the bytes are not such a spreadsheet. */
export async function importSupport(send: Send, bytes: Buffer, fromLine: number): Promise<Report> {
  const [head, ...rows] = rowsOf(bytes);
  const names = head?.record.map((name) => name.trim().toLowerCase()) ?? [];
  const missing = Object.keys(COLUMNS).filter((name) => !names.includes(name));
  if (missing.length > 0) throw new ImportRefused(`These columns are missing: ${missing.join(", ")}.`);

  const imported: Imported[] = [];
  const firstOf = new Map<string, { readonly line: number; readonly outcome: LineOutcome }>();
  for (const { record, info } of rows) {
    const line = info.lines;
    if (line < fromLine || record.every((cell) => cell.trim() === "")) continue;
    const cells = Object.fromEntries(Object.entries(COLUMNS).map(([name, field]) => [field, record[names.indexOf(name)] ?? ""]));
    const offer = offerIn(cells);
    try {
      imported.push({ name: `line ${line}`, line, outcome: await importOffer(send, line, offer, firstOf) });
    } catch (error) {
      return { imported, stopped: { line, why: error instanceof Error ? error.message : "The import stopped." } };
    }
  }
  return { imported };
}

type Offer = ReturnType<typeof offerIn>;

/** A row offers its support once, however often it comes. */
async function importOffer(
  send: Send,
  line: number,
  offer: Offer,
  firstOf: Map<string, { readonly line: number; readonly outcome: LineOutcome }>,
): Promise<LineOutcome> {
  if (offer.kind === "refused") return refusedLine(offer);
  const { input } = offer;
  const idempotencyKey = keyOfCommand("offerSupport", input);
  const first = firstOf.get(idempotencyKey);
  if (first) return repeatOf(first.line, first.outcome);
  const answer = await send("offerSupport", {
    ...input,
    idempotencyKey,
    // An earlier release made it so.
    formerIdempotencyKeys: [keyOfText(JSON.stringify(input))],
    ...{ strand: enumName(input.strand), kind: enumName(input.kind), causes: input.causes.map(enumName) },
    ...{ offeredTo: enumName(input.offeredTo), channel: enumName(input.channel) },
  });
  const outcome = outcomeOfOne(answer);
  firstOf.set(idempotencyKey, { line, outcome });
  return outcome;
}

function offerIn(cells: Readonly<Record<string, string>>) {
  const { strand = "", kind = "", causes = "", offeredTo = "", channel = "", ...rest } = cells;
  return parse(supportCommands.offerSupport, {
    ...Object.fromEntries(
      Object.entries(rest).map(([field, cell]) => [field, DATES.includes(field) ? dateIn(cell) : cell.trim()]),
    ),
    strand: wordIn(strand, STRAND_LABELS),
    kind: wordIn(kind, SUPPORT_KIND_LABELS),
    causes: causes
      .split(";")
      .filter((cause) => cause.trim() !== "")
      .map((cause) => wordIn(cause, CAUSE_LABELS)),
    offeredTo: wordIn(offeredTo),
    channel: wordIn(channel),
  });
}

const DATES: readonly string[] = ["offeredOn", "from", "until", "answerBy"];

/** As England writes dates, 31/03/2026, or as computers do. Anything else is left as it is, and refused by the field's name. */
function dateIn(cell: string): string {
  const [, day, month, year] = cell.trim().match(/^(\d{1,2})\/(\d{1,2})\/(\d{4})$/) ?? [];
  return year && month && day ? `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}` : cell.trim();
}

/** The domain's own word, written as it is, in capitals, with spaces for hyphens, or by its label. */
function wordIn(cell: string, labels: Readonly<Record<string, string>> = {}): string {
  const written = cell.trim().toLowerCase();
  const labelled = Object.entries(labels).find(([, label]) => label.toLowerCase() === written);
  return labelled?.[0] ?? written.replaceAll(/[\s_]+/g, "-").replace("'", "");
}

function rowsOf(bytes: Buffer): readonly Row[] {
  try {
    return parseCsv(decodeText(bytes), {
      bom: true,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
    }) as unknown as Row[];
  } catch (error) {
    if (error instanceof NotText) throw new ImportRefused(`Line ${error.line}: ${error.message}`);
    throw new ImportRefused('This is not a CSV file that can be read. Save it as "CSV UTF-8".');
  }
}
