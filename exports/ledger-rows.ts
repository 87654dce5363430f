// Converts a ledger to rows, which CSV and the page both show: first a description of the export and the policies, then all events in the order of time.
import { concernRows, headlineOf } from "./concern-rows.ts";
import { COUNCIL_RECORDS, councilRows } from "./council-rows.ts";
import type { Words } from "./field-words.ts";
import type { ExportedCouncilRecords, ExportedDisclosure, Item, LedgerDocument } from "./ledger-document.ts";
import type { LedgerRow } from "./ledger-row.ts";
import { mapInSteps, type Pieces } from "./pieces.ts";

export function* ledgerRows(ledger: LedgerDocument, words: Words): Pieces<readonly LedgerRow[]> {
  const { council, at, policyVersion, concerns, ofCouncil } = ledger;
  const about = (what: string, text: string): LedgerRow => ({ record: "about", what, text });
  const records = recordsOf(ledger);
  const dated = [
    ...(yield* mapInSteps(concerns, (concern) => concernRows(concern, at, words))).flat(),
    ...(yield* mapInSteps(ledger.disclosures, (disclosure) => disclosureRow(disclosure, records, words))),
    ...(ofCouncil ? councilRows(ofCouncil, words) : []),
  ];
  return [
    about("Council", `${council.name} (${council.code})`),
    about("Date and time", at),
    { ...about("Policy in force", policyVersion), "policy version": policyVersion },
    ...ledger.scope.map((text) => about("Scope", text)),
    ...Object.entries(ledger.totals).map(([name, total]) => ({ record: "total", what: totalLabel(name), text: String(total) })),
    ...ledger.policies.map(({ id, reason, challenge, versions }) => ({
      record: "policy",
      what: "The text of a policy",
      text: (reason ?? "The text of this policy was not found.") + (challenge ? `\nHow to challenge it: ${challenge}` : ""),
      "policy version": versions.join("; "),
      id,
    })),
    ...dated.toSorted(({ when: a = "" }, { when: b = "" }) => (a < b ? -1 : a > b ? 1 : 0)),
  ];
}

const TOTALS: Readonly<Record<string, string>> = { concerns: "Concerns", historyEntries: "Events", disclosures: "Disclosures" };
const totalLabel = (name: string): string => TOTALS[name] ?? COUNCIL_RECORDS[name as keyof ExportedCouncilRecords][1];

/** Kind of a record other than a concern -> its type in the schema, and who it is from. */
const OTHER_RECORDS = {
  SUPPORT: { type: "Support", from: ({ provider }: Item) => (provider as Item).name, what: "Support from" },
  SUBMISSION: { type: "Submission", from: ({ from }: Item) => from, what: "Submission from" },
  SIGNAL: { type: "Signal", from: undefined, what: "Request for support" },
} as const;

/** Kind of record -> id -> record. */
type Records = ReturnType<typeof recordsOf>;
function recordsOf({ concerns, ofCouncil }: LedgerDocument) {
  const byId = <One extends Item>(items: readonly One[] = []): ReadonlyMap<unknown, One> =>
    new Map(items.map((item) => [item.id, item]));
  return {
    CONCERN: byId(concerns),
    SUPPORT: byId(ofCouncil?.supports),
    SUBMISSION: byId(ofCouncil?.submissions),
    SIGNAL: byId(ofCouncil?.signals),
  };
}

/** What was disclosed: the record in words, with what a row says of it. In a ledger of the past records other than concerns are not in the export. */
function disclosedRecord({ kind, subject, concern, version }: ExportedDisclosure, records: Records, words: Words): LedgerRow {
  if (kind === "COUNT") return { about: "Concerns or support, counted" };
  const of = { number: String(version), subject: subject ?? "" };
  if (kind === "CONCERN") {
    const read = records.CONCERN.get(concern);
    return { ...of, concern: concern ?? "", about: words.concern(concern ?? ""), ...(read && headlineOf(read, words)) };
  }
  const { type, from, what } = OTHER_RECORDS[kind];
  const found = records[kind].get(subject);
  const record = found ?? {};
  const value = (name: string) => words.value(type, record, name);
  const name = found && from?.(found);
  return { ...of, about: name ? `${what} ${name}` : what.replace(" from", ""), strand: value("strand"), cause: value("cause") };
}

function disclosureRow(disclosure: ExportedDisclosure, records: Records, words: Words): LedgerRow {
  const { id, at, capacities, parts } = disclosure;
  return {
    record: "disclosure",
    when: at,
    ...disclosedRecord(disclosure, records, words),
    what: `Disclosed: ${words.value("Disclosure", disclosure, "surface")}`,
    by: words.value("Disclosure", disclosure, "person"),
    "role or body": words.value("Disclosure", disclosure, "capacities"),
    parts: parts.map(({ part }) => words.enumValue("DisclosablePart", part)).join("; "),
    "policy version": disclosure.policyVersion,
    "permitted by": words.policies(parts.flatMap(({ policies }) => policies)),
    id,
    isOfCouncil: capacities.length > 0 && capacities.every(({ council }) => council !== null),
    isChange: disclosure.surface === "COMMAND",
  };
}
