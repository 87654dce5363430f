// Converts a ledger to rows, which CSV and the page both show: first a description of the export and the policies, then all events in the order of time.
import { concernRows, headlineOf } from "./concern-rows.ts";
import { COUNCIL_RECORDS, councilRows } from "./council-rows.ts";
import type { Words } from "./field-words.ts";
import type { ExportedCouncilRecords, ExportedDisclosure, LedgerDocument } from "./ledger-document.ts";
import type { LedgerRow } from "./ledger-row.ts";

export function ledgerRows(ledger: LedgerDocument, words: Words): readonly LedgerRow[] {
  const { council, at, policyVersion, concerns, ofCouncil } = ledger;
  const about = (what: string, text: string): LedgerRow => ({ record: "about", what, text });
  const dated = [
    ...concerns.flatMap((concern) => concernRows(concern, at, words)),
    ...ledger.disclosures.map((disclosure) => disclosureRow(disclosure, ledger, words)),
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

function disclosureRow(disclosure: ExportedDisclosure, { concerns }: LedgerDocument, words: Words): LedgerRow {
  const { id, at, concern, version, capacities, parts } = disclosure;
  const read = concerns.find((one) => one.id === concern);
  return {
    record: "disclosure",
    when: at,
    concern: concern ?? "",
    ...(read && { ...headlineOf(read, words), number: String(version) }),
    what: `Disclosed: ${words.value("Disclosure", disclosure, "surface")}`,
    by: words.value("Disclosure", disclosure, "person"),
    "role or body": words.value("Disclosure", disclosure, "capacities"),
    parts: parts.map(({ part }) => words.enumValue("DisclosablePart", part)).join("; "),
    "policy version": disclosure.policyVersion,
    "permitted by": [...new Set(parts.flatMap(({ policies }) => policies))].join("; "),
    id,
    isOfCouncil: capacities.length > 0 && capacities.every(({ council }) => council !== null),
    isChange: disclosure.surface === "COMMAND",
  };
}
