// A read model's file that another thread writes, opened for reading alone. All queries of one piece of synchronous work read one state of the file,
// because a record's rights are decided by one statement and its contents are read by another.
import { CACHE_KB, type Database, openReader } from "../../../event-log/stores/database.ts";
import type { Days } from "../../../services/decision-context.ts";
import { wrapQueries } from "../guarded.ts";
import { NotReady } from "../not-ready.ts";
import { openQuarantine, type Quarantined } from "../quarantine.ts";
import type { ReadModel, Tools } from "../read-model.ts";

export type ReadStore<Queries> = {
  readonly file: string;
  /** The first query begins a snapshot, which ends when the event loop goes on. Throws errors of SQLite, and NotReady if the rows cannot be turned to today. */
  readonly queries: Queries;
  /** The date of the rows. */
  day(): string | undefined;
  quarantined(): readonly Quarantined[];
  /** Ends the snapshot: the next query reads what is committed by then. Not to be called between two queries of one piece of synchronous work. */
  renew(): void;
  readonly isOpen: boolean;
  close(): void;
};

/** Has the thread that writes the file turn its rows to these days, and blocks until they are committed. Throws NotReady. */
export type TurnDay = (days: Days) => void;

/** Opens a complete file. Throws UnusableFile, and errors of SQLite. */
export function openReadStore<Queries>(
  model: ReadModel<Queries>,
  file: string,
  tools: Tools,
  turnDay: TurnDay,
): ReadStore<Queries> {
  const db = openReader(file);
  try {
    // This thread serves, so its reads do not wait for a lock.
    db.exec(`PRAGMA busy_timeout = 0; PRAGMA cache_size = -${CACHE_KB}`);
    return openIn(db, model, file, tools, turnDay);
  } catch (error) {
    db.close();
    throw error;
  }
}

function openIn<Queries>(
  db: Database,
  model: ReadModel<Queries>,
  file: string,
  tools: Tools,
  turnDay: TurnDay,
): ReadStore<Queries> {
  const begin = db.prepare("BEGIN");
  const commit = db.prepare("COMMIT");
  const dataVersion = db.prepare("PRAGMA data_version");
  const quarantine = openQuarantine(db);
  const opened = model.open(db, { ...tools, inSnapshot }, quarantine);
  /** SQLite's number of the state of the file that data in memory was derived from. It differs after each commit of another connection. */
  let derivedFrom: number | undefined;
  let isEndPlanned = false;

  function renew(): void {
    if (db.isOpen && db.isTransaction) commit.run();
  }

  function planEnd(): void {
    if (isEndPlanned) return;
    isEndPlanned = true;
    setImmediate(() => {
      isEndPlanned = false;
      renew();
    });
  }

  function takeSnapshot(): void {
    begin.run();
    try {
      // SQLite takes the snapshot here, at the first read of the transaction.
      const { data_version: version } = dataVersion.get<{ data_version: number }>();
      if (version === derivedFrom) return;
      quarantine.changedElsewhere();
      opened.changedElsewhere?.();
      derivedFrom = version;
    } catch (error) {
      renew();
      throw error;
    }
  }

  /** Rows are turned to today before the first read of a snapshot, so that all of it is of one day. */
  function ensureSnapshot(): void {
    if (db.isTransaction) return;
    planEnd();
    takeSnapshot();
    const days = opened.daysToTurnTo?.();
    if (!days) return;
    renew();
    turnDay(days);
    takeSnapshot();
    if (!opened.daysToTurnTo?.()) return;
    renew();
    throw new NotReady(`The read model "${model.name}" is not of today.`);
  }

  function inSnapshot<T>(read: () => T): T {
    ensureSnapshot();
    return read();
  }

  return {
    file,
    queries: wrapQueries(opened.queries, (query) => (...args) => {
      ensureSnapshot();
      return query(...args);
    }),
    day: () => inSnapshot(() => opened.day?.()),
    quarantined: () => inSnapshot(quarantine.all),
    renew,
    get isOpen() {
      return db.isOpen;
    },
    close: () => db.close(),
  };
}
