// The order in which pages of a log's tables follow each other, as SQLite has it: numbers, then text, then bytes.

/** Before the first row, also before numbers that no log gives. */
export const FIRST = Number.NEGATIVE_INFINITY;

export type Value = number | string | Uint8Array;
/** The values of a row that its page is ordered by. */
export type Pair = readonly [Value, Value];
const isValue = (value: unknown): value is Value =>
  typeof value === "number" || typeof value === "string" || value instanceof Uint8Array;

/** Where the next page begins, after a last row that has these values. A damaged index may lead back: reading does not go in a circle. */
export function later(after: Pair, one: unknown, other: unknown): Pair {
  if (one === undefined) return after;
  if (!isValue(one) || !isValue(other) || order([one, other], after) <= 0) throw new OutOfOrder();
  return [one, other];
}
const order = ([one, other]: Pair, [than, thanOther]: Pair): number =>
  compareValues(one, than) || compareValues(other, thanOther);

/** In SQLite's order. */
function compareValues(one: Value, other: Value): number {
  if (typeof one === "number" && typeof other === "number") return one - other;
  const [[kind, bytes], [otherKind, otherBytes]] = [comparable(one), comparable(other)];
  return kind - otherKind || Buffer.compare(bytes, otherBytes);
}
const comparable = (value: Value): readonly [kind: number, bytes: Uint8Array] =>
  typeof value === "number" ? [0, Buffer.of()] : typeof value === "string" ? [1, Buffer.from(value)] : [2, value];

/** As SQLite reports a damaged page. */
class OutOfOrder extends Error {
  override name = "OutOfOrder";
  readonly code = "ERR_SQLITE_ERROR";
  readonly errcode = 11;
}
