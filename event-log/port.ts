// The event log's port. Every implementation passes test/helpers/event-log-contract.ts.

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** An event's position in the whole log. Opaque; of one width, so that positions compare as text. */
export type Position = string;

/** Before the first event. */
export const START: Position = "";

/** How many events the stream must hold. */
type ExpectedVersion = "new" | "any" | { readonly version: number };

/** As stored. Plain text is `{ plain: … }` until it is sealed: such a key does not compile, and is refused at run time. */
export type EventData = { readonly [key: string]: StoredJson | undefined } & { readonly plain?: never };
export type StoredJson = null | boolean | number | string | readonly StoredJson[] | EventData;

/** An event to append. `type` carries its schema version: `ConcernLogged.v1`. */
export type NewEvent = { readonly type: string; readonly data: EventData };

/** What every event carries besides its data. */
export type Metadata = {
  /** A person, or `hub` when the hub acted by date. */
  readonly actor: string;
  readonly commandId: string;
  /** The request or import this belongs to; and the command or event that led to this one. */
  readonly correlation: string;
  readonly causation: string;
  /** The policy set that permitted it, and the ids of the policies that decided. */
  readonly policyVersion: string;
  readonly permittedBy: readonly string[];
};

export type StoredEvent = NewEvent & {
  readonly position: Position;
  /** The stream's name, followed by its parts: see stream-name.ts. */
  readonly stream: string;
  readonly category: string;
  readonly streamId: string;
  /** 1 for the first event of the stream. */
  readonly version: number;
  readonly id: string;
  /** ISO 8601 instant, UTC. */
  readonly at: string;
  readonly metadata: Metadata;
  /** Hash of this stream's previous event, hexadecimal; empty for its first. */
  readonly previousHash: string;
  /** Why it cannot be used: its data are then empty. */
  readonly unreadable?: Unreadable;
};

/** It has no event's form, differs from what its hash was made of, or does not follow the event before it. */
export type Unreadable = "NOT_JSON" | "CHANGED" | "CHAIN_BROKEN";

export type Append = {
  readonly stream: string;
  readonly expected: ExpectedVersion;
  /** At least one, with all confidential text sealed. Appended together or not at all. */
  readonly events: readonly NewEvent[];
  readonly metadata: Metadata;
  /** Keyed digest of the command's body: tells a repeat from another command with the same id. */
  readonly bodyDigest: string;
  /** The command's id was drawn at random for this call alone, so no earlier append of it has to be looked for. */
  readonly isNewCommand?: boolean;
  /** When it happened, ISO 8601, UTC. Dates do not go back within a stream: see `carriedDate`. */
  readonly at: string;
};

/** Clocks that are kept right differ by less. */
export const MAX_CARRIED_MS = 5 * 60_000;

/** The instant to store: `last` where `at` is up to five minutes before it, or the clock is vouched for; undefined beyond. */
export function carriedDate(at: string, last: string | undefined, vouched: boolean): string | undefined {
  const behind = last === undefined ? 0 : Date.parse(last) - Date.parse(at);
  if (last === undefined || !(behind > 0)) return at;
  return behind <= MAX_CARRIED_MS || vouched ? last : undefined;
}

/** `repeated` when the command had been appended before: this is then its first outcome. */
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
  /** It is dated too far before the stream's last event, at `last`. Nothing of the command is stored. */
  | { readonly kind: "dates-go-back"; readonly last: string };

/** What `verify` found wrong, in words. */
export type Flaw = { readonly position: Position; readonly stream: string; readonly what: string };

export type Subscription = {
  /** Stops delivery; resolves when no handler is running. */
  close(): Promise<void>;
};

/** What a log can do at little cost. Otherwise it reads the whole log. */
type Abilities = {
  /** Lists the streams of a category by an index, without reading the log. */
  readonly listsStreams: boolean;
};

export type EventLog = {
  readonly abilities: Abilities;
  /** Durable when it resolves. Throws LogUnavailable when the store fails. */
  append(append: Append): Promise<AppendOutcome>;
  /** The first outcome of a command, if it was appended; `key-reused` if its id belongs to another body. */
  outcomeOf(
    stream: string,
    commandId: string,
    bodyDigest: string,
  ): Promise<Appended | { readonly kind: "key-reused" } | undefined>;
  /** A stream's events after a version, in order; none for a stream that does not exist. */
  readStream(stream: string, after?: number): Promise<readonly StoredEvent[]>;
  /** The events of each of several streams, in the order of the names. For builds, which read a hundred or two at once. */
  readStreams(streams: readonly string[]): Promise<readonly (readonly StoredEvent[])[]>;
  /** Up to `limit` events after a position, in log order. */
  readAll(after: Position, limit: number): Promise<readonly StoredEvent[]>;
  /** The ids of all streams of a category, in the order of their first events. Used when a build reads everything. */
  streams(category: string): Promise<readonly string[]>;
  /** The last position, START when empty. */
  head(): Promise<Position>;
  /** Whether it holds more than so many events, however many those are. */
  isLongerThan(events: number): Promise<boolean>;
  /** The instant of the last event. */
  latest(): Promise<string | undefined>;
  /** A value that only this log's history gives for a position: see history.ts. Empty for START, in every log. */
  proofAt(position: Position): Promise<string | undefined>;
  /** Delivers events in order, once. When a handler throws, delivery stops and `failed` is called: no event is skipped. */
  subscribe(
    after: Position,
    handle: (events: readonly StoredEvent[]) => Promise<void>,
    failed: (error: unknown) => void,
  ): Subscription;
  /**
   * Removes a stream that has a retention, and its commands, durably: nothing may be appended to it again. The log's last events must be of another
   * stream. Some stores return events of a removed stream by position until their operator cleans them.
   */
  removeStream(stream: string): Promise<void>;
  /** Checks the hash chain of every stream, versions without gaps, and that every recorded command has its events. */
  verify(): Promise<readonly Flaw[]>;
  close(): Promise<void>;
};

/** The store could not be read or written. Nothing of the command was recorded, or `outcomeOf` finds its outcome. */
export class LogUnavailable extends Error {
  override name = "LogUnavailable";
}

/** The clock is behind what is on record. Nothing of the command was recorded: it can be sent again once the clock is right. */
export class ClockBehind extends LogUnavailable {
  override name = "ClockBehind";
}

/** Whether an event's data as JSON hold text that was not sealed: quotes within a text are escaped, those of a key are not. */
export const holdsPlainText = (json: string): boolean => json.includes('"plain":');
