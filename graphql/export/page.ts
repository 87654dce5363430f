// The ledger as a page to print: one document that needs nothing else, readable on paper in black and white. First a summary, then each
// concern in full, told field by field as the schema has it.
import { createHash } from "node:crypto";
import { recordsIn } from "./council-records.ts";
import { NO_WORDS } from "./csv.ts";
import { type Html, html, ours } from "./html.ts";
import { conditionsOf } from "./join-events.ts";
import type { ExportedConcern, ExportedCouncilRecords, ExportedDisclosure, Item, LedgerDocument } from "./ledger-document.ts";
import { type Field, isShort, labelOf, momentInWords, type Words } from "./words.ts";

const STYLE = `
@page { size: A4; margin: 16mm 14mm; }
* { box-sizing: border-box; }
body { font: 11pt/1.45 Helvetica, Arial, sans-serif; color: #000; background: #fff; margin: 0 auto; max-width: 60em; padding: 1em; }
h1 { font-size: 20pt; line-height: 1.2; margin: 0 0 .4em; }
h2 { font-size: 15pt; margin: 1.6em 0 .4em; border-bottom: 2pt solid #000; }
h3 { font-size: 12.5pt; margin: 1.2em 0 .3em; }
h4, h5, h6 { font-size: 11pt; margin: 1em 0 .2em; }
h1, h2, h3, h4, h5, h6 { break-after: avoid; }
p { margin: .3em 0; }
table { width: 100%; border-collapse: collapse; margin: .5em 0 1em; font-size: 9.5pt; }
caption { text-align: left; font-weight: bold; padding: .3em 0; }
th, td { border: .5pt solid #000; padding: .25em .4em; text-align: left; vertical-align: top; overflow-wrap: anywhere; unicode-bidi: isolate; }
thead { display: table-header-group; }
tr, dl > div { break-inside: avoid; }
dl { margin: .3em 0 .6em; }
dl > div { display: grid; grid-template-columns: 12em 1fr; gap: 0 1em; padding: .12em 0; border-bottom: .25pt solid #999; }
dt { font-weight: bold; }
dd { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; unicode-bidi: isolate; }
.item { margin: 0 0 .8em; padding-left: .8em; border-left: 2pt solid #000; }
.fingerprint { font-family: monospace; font-size: 7pt; }
@media (max-width: 40em) { dl > div { grid-template-columns: 1fr; } }
@media print { body { max-width: none; padding: 0; } .concern, .after { break-before: page; } a { color: #000; } }
`;
const STYLE_HASH = createHash("sha256").update(STYLE).digest("base64");
/** The page may use its own style and nothing else: it runs nothing, fetches nothing, sends nothing and stands in no frame. */
const POLICY = `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; base-uri 'none'; form-action 'none'`;
export const PAGE_POLICY = `${POLICY}; frame-ancestors 'none'; sandbox`;

export function page(held: LedgerDocument, words: Words): string {
  const title = `The ledger of ${held.council.name}`;
  return html`<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${ours(STYLE)}</style>
</head>
<body>
<main>
<h1>${title}</h1>
${summary(held, words)}
${held.concerns.map(
  (concern, at) => html`<section class="concern">
<h2>Concern ${at + 1}: ${words.value("Concern", concern, "strand")}, ${words.value("Concern", concern, "cause")}</h2>
${thing("Concern", concern, 3, words)}
</section>
`,
)}
<section class="after">
<h2>Who opened it, and when</h2>
${thingsAsTable("Disclosure", held.disclosures, words)}
</section>
${held.ofCouncil && councilSection(held.ofCouncil, words)}
<section class="after">
<h2>What the policies say</h2>
${table(
  "Policies that permit access, disclosures and changes in this ledger",
  ["Policy", "What it says", "How to challenge it", "Versions of the policy"],
  held.policies.map(({ id, reason, challenge, versions }) => [id, reason ?? NO_WORDS, challenge ?? "", versions.join(", ")]),
)}
</section>
</main>
</body>
</html>
`.markup;
}

function table(caption: string, heads: readonly string[], rows: readonly (readonly (string | Html)[])[]): Html {
  if (rows.length === 0) return html`<p><strong>${caption}:</strong> none.</p>`;
  return html`<table>
<caption>${caption}</caption>
<thead><tr>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead>
<tbody>
${rows.map(
  ([first, ...rest]) => html`<tr><th scope="row">${first}</th>${rest.map((cell) => html`<td>${cell}</td>`)}</tr>
`,
)}</tbody>
</table>
`;
}

/** Lists that are tables, a column a field: their captions, and the fields that another column or the thing itself says. */
const TABLES: Readonly<Record<string, { readonly caption: string; readonly without: readonly string[] }>> = {
  HistoryEntry: { caption: "Every event, with the fingerprint of the previous event", without: ["event", "share"] },
  Audience: { caption: "Roles that give access, with the policies that permit it", without: ["role"] },
  Disclosure: { caption: "Every disclosure, newest first", without: ["id"] },
};

/** Columns that are empty throughout are left out. */
function thingsAsTable(type: string, items: readonly Item[], words: Words): Html {
  const { caption = "", without = [] } = TABLES[type] ?? {};
  const rows = items.map((item) => new Map(words.fields(type, item).map((field) => [field.name, words.text(field)])));
  const names = Object.keys(items[0] ?? {}).filter((name) => !without.includes(name) && rows.some((row) => row.get(name)));
  const cell = (name: string, text = ""): string | Html =>
    name === "previous" ? html`<span class="fingerprint">${text}</span>` : text;
  const heads = names.map((name) => labelOf(name, type));
  return table(
    caption,
    heads,
    rows.map((row) => names.map((name) => cell(name, row.get(name)))),
  );
}

function summary(held: LedgerDocument, words: Words): Html {
  const { council, at, isOfThePast, policyVersion, concerns } = held;
  return html`<p>${council.name} (${council.code}) on ${momentInWords(at)}. Version of the policy in force: ${policyVersion}.</p>
${held.scope.map((text) => html`<p>${text}</p>`)}
<p>Empty entries are left out. Withheld parts of a concern are named.</p>
${table(isOfThePast ? "Who could see this information then" : "Who can see this information now", ["People", "Role", "Information"], seers(concerns, words))}
<h2>Summary</h2>
${table(
  "Number of records",
  ["Type", "Number"],
  Object.entries(held.totals).map(([name, total]) => [labelOf(name), String(total)]),
)}
${table(
  "Concerns",
  ["Concern", "Strand", "Cause", "Stage", "Events", "Withheld"],
  concerns.map((concern, index) => [
    `Concern ${index + 1}`,
    ...["strand", "cause", "stage", "version", "withheld"].map((field) => words.value("Concern", concern, field)),
  ]),
)}
${table(
  isOfThePast ? "Bodies that had access then" : "Bodies that have access now",
  ["Body", "Concern", "Purpose", "Parts", "Last day", "The council's conditions"],
  concerns.flatMap(({ sharingRecord }, index) =>
    (sharingRecord ?? [])
      .filter(({ status }) => status === "LIVE")
      .map((share) => [
        ...[share.body.name, `Concern ${index + 1}`],
        ...["purpose", "parts", "until"].map((field) => words.value("Share", share, field)),
        conditionsOf(share) || "none",
      ]),
  ),
)}
${table("Who opened it", ["Person", "Role", "Times read", "Times changed", "Last time"], openings(held.disclosures, words))}
<p>People outside the council are listed first. "Changed" means they added or changed something. If a person views the same version again
within an hour, it counts once.</p>
`;
}

/** By the role through which they can see something. */
const seers = (concerns: readonly ExportedConcern[], words: Words): readonly (readonly string[])[] =>
  byPerson(
    concerns.flatMap(({ audience }, index) =>
      (audience ?? []).map((one) => {
        const { label, bodies, council, region, strand, parts } = one;
        const where = words.lines("Audience", { council, region, strand }).split("\n");
        return {
          who: words.value("Audience", one, "people"),
          as: [label, ...bodies.map(({ name }) => name), ...where].filter((text) => text !== "").join(", "),
          isCouncil: council !== null,
          sees: `Concern ${index + 1}: ${parts.map(({ part }) => words.enumValue("Part", part)).join("; ")}`,
        };
      }),
    ),
  ).map(([first, ...more]) => [first.who, first.as, [first, ...more].map(({ sees }) => sees).join(". ")]);

/** By what they were when they opened it. Disclosures come newest first. */
const openings = (disclosures: readonly ExportedDisclosure[], words: Words): readonly (readonly string[])[] =>
  byPerson(
    disclosures.map((one) => ({
      who: words.value("Disclosure", one, "person"),
      as: words.value("Disclosure", one, "capacities"),
      isCouncil: one.capacities.length > 0 && one.capacities.every(({ council }) => council !== null),
      ...{ at: one.at, acted: one.surface === "COMMAND" },
    })),
  ).map((all) => {
    const [{ who, as, at }] = all;
    const acted = all.filter((one) => one.acted).length;
    return [who, as, String(all.length - acted), String(acted), momentInWords(at)];
  });

/** What is of the same person in the same capacity together, others before the council itself. */
function byPerson<T extends { readonly who: string; readonly as: string; readonly isCouncil: boolean }>(all: readonly T[]) {
  const groups = [...Map.groupBy(all, ({ who, as }) => JSON.stringify([who, as])).values()] as [T, ...T[]][];
  return groups.toSorted(([a], [b]) => Number(a.isCouncil) - Number(b.isCouncil));
}

/** A thing field by field: first what is told in a few words, then each of the rest under a heading of its own. */
function thing(type: string, item: Item, level: number, words: Words): Html {
  const fields = words.fields(type, item);
  return html`<dl>
${fields.filter(isShort).map(
  (field) => html`<div><dt>${labelOf(field.name, type)}</dt><dd>${words.text(field)}</dd></div>
`,
)}</dl>
${fields.filter((field) => !isShort(field)).map((field) => underHeading(labelOf(field.name, type), field, level, words))}`;
}

function underHeading(label: string, { type: { name: type }, value }: Field, level: number, words: Words): Html {
  const items = [value].flat() as readonly Item[];
  const below = heading(label, level);
  if (type in TABLES) return html`${below}${thingsAsTable(type, items, words)}`;
  if (items.length === 0) return html`${below}<p>None.</p>`;
  if (!Array.isArray(value)) return html`${below}${thing(type, value as Item, level + 1, words)}`;
  const many = items.length > 1;
  return html`${below}
${items.map(
  (item, at) => html`<section class="item">${many && heading(`${at + 1} of ${items.length}`, level + 1)}
${thing(type, item, level + (many ? 2 : 1), words)}</section>
`,
)}`;
}
const heading = (text: string, level: number): Html => html`<h${Math.min(level, 6)}>${text}</h${Math.min(level, 6)}>`;

const councilSection = (held: ExportedCouncilRecords, words: Words): Html => html`<section class="after">
<h2>Other information about the council</h2>
${recordsIn(held).map(
  ({ name, type, items }) => html`${heading(labelOf(name), 3)}
${items.length === 0 && html`<p>None.</p>`}
${items.map((item) => html`<section class="item">${thing(type, item, 4, words)}</section>`)}`,
)}
</section>
`;
