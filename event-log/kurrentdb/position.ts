// Positions at the server as text. An event's commit and prepare positions are the same; text of one width sorts as they do.
import { type Position, START } from "../port.ts";

type ServerPosition = { readonly commit: bigint; readonly prepare: bigint };

/** The largest is of nineteen digits. */
const WIDTH = 20;

export const toPosition = ({ commit }: Pick<ServerPosition, "commit">): Position => commit.toString().padStart(WIDTH, "0");
/** The server counts in 64 bits. */
const MAX = 2n ** 63n;
/** Whether a text can be the position of an event here: a log of another kind has others. */
export const isPosition = (position: Position): boolean => /^\d{20}$/.test(position) && BigInt(position) < MAX;

/** "start" for START, which the client takes for the beginning. */
export function fromPosition(position: Position): ServerPosition | "start" {
  if (position === START) return "start";
  const commit = BigInt(position);
  return { commit, prepare: commit };
}
