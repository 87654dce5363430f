// Collects a council's ledger page by page with queries like any client's. Each page's disclosures are recorded before the next page. An export is
// complete or fails: if a page fails, or the pages are inconsistent, nothing is exported.
import type { Hub } from "../hub/hub.ts";
import { policyTextsOf } from "../queries/policy/read-policy.ts";
import type { Refusal } from "../services/refusals.ts";
import { dateInWords, monthInWords } from "../text/dates-in-words.ts";
import type {
  ExportedConcern,
  ExportedCouncilRecords,
  ExportedDisclosure,
  Item,
  LedgerDocument,
  LedgerHead,
} from "./ledger-document.ts";
import type { Operation } from "./ledger-query.ts";
import { policiesNamed } from "./policies-named.ts";

type Variables = { readonly council: string; readonly at: string | undefined };
/** Executes one query of the export. Throws the first error of the result. */
export type AskForExport = <Data>(
  operation: Operation,
  variables: Variables & { after?: string | null; first?: number },
) => Promise<Data>;
type Page<T> = {
  readonly nodes: readonly T[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
};
type WithoutPolicies = Omit<LedgerDocument, "policies">;

const ATTEMPTS = 3;
/** Concerns are the largest records, and finding their audience checks every person in the hub, so pages are small and other requests run in between. */
const PAGE_SIZES = { Concerns: 2, Disclosures: 50, Supports: 25, Submissions: 100, Signals: 100 } as const;

/** Returns the current ledger, or the ledger at a past instant; a refusal; or undefined if the ledger changed during every attempt. */
export async function collectLedger(
  hub: Hub,
  ask: AskForExport,
  variables: Variables,
): Promise<LedgerDocument | Refusal | undefined> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const { ledger: head } = await ask<{ ledger: LedgerHead | Omit<Refusal, "kind"> }>("Head", variables);
    if ("code" in head) return { kind: "refused", ...head };
    const ledger = await collectOnce(ask, head, variables).catch(undefinedIfRefused);
    if (ledger) return { ...ledger, policies: await policiesNamed(ledger, (version) => policyTextsOf(hub, version)) };
  }
  return undefined;
}

/** The reader's rights have changed since the first query. */
class PageRefused extends Error {}
function undefinedIfRefused(error: unknown): undefined {
  if (!(error instanceof PageRefused)) throw error;
}

/** Returns every page of a list, and the policy versions under which the pages were read. Throws PageRefused. */
async function everyPage<T>(ask: AskForExport, operation: keyof typeof PAGE_SIZES, variables: Variables) {
  const nodes: T[] = [];
  const policyVersions = new Set<string | undefined>();
  for (let after: string | null = null; ; ) {
    const paged = { ...variables, first: PAGE_SIZES[operation], after };
    const data: Partial<Record<"ledger" | "council", object>> = await ask(operation, paged);
    const answer: { page?: Page<T>; policyVersion?: string } = data.ledger ?? data.council ?? data;
    if (!answer.page) throw new PageRefused();
    policyVersions.add(answer.policyVersion);
    nodes.push(...answer.page.nodes);
    if (!answer.page.pageInfo.hasNextPage) return { nodes, policyVersions };
    after = answer.page.pageInfo.endCursor;
  }
}

/** Undefined if the pages are inconsistent. Throws PageRefused. */
async function collectOnce(ask: AskForExport, head: LedgerHead, variables: Variables): Promise<WithoutPolicies | undefined> {
  const isOfThePast = variables.at !== undefined;
  const concerns = await everyPage<ExportedConcern>(ask, "Concerns", variables);
  const ofCouncil = isOfThePast ? null : await collectOfCouncil(ask, variables);
  // Disclosures are read last, so that `isComplete` detects a disclosure of a record of which the council was made aware in the meantime.
  const disclosures = await everyPage<ExportedDisclosure>(ask, "Disclosures", variables);
  const records = { concerns: concerns.nodes, disclosures: disclosures.nodes, ofCouncil };
  const ledger = { ...head, isOfThePast, scope: scopeOf(head, isOfThePast), totals: totalsOf(records), ...records };
  const policyVersions = new Set([head.policyVersion, ...concerns.policyVersions, ...disclosures.policyVersions]);
  return policyVersions.size === 1 && isComplete(ledger) ? ledger : undefined;
}

const NOW =
  "It also includes other information about the council today: standing agreements, current and former leads of the single conversation, " +
  "planned approaches and the last 100 past ones, the last 100 contacts without a concern, agreements to be contacted, its current and former officers, support, submissions " +
  "that the council was told of, and the council's requests for support.";
const PAST =
  "This is the ledger at a time in the past. It does not include support, agreements, submissions or requests, which are shown for today only.";
const removedInWords = (month: string): string =>
  `Disclosures up to the end of ${monthInWords(month)} have reached the end of their retention period. They have been deleted and are not included.`;

const discardedInWords = (days: readonly string[]): string =>
  `Concerns about the council that were discarded before it was told, because they did not stand: ${days.length}, on ${days.map(dateInWords).join(", ")}.`;

const restrictedInWords = (count: number): string =>
  `Concerns about the council that are restricted to other people of the council, and are not included: ${count}.`;

function scopeOf({ scope, removedTo, discarded, restrictedCount, losses }: LedgerHead, isOfThePast: boolean): readonly string[] {
  const recorded = "Making this export was recorded as a disclosure";
  const ofExport = isOfThePast
    ? [PAST, `${recorded} after that time, so it is not included.`]
    : [NOW, `${recorded}. That record may come after the disclosures in this export.`];
  const ofDiscarded = discarded.length > 0 ? [discardedInWords(discarded)] : [];
  const ofRestricted = restrictedCount > 0 ? [restrictedInWords(restrictedCount)] : [];
  return [scope, ...ofExport, ...ofDiscarded, ...ofRestricted, ...(removedTo ? [removedInWords(removedTo)] : []), ...losses];
}

async function collectOfCouncil(ask: AskForExport, variables: Variables): Promise<ExportedCouncilRecords> {
  const { council } = await ask<{ council: ExportedCouncilRecords }>("OfCouncil", variables);
  type List = ExportedCouncilRecords["supports"][number];
  const supports = await everyPage<List>(ask, "Supports", variables);
  const submissions = await everyPage<List>(ask, "Submissions", variables);
  const signals = await everyPage<List>(ask, "Signals", variables);
  const isOfCouncil = (record: List) => (record.council as { readonly code: string }).code === variables.council;
  const own = { submissions: submissions.nodes.filter(isOfCouncil), signals: signals.nodes.filter(isOfCouncil) };
  return { ...council, supports: supports.nodes, ...own };
}

function totalsOf({ concerns, disclosures, ofCouncil }: Pick<LedgerDocument, "concerns" | "disclosures" | "ofCouncil">) {
  const historyEntries = concerns.reduce((sum, { version }) => sum + (version ?? 0), 0);
  const lists = Object.entries(ofCouncil ?? {}).flatMap(([name, records]) =>
    Array.isArray(records) ? [[name, records.length]] : [],
  );
  return { concerns: concerns.length, historyEntries, disclosures: disclosures.length, ...Object.fromEntries(lists) };
}

/**
 * Whether the export has each concern once with all its events, and the record of each disclosure. A ledger of the past may lack the record: the
 * council may have been made aware of it later, and records other than concerns are shown for today only.
 */
function isComplete({ concerns, disclosures, ofCouncil, isOfThePast }: WithoutPolicies): boolean {
  const idsOf = (records: readonly Item[] = []) => new Set(records.map(({ id }) => id));
  const ids = {
    ...{ CONCERN: idsOf(concerns), SUPPORT: idsOf(ofCouncil?.supports) },
    ...{ SUBMISSION: idsOf(ofCouncil?.submissions), SIGNAL: idsOf(ofCouncil?.signals) },
  };
  return (
    ids.CONCERN.size === concerns.length &&
    concerns.every(({ version, history }) => (history?.length ?? null) === version) &&
    concerns.every(({ history }) => (history ?? []).every(({ number }, index) => number === index + 1)) &&
    (isOfThePast || disclosures.every(({ kind, subject }) => kind === "COUNT" || ids[kind].has(subject)))
  );
}
