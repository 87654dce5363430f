// The definition of a read model: its tables, and the effect of events on them.
import { hash } from "node:crypto";
import type { KeyStore } from "../../event-log/keys/port.ts";
import type { EventLog, Position, StoredEvent } from "../../event-log/port.ts";
import type { Database } from "../../event-log/stores/database.ts";
import type { Identity } from "../../event-log/stores/identity.ts";
import type { StreamParts } from "../../event-log/stream-name.ts";
import type { Days } from "../../services/decision-context.ts";
import type { CodesOfReorganisedCouncil } from "../../services/people/interests.ts";
import type { Examine } from "./examine.ts";
import type { ReadModelName } from "./placement.ts";
import { QUARANTINE, type Quarantine } from "./quarantine.ts";
import storedShapes from "./stored-shapes.json" with { type: "json" };
import type { WalCopier } from "./wal-copier.ts";

/** The dependencies of a read model in addition to its own tables. */
export type Tools = {
  readonly keys: KeyStore;
  /** The date in England. */
  readonly today: () => string;
  /** The last date that has certainly begun, even if the clock is ahead; `today` by default. */
  readonly certainToday?: () => string;
  /** By which interests follow councils that are reorganised; without it they do not. Only queries use it. */
  readonly linkedCodes?: CodesOfReorganisedCouncil;
  /** The hub and epoch of new files, and of files that may be used. */
  readonly identity?: Identity;
  /** Shared by the read models of a hub, so that an event is examined once. */
  readonly examine?: Examine;
  /** Without it the thread that writes copies write-ahead logs. */
  readonly walCopier?: Pick<WalCopier, "written">;
  /**
   * Given if another thread writes the file, which this one only reads (read-store.ts): nothing may then be written, not even when the model is opened.
   * What a query's result reads after the query has returned must be read by this.
   */
  readonly inSnapshot?: <T>(read: () => T) => T;
};

/** A read model opened on its file. `apply` runs inside a transaction that also moves the checkpoint. */
export type Opened<Queries> = {
  readonly apply: (event: StoredEvent) => void;
  /**
   * Removes the rows of an unreadable stream, so that they give nobody any right. Returns its last readable facts. Called once for a stream,
   * in the transaction, after its readable events were applied.
   */
  readonly withdraw: (stream: StreamParts) => object | undefined;
  /** Called at the end of a page's transaction: writes collected changes. */
  readonly pageApplied?: () => void;
  /** Removes data that was derived from the text of destroyed keys. */
  readonly erase?: (destroyed: readonly string[]) => void;
  /** Runs a slice of postponed work in its own transaction; false if there is none. Reads must not depend on it. */
  readonly work?: () => boolean;
  /** Called after a page's transaction was rolled back: drops its data in memory. */
  readonly pageFailed?: () => void;
  /** For `rebuild`: fills empty tables from the log up to a position, faster than event by event. `write` runs work in a transaction. */
  readonly build?: (log: LogOfStreams, until: Position, write: (work: () => void) => void, building: Building) => Promise<void>;
  /**
   * Called in a read store before a query, if another thread has changed the file: renews data in memory that was derived from rows. The cost follows what was
   * changed, and objects by which others cache stay the same objects where their rows are the same.
   */
  readonly changedElsewhere?: () => void;
  /** The days to which rows have to be turned before a query; undefined if they are of today. */
  readonly daysToTurnTo?: () => Days | undefined;
  /** The date of the tables. Only a rebuild corrects a wrong date. */
  readonly day?: () => string | undefined;
  /** Updates the rows to today, as a query does before it reads. */
  readonly ensureToday?: () => void;
  readonly queries: Queries;
};

export type Building = {
  /** Throws UnreadableEvent. */
  readonly examine: (event: StoredEvent) => void;
  /** Quarantines a stream after its readable events were written. Call it within a `write`. Throws faults of the machine. */
  readonly quarantine: (event: StoredEvent, error: unknown) => void;
};

export type LogOfStreams = Pick<EventLog, "streams" | "readStreams">;

export type ReadModel<Queries> = {
  readonly name: ReadModelName;
  /** Increased if events change the same tables in another way: the next start then rebuilds. A change of form causes a rebuild by itself. */
  readonly version: number;
  readonly schema: string;
  /** The categories of the streams that the read model follows. */
  readonly categories: readonly string[];
  /** Whether the read model answers no queries while one of its streams is unreadable. */
  readonly indispensable?: true;
  /** Whether the read model has its own `build`. */
  readonly byStreams?: true;
  /** Indexes that are created after such a build. */
  readonly indexes?: string;
  /** For compare.ts: tables that assign numbers in the order of events, with the select that gives a new file the same numbers. */
  readonly numbering?: Readonly<Record<string, string>>;
  /** For compare.ts: table -> the select of the columns to compare. */
  readonly comparedAs?: Readonly<Record<string, string>>;
  readonly open: (db: Database, tools: Tools, quarantine: Quarantine) => Opened<Queries>;
};

/** Returns the same read model for a log that cannot list streams cheaply: it is built in one read of the log. */
export const buildableFrom = <Queries>(
  { abilities }: Pick<EventLog, "abilities">,
  model: ReadModel<Queries>,
): ReadModel<Queries> => {
  const { byStreams: _, ...byPages } = model;
  return abilities.listsStreams ? model : byPages;
};

type Form = Pick<ReadModel<unknown>, "version" | "schema" | "indexes"> & { readonly name: string };

/**
 * The part of a file's name that identifies its version, its tables and the shapes of stored values. A file with another form is not opened.
 * test/golden.test.ts compares stored-shapes.json with the values that models store.
 */
export function storedForm({ name, version, schema, indexes }: Form): string {
  const shapes = (storedShapes as Readonly<Record<string, unknown>>)[name];
  return `v${version}.${hash("sha256", JSON.stringify([CHECKPOINT, schema, indexes, shapes])).slice(0, 8)}`;
}

/** The common tables of every file: the hub, the position in its log and the proof of that, whether the file was ever complete, and its quarantine. */
export const CHECKPOINT = `
CREATE TABLE IF NOT EXISTS checkpoint (
  one INTEGER PRIMARY KEY CHECK (one = 1), position TEXT NOT NULL, proof TEXT NOT NULL, complete INTEGER NOT NULL,
  hub TEXT NOT NULL DEFAULT '', epoch INTEGER NOT NULL DEFAULT 0
) STRICT;
INSERT OR IGNORE INTO checkpoint (one, position, proof, complete) VALUES (1, '', '', 0);
${QUARANTINE}
`;
