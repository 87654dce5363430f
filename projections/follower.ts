// Keeps one read model up with the log: opens its newest complete file or builds one in a worker, follows the log, rebuilds beside the
// live one and switches. An event it cannot apply stops it loudly; from then on it answers nothing rather than something stale.

import { isOfHistory } from "../event-log/history.ts";
import { type EventLog, type Position, START, type Subscription } from "../event-log/port.ts";
import { UnreadableEvent } from "../services/stored-events.ts";
import type { Builder } from "./builder.ts";
import type { ReadModel, Tools } from "./read-model.ts";
import { currentFile, nextFile, openStore, removeOthers, removeStoreFile, type Store } from "./store.ts";

/** A read model is being built, or has stopped: no answer can be given from it now. */
export class NotReady extends Error {
  override name = "NotReady";
}

export type FollowerState = "building" | "live" | "stopped";

export type Follower<Queries> = {
  readonly name: string;
  /** The live read model. Throws NotReady. */
  queries(): Queries;
  /** Resolves when it is built and live, however long that takes. Throws NotReady when it has stopped. */
  live(): Promise<void>;
  /** Resolves when everything up to `position` is applied. Throws NotReady after `timeoutMs`, or when the model has stopped. */
  reached(position: Position, timeoutMs: number): Promise<void>;
  /** Builds the model anew from the log beside the live one, and switches. */
  rebuild(): Promise<void>;
  status(): { readonly state: FollowerState; readonly position: Position };
  close(): Promise<void>;
};

export type Surroundings = {
  readonly log: EventLog;
  readonly tools: Tools;
  readonly dir: string;
  /** Builds in a thread of its own; without it (tests) a build runs in this one. */
  readonly builder: Builder | undefined;
  /** How long it rests after a page, in milliseconds: what comes meanwhile is applied together. At once, unless given. */
  readonly restMs?: number;
  readonly onStop: (name: string, error: unknown) => void;
  /** Called with the state it begins in, and with each that it comes to. */
  readonly onState?: (name: string, state: FollowerState) => void;
  /** A file of an earlier run could not be used, and is built anew. */
  readonly onDamaged?: (name: string, error: unknown) => void;
};

const PAGE = 1_000;
/** A log this short is built in place: a worker would take longer to start. */
const SHORT = 2_000;

type Waiter = { readonly position: Position; readonly resolve: () => void; readonly reject: (error: Error) => void };

export function startFollower<Queries>(model: ReadModel<Queries>, around: Surroundings): Follower<Queries> {
  const { log, tools, dir, onStop, onDamaged, onState, restMs } = around;
  let live: Store<Queries> | undefined;
  let subscription: Subscription | undefined;
  let stopped: unknown;
  let closed = false;
  let waiters: Waiter[] = [];
  const state = (): FollowerState => (stopped ? "stopped" : live ? "live" : "building");
  const reportState = () => onState?.(model.name, state());
  reportState();

  function stop(error: unknown): void {
    stopped = error ?? new Error("stopped");
    reportState();
    onStop(model.name, error);
    for (const { reject } of [...waiters]) reject(notReady());
  }

  const notReady = () =>
    new NotReady(stopped ? `The read model "${model.name}" has stopped.` : `The read model "${model.name}" is being built.`);

  function reachedNow(): void {
    if (!live) return;
    const position = live.position();
    for (const { resolve } of waiters.filter((waiter) => waiter.position <= position)) resolve();
  }

  /** Resolves when `position` is applied. Rejects when the model stops, or after `timeoutMs` if that is given. */
  function arrival(position: Position, timeoutMs?: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const done = (settle: () => void) => {
        clearTimeout(timer);
        waiters = waiters.filter((other) => other !== waiter);
        settle();
      };
      const waiter: Waiter = { position, resolve: () => done(resolve), reject: (error) => done(() => reject(error)) };
      const late = () => waiter.reject(new NotReady(`The read model "${model.name}" has not got there yet.`));
      const timer = timeoutMs === undefined ? undefined : setTimeout(late, timeoutMs);
      waiters.push(waiter);
      reachedNow();
    });
  }

  function follow(store: Store<Queries>, failed = stop): void {
    live = store;
    reportState();
    reachedNow();
    subscription = log.subscribe(
      store.position(),
      async (events) => {
        store.applyPage(events, await log.proofAt(events.at(-1)?.position ?? START));
        await finishWork(store);
        reachedNow();
        if (restMs) await rest(restMs);
      },
      failed,
    );
  }

  // One at a time: two would build into the same file.
  let building: Promise<unknown> = Promise.resolve();
  function build(): Promise<Store<Queries>> {
    const built = building.then(buildFile);
    building = built.catch(() => {});
    return built;
  }

  /** A complete store at the log's end. What is left of one that could not be built goes: there are words in it. */
  async function buildFile(): Promise<Store<Queries>> {
    const file = nextFile(model, dir);
    let store: Store<Queries> | undefined;
    try {
      const short = (await log.readAll("", SHORT + 1)).length <= SHORT;
      if (around.builder && !short) await around.builder.build(model, file);
      store = openStore(model, file, tools);
      for (;;) {
        const events = await log.readAll(store.position(), PAGE);
        const last = events.at(-1);
        if (!last) break;
        store.applyPage(events, await log.proofAt(last.position));
        await finishWork(store);
        await new Promise(setImmediate);
      }
      store.complete();
      return store;
    } catch (error) {
      store?.close();
      removeStoreFile(file);
      throw error;
    }
  }

  async function start(): Promise<void> {
    const found = await openFound();
    await serve(found ?? (await build()), found ? recover : stop);
  }

  async function serve(store: Store<Queries>, failed = stop): Promise<void> {
    if (closed) return store.close();
    removeOthers(model, dir, store.file);
    await finishWork(store);
    follow(store, failed);
    await arrival(await log.head());
  }

  /** The newest complete file, where it can be opened and is of this log's history, not of one that was restored from a backup since. */
  async function openFound(): Promise<Store<Queries> | undefined> {
    const file = currentFile(model, dir);
    let store: Store<Queries> | undefined;
    try {
      store = file ? openStore(model, file, tools) : undefined;
    } catch (error) {
      onDamaged?.(model.name, error);
    }
    if (!store || (await isOfHistory(log, store.mark()))) return store;
    store.close();
    return undefined;
  }

  /** What fails on a file of an earlier run may be the file's fault: it is built anew, once. An event that cannot be read is the log's. */
  function recover(error: unknown): void {
    if (error instanceof UnreadableEvent) {
      stop(error);
      return;
    }
    onDamaged?.(model.name, error);
    live?.close();
    live = undefined;
    reportState();
    started = build()
      .then((store) => serve(store))
      .catch(stopOnce);
  }

  const stopOnce = (error: unknown) => {
    if (!stopped) stop(error);
  };
  let started: Promise<void> = start().catch(stopOnce);

  return {
    name: model.name,
    queries() {
      if (!live || stopped) throw notReady();
      return live.queries;
    },
    async live() {
      await started;
      if (stopped) throw notReady();
    },
    async reached(position, timeoutMs) {
      if (stopped) throw notReady();
      if (live && live.position() >= position) return;
      await arrival(position, timeoutMs);
    },
    async rebuild() {
      await started;
      const fresh = await build();
      const old = live;
      await subscription?.close();
      stopped = undefined;
      follow(fresh);
      old?.close();
      removeOthers(model, dir, fresh.file);
    },
    status: () => ({ state: state(), position: live?.position() ?? "" }),
    async close() {
      closed = true;
      await started;
      await subscription?.close();
      live?.close();
    },
  };
}

/** Slice by slice: others have their turn in between. */
async function finishWork({ work, db }: Store<unknown>): Promise<void> {
  while (db.isOpen && work?.()) await new Promise(setImmediate);
}

const rest = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
