// Concerns as the register holds them. No rights are applied: the caller decides before it shows anything.
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
 * A concern with its facts at one moment. The state is parsed at the first call. It throws ConcernMoved where the record was made without its
 * state and the concern has changed since.
 */
export type ConcernRecord = {
  readonly id: string;
  /** How many events it has. */
  readonly version: number;
  readonly facts: RecordedFacts;
  readonly day: AsOf;
  readonly state: () => ConcernState;
};

/** Called with the number of characters of each state before it is parsed. Throws where the limit is reached. */
export type CountRead = (characters: number) => void;
const uncounted: CountRead = () => {};

/** The record of a concern whose state is in memory. */
export const concernRecord = (state: ConcernState, facts: RecordedFacts, day: AsOf): ConcernRecord => ({
  id: state.id,
  version: state.version,
  facts,
  day,
  state: () => state,
});

/** The concern changed between the reading of its headline and of its state. A list that asks for states reads both at once. */
export class ConcernMoved extends Error {
  override name = "ConcernMoved";
}

type Deps = {
  readonly classes: Classes;
  readonly boxes: Boxes;
  /** The concern's shares that the council's last word is against. */
  readonly blocked: (state: ConcernState) => AsOf["blocked"];
  /** Brings the register to today. */
  readonly day: () => AsOf;
};

export function openRecords(db: Database, { classes, boxes, blocked, day }: Deps) {
  const rowOf = db.prepare(`SELECT ${LISTED_COLUMNS} FROM concerns c WHERE c.id = ?`);
  const stateNow = db.prepare("SELECT state FROM states WHERE seq = ?");
  const stateOfVersion = db.prepare(
    "SELECT s.state FROM concerns c CROSS JOIN states s ON s.seq = c.seq WHERE c.seq = ? AND c.version = ?",
  );
  const due = db.prepare(
    "SELECT c.id FROM deadlines d JOIN concerns c ON c.seq = d.seq WHERE d.on_day <= ? ORDER BY d.on_day LIMIT ?",
  );

  const aware = db.prepare("SELECT 1 FROM concerns WHERE council = ? AND council_aware = 1 LIMIT 1");

  /** `isCurrent`: the row was read just now, so its version needs no check. Throws ConcernMoved. */
  function stateText({ seq, version }: ListedRow, read: CountRead, isCurrent: boolean): string {
    const found = isCurrent ? stateNow.get<StateRow | undefined>(seq) : stateOfVersion.get<StateRow | undefined>(seq, version);
    if (!found) throw new ConcernMoved();
    read(found.state.length);
    return found.state;
  }

  /** `day` must have been called before the row was read. With `withState` the state's text is read now. */
  function recordOf(row: ListedRow, today: AsOf, withState: boolean, read = uncounted): ConcernRecord {
    let text = withState ? stateText(row, read, true) : undefined;
    const state = lazy(() => {
      const parsed = boxes.stateFrom(row.seq, text ?? stateText(row, read, false), read);
      // The text is as large as the state: memory for one of them is enough.
      text = undefined;
      return parsed;
    });
    const shares = lazy(() => blocked(state()));
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
    /** Whether the council has been made aware of a concern about it. By an index: it takes as long whatever else is about the council. */
    isAware: (council: string): boolean => aware.get(council) !== undefined,
    recordOf,
    findUnchecked,
    /** Concerns with a deadline that has come and is not on record yet. */
    due: (limit: number): readonly ConcernRecord[] =>
      due.all<{ id: string }>(day().today, limit).flatMap(({ id }) => findUnchecked(id) ?? []),
  };
}

type StateRow = { readonly state: string };
