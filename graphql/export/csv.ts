// The ledger as rows in the order of time, for spreadsheets: each event of a concern with what the concern holds of the thing that it is about,
// each disclosure, and whatever else is held about the council.
import { stringify } from "csv-stringify/sync";
import { recordsIn } from "./council-records.ts";
import { joinEvents, saidIn, shareCells } from "./join-events.ts";
import type {
  Attribution,
  ExportedConcern,
  ExportedCouncilRecords,
  ExportedDisclosure,
  Item,
  LedgerDocument,
} from "./ledger-document.ts";
import { labelOf, type Words } from "./words.ts";

const COLUMNS = [
  ...(["record", "when", "concern", "strand", "cause", "number", "what", "by", "role or body", "to"] as const),
  ...(["parts", "purpose", "until", "conditions", "text", "words at the time", "policy version", "permitted by"] as const),
  ...(["previous fingerprint", "id"] as const),
];
type Row = Readonly<Partial<Record<(typeof COLUMNS)[number], string>>>;

/** As RFC 4180 has it, with a byte order mark: Excel takes it for something else than UTF-8 without one. */
export const csv = (held: LedgerDocument, words: Words): string =>
  stringify([...rows(held, words)], {
    ...{ columns: COLUMNS, header: true, bom: true, quoted: true, quoted_empty: true, record_delimiter: "\r\n" },
    cast: { string: harmless },
  });

/** What a spreadsheet would take for a formula, also behind blanks, gets an apostrophe before it, and stays as it was behind that. */
const harmless = (text: string): string => (/^\s*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]|^[\t\r\n]/u.test(text) ? `'${text}` : text);

/** First what the export is and what the policies say, then everything in the order of time; what has no time stands before what has. */
function rows(held: LedgerDocument, words: Words): readonly Row[] {
  const { council, at, policyVersion, concerns, ofCouncil } = held;
  const about = (what: string, text: string): Row => ({ record: "about", what, text });
  const dated = [
    ...concerns.flatMap((concern) => concernRows(concern, at, words)),
    ...held.disclosures.map((disclosure) => disclosureRow(disclosure, concerns, words)),
    ...(ofCouncil ? councilRows(ofCouncil, at, words) : []),
  ];
  return [
    about("Council", `${council.name} (${council.code})`),
    about("Date and time", at),
    { ...about("Policy in force", policyVersion), "policy version": policyVersion },
    ...held.scope.map((text) => about("Scope", text)),
    ...Object.entries(held.totals).map(([name, total]) => ({ record: "total", what: labelOf(name), text: String(total) })),
    ...held.policies.map(({ id, reason, challenge, versions }) => ({
      ...{ record: "policy", what: "The text of a policy", id, "policy version": versions.join("; ") },
      text: [reason ?? NO_WORDS, ...(challenge ? [`How to challenge it: ${challenge}`] : [])].join("\n"),
    })),
    ...dated.toSorted(({ when: a = "" }, { when: b = "" }) => (a < b ? -1 : a > b ? 1 : 0)),
  ];
}
/** Of a policy whose text is not found. */
export const NO_WORDS = "The text of this policy was not found.";

const headline = (concern: ExportedConcern, words: Words): Row => ({
  ...{ concern: concern.id, strand: words.value("Concern", concern, "strand"), cause: words.value("Concern", concern, "cause") },
});

function concernRows(concern: ExportedConcern, when: string, words: Words): readonly Row[] {
  const { cells, others } = joinEvents(concern, words);
  const events = (concern.history ?? []).map((entry) => ({
    ...cells.get(entry.number),
    ...{ record: "event", when: entry.at, number: String(entry.number), what: entry.what, id: entry.subject },
    ...{ by: words.person(entry.by), "words at the time": entry.said ?? "", "previous fingerprint": entry.previous },
    ...{ "policy version": entry.policyVersion, "permitted by": entry.permittedBy.join("; ") },
  }));
  const rest = others.map(({ type, thing, id }) => ({
    ...{ record: "part of a concern", what: labelOf(type), text: words.lines(type, thing), id },
  }));
  const of = headline(concern, words);
  return [...events, ...rest, ...asItStands(concern, when, words)].map((row) => ({ ...of, ...row }));
}

/** What other columns and other rows say, of a concern and of a share. */
const SAID_ELSEWHERE = {
  Concern: (
    "id strand cause summary evidence awareness sharingRecord escalations notPersuaded conversations challenges " +
    "audience history"
  ).split(" "),
  Share: (
    "id body purpose parts until explanation answerBy silence standingAgreement proposedParts proposedUntil proposed " +
    "position positionAt statement override reassurances"
  ).split(" "),
  Audience: ["people", "label", "bodies"],
};

/** How a concern stands at the moment of the export: what it is, each share, and who can see it. */
function asItStands(concern: ExportedConcern, when: string, words: Words): readonly Row[] {
  const now = (what: string, type: keyof typeof SAID_ELSEWHERE, item: Item, row: Row = {}): Row => ({
    ...{ record: "now", when, what, text: words.lines(type, item, SAID_ELSEWHERE[type]), ...row },
  });
  return [
    now("The concern", "Concern", concern),
    ...(concern.sharingRecord ?? []).map((share) =>
      now("A share", "Share", share, { ...shareCells(share, words), id: share.id }),
    ),
    ...(concern.audience ?? []).map((audience) =>
      now("Who can see it", "Audience", audience, {
        by: words.value("Audience", audience, "people"),
        "role or body": [audience.label, ...audience.bodies.map(({ name }) => name)].join(", "),
        parts: audience.parts.map(({ part }) => words.enumValue("Part", part)).join("; "),
      }),
    ),
  ];
}

function disclosureRow(disclosure: ExportedDisclosure, concerns: readonly ExportedConcern[], words: Words): Row {
  const { id, at, concern, version, parts } = disclosure;
  const read = concerns.find((one) => one.id === concern);
  return {
    ...{ record: "disclosure", when: at, id, concern: concern ?? "" },
    ...(read && { ...headline(read, words), number: String(version) }),
    what: `Disclosed: ${words.value("Disclosure", disclosure, "surface")}`,
    by: words.value("Disclosure", disclosure, "person"),
    "role or body": words.value("Disclosure", disclosure, "capacities"),
    parts: parts.map(({ part }) => words.enumValue("DisclosablePart", part)).join("; "),
    "policy version": disclosure.policyVersion,
    "permitted by": [...new Set(parts.flatMap(({ policies }) => policies))].join("; "),
  };
}

const councilRows = (held: ExportedCouncilRecords, now: string, words: Words): readonly Row[] =>
  recordsIn(held).flatMap(({ type, items, deeds }) =>
    items.flatMap((item) =>
      deeds(item, now).flatMap(([what, done, said], place): readonly Row[] => {
        if (place > 0 && !done) return [];
        const text = place === 0 ? words.lines(type, item) : saidIn(said ?? done);
        const of = { strand: words.value(type, item, "strand"), cause: words.value(type, item, "cause") };
        return [
          { record: "about the council", what, ...of, text, ...whenDone(done, words), id: String(item.id ?? item.person ?? "") },
        ];
      }),
    ),
  );

const whenDone = (done: unknown, words: Words): Row => {
  if (typeof done === "string") return { when: done };
  const { at, by } = (done ?? {}) as Partial<Attribution>;
  return at && by ? { when: at, by: words.person(by) } : {};
};
