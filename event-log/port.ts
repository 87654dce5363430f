// The event log's port: a handful of methods that any store can keep. Every implementation passes test/helpers/event-log-contract.ts.

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** Where an event stands in the whole log. Opaque; of one width, so that positions compare as text. */
export type Position = string;

/** Before the first event. */
export const START: Position = "";

/** How many events the stream must hold: none (`new`), so many, or whatever it holds (`any`). */
export type ExpectedVersion = "new" | "any" | { readonly version: number };

/**
 * What an event holds, as it is stored. Rules keep confidential text as `{ plain: … }` until it is sealed, so no object in it, at whatever
 * depth, has a key of that name: to append one that has does not compile, and is refused where types were got around.
 */
export type EventData = { readonly [key: string]: StoredJson | undefined } & { readonly plain?: never };
export type StoredJson = null | boolean | number | string | readonly StoredJson[] | EventData;

/** An event to append. `type` carries its schema version: `ConcernLogged.v1`. */
export type NewEvent = { readonly type: string; readonly data: EventData };

/** What stands on every event besides its data. */
export type Metadata = {
  /** The person, or `hub` when the hub acted by date. */
  readonly actor: string;
  readonly commandId: string;
  /** The request or import this belongs to; and the command or event that led to this one. */
  readonly correlation: string;
  readonly causation: string;
  /** The policy set that allowed it, and the ids of the policies that decided. */
  readonly policyVersion: string;
  readonly permittedBy: readonly string[];
};

export type StoredEvent = NewEvent & {
  readonly position: Position;
  readonly stream: string;
  /** 1 for the first event of the stream. */
  readonly version: number;
  readonly id: string;
  /** ISO 8601 instant, UTC. */
  readonly at: string;
  readonly metadata: Metadata;
  /** Hash of this stream's previous event, hexadecimal; empty for its first. */
  readonly previousHash: string;
  /** Why it is not what was appended, where that shows as it is read: its data are then empty, and nobody may go by it. */
  readonly unreadable?: Unreadable;
};

/** `NOT_JSON`: it is no event's form any more. `CHANGED`: it is not what its hash was made of. `CHAIN_BROKEN`: the one before it is missing or another. */
export type Unreadable = "NOT_JSON" | "CHANGED" | "CHAIN_BROKEN";

export type Append = {
  readonly stream: string;
  readonly expected: ExpectedVersion;
  /** At least one, with all confidential text sealed. Appended together or not at all. */
  readonly events: readonly NewEvent[];
  readonly metadata: Metadata;
  /** Keyed digest of the command's body: tells a repeat from another command under the same id. */
  readonly bodyDigest: string;
  /**
   * When it happened, ISO 8601, UTC. Dates never go back within a stream: an instant that is before the stream's last one by no more than
   * MAX_CARRIED_MS is stored as that one; what is before it by more is refused, unless the log was opened by somebody who vouches for the clock.
   */
  readonly at: string;
};

/** Clocks that are kept right differ by less. */
export const MAX_CARRIED_MS = 5 * 60_000;

/**
 * The instant to store an event with, when the stream's last event has the instant `last`. Undefined where it would be more than five minutes
 * before that. `vouched`: somebody has confirmed that the clock is right, so the last event's date is wrong, and the new event takes it too.
 */
export function carriedDate(at: string, last: string | undefined, vouched: boolean): string | undefined {
  const behind = last === undefined ? 0 : Date.parse(last) - Date.parse(at);
  if (last === undefined || !(behind > 0)) return at;
  return behind <= MAX_CARRIED_MS || vouched ? last : undefined;
}

/** Where a command's events ended up. `repeated` when the command had been appended before: this is then its first outcome. */
export type Appended = {
  readonly kind: "appended";
  readonly position: Position;
  readonly version: number;
  readonly repeated: boolean;
};
export type AppendOutcome =
  | Appended
  | { readonly kind: "version-conflict"; readonly actual: number }
  | { readonly kind: "key-reused" }
  /** It is dated too far before the stream's last event, which is of the instant `last`. Nothing is remembered of the command. */
  | { readonly kind: "dates-go-back"; readonly last: string };

/** What `verify` found wrong, in words, with the place. */
export type Flaw = { readonly position: Position; readonly stream: string; readonly what: string };

export type Subscription = {
  /** Stops delivery; resolves when no handler is running any more. */
  close(): Promise<void>;
};

export type EventLog = {
  /** Durable when it resolves. Throws LogUnavailable when the outcome is a failure of the store, not of the command. */
  append(append: Append): Promise<AppendOutcome>;
  /** The first outcome of a command, if it was appended; `key-reused` if its id stands for another body. */
  outcomeOf(
    stream: string,
    commandId: string,
    bodyDigest: string,
  ): Promise<Appended | { readonly kind: "key-reused" } | undefined>;
  /** A stream's events in order; none for a stream that does not exist. */
  readStream(stream: string): Promise<readonly StoredEvent[]>;
  /** Up to `limit` events after a position, in log order. */
  readAll(after: Position, limit: number): Promise<readonly StoredEvent[]>;
  /** The names of all streams that begin so, in the order of their first events: for building, where everything is gone through. */
  streams(prefix: string): Promise<readonly string[]>;
  /** The last position, START when empty. */
  head(): Promise<Position>;
  /** Whether it holds more than so many events, however many those are. */
  isLongerThan(events: number): Promise<boolean>;
  /** The instant of the last event; undefined when empty. */
  latest(): Promise<string | undefined>;
  /**
   * What only this history of the log gives for a position: whoever kept both finds out whether the log is still the one that they came
   * from, or was restored from a backup and has gone on otherwise. Undefined where no event stands; empty for START, in every log.
   */
  proofAt(position: Position): Promise<string | undefined>;
  /**
   * Delivers every event after `after`, in order, once, pages first and then live; the next page waits for the handler.
   * When a handler throws, delivery stops and `failed` is told: an event is never skipped.
   */
  subscribe(
    after: Position,
    handle: (events: readonly StoredEvent[]) => Promise<void>,
    failed: (error: unknown) => void,
  ): Subscription;
  /**
   * Takes a whole stream out, with what was remembered of its commands: for streams that have a retention of their own, which no state is
   * folded from. Durable when it resolves; a stream that is not there is no error. The log's last events must be of another stream.
   */
  removeStream(stream: string): Promise<void>;
  /** Checks the hash chain of every stream, versions without gaps, and that every recorded command has its events. */
  verify(): Promise<readonly Flaw[]>;
  close(): Promise<void>;
};

/** The store could not be read or written. Nothing of the command was recorded, or its outcome can be asked for again. */
export class LogUnavailable extends Error {
  override name = "LogUnavailable";
}

/** The clock is behind what is on record, so nothing can be dated. Nothing of the command was recorded: it can be sent again once the clock is right. */
export class ClockBehind extends LogUnavailable {
  override name = "ClockBehind";
}

/** Whether the JSON of an event's data holds text that was not sealed, at whatever depth: quotes within a text are escaped, those of a key are not. */
export const holdsPlainText = (json: string): boolean => json.includes('"plain":');
