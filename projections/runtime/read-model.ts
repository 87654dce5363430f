// What every read model is: tables, and what an event does to them.
import { hash } from "node:crypto";
import type { KeyStore } from "../../event-log/keys/port.ts";
import type { EventLog, Position, StoredEvent } from "../../event-log/port.ts";
import type { Database } from "../../event-log/stores/database.ts";
import type { Identity } from "../../event-log/stores/identity.ts";
import type { StreamParts } from "../../event-log/stream-name.ts";
import type { Examine } from "./examine.ts";
import type { ReadModelName } from "./placement.ts";
import { QUARANTINE, type Quarantine } from "./quarantine.ts";
import storedShapes from "./stored-shapes.json" with { type: "json" };

/** What a read model may use besides its own tables. */
export type Tools = {
  readonly keys: KeyStore;
  /** The date in England. */
  readonly today: () => string;
  /** The last date that has begun even if the clock is ahead; `today` unless given. */
  readonly certainToday?: () => string;
  /** The hub and epoch of a new file, and of a file that may be used. */
  readonly identity?: Identity;
  /** Shared by the read models of a hub, so that an event is examined once. */
  readonly examine?: Examine;
};

/** A read model opened on its file. `apply` runs inside a transaction that also moves the checkpoint. */
export type Opened<Queries> = {
  readonly apply: (event: StoredEvent) => void;
  /**
   * Removes the rows of a stream that cannot be read, so that nobody has a right by them. Returns its last readable facts. Called once for a stream,
   * in the transaction, after its readable events were applied.
   */
  readonly withdraw: (stream: StreamParts) => object | undefined;
  /** Called at the end of a page's transaction: writes what was kept for it. */
  readonly pageApplied?: () => void;
  /** Removes what was derived from the text of keys that were destroyed. */
  readonly erase?: (destroyed: readonly string[]) => void;
  /** Does a slice of postponed work in its own transaction; false when there is none. Reads may not depend on it. */
  readonly work?: () => boolean;
  /** Called when a page's transaction was rolled back: drops what memory has of it. */
  readonly pageFailed?: () => void;
  /** For `rebuild`: fills empty tables from the log up to a position, quicker than event by event. `write` runs work in a transaction. */
  readonly build?: (log: LogOfStreams, until: Position, write: (work: () => void) => void, building: Building) => Promise<void>;
  /** The date that the tables were brought to. A wrong date goes only with a rebuild. */
  readonly day?: () => string | undefined;
  readonly queries: Queries;
};

export type Building = {
  /** Throws UnreadableEvent. */
  readonly examine: (event: StoredEvent) => void;
  /** Puts a stream in quarantine after its readable events were written. Within a `write`. Throws faults of the machine. */
  readonly quarantine: (event: StoredEvent, error: unknown) => void;
};

export type LogOfStreams = Pick<EventLog, "streams" | "readStream">;

export type ReadModel<Queries> = {
  readonly name: ReadModelName;
  /** Raised when events do something else to the same tables: the next start rebuilds. A change of form does so by itself. */
  readonly version: number;
  readonly schema: string;
  /** The categories of the streams that it follows. */
  readonly categories: readonly string[];
  /** Whether nothing can be answered while one of its streams cannot be read. */
  readonly indispensable?: true;
  /** Whether it has a `build`. */
  readonly byStreams?: true;
  /** Indexes that are made after such a build. */
  readonly indexes?: string;
  /** For compare.ts: tables that give numbers in the order of events, with the select that gives a fresh file the same numbers. */
  readonly numbering?: Readonly<Record<string, string>>;
  /** For compare.ts: the select of what is compared of a table. */
  readonly comparedAs?: Readonly<Record<string, string>>;
  readonly open: (db: Database, tools: Tools, quarantine: Quarantine) => Opened<Queries>;
};

/** The same read model for a log that does not list streams cheaply: built in one reading of it. */
export const buildableFrom = <Queries>(
  { abilities }: Pick<EventLog, "abilities">,
  model: ReadModel<Queries>,
): ReadModel<Queries> => {
  const { byStreams: _, ...byPages } = model;
  return abilities.listsStreams ? model : byPages;
};

type Form = Pick<ReadModel<unknown>, "version" | "schema" | "indexes"> & { readonly name: string };

/**
 * The part of a file's name for its version, its tables and the shapes of what is stored in them. A file of another form is not opened.
 * test/golden.test.ts compares stored-shapes.json with what models store.
 */
export function storedForm({ name, version, schema, indexes }: Form): string {
  const shapes = (storedShapes as Readonly<Record<string, unknown>>)[name];
  return `v${version}.${hash("sha256", JSON.stringify([CHECKPOINT, schema, indexes, shapes])).slice(0, 8)}`;
}

/** The tables of every file: its position in which hub's log, the proof of it, whether the file was ever complete, and its quarantine. */
export const CHECKPOINT = `
CREATE TABLE IF NOT EXISTS checkpoint (
  one INTEGER PRIMARY KEY CHECK (one = 1), position TEXT NOT NULL, proof TEXT NOT NULL, complete INTEGER NOT NULL,
  hub TEXT NOT NULL DEFAULT '', epoch INTEGER NOT NULL DEFAULT 0
) STRICT;
INSERT OR IGNORE INTO checkpoint (one, position, proof, complete) VALUES (1, '', '', 0);
${QUARANTINE}
`;
