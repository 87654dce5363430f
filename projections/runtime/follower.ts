// Keeps one read model up with the log: opens its newest complete file or builds one in a worker, follows the log, rebuilds beside the
// live one and switches. Nothing stops it: what fails is tried again after a pause, and a file that is damaged is built anew. While it is behind
// for longer than a moment it answers nothing rather than something stale.

import { inBackground } from "../../event-log/background.ts";
import { codeOf, faultOf, isPassing } from "../../event-log/faults.ts";
import { isOfHistory } from "../../event-log/history.ts";
import { type Pauses, pauseAfter, type Wait, wait as waitByClock } from "../../event-log/pauses.ts";
import { type EventLog, type Position, START, type Subscription } from "../../event-log/port.ts";
import type { UnreadableEvent } from "../../services/stored-events.ts";
import type { Builder } from "./builder.ts";
import { guarded } from "./guarded.ts";
import type { Quarantined } from "./quarantine.ts";
import type { ReadModel, Tools } from "./read-model.ts";
import { currentFile, nextFile, openStore, removeOthers, removeStoreFile, type Store } from "./store.ts";

/** A read model is being built, or something keeps it from going on: no answer can be given from it now. */
export class NotReady extends Error {
  override name = "NotReady";
}

/** `retrying`: something has failed for longer than a moment, and is tried again. */
export type FollowerState = "building" | "live" | "retrying";
export type FollowerStatus = {
  readonly state: FollowerState;
  readonly position: Position;
  /** What failed last, while that is being tried again: SQLite's or the system's own word, or INTERNAL. */
  readonly code?: string;
};

export type Follower<Queries> = {
  readonly name: string;
  /** The live read model. Throws NotReady, as its queries do where its file cannot be read. */
  queries(): Queries;
  /** Resolves when it is built and live, however long that takes. Throws NotReady when it is closed before. */
  live(): Promise<void>;
  /** Resolves when everything up to `position` is applied. Throws NotReady after `timeoutMs`, or when something keeps it from going on. */
  reached(position: Position, timeoutMs: number): Promise<void>;
  /** Builds the model anew from the log beside the live one, and switches. Throws what is no passing fault; the live one then stays. */
  rebuild(): Promise<void>;
  status(): FollowerStatus;
  /** Whether it was brought to a date that has not come: the clock was ahead, and was put right. It answers as of that date until it is rebuilt. */
  isPastToday(): boolean;
  /** Puts a stream in quarantine of which somebody else could not read an event. */
  quarantine(error: UnreadableEvent): void;
  /** Streams that it cannot read, in the order in which it found out. */
  quarantined(): readonly Quarantined[];
  close(): Promise<void>;
};

/** The same follower with queries made over its own, once for each file that it answers from. */
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

/** Something failed and is tried again: `action` says what is done next. */
export type Trouble = { readonly code: string; readonly failures: number; readonly action: "retry" | "build" };

export type Surroundings = {
  readonly log: EventLog;
  readonly tools: Tools;
  readonly dir: string;
  /** Builds in a thread of its own; without it (tests) a build runs in this one. */
  readonly builder: Builder | undefined;
  /** How long it rests after a page, in milliseconds: what comes meanwhile is applied together. At once, unless given. */
  readonly restMs?: number;
  /** How it waits before it tries again. */
  readonly wait?: Wait;
  /** Called with the state it begins in, and with each that it comes to. */
  readonly onState?: (name: string, status: FollowerStatus) => void;
  /** Called when a build from a long log begins, and with the milliseconds that it took when it is done. */
  readonly onBuild?: (name: string, ms: number | undefined) => void;
  /** Called with all streams in quarantine, when it opens a file and when there are others. */
  readonly onQuarantine?: (name: string, streams: readonly Quarantined[]) => void;
  readonly onTrouble?: (name: string, trouble: Trouble, error: unknown) => void;
};

const PAGE = 1_000;
/** A log this short is built in place: a worker would take longer to start. */
const SHORT = 2_000;
/** After so many failures one after the other, within half a second, it answers nothing until it has caught up. */
const TOLERATED = 3;
const RETRYING: Pauses = { firstMs: 50, longestMs: 30_000 };
const BUILDING: Pauses = { firstMs: 1_000, longestMs: 600_000 };

type Waiter = { readonly position: Position; readonly resolve: () => void; readonly reject: (error: Error) => void };

export function startFollower<Queries>(model: ReadModel<Queries>, around: Surroundings): Follower<Queries> {
  const { log, tools, dir, onState, onTrouble, restMs, wait = waitByClock } = around;
  const ending = new AbortController();
  /** The file that the log is followed with; and its queries, while they can be answered. */
  let current: Store<Queries> | undefined;
  let answers: Queries | undefined;
  let subscription: Subscription | undefined;
  let trouble: Trouble | undefined;
  /** Whether the newest file may be opened. */
  let isUsable = true;
  /** Files that were given up, one soon after the other. */
  let givenUp = { count: 0, at: Number.NEGATIVE_INFINITY };
  let waiters: Waiter[] = [];

  const isClosed = () => ending.signal.aborted;
  const isBehind = () => trouble !== undefined && trouble.failures > TOLERATED;
  const status = (): FollowerStatus => ({
    state: isBehind() || isBarred() ? "retrying" : answers ? "live" : "building",
    position: current?.position() ?? START,
    ...(trouble ? { code: trouble.code } : isBarred() && { code: "CANNOT_BE_READ" }),
  });
  const reportState = () => onState?.(model.name, status());
  const notReady = (options?: ErrorOptions) =>
    new NotReady(`The read model "${model.name}" ${isBehind() ? "cannot go on at the moment" : "is being built"}.`, options);

  function reachedNow(): void {
    if (!current) return;
    const position = current.position();
    for (const { resolve } of waiters.filter((waiter) => waiter.position <= position)) resolve();
  }

  /** Resolves when `position` is applied. Rejects when the model cannot go on, or after `timeoutMs`. */
  function arrival(position: Position, timeoutMs: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const done = (settle: () => void) => {
        clearTimeout(timer);
        waiters = waiters.filter((other) => other !== waiter);
        settle();
      };
      const waiter: Waiter = { position, resolve: () => done(resolve), reject: (error) => done(() => reject(error)) };
      const late = () => waiter.reject(new NotReady(`The read model "${model.name}" has not got there yet.`));
      const timer = setTimeout(late, timeoutMs);
      waiters.push(waiter);
      reachedNow();
    });
  }

  // What fails.

  /** Notes it, and waits before it is tried again. */
  async function failed(error: unknown): Promise<void> {
    const action = isPassing(error) ? "retry" : "build";
    trouble = { code: codeOf(error), failures: (trouble?.failures ?? 0) + 1, action };
    onTrouble?.(model.name, trouble, error);
    reportState();
    if (isBehind()) for (const { reject } of [...waiters]) reject(notReady());
    await wait(action === "retry" ? pauseAfter(RETRYING, trouble.failures) : giveUp(), ending.signal);
  }

  /** How long to wait before another file is built: not at all once, and ever longer on a disk that damages every file. */
  function giveUp(): number {
    const now = performance.now();
    const isLate = now - givenUp.at > 2 * BUILDING.longestMs;
    givenUp = { count: isLate ? 1 : givenUp.count + 1, at: now };
    return givenUp.count === 1 ? 0 : pauseAfter(BUILDING, givenUp.count - 1);
  }

  function recovered(): void {
    if (!trouble) return;
    trouble = undefined;
    reportState();
  }

  // One at a time: what begins and what is rebuilt would build into the same file.
  let turn: Promise<unknown> = Promise.resolve();
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = turn.then(work);
    turn = done.catch(() => {});
    return done;
  }

  /** Opens or builds a file and follows the log with it: again and again, until that has gone well. */
  async function begin(): Promise<void> {
    while (!isClosed() && !current) {
      let store: Store<Queries> | undefined;
      try {
        store = (isUsable ? await openFound() : undefined) ?? (await build());
        removeOthers(model, dir, store.file);
        await catchUp(store);
        isUsable = true;
        recovered();
        follow(store);
      } catch (error) {
        if (store) leave(store, error);
        if (!isClosed()) await failed(error);
      }
    }
  }

  /** What may be damaged is not opened again: the next file takes its place. */
  function leave({ db, close }: Store<Queries>, error: unknown): void {
    if (!isPassing(error)) isUsable = false;
    if (db.isOpen) close();
  }

  let reported = "";
  function reportQuarantine(store: Store<Queries>): void {
    const streams = store.quarantined();
    const names = JSON.stringify(streams.map(({ stream }) => stream));
    if (names === (reported || "[]")) return;
    reported = names;
    around.onQuarantine?.(model.name, streams);
  }
  /** Where it is the hub's policy that cannot be read, nothing can be decided. */
  const isBarred = () => model.indispensable === true && (current?.quarantined().length ?? 0) > 0;

  function follow(store: Store<Queries>): void {
    current = store;
    reportQuarantine(store);
    answers = guarded(store.queries, (error) => unread(store, error));
    reportState();
    reachedNow();
    subscription = log.subscribe(
      store.position(),
      async (events) => {
        store.applyPage(events, await log.proofAt(events.at(-1)?.position ?? START));
        await finishWork(store, isClosed);
        if (isBarred()) reportState();
        reportQuarantine(store);
        reachedNow();
        if (restMs) await rest(restMs);
      },
      (error) => recover(store, error),
    );
  }

  /** A query has failed. What the file has does not pass; what the machine has the next query may find gone. */
  function unread(store: Store<Queries>, error: unknown): unknown {
    const fault = faultOf(error);
    if (!fault) return error;
    if (fault.kind === "damaged") recover(store, error);
    else onTrouble?.(model.name, { code: fault.code, failures: 1, action: "retry" }, error);
    return notReady({ cause: error });
  }

  let recovering: Promise<void> = Promise.resolve();
  function recover(store: Store<Queries>, error: unknown): void {
    if (current === store && !isPassing(error)) answers = undefined;
    recovering = recovering.then(() => goOn(store, error));
  }

  /** Goes on with the same file where the fault is soon over, and otherwise begins again. */
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
        await catchUp(store);
        if (isOver()) return;
        recovered();
        return follow(store);
      } catch (again) {
        error = again;
      }
    } while (!isBehind());
    [current, answers] = [undefined, undefined];
    reportState();
    leave(store, error);
    inBackground(
      "READ_MODEL_BEGIN",
      () => inTurn(begin),
      () => {},
    );
  }

  async function catchUp(store: Store<Queries>): Promise<void> {
    while (!isClosed()) {
      const events = await log.readAll(store.position(), PAGE);
      const last = events.at(-1);
      if (last) store.applyPage(events, await log.proofAt(last.position));
      await finishWork(store, isClosed);
      if (!last) return;
      await new Promise(setImmediate);
    }
    throw notReady();
  }

  /** A complete store at the log's end. What is left of one that could not be built goes: there are words in it. */
  async function build(): Promise<Store<Queries>> {
    const file = nextFile(model, dir);
    let store: Store<Queries> | undefined;
    try {
      const short = !(await log.isLongerThan(SHORT));
      const began = performance.now();
      if (!short) around.onBuild?.(model.name, undefined);
      if (around.builder && !short) await around.builder.build(model, file);
      store = openStore(model, file, tools);
      await catchUp(store);
      store.complete();
      if (!short) around.onBuild?.(model.name, Math.round(performance.now() - began));
      return store;
    } catch (error) {
      if (store?.db.isOpen) store.close();
      removeStoreFile(file);
      throw error;
    }
  }

  const isPast = (store: Store<Queries>) => (store.day?.() ?? "") > tools.today();

  /**
   * The newest complete file, where it can be opened, is of this log's history, not of one that was restored from a backup since, and is not of a
   * date to come.
   */
  async function openFound(): Promise<Store<Queries> | undefined> {
    const file = currentFile(model, dir, tools.identity);
    if (file === undefined) return undefined;
    let store: Store<Queries>;
    try {
      store = openStore(model, file, tools);
    } catch (error) {
      if (isPassing(error)) throw error;
      onTrouble?.(model.name, { code: codeOf(error), failures: 1, action: "build" }, error);
      return undefined;
    }
    try {
      if (!isPast(store) && (await isOfHistory(log, store.mark())) && !(await isRepaired(store))) return store;
    } catch (error) {
      store.close();
      throw error;
    }
    store.close();
    return undefined;
  }

  /** Whether something that it could not read can be read now: after a repair, or by a newer release. */
  async function isRepaired(store: Store<Queries>): Promise<boolean> {
    for (const { stream, position, reason } of store.quarantined()) {
      const event = reason === "FAILED" ? undefined : (await log.readStream(stream)).find((one) => one.position === position);
      if (event && store.canRead(event)) return true;
    }
    return false;
  }

  reportState();
  inBackground(
    "READ_MODEL_BEGIN",
    () => inTurn(begin),
    () => {},
  );

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
      if (isBehind()) throw notReady();
      if (current && current.position() >= position) return;
      await arrival(position, timeoutMs);
    },
    rebuild: () =>
      inTurn(async () => {
        const fresh = await retrying(build);
        const old = current;
        // What goes on with the old one meanwhile finds that it is over.
        current = undefined;
        await subscription?.close();
        recovered();
        follow(fresh);
        if (old?.db.isOpen) old.close();
        removeOthers(model, dir, fresh.file);
      }),
    isPastToday: () => current?.db.isOpen === true && isPast(current),
    status,
    quarantine(error) {
      const store = current;
      if (!store) return;
      try {
        store.quarantine(error);
        reportQuarantine(store);
      } catch (failure) {
        // Nobody goes by what could not be withdrawn: a new file, built from the log, meets the event by itself.
        recover(store, new Error("A stream could not be withdrawn.", { cause: codeOf(failure) }));
      }
    },
    quarantined: () => current?.quarantined() ?? [],
    async close() {
      ending.abort();
      await turn;
      await recovering;
      await subscription?.close();
      if (current?.db.isOpen) current.close();
    },
  };

  /** Beside the live one, which goes on answering meanwhile. */
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
}

/** Slice by slice: others have their turn in between. */
async function finishWork({ work, db }: Store<unknown>, isClosed: () => boolean): Promise<void> {
  while (!isClosed() && db.isOpen && work?.()) await new Promise(setImmediate);
}

const rest = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
