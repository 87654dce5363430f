// Writes a ledger as one self-contained page for printing: first a summary, then every row with all its columns.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { GraphQLSchema } from "graphql";
import { dateInWords } from "../text/dates-in-words.ts";
import { momentInWords, sentence, type Words, wordsOf } from "./field-words.ts";
import { type Element, element, markup } from "./html.ts";
import type { LedgerDocument } from "./ledger-document.ts";
import { COLUMNS, type Column, type LedgerRow } from "./ledger-row.ts";
import { ledgerRows } from "./ledger-rows.ts";
import { type Naming, namesForReading } from "./naming.ts";

const STYLE = readFileSync(join(import.meta.dirname, "ledger.css"), "utf8");
const STYLE_HASH = createHash("sha256").update(STYLE).digest("base64");
/** The page may use only its own style: no scripts, no requests, no forms and no frames. */
const POLICY = `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; base-uri 'none'; form-action 'none'`;
export const PAGE_POLICY = `${POLICY}; frame-ancestors 'none'; sandbox`;

type Rows = readonly LedgerRow[];
/** Column -> its heading. */
type Heads = Readonly<Partial<Record<Column, string>>>;
const TOTALS: Heads = { what: "Type", text: "Number" };
const CONCERNS: Heads = { concern: "Concern", strand: "Strand", cause: "Cause", text: "State" };
const TERMS: Heads = { parts: "Parts", purpose: "Purpose", until: "Last day", conditions: "The council's conditions" };
const SHARES: Heads = { to: "Body", concern: "Concern", ...TERMS };
const READERS: Heads = { by: "People", "role or body": "Role", text: "Information" };
const PERSON: Heads = { by: "Person", "role or body": "Role" };
const OPENINGS: Heads = { ...PERSON, text: "Times read", number: "Times changed", when: "Last time" };
const PERMITTED: Heads = { parts: "Information", "permitted by": "Permitted by", "policy version": "Policy version" };
const DISCLOSURES: Heads = { when: "When", about: "About", number: "Version", ...PERSON, what: "How", ...PERMITTED };
const POLICIES: Heads = { what: "Policy", text: "What it says", id: "Reference", "policy version": "Versions of the policy" };
const NAMED: Heads = { what: "Name", id: "Reference" };
/** Of columns whose words people wrote: such a word may be longer than a line. */
const WRITTEN: readonly Column[] = ["text", "conditions", "id"];

export function page(schema: GraphQLSchema, ledger: LedgerDocument): string {
  const title = `The ledger of ${ledger.council.name}`;
  const naming = namesForReading(ledger);
  const words = wordsOf(schema, ledger, naming);
  const rows = ledgerRows(ledger, words).map((row) => inWords(row, words, naming));
  const of = (record: string) => rows.filter((row) => row.record === record);
  const council = of("about the council").map((row) => card(row, 3));
  const records = ["concern", "share", "reader", "event", "part of a concern"].flatMap(of);
  const concerns = [...Map.groupBy(records, ({ concern }) => concern).values()];
  const main = element(
    "main",
    element("h1", title),
    ...summary(ledger, of),
    ...concerns.map(concernSection),
    section("Who opened it, and when", table("Every disclosure, oldest first", DISCLOSURES, of("disclosure"))),
    ...(ledger.ofCouncil ? [section("Other information about the council", ...council)] : []),
    section("What the policies say", table("Policies that permit what is in this ledger", POLICIES, of("policy"))),
    section(
      "Names and references",
      element("p", "Files for programs, and the hub itself, know people, bodies and councils by these references."),
      table(
        "By name",
        NAMED,
        naming.named.map(({ id, name }) => ({ what: name, id })),
      ),
    ),
  );
  return `<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${markup(title)}</title>
<style>${STYLE}</style>
</head>
<body>
${markup(main)}</body>
</html>
`;
}

/** Formats a row for people; CSV has dates and ids for programs. */
const inWords = (row: LedgerRow, words: Words, naming: Naming): LedgerRow => ({
  ...row,
  ...(row.record === "policy" && { what: sentence(naming.policy(row.id ?? "")) }),
  ...(row.when && { when: momentInWords(row.when) }),
  ...(row.until && { until: dateInWords(row.until) }),
  ...(row.concern && { concern: words.concern(row.concern) }),
});

function summary(
  { council, at, isOfThePast, policyVersion, scope }: LedgerDocument,
  of: (record: string) => Rows,
): readonly Element[] {
  const readers = byPerson(of("reader"), (all) => ({ text: all.map(({ concern, parts }) => `${concern}: ${parts}`).join(". ") }));
  const openings = byPerson(of("disclosure"), (all) => {
    const changes = all.filter(({ isChange }) => isChange).length;
    return { text: String(all.length - changes), number: String(changes), when: all.at(-1)?.when ?? "" };
  });
  const live = of("share").filter(({ isLive }) => isLive);
  const [canSee, haveAccess] = isOfThePast
    ? ["could see this information then", "had access then"]
    : ["can see this information now", "have access now"];
  return [
    element('p class="marking"', "In confidence. Do not pass it on."),
    element("p", `${council.name} on ${momentInWords(at)}. Version of the policy in force: ${policyVersion}.`),
    ...scope.map((text) => element("p", text)),
    element("p", "Empty entries are left out. Withheld parts of a concern are named."),
    table(`Who ${canSee}`, READERS, readers),
    element("h2", "Summary"),
    table("Number of records", TOTALS, of("total")),
    table("Concerns", CONCERNS, of("concern")),
    table(`Bodies that ${haveAccess}`, SHARES, live),
    table("Who opened it", OPENINGS, openings),
    element("p", 'People outside the council are listed first. "Changed" means they added or changed something.'),
    element("p", "If a person views the same version again within an hour, it counts once."),
  ];
}

/** A row for each person in each of their roles, people outside the council first. */
const byPerson = (rows: Rows, cells: (all: Rows) => LedgerRow): Rows =>
  [...Map.groupBy(rows, (row) => JSON.stringify([row.by, row["role or body"]])).values()]
    .map((all) => ({ ...all[0], ...cells(all) }))
    .toSorted((a, b) => Number(a.isOfCouncil) - Number(b.isOfCouncil));

function concernSection([concern = {}, ...rows]: Rows): Element {
  const readers = rows.filter(({ record }) => record === "reader");
  return element(
    'section class="concern"',
    element("h2", `${concern.concern}: ${concern.strand}, ${concern.cause}`),
    card(concern, 3),
    table("Who can see it", READERS, readers),
    ...rows.filter((row) => !readers.includes(row)).map((row) => card(row, 3)),
  );
}

const section = (heading: string, ...contents: readonly Element[]): Element =>
  element('section class="after"', element("h2", heading), ...contents);

/** Writes a whole row: a heading, and a line for each other column. */
function card(row: LedgerRow, level: number): Element {
  const { record, concern, number, what, ...rest } = row;
  const lines = COLUMNS.filter((column) => column in rest && row[column]).map((column) =>
    element("div", element("dt", column === "id" ? "Reference" : sentence(column)), element("dd", row[column] ?? "")),
  );
  return element(
    'section class="item"',
    element(`h${level}`, [number, what].filter(Boolean).join(". ")),
    element("dl", ...lines),
  );
}

function table(caption: string, heads: Heads, rows: Rows): Element {
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
  return WRITTEN.includes(column) ? 'td class="written"' : "td";
};
