// Positions at the server as text. An event's commit and prepare positions are equal. All texts have the same width, so they sort in position order.
import { type Position, START } from "../port.ts";

type ServerPosition = { readonly commit: bigint; readonly prepare: bigint };

/** The largest position has nineteen digits. */
const WIDTH = 20;

export const toPosition = ({ commit }: Pick<ServerPosition, "commit">): Position => commit.toString().padStart(WIDTH, "0");
/** The server uses signed 64-bit numbers, so every position is smaller. */
const POSITION_BOUND = 2n ** 63n;
/** Whether a text can be a position of an event in this log: positions of other stores have another form. */
export const isPosition = (position: Position): boolean => /^\d{20}$/.test(position) && BigInt(position) < POSITION_BOUND;

/** Returns "start" for START: the client uses that word for the beginning. */
export function fromPosition(position: Position): ServerPosition | "start" {
  if (position === START) return "start";
  const commit = BigInt(position);
  return { commit, prepare: commit };
}
