// Writes appends into a log's file, in the thread that has it open for writing.
import { lazy } from "../../caching/cache.ts";
import type { Mark } from "../history.ts";
import { type AppendOutcome, LogUnavailable } from "../port.ts";
import { type Database, isBusy } from "../stores/database.ts";
import { type AppendOptions, openAppender, type PreparedAppend } from "./appender.ts";
import { streamRemover } from "./rows.ts";

export type Committed = {
  /** One for each command: an error for one that the store refused by itself. */
  readonly outcomes: readonly (AppendOutcome | Error)[];
  /** The mark of the last event; undefined if nothing was appended. */
  readonly last: Mark | undefined;
};

/** Runs work in one transaction, durable when it returns. */
type Transaction<T> = (work: () => T) => T;

/** Throws LogUnavailable, and errors of SQLite: the transaction is then undone. */
export function groupWriter(db: Database) {
  const appender = lazy(() => openAppender(db));
  const remove = lazy(() => streamRemover(db));

  function appendEach(
    group: readonly PreparedAppend[],
    vouched: boolean,
    append: (command: PreparedAppend, options: AppendOptions) => AppendOutcome | Error,
  ): Committed {
    let last: Mark | undefined;
    const appended = (mark: Mark) => {
      last = mark;
    };
    return { outcomes: group.map((command) => append(command, { vouched, appended })), last };
  }

  return {
    /** In one transaction. A command of several that the store refuses is undone for itself, in a second attempt: savepoints take time. */
    commit(group: readonly PreparedAppend[], vouched: boolean, transaction: Transaction<Committed>): Committed {
      const { append, appendInSavepoint } = appender();
      try {
        return transaction(() => appendEach(group, vouched, append));
      } catch (error) {
        if (group.length === 1 || isBusy(error) || error instanceof LogUnavailable) throw error;
        return transaction(() => appendEach(group, vouched, appendInSavepoint));
      }
    },
    removeStream: (stream: string, transaction: Transaction<void>): void => transaction(() => remove()(stream)),
  };
}
