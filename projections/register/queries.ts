// Reads of the register. `one`, `list` and `counts` apply the reader's rights. `find` and `due` apply none: their callers ask policy, or show nothing.

import { type BoundedCache, boundedCache, lazy } from "../../caching/cache.ts";
import type { Database } from "../../event-log/stores/database.ts";
import { NO_CONCERN, type PersonFacts, READ_ACTIONS } from "../../policies/engine/facts.ts";
import { permittedBy } from "../../policies/engine/residual.ts";
import type { AsOf } from "../../services/concern/shares.ts";
import type { ConcernState } from "../../services/concern/state.ts";
import { statementCache } from "../statements.ts";
import type { Boxes } from "./boxes.ts";
import type { Classes } from "./classes.ts";
import {
  type AuthorisedConcern,
  type ConcernFilter,
  type ConcernRecord,
  type CountRead,
  concernAuthoriser,
  type Reader,
} from "./concern-record.ts";
import { type ListedRow, type Page, pages, type RightId, wanted } from "./pages.ts";
import { type Cell, type Counts, countsOf, FACETS } from "./tallies.ts";

const uncounted: CountRead = () => {};

export type RegisterQueries = {
  /** Without `whole` facts are meant, and no state is read. */
  find(id: string, whole?: boolean, read?: CountRead): ConcernRecord | undefined;
  /**
   * The concern as the reader may see it; undefined when there is none or they may not see its headline. The one takes as long as the other: a
   * row of facts decides, and the state is read for who may see it alone, where it is wanted.
   */
  one(reader: Reader, id: string, whole?: boolean, read?: CountRead): AuthorisedConcern | undefined;
  /**
   * Newest first; up to `limit` after the concern `after`. Undefined when there is no such concern to go on from. Without `whole` headlines are
   * meant, and no state is read.
   */
  list(
    reader: Reader,
    filter: ConcernFilter,
    after: string | undefined,
    limit: number,
    whole?: boolean,
    read?: CountRead,
  ): readonly AuthorisedConcern[] | undefined;
  counts(reader: Reader, filter: ConcernFilter): Counts;
  /** Concerns with a deadline that has come and is not yet on record. */
  due(limit: number): readonly ConcernRecord[];
};

/** A headline was listed, more of the concern is asked for, and meanwhile something has happened to it. Nobody who lists what is asked for meets it. */
export class ConcernMoved extends Error {
  override name = "ConcernMoved";
}

/** `heldBack` names a concern's shares that the council's last word is against. `day` brings the register to today, and must be asked before anything is read. */
export function registerQueries(
  db: Database,
  classes: Classes,
  rightId: RightId,
  boxes: Boxes,
  heldBack: (state: ConcernState) => AsOf["heldBack"],
  day: () => AsOf,
): RegisterQueries {
  const statement = statementCache(db);
  const page = pages(db, rightId);
  const plans = planCache();
  const seqOf = db.prepare("SELECT seq FROM concerns WHERE id = ?");
  const headlineOf = db.prepare("SELECT seq, id, version, class FROM concerns WHERE id = ?");
  const stateNow = db.prepare("SELECT state FROM states WHERE seq = ?");
  const stateOfVersion = db.prepare(
    "SELECT s.state FROM concerns c CROSS JOIN states s ON s.seq = c.seq WHERE c.seq = ? AND c.version = ?",
  );
  const due = db.prepare(
    "SELECT c.id FROM deadlines d JOIN concerns c ON c.seq = d.seq WHERE d.on_day <= ? ORDER BY d.on_day LIMIT ?",
  );

  /** The text of a row's state. A row that was just read has it still; one that waited may have got another since. Throws ConcernMoved. */
  function textOf({ seq, version }: ListedRow, read: CountRead, justRead: boolean): string {
    const row = justRead ? stateNow.get(seq) : stateOfVersion.get(seq, version);
    const text = (row as { state: string } | undefined)?.state;
    if (text === undefined) throw new ConcernMoved();
    read(text.length);
    return text;
  }

  /** With its state as it is at this moment, where it is wanted whole. */
  function foundIn(row: ListedRow, today: AsOf, whole: boolean, read: CountRead): ConcernRecord {
    let text = whole ? textOf(row, read, true) : undefined;
    const state = lazy(() => {
      const made = boxes.stateFrom(row.seq, text ?? textOf(row, read, false), read);
      // Its text is as large again: it is not kept beside what was made of it.
      text = undefined;
      return made;
    });
    const held = lazy(() => heldBack(state()));
    const shown = { ...today, heldBack: { has: (share: string) => held().has(share) } };
    return { id: row.id, version: row.version, facts: classes.factsOf(row.class), day: shown, state };
  }

  function find(id: string, whole = true, read = uncounted): ConcernRecord | undefined {
    const today = day();
    const row = headlineOf.get<ListedRow | undefined>(id);
    return row && foundIn(row, today, whole, read);
  }

  return {
    find,
    one({ person, rights }, id, whole = true, read = uncounted) {
      const today = day();
      const row = headlineOf.get<ListedRow | undefined>(id);
      const facts = row ? classes.factsOf(row.class) : NO_CONCERN;
      // Anew for each, never from memory: what is remembered would tell that there is something.
      const seen = permittedBy(rights.of(person, READ_ACTIONS.headline), facts).length > 0;
      if (!row || !seen) return undefined;
      return { ...foundIn(row, today, whole, read), parts: rights.parts(person, facts) };
    },
    list(reader, filter, after, limit, whole = true, read = uncounted) {
      const today = day();
      const before = after === undefined ? Number.MAX_SAFE_INTEGER : seqOf.get<{ seq: number } | undefined>(after)?.seq;
      if (before === undefined) return undefined;
      const rows = plans(reader, filter, () => page.of(reader, filter))?.(before, limit) ?? [];
      const listed = concernAuthoriser(reader);
      // States one by one: a page of them can be more than may be read.
      return rows.map((row) => listed(foundIn(row, today, whole, read)));
    },
    counts(reader, filter) {
      day();
      if (filter.text === undefined) return classes.counts(reader, wanted(filter));
      const found = page.matching(reader, filter);
      if (found.length === 0) return countsOfMatches([]);
      const matches = found.map(({ text }) => `SELECT c.seq ${text}`).join(" UNION ");
      const rows = statement(`${COUNT}FROM (${matches}) m CROSS JOIN concerns c ON c.seq = m.seq${GROUPED}`);
      return countsOfMatches(rows.all<MatchRow>(...found.flatMap(({ values }) => values)));
    },
    due: (limit) => due.all<{ id: string }>(day().today, limit).flatMap(({ id }) => find(id) ?? []),
  };
}

const BY = FACETS.map((facet) => `c.${facet}`).join(", ");
const COUNT = `SELECT ${BY}, count(*) AS n, min(c.council) AS first, max(c.council) AS last `;
const GROUPED = ` GROUP BY ${BY}`;
type MatchRow = Cell & { readonly n: number; readonly first: string; readonly last: string };

function countsOfMatches(rows: readonly MatchRow[]): Counts {
  const [council, ...others] = new Set(rows.flatMap(({ first, last }) => [first, last]));
  return countsOf(rows, others.length === 0 ? council : undefined);
}

/**
 * Plans by viewer, policy and filter. A viewer's facts are one object for as long as their assignments stand, so a change of them starts
 * afresh; and so does another policy.
 */
function planCache() {
  type Plans = { readonly version: string; readonly byFilter: BoundedCache<string, Page | undefined> };
  const kept = new WeakMap<PersonFacts, Plans>();
  return ({ person, rights }: Reader, filter: ConcernFilter, make: () => Page | undefined): Page | undefined => {
    const version = rights.version();
    const known = kept.get(person);
    const { byFilter } = known?.version === version ? known : { byFilter: boundedCache<string, Page | undefined>(50) };
    if (known?.byFilter !== byFilter) kept.set(person, { version, byFilter });
    return byFilter.getOrMake(JSON.stringify(filter), make);
  };
}
