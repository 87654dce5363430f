// An event as a store has it, with everything needed to verify it, for moving a log from one store to another.
import { type HashedRow, hashOf } from "./hash-chain.ts";
import type { Position } from "./port.ts";

export type RawEvent = HashedRow & {
  readonly hash: string;
  /** The digest of the command that recorded the event: it distinguishes a repeat from another command with the same id. */
  readonly bodyDigest: string;
  readonly position: Position;
};

export type RawLog = {
  /** Up to `limit` events after a position, in the log's order, without those of removed streams; none at the end of the log. */
  read(after: Position, limit: number): Promise<readonly RawEvent[]>;
  /** Appends events unchanged. Writing the same events again changes nothing. Throws LogUnavailable. */
  write(events: readonly RawEvent[]): Promise<void>;
  close(): Promise<void>;
};

/** Whether an event matches its hash. */
export const isWhole = (event: RawEvent): boolean => hashOf(event) === event.hash;

export const isSame = (one: RawEvent, other: RawEvent): boolean =>
  one.stream === other.stream && one.version === other.version && one.hash === other.hash && one.bodyDigest === other.bodyDigest;
