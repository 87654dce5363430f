// Reads the register's concerns. No rights are applied: the caller decides before it shows anything.
import { lazy } from "../../caching/cache.ts";
import type { Database } from "../../event-log/stores/database.ts";
import type { RecordedFacts } from "../../services/concern/facts.ts";
import type { AsOf } from "../../services/concern/shares.ts";
import type { ConcernState } from "../../services/concern/state.ts";
import type { Boxes } from "./boxes.ts";
import type { Classes } from "./classes.ts";

/** A row of a list, before the concern's state is read. */
export type ListedRow = { readonly seq: number; readonly id: string; readonly version: number; readonly class: number };
export const LISTED_COLUMNS = "c.seq AS seq, c.id AS id, c.version AS version, c.class AS class";

/**
 * A snapshot of a concern with its facts. The state is parsed at the first call, which throws ConcernMoved if the record was read without its
 * state and the concern has changed since.
 */
export type ConcernRecord = {
  readonly id: string;
  /** The number of its events. */
  readonly version: number;
  readonly facts: RecordedFacts;
  readonly day: AsOf;
  readonly state: () => ConcernState;
};

/** Called with the number of characters of each state before it is parsed. Throws if the limit is reached. */
export type CountRead = (characters: number) => void;
const uncounted: CountRead = () => {};

/** Returns the record of a concern whose state is in memory. */
export const concernRecord = (state: ConcernState, facts: RecordedFacts, day: AsOf): ConcernRecord => ({
  id: state.id,
  version: state.version,
  facts,
  day,
  state: () => state,
});

/** The concern changed between the reads of its headline and its state. A list that selects states reads both together. */
export class ConcernMoved extends Error {
  override name = "ConcernMoved";
}

type Deps = {
  readonly classes: Classes;
  readonly boxes: Boxes;
  /** The concern's shares that the council's latest position is against. */
  readonly blocked: (state: ConcernState) => AsOf["blocked"];
  /** Updates the register to today. */
  readonly day: () => AsOf;
  /** Reads what a record reads after the query that returned it. */
  readonly inSnapshot: <T>(read: () => T) => T;
};

export function openRecords(db: Database, { classes, boxes, blocked, day, inSnapshot }: Deps) {
  const rowOf = db.prepare(`SELECT ${LISTED_COLUMNS} FROM concerns c WHERE c.id = ?`);
  const stateNow = db.prepare("SELECT state FROM states WHERE seq = ?");
  const stateOfVersion = db.prepare(
    "SELECT s.state FROM concerns c CROSS JOIN states s ON s.seq = c.seq WHERE c.seq = ? AND c.version = ?",
  );
  const due = db.prepare(
    "SELECT c.id FROM deadlines d JOIN concerns c ON c.seq = d.seq WHERE d.on_day <= ? ORDER BY d.on_day LIMIT ?",
  );

  // Each step looks up the next owner in the index, so that the cost depends on the owners and not on their concerns.
  const owners = db.prepare(`WITH RECURSIVE owners (owner) AS (
    SELECT min(owner) FROM concerns WHERE scope = ?1
    UNION ALL SELECT (SELECT min(c.owner) FROM concerns c WHERE c.scope = ?1 AND c.owner > owners.owner) FROM owners WHERE owners.owner IS NOT NULL
  ) SELECT owner FROM owners WHERE owner IS NOT NULL`);
  const restricted = db.prepare("SELECT class FROM concerns WHERE council = ? AND restricted = 1");
  const aware = db.prepare("SELECT 1 FROM concerns WHERE council = ? AND council_aware = 1 LIMIT 1");

  /** `isCurrent`: the row has just been read, so its version needs no check. Throws ConcernMoved. */
  function stateText({ seq, version }: ListedRow, read: CountRead, isCurrent: boolean): string {
    const found = isCurrent ? stateNow.get<StateRow | undefined>(seq) : stateOfVersion.get<StateRow | undefined>(seq, version);
    if (!found) throw new ConcernMoved();
    read(found.state.length);
    return found.state;
  }

  /** `day` must have been called before the row was read. With `withState` the state's text is read now. */
  function recordOf(row: ListedRow, today: AsOf, withState: boolean, read = uncounted): ConcernRecord {
    let text = withState ? stateText(row, read, true) : undefined;
    const state = lazy(() =>
      inSnapshot(() => {
        const parsed = boxes.stateFrom(row.seq, text ?? stateText(row, read, false), read);
        // The text is as large as the state, so only one of them is kept in memory.
        text = undefined;
        return parsed;
      }),
    );
    const shares = lazy(() => inSnapshot(() => blocked(state())));
    const recordDay = { ...today, blocked: { has: (share: string) => shares().has(share) } };
    return { id: row.id, version: row.version, facts: classes.factsOf(row.class), day: recordDay, state };
  }

  const findRow = (id: string): ListedRow | undefined => rowOf.get<ListedRow | undefined>(id);
  function findUnchecked(id: string, withState = true, read = uncounted): ConcernRecord | undefined {
    const today = day();
    const row = findRow(id);
    return row && recordOf(row, today, withState, read);
  }

  return {
    day,
    findRow,
    /** Whether the council has been made aware of a concern about it. Uses an index, so that the time does not depend on other concerns of the council. */
    isAware: (council: string): boolean => aware.get(council) !== undefined,
    /** The facts of each concern about a council that is restricted inside it. */
    restrictedOf(council: string): readonly RecordedFacts[] {
      day();
      return restricted.all<{ class: number }>(council).map((row) => classes.factsOf(row.class));
    },
    recordOf,
    findUnchecked,
    /** The owners of concerns in a scope, as last recorded. */
    recordedOwners: (scope: string): readonly string[] => owners.all<{ owner: string }>(scope).map(({ owner }) => owner),
    /** Returns concerns with a passed deadline that is not recorded yet. */
    due: (limit: number): readonly ConcernRecord[] =>
      due.all<{ id: string }>(day().today, limit).flatMap(({ id }) => findUnchecked(id) ?? []),
  };
}

type StateRow = { readonly state: string };
