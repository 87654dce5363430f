// Follows the log for one read model, and rebuilds it beside the live one. Faults do not stop it: it retries after a pause, or builds a
// new file to replace a damaged one. If it lags for too long, it answers no queries instead of returning stale data.
import { inBackground } from "../../event-log/background.ts";
import { codeOf, faultOf, isPassing } from "../../event-log/faults.ts";
import { KeyNotFetched } from "../../event-log/keys/port.ts";
import { type Pauses, pauseAfter, type Wait, wait as waitByClock } from "../../event-log/pauses.ts";
import { type Position, START, type Subscription } from "../../event-log/port.ts";
import type { UnreadableEvent } from "../../services/stored-events.ts";
import { applyWithKeys, catchUp, finishWork } from "./catch-up.ts";
import { type FileOpenerDeps, openFileOpener } from "./file-opener.ts";
import { removeOthers, removeStoreFile } from "./files.ts";
import type { AppliedFollower, FollowerReports, FollowerStatus, Trouble } from "./follower.ts";
import { guarded } from "./guarded.ts";
import { NotReady } from "./not-ready.ts";
import { PLACEMENTS, type ReadModelName } from "./placement.ts";
import { openPositionWaiters } from "./position-waiters.ts";
import type { ReadModel } from "./read-model.ts";
import type { Store } from "./store.ts";

export type FollowerDeps = Omit<FileOpenerDeps, "onUnusable" | "isClosed"> &
  FollowerReports & {
    /** Waits before a retry. */
    readonly wait?: Wait;
    /** Called with the file from which queries are answered from now on, before its state is reported. */
    readonly onFile?: (name: ReadModelName, file: string) => void;
    /** Called after each page, when its events can be read. */
    readonly onReached?: (name: ReadModelName, position: Position) => void;
  };

/** After more consecutive failures than this, which take half a second, the follower answers no queries until it has caught up. */
const TOLERATED = 3;
export const RETRYING: Pauses = { firstMs: 50, longestMs: 30_000 };
const BUILDING: Pauses = { firstMs: 1_000, longestMs: 600_000 };

export function startFollower<Queries>(model: ReadModel<Queries>, deps: FollowerDeps): AppliedFollower<Queries> {
  const { log, dir, onState, onTrouble, wait = waitByClock } = deps;
  const { pauseMs } = PLACEMENTS[model.name];
  const ending = new AbortController();
  const isClosed = () => ending.signal.aborted;
  const files = openFileOpener(model, {
    ...deps,
    isClosed,
    onUnusable: (error) => onTrouble?.(model.name, { code: codeOf(error), failures: 1, action: "build" }, error),
  });
  const waiters = openPositionWaiters();
  /** The current store; and its queries while they can be answered. */
  let current: Store<Queries> | undefined;
  /** The store that was followed last: queries are answered from it while a rebuilt one catches up. */
  let served: Store<Queries> | undefined;
  /** What others found unreadable since the newest file began to be built, by stream: the build may have read it before. */
  let foundMeanwhile = new Map<string, UnreadableEvent>();
  let answers: Queries | undefined;
  let subscription: Subscription | undefined;
  let trouble: Trouble | undefined;
  /** Whether the newest file may be opened. */
  let isUsable = true;
  /** The number of files that were abandoned in short succession. */
  let abandoned = { count: 0, at: Number.NEGATIVE_INFINITY };

  const isBehind = () => trouble !== undefined && trouble.failures > TOLERATED;
  /** If the hub's policy is unreadable, nothing can be decided. */
  const isBarred = () => model.indispensable === true && (current?.quarantined().length ?? 0) > 0;
  const status = (): FollowerStatus => ({
    state: isBehind() || isBarred() ? "retrying" : answers ? "live" : "building",
    position: current?.position() ?? START,
    ...(trouble ? { code: trouble.code } : isBarred() && { code: "CANNOT_BE_READ" }),
  });
  const reportState = () => onState?.(model.name, status());
  const notReady = (options?: ErrorOptions) =>
    new NotReady(`The read model "${model.name}" ${isBehind() ? "cannot go on at the moment" : "is being built"}.`, options);

  /** Reports a fault, and waits before the next attempt. */
  async function failed(error: unknown): Promise<void> {
    const action = isPassing(error) ? "retry" : "build";
    trouble = { code: codeOf(error), failures: (trouble?.failures ?? 0) + 1, action };
    onTrouble?.(model.name, trouble, error);
    reportState();
    if (isBehind()) waiters.reject(notReady);
    await wait(action === "retry" ? pauseAfter(RETRYING, trouble.failures) : abandonFile(), ending.signal);
  }

  /** The pause before a new file is built: none the first time, and growing if the disk damages every file. */
  function abandonFile(): number {
    const now = performance.now();
    const isLongAgo = now - abandoned.at > 2 * BUILDING.longestMs;
    abandoned = { count: isLongAgo ? 1 : abandoned.count + 1, at: now };
    return abandoned.count === 1 ? 0 : pauseAfter(BUILDING, abandoned.count - 1);
  }

  function recovered(): void {
    if (!trouble) return;
    trouble = undefined;
    reportState();
  }

  // Builds run one at a time, because `begin` and `rebuild` would write to the same file.
  let turn: Promise<unknown> = Promise.resolve();
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = turn.then(work);
    turn = done.catch(() => {});
    return done;
  }

  function build(): Promise<Store<Queries>> {
    foundMeanwhile = new Map();
    return files.build();
  }

  const beginInBackground = () =>
    inBackground(
      "READ_MODEL_BEGIN",
      () => inTurn(begin),
      () => {},
    );

  /** Opens or builds a file and follows the log. Retries until that succeeds. */
  async function begin(): Promise<void> {
    while (!isClosed() && !current) {
      let store: Store<Queries> | undefined;
      try {
        store = (isUsable ? await files.openNewest() : undefined) ?? (await build());
        removeOthers(model, dir, store.file);
        await catchUp(store, log, isClosed);
        isUsable = true;
        recovered();
        follow(store);
      } catch (error) {
        if (store) leave(store, error);
        if (!isClosed()) await failed(error);
      }
    }
  }

  /** A possibly damaged file is not opened again, but replaced by a new one. */
  function leave({ db, close }: Store<Queries>, error: unknown): void {
    if (!isPassing(error)) isUsable = false;
    if (db.isOpen) close();
  }

  let reported = "[]";
  function reportQuarantine(store: Store<Queries>): void {
    const streams = store.quarantined();
    const names = JSON.stringify(streams.map(({ stream }) => stream));
    if (names === reported) return;
    reported = names;
    deps.onQuarantine?.(model.name, streams);
  }

  function withdraw(store: Store<Queries>, error: UnreadableEvent): void {
    try {
      store.quarantine(error);
      reportQuarantine(store);
    } catch (failure) {
      // Data that could not be withdrawn must not be read: a new file, built from the log, quarantines the stream.
      answers = undefined;
      reportState();
      recover(store, new Error("A stream could not be withdrawn.", { cause: codeOf(failure) }));
    }
  }

  function reached(position: Position): void {
    waiters.reached(position);
    deps.onReached?.(model.name, position);
  }

  function follow(store: Store<Queries>): void {
    [current, served] = [store, store];
    answers = guarded(store.queries, (error) => queryFailed(store, error));
    for (const error of foundMeanwhile.values()) withdraw(store, error);
    reportQuarantine(store);
    deps.onFile?.(model.name, store.file);
    reportState();
    reached(store.position());
    const following = log.subscribe(
      store.position(),
      async (events) => {
        await applyWithKeys(store, events, await log.proofAt(events.at(-1)?.position ?? START));
        await finishWork(store, isClosed);
        if (isBarred()) reportState();
        reportQuarantine(store);
        reached(store.position());
        if (pauseMs > 0) await waiters.pause(pauseMs);
      },
      (error) => recover(store, error),
    );
    subscription = {
      close() {
        const closed = following.close();
        waiters.endPause();
        return closed;
      },
    };
  }

  /** A fault of the file is permanent; a fault of the machine may be over at the next query. */
  function queryFailed(store: Store<Queries>, error: unknown): unknown {
    const fault = faultOf(error);
    // The reader fetches a key that is not local, and then repeats the query.
    if (!fault || error instanceof KeyNotFetched) return error;
    if (fault.kind === "damaged") recover(store, error);
    // A request under way asks files that were closed with the hub.
    else if (!isClosed()) onTrouble?.(model.name, { code: fault.code, failures: 1, action: "retry" }, error);
    return notReady({ cause: error });
  }

  let recovering: Promise<void> = Promise.resolve();
  function recover(store: Store<Queries>, error: unknown): void {
    if (current === store && !isPassing(error)) answers = undefined;
    recovering = recovering.then(() => goOn(store, error));
  }

  /** Continues with the same file if the fault ends soon, and otherwise starts again. */
  async function goOn(store: Store<Queries>, first: unknown): Promise<void> {
    const isOver = () => isClosed() || current !== store;
    if (isOver()) return;
    await subscription?.close();
    let error = first;
    do {
      if (isOver()) return;
      await failed(error);
      if (isOver()) return;
      if (!isPassing(error)) break;
      try {
        await catchUp(store, log, isClosed);
        if (isOver()) return;
        recovered();
        return follow(store);
      } catch (next) {
        error = next;
      }
    } while (!isBehind());
    [current, answers] = [undefined, undefined];
    reportState();
    leave(store, error);
    beginInBackground();
  }

  /** Repeats what a rebuild does until it succeeds. Throws permanent faults. */
  async function retrying<T>(work: () => Promise<T>): Promise<T> {
    for (let failures = 1; ; failures += 1)
      try {
        return await work();
      } catch (error) {
        if (!isPassing(error) || isClosed()) throw error;
        onTrouble?.(model.name, { code: codeOf(error), failures, action: "retry" }, error);
        await wait(pauseAfter(RETRYING, failures), ending.signal);
      }
  }

  reportState();
  beginInBackground();

  return {
    name: model.name,
    queries() {
      if (!answers || isBehind() || isBarred()) throw notReady();
      return answers;
    },
    async live() {
      await turn;
      if (!answers) throw notReady();
    },
    async reached(position, timeoutMs) {
      if (isBehind() || isClosed()) throw notReady();
      if (current && current.position() >= position) return;
      await waiters.wait(position, timeoutMs, () => new NotReady(`The read model "${model.name}" has not got there yet.`));
    },
    rebuild: () =>
      inTurn(async () => {
        // The old store answers queries meanwhile.
        const fresh = await retrying(build);
        const old = current;
        // Stops `goOn` of the old store.
        current = undefined;
        await subscription?.close();
        try {
          // The old store may have reached a later position, and whoever waited for it reads the new one next.
          await retrying(() => catchUp(fresh, log, isClosed));
        } catch (error) {
          fresh.close();
          removeStoreFile(fresh.file);
          if (old?.db.isOpen) follow(old);
          else beginInBackground();
          throw error;
        }
        recovered();
        follow(fresh);
        if (old?.db.isOpen) old.close();
        removeOthers(model, dir, fresh.file);
      }),
    isPastToday: () => current?.db.isOpen === true && files.isPastToday(current),
    status,
    quarantine(error) {
      foundMeanwhile.set(error.event.stream, error);
      if (served?.db.isOpen) withdraw(served, error);
    },
    quarantined: () => current?.quarantined() ?? [],
    turnDay() {
      if (!current) throw notReady();
      current.ensureToday?.();
    },
    damaged(file, error) {
      if (current?.file === file) recover(current, error);
    },
    async close() {
      ending.abort();
      waiters.reject(notReady);
      await turn;
      await recovering;
      await subscription?.close();
      if (current?.db.isOpen) current.close();
    },
  };
}
