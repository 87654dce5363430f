// The parts of the printed page of a ledger: rows as tables and as cards, below headings.
import { sentence } from "./field-words.ts";
import { type Element, element } from "./html.ts";
import { COLUMNS, type Column, type LedgerRow } from "./ledger-row.ts";

export type Rows = readonly LedgerRow[];
/** Column -> its heading. */
export type Heads = Readonly<Partial<Record<Column, string>>>;

/** Columns with words that may be longer than a line: what people wrote, and references. */
const LONG_WORDS: readonly Column[] = ["text", "conditions", "id", "previous fingerprint"];
/** Columns that prove a row and say nothing of its contents. They are in tables of their own. */
const OF_PROOF: readonly Column[] = ["permitted by", "policy version", "previous fingerprint"];

/** What a card calls its columns, where their names in CSV are not what a reader would say. */
const LABELS: Heads = {
  by: "Who",
  "role or body": "In which role",
  to: "With whom",
  parts: "What is shared",
  until: "Last day",
  text: "What was recorded",
  "words at the time": "What was said then",
  about: "About",
  id: "Reference",
};

export const section = (heading: string, ...contents: readonly Element[]): Element =>
  element('section class="after"', element("h2", heading), ...contents);

/** Writes what a row says: a heading, and a line for each other column. */
export function card(row: LedgerRow, level: number): Element {
  const { record, concern, number, what, ...rest } = row;
  const lines = COLUMNS.filter((column) => column in rest && row[column] && !OF_PROOF.includes(column)).map((column) =>
    element("div", element("dt", LABELS[column] ?? sentence(column)), element("dd", row[column] ?? "")),
  );
  return element(
    'section class="item"',
    element(`h${level}`, [number, what].filter(Boolean).join(". ")),
    element("dl", ...lines),
  );
}

export function table(caption: string, heads: Heads, rows: Rows): Element {
  if (rows.length === 0) return element("p", element("strong", `${caption}:`), " none.");
  const head = element("tr", ...Object.values(heads).map((text) => element('th scope="col"', text)));
  const body = rows.map((row) => {
    const columns = Object.keys(heads) as readonly Column[];
    return element("tr", ...columns.map((column, index) => element(cellTag(column, index), row[column] ?? "")));
  });
  return element("table", element("caption", caption), element("thead", head), element("tbody", ...body));
}

const cellTag = (column: Column, index: number): string => {
  if (index === 0) return 'th scope="row"';
  return LONG_WORDS.includes(column) ? 'td class="written"' : "td";
};
