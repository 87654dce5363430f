// A council's ledger: every concern of which it has been made aware, as far as it may see it, and every disclosure of one, or of support, a submission or
// a request for support. Each read composes it from the read models and the record of disclosures, so that it cannot lack anything that they contain.
import { lazy } from "../../caching/cache.ts";
import type { RecordName } from "../../disclosure/councils.ts";
import { COUNTS_SERIES, OWN_SERIES, senderSeries } from "../../disclosure/events.ts";
import type { PersonFacts } from "../../policies/engine/facts.ts";
import type { DisclosureEntry, LeafInTree } from "../../projections/disclosures/entries.ts";
import type { NumberedEntry } from "../../projections/numbered-entry.ts";
import type { Council } from "../../reference/councils.ts";
import { STRANDS } from "../../reference/strands.ts";
import type { AuthorisedConcern } from "../concerns/authorised-concern.ts";
import { may, type ReadDeps } from "../deps.ts";
import { listSupports } from "../support/read-support.ts";
import { maySeeDisclosures } from "./record-facts.ts";
import { strandsRead } from "./strands-read.ts";

export function mayReadLedger(deps: Pick<ReadDeps, "rights">, person: PersonFacts, council: Council | undefined): boolean {
  const facts = { code: council?.code ?? "", region: council?.region ?? "" };
  return may(deps, person, "readLedger", { type: "Council", id: "council", facts }) && council !== undefined;
}

/** A disclosure, with its leaf if the reader may see that. */
export type ShownDisclosure = Omit<DisclosureEntry, "leaf"> & { readonly leaf: () => LeafInTree | undefined };

/** The cursor of a list of disclosures. */
export const entryOfDisclosure = ({ seq, id }: Pick<DisclosureEntry, "seq" | "id">): NumberedEntry => ({
  number: String(seq).padStart(16, "0"),
  proof: id,
});

type DisclosureSlice = {
  readonly after: NumberedEntry | undefined;
  readonly until: string | undefined;
  readonly limit: number;
};

/** Returns a page of the disclosures of one concern, for readers of its sharing record; undefined if the cursor is of another history. */
export const disclosuresOfConcern = (
  { disclosed }: Pick<ReadDeps, "disclosed">,
  { id, parts }: Pick<AuthorisedConcern, "id" | "parts">,
  { after, until, limit }: DisclosureSlice,
): readonly ShownDisclosure[] | undefined =>
  parts.has("sharingRecord") ? disclosed.queries().ofConcern(id, after, until, limit)?.map(withoutLeaf) : [];

/** Leaves are shown only in their council's ledger. */
const withoutLeaf = (entry: DisclosureEntry): ShownDisclosure => ({ ...entry, leaf: () => undefined });

const BATCH = 200;

type LedgerDeps = Pick<ReadDeps, "rights" | "register" | "support" | "intake" | "disclosed">;

/**
 * Returns disclosures of the records about the council of which the person may see to whom they were disclosed, newest first, before an entry and by an
 * instant. Disclosures to others before the council was made aware appear after its awareness. A count names no record: it appears if a record that the
 * person may see could have been counted, and one in the council's own series always for a person who reads every strand. A leaf is shown if everything
 * that it names is visible; the leaf of a count from before the council was aware of any concern is never shown, because its number reveals others.
 * Undefined if the entry's number now belongs to another entry.
 */
export function ledgerDisclosures(
  deps: LedgerDeps,
  person: PersonFacts,
  council: Council,
  { after, until, limit }: DisclosureSlice,
): readonly ShownDisclosure[] | undefined {
  const { disclosed } = deps;
  const known = new Map<string, boolean>();
  function isVisible(record: RecordName): boolean {
    const key = record.join(" ");
    const isReadable = known.get(key) ?? maySeeDisclosures(deps, person, record);
    known.set(key, isReadable);
    return isReadable;
  }
  const shownLeaf = ({ leaf }: DisclosureEntry): LeafInTree | undefined =>
    leaf && leaf.series !== COUNTS_SERIES && leaf.records.every(isVisible) ? leaf : undefined;
  const since = lazy(() => firstLogged(deps, person, council.code) ?? END_OF_TIME);
  const sinceSupport = lazy(() => firstOffered(deps, person, council.code) ?? END_OF_TIME);
  const readsAll = lazy(() => strandsRead(deps, person, council).length === STRANDS.length);
  // Counts in the council's own series are of support, or were recorded when the council was aware of a concern. Whoever reads every strand sees all of
  // them, so that the series has no gap. To others, one from before they could see anything would tell of another strand.
  const isCountVisible = ({ at, leaf }: DisclosureEntry): boolean =>
    at >= since() || (leaf?.series === OWN_SERIES && (readsAll() || at >= sinceSupport()));
  const visible: DisclosureEntry[] = [];
  for (let last = after; ; ) {
    const batch = disclosed.queries().ofCouncil(council.code, last, until, BATCH);
    if (!batch) return undefined;
    const ofOthers = batch.filter((entry) => !isOfProtectedSource(entry));
    visible.push(...ofOthers.filter((entry) => (entry.record ? isVisible(entry.record) : isCountVisible(entry))));
    const oldest = batch.at(-1);
    if (!oldest || batch.length < BATCH || visible.length >= limit)
      return visible.slice(0, limit).map((entry) => ({ ...entry, leaf: lazy(() => shownLeaf(entry)) }));
    last = entryOfDisclosure(oldest);
  }
}

/** Whether a sender whose source is protected read their own submission. */
const isOfProtectedSource = ({ record, series }: DisclosureEntry): boolean =>
  record?.[0] === "submission" && series === senderSeries(record[1]);

/** After every instant. */
const END_OF_TIME = "9999";

/** Returns when the first concern that the person may see was logged; undefined if there is none. Reads only that concern's state. */
const firstLogged = ({ rights, register }: LedgerDeps, person: PersonFacts, council: string): string | undefined =>
  lastOf((after) => register.queries().list({ person, rights }, { council }, after, BATCH, false))?.state().logged.at;

/** Returns when the first support that the person may see was offered; undefined if there is none. */
const firstOffered = (deps: LedgerDeps, person: PersonFacts, council: string): string | undefined =>
  lastOf((after) => listSupports(deps, person, { council }, after, BATCH))?.offered.at;

/** Returns the last entry of a list that is read page by page. */
function lastOf<Entry extends { readonly id: string }>(
  pageAfter: (after: string | undefined) => readonly Entry[] | undefined,
): Entry | undefined {
  let last: Entry | undefined;
  for (;;) {
    const page = pageAfter(last?.id) ?? [];
    last = page.at(-1) ?? last;
    if (page.length < BATCH) return last;
  }
}
