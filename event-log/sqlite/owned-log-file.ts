// What the thread that writes a hub's log can be called to do with the file. Arguments and results are plain data, so that threads can pass them.
import type { AppendOutcome } from "../port.ts";
import { openDatabase } from "../stores/database.ts";
import { type NamedMark, type Ownership, ownStore } from "../stores/owned-store.ts";
import { type SerialisedError, serialiseError } from "../thread-errors.ts";
import type { PreparedAppend } from "./appender.ts";
import { type Committed, groupWriter } from "./group-writer.ts";

export type OwnedLogFile = ReturnType<typeof ownLogFile>;

/** `seconds` include the fsync; `size` is that of the main file, in bytes. */
export type Measured<T> = { readonly result: T; readonly seconds: number; readonly size: number };

type SerialisedOutcome = AppendOutcome | { readonly kind: "refused"; readonly error: SerialisedError };

/** Takes the file for this hub. It is in the form of this release. Throws errors of SQLite. */
export function ownLogFile(ownership: Ownership) {
  const db = openDatabase(ownership.path, "durable");
  const store = ownStore(db, ownership);
  const writer = groupWriter(db);

  function measured<T>(work: () => T): Measured<T> {
    const began = performance.now();
    const result = work();
    return { result, seconds: (performance.now() - began) / 1000, size: store.size() };
  }

  /** `marks` are those of other stores, to commit with the work. Each function throws StoreLost, OwnerReplaced, and errors of SQLite. */
  return {
    lastHeartbeat: store.lastHeartbeat,
    commit: (group: readonly PreparedAppend[], vouched: boolean, marks: readonly NamedMark[]) =>
      measured(() => {
        const { outcomes, last } = writer.commit(group, vouched, (work) => store.commit<Committed>(marks, work));
        return { outcomes: outcomes.map(serialiseOutcome), last };
      }),
    removeStream: (stream: string, marks: readonly NamedMark[]) =>
      measured(() => writer.removeStream(stream, (work) => store.commit(marks, work))),
    heartbeat: (believedAt: string | undefined, marks: readonly NamedMark[]) =>
      measured(() => store.heartbeat(believedAt, marks)),
    endUse: store.endUse,
    close: store.close,
  };
}

const serialiseOutcome = (outcome: AppendOutcome | Error): SerialisedOutcome =>
  outcome instanceof Error ? { kind: "refused", error: serialiseError(outcome) } : outcome;
