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
import { type Client, CommandFailed } from "./client.ts";
import { keyOfText, type Refused, type Report } from "./import-lines.ts";
import { readFile } from "./read-file.ts";
import { send } from "./send.ts";

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

/** Imports every row, one after the other. Throws CommandFailed when the file is not such a spreadsheet. */
export async function importSupport(client: Client, file: string, fromLine: number): Promise<Report> {
  const [head, ...rows] = await rowsOf(file);
  const names = head?.record.map((name) => name.trim().toLowerCase()) ?? [];
  const missing = Object.keys(COLUMNS).filter((name) => !names.includes(name));
  if (missing.length > 0) throw new CommandFailed(`${file}: these columns are missing: ${missing.join(", ")}.`);

  const refused: Refused[] = [];
  let lines = 0;
  for (const { record, info } of rows) {
    if (info.lines < fromLine || record.every((cell) => cell.trim() === "")) continue;
    lines += 1;
    const cells = Object.fromEntries(Object.entries(COLUMNS).map(([name, field]) => [field, record[names.indexOf(name)] ?? ""]));
    try {
      const why = await importRow(client, cells);
      if (why) refused.push({ line: info.lines, ...why });
    } catch (error) {
      if (!(error instanceof CommandFailed)) throw error;
      return { lines, refused, stopped: { line: info.lines, why: error.message } };
    }
  }
  return { lines, refused };
}

async function importRow(client: Client, cells: Readonly<Record<string, string>>): Promise<Omit<Refused, "line"> | undefined> {
  const { strand = "", kind = "", causes = "", offeredTo = "", channel = "", ...rest } = cells;
  const parsed = parse(supportCommands.offerSupport, {
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
  if (parsed.kind === "refused") return parsed;
  const { input } = parsed;
  return send(client, "offerSupport", {
    ...input,
    idempotencyKey: keyOfText(JSON.stringify(input)),
    ...{ strand: enumName(input.strand), kind: enumName(input.kind), causes: input.causes.map(enumName) },
    ...{ offeredTo: enumName(input.offeredTo), channel: enumName(input.channel) },
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

async function rowsOf(file: string): Promise<readonly Row[]> {
  const bytes = await readFile(file);
  try {
    return parseCsv(decodeText(bytes), {
      bom: true,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
    }) as unknown as Row[];
  } catch (error) {
    if (error instanceof NotText) throw new CommandFailed(`${file}, line ${error.line}: ${error.message}`);
    throw new CommandFailed(`${file}: this is not a CSV file that can be read. Save it as "CSV UTF-8".`);
  }
}
