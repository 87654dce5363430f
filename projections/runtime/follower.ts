// What follows the log for one read model and answers its queries: in the thread that applies the events (start-follower.ts), or in one that reads
// its files (threaded/read-follower.ts).
import type { Position } from "../../event-log/port.ts";
import type { UnreadableEvent } from "../../services/stored-events.ts";
import type { FileOpenerDeps } from "./file-opener.ts";
import type { ReadModelName } from "./placement.ts";
import type { Quarantined } from "./quarantine.ts";

/** `retrying`: a fault has lasted longer than half a second. */
type FollowerState = "building" | "live" | "retrying";
export type FollowerStatus = {
  readonly state: FollowerState;
  readonly position: Position;
  /** The last fault while it lasts: the code of SQLite or the system, or INTERNAL. */
  readonly code?: string;
};

export type Follower<Queries> = {
  readonly name: string;
  /** The live read model's queries. Throws NotReady, and so do the queries if the file cannot be read. */
  queries(): Queries;
  /** Resolves when the read model is live, without a time limit. Throws NotReady if it is closed before. */
  live(): Promise<void>;
  /** Resolves when everything up to `position` is applied. Throws NotReady after `timeoutMs`, or if a fault stops the read model. */
  reached(position: Position, timeoutMs: number): Promise<void>;
  /** Builds a new file beside the live one, and switches. If a fault is permanent, it throws, and the live file stays in use. */
  rebuild(): Promise<void>;
  status(): FollowerStatus;
  /** Whether the read model has a future date from a clock that was corrected since. It answers as of that date until it is rebuilt. */
  isPastToday(): boolean;
  /** Quarantines a stream in which another reader found an unreadable event. */
  quarantine(error: UnreadableEvent): void;
  /** Quarantined streams in the order in which they were found. */
  quarantined(): readonly Quarantined[];
  close(): Promise<void>;
};

/** A follower in the thread that applies the events. The others are for threads that read its files. */
export type AppliedFollower<Queries> = Follower<Queries> & {
  /** Updates the rows to today. Throws NotReady if there are none. */
  turnDay(): void;
  /** A query in another thread found this file damaged: it is replaced. */
  damaged(file: string, error: Error): void;
};

/** Returns the same follower with derived queries, which are created once for each file. */
export function withQueries<Tables, Queries>(follower: Follower<Tables>, over: (tables: Tables) => Queries): Follower<Queries> {
  let made: { readonly from: Tables; readonly queries: Queries } | undefined;
  return {
    ...follower,
    queries() {
      const from = follower.queries();
      if (made?.from !== from) made = { from, queries: over(from) };
      return made.queries;
    },
  };
}

/** Returns the same follower, whose queries are available only if `assertUsable` does not throw. */
export const guardedBy = <Queries>(assertUsable: () => void, follower: Follower<Queries>): Follower<Queries> => ({
  ...follower,
  queries() {
    assertUsable();
    return follower.queries();
  },
});

/** `action` is the next step. */
export type Trouble = { readonly code: string; readonly failures: number; readonly action: "retry" | "build" };

export type FollowerReports = Pick<FileOpenerDeps, "onBuild"> & {
  /** Called with the first state, and with each change. */
  readonly onState?: (name: ReadModelName, status: FollowerStatus) => void;
  /** Called with all quarantined streams, when a file is opened and when they change. */
  readonly onQuarantine?: (name: ReadModelName, streams: readonly Quarantined[]) => void;
  readonly onTrouble?: (name: ReadModelName, trouble: Trouble, error: unknown) => void;
};
