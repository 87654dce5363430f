// A position that is carried across time (a checkpoint, a cursor, a point to resume from) with the proof that it is of the log's history. A log
// that was restored from a backup and has grown since has other events at positions that the lost ones had: to go on from there would skip.
import type { EventLog, Position } from "./port.ts";

export type Mark = readonly [position: Position, proof: string];

type Log = Pick<EventLog, "proofAt">;

/** Of a position of an event that has been taken out there is no proof: its mark is of no history. */
export const markAt = async (log: Log, position: Position): Promise<Mark> => [position, (await log.proofAt(position)) ?? ""];

export const isOfHistory = async (log: Log, [position, proof]: Mark): Promise<boolean> => (await log.proofAt(position)) === proof;

/** A mark as it was written as JSON; undefined for anything else. */
export const markIn = (value: unknown): Mark | undefined =>
  Array.isArray(value) && value.length === 2 && value.every((part) => typeof part === "string")
    ? (value as unknown as Mark)
    : undefined;
