// What every read model is: tables, and what an event does to them. Files, checkpoints, following and rebuilding are follower.ts's and
// store.ts's matter, the same for all.

import { hash } from "node:crypto";
import type { KeyStore } from "../../event-log/keys/sealing.ts";
import type { EventLog, Position, StoredEvent } from "../../event-log/port.ts";
import type { Database } from "../../event-log/stores/database.ts";
import type { Identity } from "../../event-log/stores/identity.ts";
import type { Examine, StreamPrefix } from "./examine.ts";
import type { ReadModelName } from "./placement.ts";
import { QUARANTINE, type Quarantine } from "./quarantine.ts";
import storedShapes from "./stored-shapes.json" with { type: "json" };

/** What a read model may use besides its own tables. */
export type Tools = {
  readonly keys: KeyStore;
  /** The date in England. */
  readonly today: () => string;
  /** The last date that has begun whatever is wrong with the hub's clock; `today` unless given. */
  readonly certainToday?: () => string;
  /** The hub and epoch that a new file is of, and that a file must be of to be used. Tests of one read model may do without. */
  readonly identity?: Identity;
  /** What the read models of a hub share, so that an event is examined once for all of them; an own one unless given. */
  readonly examine?: Examine;
};

/** A read model opened on its file. `apply` runs inside a transaction that also moves the checkpoint. */
export type Opened<Queries> = {
  readonly apply: (event: StoredEvent) => void;
  /**
   * Takes back what it holds of a stream that cannot be read, so that nobody has a right by it, and gives the facts that policy decides by, as they
   * were last readable. Inside the transaction; called once a stream, with all of it applied that could be read.
   */
  readonly withdraw: (kind: StreamPrefix, stream: string) => object | undefined;
  /** Called when all of a page has been applied, still inside its transaction: what was kept for its end is written. */
  readonly pageApplied?: () => void;
  /** Does a slice of work that pages have left, in a transaction of its own; false when none is left. What is read may not rest on it. */
  readonly work?: () => boolean;
  /** Called when a page's transaction was taken back: what was kept in memory of it must go. */
  readonly pageFailed?: () => void;
  /**
   * Quicker than event by event, where a model knows how: fills empty tables with what the log holds up to a position, to the same contents as
   * applying it would. `write` does a piece of the work in a transaction.
   */
  readonly build?: (log: LogOfStreams, until: Position, write: (work: () => void) => void, building: Building) => Promise<void>;
  /** The date that the tables were brought to, where they hold one. A date that was wrong is only left by building anew. */
  readonly day?: () => string | undefined;
  readonly queries: Queries;
};

/** What a build by streams is given besides. */
export type Building = {
  /** Throws UnreadableEvent. */
  readonly examine: (event: StoredEvent) => void;
  /** Puts a stream in quarantine, once all of it is written that could be read. Throws what passes. Within a `write`. */
  readonly quarantine: (event: StoredEvent, error: unknown) => void;
};

export type LogOfStreams = Pick<EventLog, "streams" | "readStream">;

export type ReadModel<Queries> = {
  readonly name: ReadModelName;
  /** Raised when events do something else to tables of the same form: the next start builds anew. A change of form does so by itself. */
  readonly version: number;
  readonly schema: string;
  /** The kinds of streams that it follows; others do not concern it. */
  readonly streams: readonly StreamPrefix[];
  /** Whether nothing can be answered where one of its streams cannot be read. */
  readonly indispensable?: true;
  /** Whether it builds itself stream by stream, by `build`. */
  readonly byStreams?: true;
  /** Indexes that such a build does without: they are made when it is over, all at once. */
  readonly indexes?: string;
  /**
   * For holding a file against the log: tables that give numbers in the order in which things came, each with the select of what a fresh file is
   * given of them, so that both have the same numbers.
   */
  readonly numbering?: Readonly<Record<string, string>>;
  /** Tables of which something says nothing about the log, each with the select of what is compared. */
  readonly comparedAs?: Readonly<Record<string, string>>;
  readonly open: (db: Database, tools: Tools, quarantine: Quarantine) => Opened<Queries>;
};

type Form = Pick<ReadModel<unknown>, "version" | "schema" | "indexes"> & { readonly name: string };

/**
 * What a file of the model is named by: its version, and a hash of its tables and of what is stored in them. A file of another form is not
 * looked at, so no code meets what it cannot read. test/golden.test.ts holds stored-shapes.json to what models really store.
 */
export function storedForm({ name, version, schema, indexes }: Form): string {
  const shapes = (storedShapes as Readonly<Record<string, unknown>>)[name];
  return `v${version}.${hash("sha256", JSON.stringify([CHECKPOINT, schema, indexes, shapes])).slice(0, 8)}`;
}

/**
 * The tables that are in every file: up to where which hub's log is applied, the proof of that position, and whether the file has held all of it; and
 * what of it cannot be read.
 */
export const CHECKPOINT = `
CREATE TABLE IF NOT EXISTS checkpoint (
  one INTEGER PRIMARY KEY CHECK (one = 1), position TEXT NOT NULL, proof TEXT NOT NULL, complete INTEGER NOT NULL,
  hub TEXT NOT NULL DEFAULT '', epoch INTEGER NOT NULL DEFAULT 0
) STRICT;
INSERT OR IGNORE INTO checkpoint (one, position, proof, complete) VALUES (1, '', '', 0);
${QUARANTINE}
`;
