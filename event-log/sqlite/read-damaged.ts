// The events of a log whose file is damaged: row by row in order of position, past ranges that cannot be read.
import type { Database } from "../stores/database.ts";
import { isOfOnePlace } from "../stores/read-only.ts";
import { COLUMNS, type UncheckedRow } from "./rows.ts";
import { tablesOf } from "./tables.ts";

/** A gap ends before `until`; undefined where nothing after it can be read. */
type DamagedReading =
  | { readonly kind: "row"; readonly row: UncheckedRow }
  | { readonly kind: "gap"; readonly from: number; readonly until: number | undefined };

/** Whether it is limited to one place of the file. Node refuses a number that is too large for it, which no log gives. */
export const isOfOneRow = (error: unknown): boolean => isOfOnePlace(error) || error instanceof RangeError;

export function* readDamaged(db: Database): Generator<DamagedReading> {
  const next = db.prepare(`SELECT ${COLUMNS} FROM ${tablesOf(db).events} WHERE position >= ? ORDER BY position LIMIT 1`);
  const end = lastPosition(db);
  /** The first row from a position on; undefined where there is none. */
  const rowFrom = (position: number): UncheckedRow | undefined | "damaged" => {
    try {
      return next.get<UncheckedRow | undefined>(position);
    } catch (error) {
      if (!isOfOneRow(error)) throw error;
      return "damaged";
    }
  };
  for (let position = 1; ; ) {
    const row = rowFrom(position);
    if (row === undefined) return;
    if (row !== "damaged") {
      yield { kind: "row", row };
      position = Math.max(position, Number(row.position)) + 1;
      continue;
    }
    const readable = firstReadable(position, Math.max(end, position), rowFrom);
    yield { kind: "gap", from: position, until: readable };
    if (readable === undefined) return;
    position = readable;
  }
}

function lastPosition(db: Database): number {
  try {
    return db.prepare("SELECT seq FROM sqlite_sequence WHERE name = 'events'").get<{ seq: number } | undefined>()?.seq ?? 0;
  } catch {
    return 0;
  }
}

/** The first readable position after a damaged one: steps grow and are then halved, as pages hold neighbours. */
function firstReadable(from: number, end: number, rowFrom: (position: number) => unknown): number | undefined {
  let [damaged, step] = [from, 1];
  while (rowFrom(damaged + step) === "damaged") {
    damaged += step;
    if (damaged > end) return undefined;
    step *= 2;
  }
  let readable = damaged + step;
  while (readable - damaged > 1) {
    const middle = damaged + Math.floor((readable - damaged) / 2);
    if (rowFrom(middle) === "damaged") damaged = middle;
    else readable = middle;
  }
  return rowFrom(readable) === undefined ? undefined : readable;
}
