// How much confidential text one record holds: each command on a record reads, checks and folds all of it, so cost is bounded by bytes and not only
// by how many events there are.
import { textBytes } from "../confidential.ts";
import { isRefusal, type Refusal, refuse } from "../refusals.ts";

/** Bytes of confidential text in one concern, support, council's record or person's record. */
const MAX_TEXT = 4_000_000;
/** Kept beyond that for the council's word and for what ends something. */
const RESERVE = 1_000_000;
/** An event of such is taken even then, if its text is as short as this: 500 characters, whatever they are. */
const SHORT = 2_100;

type Decided = readonly { readonly data: object }[] | Refusal;

/** What was decided, or a refusal where the record would hold too much text. `isReserved`: it is the council's word, or ends something. */
export function withinTextLimit<D extends Decided>(held: number, decided: D, isReserved: boolean): D | Refusal {
  if (isRefusal(decided)) return decided;
  const added = decided.map(({ data }) => textBytes(data));
  const total = added.reduce((sum, bytes) => sum + bytes, 0);
  if (total === 0 || held + total <= MAX_TEXT + (isReserved ? RESERVE : 0)) return decided;
  if (!isReserved) return refuse("TOO_MUCH_TEXT", undefined, "Or start a new record.");
  return added.every((bytes) => bytes <= SHORT)
    ? decided
    : refuse("TOO_MUCH_TEXT", undefined, "Up to 500 characters can still be added.");
}
