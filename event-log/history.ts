// A position with a proof that it is of this log's history, for checkpoints, cursors and resume tokens. A log that was restored
// from a backup and has grown since has other events at the positions of the lost ones: going on from there would skip events.
import type { EventLog, Position } from "./port.ts";

export type Mark = readonly [position: Position, proof: string];

type Log = Pick<EventLog, "proofAt">;

/** A position whose event was removed has no proof, and its mark is of no history. */
export const markAt = async (log: Log, position: Position): Promise<Mark> => [position, (await log.proofAt(position)) ?? ""];

export const isOfHistory = async (log: Log, [position, proof]: Mark): Promise<boolean> => (await log.proofAt(position)) === proof;

/** Undefined for anything but a mark's JSON. */
export const markIn = (value: unknown): Mark | undefined =>
  Array.isArray(value) && value.length === 2 && value.every((part) => typeof part === "string")
    ? (value as unknown as Mark)
    : undefined;
