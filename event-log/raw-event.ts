// An event as it lies in a store, with all that makes it provable, for moving a log from one store to another.
import { type HashedRow, hashOf } from "./hash-chain.ts";
import type { Position } from "./port.ts";

export type RawEvent = HashedRow & {
  readonly hash: string;
  /** Of the command that recorded it: tells a repeat from another command with the same id. */
  readonly bodyDigest: string;
  readonly position: Position;
};

export type RawLog = {
  /** Up to `limit` events after a position, in the log's order. */
  read(after: Position, limit: number): Promise<readonly RawEvent[]>;
  /** Writes events that follow what is there, as they are. Written again, they change nothing. Throws LogUnavailable. */
  write(events: readonly RawEvent[]): Promise<void>;
  close(): Promise<void>;
};

/** Whether an event is what its hash was made of. */
export const isWhole = (event: RawEvent): boolean => hashOf(event) === event.hash;

export const isSame = (one: RawEvent, other: RawEvent): boolean =>
  one.stream === other.stream && one.version === other.version && one.hash === other.hash && one.bodyDigest === other.bodyDigest;
