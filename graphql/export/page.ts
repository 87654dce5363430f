// The ledger as a page to print: one document that needs nothing else, readable on paper in black and white. First a summary, then each
// concern in full, told field by field as the schema has it.
import { createHash } from "node:crypto";
import { dateInWords } from "../../services/dates.ts";
import { type Html, html, ours } from "./html.ts";
import type {
  ExportedAudience,
  ExportedConcern,
  ExportedDisclosure,
  ExportedHistoryEntry,
  ExportedShare,
  Item,
  LedgerDocument,
} from "./ledger-document.ts";
import { conditionsOf, NO_WORDS } from "./rows.ts";
import { type LabelledField, labelOf, momentInWords, type Words } from "./words.ts";

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
  return `<!doctype html>\n${
    html`<html lang="en-GB">
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
${held.concerns.map((concern, at) => concernSection(concern, at + 1, words))}
${disclosureSection(held, words)}
${held.ofCouncil && councilSection(held.ofCouncil, words)}
${policySection(held)}
</main>
</body>
</html>
`.markup
  }`;
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

function summary(
  { council, at, isOfThePast, policyVersion, scope, totals, concerns, disclosures }: LedgerDocument,
  words: Words,
): Html {
  return html`<p>${council.name} (${council.code}), as it ${isOfThePast ? "stood" : "stands"} on ${momentInWords(at)}.
Policy in force: ${policyVersion}.</p>
${scope.map((text) => html`<p>${text}</p>`)}
<p>What is empty is left out. A part of a concern that is withheld is named.</p>
${table(`Who ${isOfThePast ? "could see something of it then" : "can see something of it now"}`, ["Who", "As what", "What"], seers(concerns, words))}
<h2>Summary</h2>
${table(
  "How much it holds",
  ["What", "How many"],
  Object.entries(totals).map(([name, total]) => [labelOf(name), String(total)]),
)}
${table(
  "What is held",
  ["Concern", "Strand", "Cause", "Stage", "Events", "Withheld"],
  concerns.map((concern, index) => [
    `Concern ${index + 1}`,
    words.enumValue("Strand", concern.strand),
    words.enumValue("Cause", concern.cause),
    words.enumValue("Stage", concern.stage),
    String(concern.version ?? ""),
    enums(words, "Part", concern.withheld as readonly string[]),
  ]),
)}
${table(
  isOfThePast ? "Who had it then" : "Who has it now",
  ["Body", "Concern", "Purpose", "Parts", "Last day", "The council's conditions"],
  concerns.flatMap((concern, index) => live(concern).map((share) => liveRow(share, index + 1, words))),
)}
${table("Who opened it", ["Who", "As what", "Times read", "Times acted on", "Last"], openings(disclosures, words))}
<p>Others stand before the council itself. Acting is to change something: whoever does is shown what came of it. Within an hour the same view
of the same version by the same person counts once.</p>
`;
}

const enums = (words: Words, type: string, values: readonly string[]): string =>
  values.map((value) => words.enumValue(type, value)).join("; ");
const live = ({ sharingRecord }: ExportedConcern): readonly ExportedShare[] =>
  (sharingRecord ?? []).filter(({ status }) => status === "LIVE");

const liveRow = (share: ExportedShare, number: number, words: Words) => [
  share.body.name,
  `Concern ${number}`,
  words.enumValue("Purpose", share.purpose),
  enums(words, "Part", share.parts),
  dateInWords(share.until),
  conditionsOf(share).conditions ?? "none",
];

/** Those who can see something, by the role through which they can, others before the council itself. */
function seers(concerns: readonly ExportedConcern[], words: Words): readonly (readonly string[])[] {
  type Seer = { readonly who: string; readonly as: string; readonly isCouncil: boolean; readonly sees: string[] };
  const by = new Map<string, Seer>();
  for (const [index, { audience }] of concerns.entries())
    for (const { label, people, parts, bodies, council, region, strand } of audience ?? []) {
      const who = people.map(({ id }) => words.person(id)).join("; ");
      const where = words.lines("Audience", { council, region, strand }).split("\n");
      const as = [label, ...bodies.map(({ name }) => name), ...where].filter((said) => said !== "").join(", ");
      const seer = by.get(`${as} ${who}`) ?? { who, as, isCouncil: council !== null, sees: [] };
      const seen = parts.map(({ part }) => part);
      seer.sees.push(`Concern ${index + 1}: ${enums(words, "Part", seen)}`);
      by.set(`${as} ${who}`, seer);
    }
  return othersFirst([...by.values()]).map(({ who, as, sees }) => [who, as, sees.join(". ")]);
}

const othersFirst = <T extends { readonly isCouncil: boolean }>(all: readonly T[]): readonly T[] =>
  all.toSorted((a, b) => Number(a.isCouncil) - Number(b.isCouncil));

/** By who they were and what as when they opened it, others before the council itself; disclosures come newest first. */
function openings(disclosures: readonly ExportedDisclosure[], words: Words): readonly (readonly string[])[] {
  type Opening = { readonly who: string; readonly as: string; readonly isCouncil: boolean; readonly last: string };
  const by = new Map<string, Opening & { read: number; acted: number }>();
  for (const { person, capacities, at, surface } of disclosures) {
    const as = capacitiesOf(capacities, words);
    const isCouncil = capacities.length > 0 && capacities.every(({ council }) => council !== null);
    const opening = by.get(`${person.id} ${as}`) ?? { who: words.person(person.id), as, isCouncil, last: at, read: 0, acted: 0 };
    if (surface === "COMMAND") opening.acted += 1;
    else opening.read += 1;
    by.set(`${person.id} ${as}`, opening);
  }
  return othersFirst([...by.values()]).map(({ who, as, read, acted, last }) => [
    ...[who, as, String(read), String(acted), momentInWords(last)],
  ]);
}

const capacitiesOf = (capacities: ExportedDisclosure["capacities"], words: Words): string =>
  words.lines("Disclosure", { capacities }).replace(/^Capacities: /, "");

const concernSection = (concern: ExportedConcern, number: number, words: Words): Html => html`<section class="concern">
<h2>ExportedConcern ${number}: ${words.enumValue("Strand", concern.strand)}, ${words.enumValue("Cause", concern.cause)}</h2>
${told("Concern", concern, 3, words)}
</section>
`;

/** A thing field by field: first what is told in a few words, then each of the rest under a heading of its own. */
function told(type: string, item: Item, level: number, words: Words): Html {
  const fields = words.fields(type, item);
  const short = fields.filter((field) => words.isShort(field.type));
  return html`<dl>
${short.map(
  (field) => html`<div><dt>${field.label}</dt><dd>${words.text(field.type, field.value)}</dd></div>
`,
)}</dl>
${fields.filter((field) => !words.isShort(field.type)).map((field) => toldUnder(field, level, words))}`;
}

function toldUnder({ label, type, value }: LabelledField, level: number, words: Words): Html {
  const heading = (text: string, at: number) => html`<h${Math.min(at, 6)}>${text}</h${Math.min(at, 6)}>`;
  if (type.name === "HistoryEntry")
    return html`${heading(label, level)}${historyTable(value as readonly ExportedHistoryEntry[], words)}`;
  if (type.name === "Audience")
    return html`${heading("Who can see it", level)}${audienceTable(value as readonly ExportedAudience[], words)}`;
  if (!Array.isArray(value)) return html`${heading(label, level)}${told(type.name, value as Item, level + 1, words)}`;
  if (value.length === 0) return html`${heading(label, level)}<p>None.</p>`;
  return html`${heading(label, level)}
${value.map(
  (item: Item, at) => html`<section class="item">${value.length > 1 && heading(`${at + 1} of ${value.length}`, level + 1)}
${told(type.name, item, value.length > 1 ? level + 2 : level + 1, words)}</section>
`,
)}`;
}

const historyTable = (history: readonly ExportedHistoryEntry[], words: Words): Html =>
  table(
    "Every event, with the fingerprint of the one before it",
    ["Number", "When", "What", "Said then", "By", "Share", "Policy", "Fingerprint of the one before"],
    history.map((entry) => [
      String(entry.number),
      momentInWords(entry.at),
      entry.what,
      entry.said ?? "",
      words.person(entry.by),
      entry.share ?? "",
      `${entry.policyVersion}: ${entry.permittedBy.join(", ")}`,
      html`<span class="fingerprint">${String(entry.previous)}</span>`,
    ]),
  );

const audienceTable = (audience: readonly ExportedAudience[], words: Words): Html =>
  table(
    "By the role through which they can, with the policies that permit it",
    ["Role", "Of", "People", "Parts"],
    audience.map((one) => [
      one.label,
      words.lines("Audience", { bodies: one.bodies, council: one.council, region: one.region, strand: one.strand }),
      one.people.map(({ id }) => words.person(id)).join("; "),
      words.lines("Audience", { parts: one.parts }).replace(/^Parts: /, ""),
    ]),
  );

const disclosureSection = ({ disclosures, concerns }: LedgerDocument, words: Words): Html => html`<section class="after">
<h2>Who opened it, and when</h2>
${table(
  "Every time something left the hub, newest first",
  ["When", "Concern", "To whom", "In which capacity", "On which way", "What, and the policies that permitted it", "Policy"],
  disclosures.map((disclosure) => [
    momentInWords(disclosure.at),
    numberOf(disclosure, concerns),
    words.person(disclosure.person.id),
    capacitiesOf(disclosure.capacities, words),
    words.enumValue("Surface", disclosure.surface),
    words.lines("Disclosure", { parts: disclosure.parts }).replace(/^Parts: /, ""),
    disclosure.policyVersion,
  ]),
)}
</section>
`;

function numberOf({ concern, version }: ExportedDisclosure, concerns: readonly ExportedConcern[]): string {
  if (concern === null) return "Those there are";
  const at = concerns.findIndex(({ id }) => id === concern);
  return `${at < 0 ? `A concern of which the council was made aware later (${concern})` : `Concern ${at + 1}`}, version ${version}`;
}

const councilSection = (ofCouncil: NonNullable<LedgerDocument["ofCouncil"]>, words: Words): Html => {
  const { conversationLead, alignedSupport, ...lists } = ofCouncil;
  const one = (label: string, type: string, item: Item | null) =>
    html`<h3>${label}</h3>${item ? told(type, item, 4, words) : html`<p>None.</p>`}`;
  return html`<section class="after">
<h2>What else is held about the council</h2>
${one("Who leads the single conversation", "ConversationLead", conversationLead)}
${Object.entries(lists).map(
  ([name, items]) => html`<h3>${labelOf(name)}</h3>
${items.length === 0 && html`<p>None.</p>`}
${items.map((item) => html`<section class="item">${told(TYPES[name as keyof typeof TYPES], item, 4, words)}</section>`)}`,
)}
${one("Support as it is aligned", "AlignedSupport", alignedSupport)}
</section>
`;
};

const TYPES = {
  standingAgreements: "StandingAgreement",
  formerLeads: "FormerLead",
  approaches: "Approach",
  pastApproaches: "Approach",
  practiceContacts: "PracticeContact",
  supports: "Support",
  submissions: "Submission",
  signals: "Signal",
} as const satisfies Partial<Record<keyof NonNullable<LedgerDocument["ofCouncil"]>, string>>;

/** What each policy says that is named above. */
const policySection = ({ policies }: LedgerDocument): Html => html`<section class="after">
<h2>What the policies say</h2>
${table(
  "Policies by which somebody can see a concern, something left, or something was done",
  ["Policy", "What it says", "How to challenge it", "In which versions of the policy"],
  policies.map(({ id, reason, challenge, versions }) => [id, reason ?? NO_WORDS, challenge ?? "", versions.join(", ")]),
)}
</section>
`;
