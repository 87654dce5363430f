// A council's ledger: every concern about it that it has been made aware of, as it may see it, and every time something of one left the hub.
// Composed from the register and the record of disclosures at the moment of reading, so that nothing can be in one and missing here.
import type { PersonFacts } from "../../policies/engine/facts.ts";
import type { PolicySet } from "../../policies/engine/policy-set.ts";
import type { Rights } from "../../policies/engine/rights.ts";
import type { DisclosureEntry, DisclosureQueries } from "../../projections/disclosures/disclosures.ts";
import type { NumberedEntry } from "../../projections/numbered-entry.ts";
import type { Follower } from "../../projections/runtime/follower.ts";
import type { Council } from "../../reference/councils.ts";
import type { AuthorisedConcern, Reader } from "../concerns/authorised-concern.ts";
import { authoriseConcern } from "../concerns/authorised-concern.ts";
import type { RegisterQueries } from "../concerns/register-queries.ts";

type Inside = {
  readonly policy: PolicySet;
  readonly rights: Rights;
  readonly register: Follower<RegisterQueries>;
  readonly disclosed: Follower<DisclosureQueries>;
};

/** Whether the ledger of this council is the person's to see. Decided also for none, so that unknown takes as long as invisible. */
export function mayReadLedger({ policy }: Pick<Inside, "policy">, person: PersonFacts, council: Council | undefined): boolean {
  const facts = { code: council?.code ?? "", region: council?.region ?? "" };
  const { allowed } = policy.decide({ type: "Person", facts: person }, "readLedger", { type: "Council", id: "council", facts });
  return allowed && council !== undefined;
}

/** Where a list of disclosures goes on. */
export const entryOfDisclosure = ({ seq, id }: DisclosureEntry): NumberedEntry => ({
  number: String(seq).padStart(16, "0"),
  proof: id,
});

type DisclosureSlice = {
  readonly after: NumberedEntry | undefined;
  readonly until: string | undefined;
  readonly limit: number;
};

/** A page of the disclosures of one concern, for readers of its sharing record; undefined when the cursor is of another history. */
export const disclosuresOfConcern = (
  { disclosed }: Pick<Inside, "disclosed">,
  { id, parts }: Pick<AuthorisedConcern, "id" | "parts">,
  { after, until, limit }: DisclosureSlice,
): readonly DisclosureEntry[] | undefined =>
  parts.has("sharingRecord") ? disclosed.queries().ofConcern(id, after, until, limit) : [];

const BATCH = 200;

/**
 * What left of the council's concerns, newest first, before an entry and by an instant: of those of which the person may read the sharing
 * record. What left to advisers of a concern that the council has not been made aware of yet appears with its awareness. So does a mere
 * count: it names no concern, and stands here where one that the person may see could have been among those counted. Undefined where the number of
 * the entry is another's now.
 */
export function ledgerDisclosures(
  { rights, register, disclosed }: Inside,
  person: PersonFacts,
  council: string,
  { after, until, limit }: DisclosureSlice,
): readonly DisclosureEntry[] | undefined {
  const known = new Map<string, boolean>();
  const isSeen = (concern: string): boolean => {
    const seen = known.get(concern) ?? canSee(concern);
    known.set(concern, seen);
    return seen;
  };
  const canSee = (concern: string): boolean => {
    const found = register.queries().findUnchecked(concern, false);
    return found !== undefined && authoriseConcern({ person, rights }, found).parts.has("sharingRecord");
  };
  /** The instant at which the first of the concerns that the person may see was logged; later than all where there is none. */
  let first: string | undefined;
  const firstSeen = (): string => {
    first ??= firstLogged(register.queries(), { person, rights }, council);
    return first;
  };
  const seen: DisclosureEntry[] = [];
  for (let last = after; ; ) {
    const batch = disclosed.queries().ofCouncil(council, last, until, BATCH);
    if (!batch) return undefined;
    seen.push(...batch.filter(({ concern, at }) => (concern === undefined ? at >= firstSeen() : isSeen(concern))));
    const oldest = batch.at(-1);
    if (!oldest || batch.length < BATCH || seen.length >= limit) return seen.slice(0, limit);
    last = entryOfDisclosure(oldest);
  }
}

/** Lists are in order of logging, so that of all their concerns the last one alone is read whole. */
function firstLogged(register: RegisterQueries, reader: Reader, council: string): string {
  let oldest: AuthorisedConcern | undefined;
  for (;;) {
    const page: readonly AuthorisedConcern[] = register.list(reader, { council }, oldest?.id, BATCH, false) ?? [];
    oldest = page.at(-1) ?? oldest;
    if (page.length < BATCH) return oldest?.state().logged.at ?? "9999";
  }
}
