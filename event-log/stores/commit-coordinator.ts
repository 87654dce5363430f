// Coordinates the commits of a store that the hub owns, in the serving thread, whichever thread commits: it adds the newest marks of the other stores,
// writes the store's own, and gives the store up for all of its users.
import type { Mark } from "../history.ts";
import type { Position } from "../port.ts";
import type { StoreName } from "../store-names.ts";
import type { HighWaterFile } from "./high-water.ts";
import type { Marks } from "./identity.ts";
import { type NamedMark, StoreGivenUp } from "./owned-store.ts";

export type CoordinatorDeps = {
  readonly store: StoreName;
  readonly highWater: HighWaterFile;
  /** Called once. */
  readonly onGivenUp: (store: StoreName, error: StoreGivenUp) => void;
  /** Throws where another store that a commit depends on is lost: sealed text is lost with its keys. */
  readonly restsOn?: () => void;
  /** Called with the duration of each commit in seconds, including the fsync. */
  readonly onCommit?: (seconds: number) => void;
  /** Called when a commit in another thread has taken ten seconds. It goes on. */
  readonly onStalled?: () => void;
  /** The commit is done; only the mark could not be written. */
  readonly onMarkFailed: (error: unknown) => void;
};

/** `seconds` is undefined for a heartbeat. */
type Commit = { readonly size: number; readonly seconds?: number };

export function commitCoordinator({ store, highWater, onGivenUp, restsOn, onCommit, onMarkFailed }: CoordinatorDeps) {
  /** Another store -> the position of its mark in this store. Newer marks are added to each commit. */
  const kept = new Map<StoreName, Position>();
  let givenUp: StoreGivenUp | undefined;

  function assertUsable(): void {
    if (givenUp) throw givenUp;
  }
  const newerMarks = (): readonly NamedMark[] =>
    [...highWater.given].filter(([name, mark]) => name !== store && kept.get(name) !== mark[0]);

  function giveUp(error: StoreGivenUp): void {
    if (givenUp) return;
    givenUp = error;
    onGivenUp(store, error);
  }

  return {
    /** Throws the error that the store was given up for. */
    assertUsable,
    /** Returns the marks of other stores that are newer than those in this store: they are committed with it. */
    beforeCommit(): readonly NamedMark[] {
      restsOn?.();
      assertUsable();
      return newerMarks();
    },
    /** The same for a heartbeat, which also commits all the marks given. */
    beforeHeartbeat(others: Marks): readonly NamedMark[] {
      assertUsable();
      const marks = Object.entries(others) as [StoreName, Mark][];
      return [...marks, ...newerMarks()];
    },
    /** Called after a commit and before it is acknowledged. `own` is the store's mark, `size` that of its main file in bytes. */
    committed(marks: readonly NamedMark[], own: Mark | undefined, { size, seconds }: Commit): void {
      if (seconds !== undefined) onCommit?.(seconds);
      for (const [name, [position]] of marks) kept.set(name, position);
      // A heartbeat's own mark was read before, and another commit may have written a newer one.
      if (!own || own[0] < (highWater.given.get(store)?.[0] ?? "")) return;
      try {
        highWater.write(store, own, size);
      } catch (error) {
        onMarkFailed(error);
      }
    },
    giveUp,
    /** Gives the store up where the error of a commit says so, and throws it. */
    failed(error: unknown): never {
      if (error instanceof StoreGivenUp) giveUp(error);
      throw error;
    },
  };
}
