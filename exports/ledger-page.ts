// Writes a ledger as one self-contained page for printing: first a summary, then what each row says, then what proves it.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { GraphQLSchema } from "graphql";
import { dateInWords } from "../text/dates-in-words.ts";
import { concernSection, proofOf, READER_HEADS } from "./concern-section.ts";
import { momentInWords, sentence, type Words, wordsOf } from "./field-words.ts";
import { type Element, element, markup, markupInPieces } from "./html.ts";
import type { LedgerDocument } from "./ledger-document.ts";
import type { LedgerRow } from "./ledger-row.ts";
import { ledgerRows } from "./ledger-rows.ts";
import { type Naming, namedIn, namesForReading } from "./naming.ts";
import { card, type Heads, type Rows, section, table } from "./page-parts.ts";
import { mapInSteps, type Pieces } from "./pieces.ts";

const STYLE = readFileSync(join(import.meta.dirname, "ledger.css"), "utf8");
const STYLE_HASH = createHash("sha256").update(STYLE).digest("base64");
/** The page may use only its own style: no scripts, no requests, no forms and no frames. */
const POLICY = `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; base-uri 'none'; form-action 'none'`;
export const PAGE_POLICY = `${POLICY}; frame-ancestors 'none'; sandbox`;

const TOTALS: Heads = { what: "Type", text: "Number" };
const CONCERNS: Heads = { concern: "Concern", strand: "Strand", cause: "Cause", text: "State" };
const TERMS: Heads = { parts: "Parts", purpose: "Purpose", until: "Last day", conditions: "The council's conditions" };
const SHARES: Heads = { to: "Body", concern: "Concern", ...TERMS };
const PERSON: Heads = { by: "Person", "role or body": "Role" };
const OPENINGS: Heads = { ...PERSON, text: "Times read", number: "Times changed", when: "Last time" };
const PERMITTED: Heads = { parts: "Information", "permitted by": "Permitted by", "policy version": "Policy version" };
const DISCLOSURES: Heads = { when: "When", about: "About", number: "Version", ...PERSON, what: "How", ...PERMITTED };
const POLICIES: Heads = { what: "Policy", text: "What it says", id: "Reference", "policy version": "Versions of the policy" };
const NAMED: Heads = { what: "Name", id: "Reference" };

/** Tables are in sections of the main element: each of their rows is a piece. */
const LEVELS = 4;

export function* page(schema: GraphQLSchema, ledger: LedgerDocument): Pieces {
  const title = `The ledger of ${ledger.council.name}`;
  const named = yield* namedIn(ledger);
  const naming = namesForReading(ledger, named);
  const words = wordsOf(schema, ledger, named, naming);
  const rows = yield* mapInSteps(yield* ledgerRows(ledger, words), (row) => inWords(row, words, naming));
  const of = (record: string) => rows.filter((row) => row.record === record);
  const council = of("about the council");
  const records = ["concern", "share", "reader", "event", "part of a concern"].flatMap(of);
  const concerns = [...Map.groupBy(records, ({ concern }) => concern).values()];
  const sections = yield* mapInSteps(concerns, concernSection);
  const main = element(
    "main",
    element("h1", title),
    ...summary(ledger, of),
    ...sections,
    ...(ledger.ofCouncil ? [section("Other information about the council", ...council.map((row) => card(row, 3)))] : []),
    section("Who opened it, and when", table("Every disclosure, oldest first", DISCLOSURES, of("disclosure"))),
    section("What the policies say", table("Policies that permit what is in this ledger", POLICIES, of("policy"))),
    section(
      "Names and references",
      element("p", "Files for programs, and the hub itself, know people, bodies and councils by these references."),
      table(
        "By name",
        NAMED,
        named.map(({ id, name }) => ({ what: name, id })),
      ),
      table(
        "Records, by number",
        NAMED,
        naming.records().map(({ id, name }) => ({ what: name, id })),
      ),
      table(
        "Files of evidence, with the SHA-256 of their content",
        NAMED,
        naming.files().map(({ id, name }) => ({ what: name, id })),
      ),
      ...concerns.map(proofOf),
    ),
  );
  yield `<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${markup(title)}</title>
<style>${STYLE}</style>
</head>
<body>
`;
  yield* markupInPieces(main, LEVELS);
  yield `</body>
</html>
`;
}

/** Formats a row for people; CSV has dates and ids for programs. */
const inWords = (row: LedgerRow, words: Words, naming: Naming): LedgerRow => ({
  ...row,
  ...(row.id && row.record !== "policy" && { id: naming.record(row.id) }),
  ...(row.record === "policy" && { what: sentence(naming.policy(row.id ?? "")) }),
  ...(row.record === "share" && { what: `Share with ${row.to}, as it stands` }),
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
    table(`Who ${canSee}`, READER_HEADS, readers),
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
