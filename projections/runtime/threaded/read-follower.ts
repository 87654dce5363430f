// A read model for the serving thread: it reads the file to which another thread applies the events.
import { inBackground } from "../../../event-log/background.ts";
import { codeOf, faultOf, isPassing } from "../../../event-log/faults.ts";
import { KeyNotFetched } from "../../../event-log/keys/port.ts";
import { pauseAfter, type Wait, wait as waitByClock } from "../../../event-log/pauses.ts";
import { START } from "../../../event-log/port.ts";
import { deserialiseError, serialiseError } from "../../../event-log/thread-errors.ts";
import type { UnreadableEvent } from "../../../services/stored-events.ts";
import type { Follower, FollowerReports, FollowerStatus } from "../follower.ts";
import { guarded } from "../guarded.ts";
import { NotReady, READ_MODEL_ERRORS } from "../not-ready.ts";
import { PLACEMENTS } from "../placement.ts";
import { openPositionWaiters } from "../position-waiters.ts";
import type { ReadModel, Tools } from "../read-model.ts";
import { RETRYING } from "../start-follower.ts";
import type { ApplyingReport } from "./applying-messages.ts";
import type { ApplyingThread } from "./applying-thread.ts";
import { openReadStore, type ReadStore } from "./read-store.ts";

export type ReadFollowerDeps = FollowerReports & {
  readonly thread: Pick<ApplyingThread, "call" | "callBlocking" | "tell">;
  readonly tools: Tools;
  readonly wait?: Wait;
};

/** Returns the follower, and what takes the thread's reports of this read model. */
export function readFollower<Queries>(
  model: ReadModel<Queries>,
  { thread, tools, onState, onQuarantine, onTrouble, onBuild, wait = waitByClock }: ReadFollowerDeps,
): {
  readonly follower: Follower<Queries>;
  readonly take: (report: ApplyingReport) => void;
  readonly renew: () => void;
  readonly ended: () => void;
} {
  const { name } = model;
  const ending = new AbortController();
  const waiters = openPositionWaiters();
  /** As the thread reported it. */
  let reported: FollowerStatus = { state: "building", position: START };
  let current: ReadStore<Queries> | undefined;
  let answers: Queries | undefined;
  let newest: string | undefined;
  let opening: Promise<void> = Promise.resolve();
  /** How many streams the thread has not confirmed as withdrawn: nothing is read until it has. */
  let unconfirmed = 0;
  /** Why there are no answers although the thread goes on. */
  let trouble: string | undefined;

  const status = (): FollowerStatus =>
    reported.state === "live" && !answers
      ? { state: trouble === undefined ? "building" : "retrying", position: reported.position, ...(trouble && { code: trouble }) }
      : reported;
  const reportState = () => onState?.(name, status());
  const notReady = (options?: ErrorOptions) =>
    new NotReady(
      `The read model "${name}" ${status().state === "retrying" ? "cannot go on at the moment" : "is being built"}.`,
      options,
    );

  function closeCurrent(): void {
    current?.close();
    [current, answers] = [undefined, undefined];
  }

  function openNewest(): void {
    const file = newest;
    if (file === undefined) return;
    opening = open(file);
    inBackground(
      "READ_MODEL_BEGIN",
      () => opening,
      () => {},
    );
  }

  /** Opens a file, and retries until that succeeds or there is a newer one. */
  async function open(file: string): Promise<void> {
    for (let failures = 1; !ending.signal.aborted && newest === file && unconfirmed === 0; failures += 1)
      try {
        const store = openReadStore(model, file, tools, () => thread.callBlocking("turnDay", name));
        current?.close();
        current = store;
        answers = guarded(store.queries, (error) => queryFailed(store, error));
        trouble = undefined;
        reportState();
        return;
      } catch (error) {
        // Nobody writes an older file any more.
        closeCurrent();
        trouble = codeOf(error);
        if (!isPassing(error)) thread.tell("damaged", name, file, serialiseError(error));
        onTrouble?.(name, { code: trouble, failures, action: "retry" }, error);
        reportState();
        await wait(pauseAfter(RETRYING, failures), ending.signal);
      }
  }

  /** A fault of the file is permanent, so the other thread replaces it; a fault of the machine may be over at the next query. */
  function queryFailed(store: ReadStore<Queries>, error: unknown): unknown {
    const fault = faultOf(error);
    // The reader fetches a key that is not local, and then repeats the query.
    if (!fault || error instanceof KeyNotFetched) return error;
    if (fault.kind === "damaged" && current === store) {
      closeCurrent();
      trouble = fault.code;
      reportState();
      thread.tell("damaged", name, store.file, serialiseError(error));
    } else if (!ending.signal.aborted) onTrouble?.(name, { code: fault.code, failures: 1, action: "retry" }, error);
    return notReady({ cause: error });
  }

  /** Undefined while the file cannot be read: it is opened or replaced meanwhile. */
  function read<T>(from: (store: ReadStore<Queries>) => T): T | undefined {
    const store = current;
    try {
      return store && from(store);
    } catch (error) {
      if (store) queryFailed(store, error);
      return undefined;
    }
  }

  /** Answers nothing until the thread has withdrawn the stream. */
  function withdrawLater(event: UnreadableEvent["event"], reason: UnreadableEvent["reason"]): void {
    unconfirmed += 1;
    inBackground(
      "READ_MODEL_BEGIN",
      async () => {
        await thread.call("quarantine", name, event, reason);
        unconfirmed -= 1;
        if (unconfirmed === 0 && !current) openNewest();
      },
      () => {},
    );
  }

  function take(report: ApplyingReport): void {
    switch (report.kind) {
      case "file":
        newest = report.file;
        openNewest();
        return;
      case "state":
        reported = report.status;
        current?.renew();
        reportState();
        if (reported.state === "retrying") waiters.reject(notReady);
        return;
      case "reached":
        reported = { ...reported, position: report.position };
        current?.renew();
        waiters.reached(report.position);
        return;
      case "quarantined":
        current?.renew();
        onQuarantine?.(name, report.streams);
        return;
      case "building":
        onBuild?.(name, report.ms);
        return;
      case "trouble":
        onTrouble?.(name, report.trouble, deserialiseError(report.failure, READ_MODEL_ERRORS));
    }
  }

  reportState();
  return {
    take,
    renew: () => current?.renew(),
    ended() {
      newest = undefined;
      closeCurrent();
      reported = { ...reported, state: "retrying", code: "THREAD_ENDED" };
      reportState();
      waiters.reject(notReady);
    },
    follower: {
      name,
      queries() {
        if (!answers || reported.state !== "live") throw notReady();
        return answers;
      },
      async live() {
        await thread.call("live", name);
        await opening;
        if (!answers) throw notReady();
      },
      async reached(position, timeoutMs) {
        if (status().state === "retrying" || ending.signal.aborted) throw notReady();
        if (reported.position >= position) return;
        if (PLACEMENTS[name].pauseMs > 0) thread.tell("wanted", name, position, timeoutMs);
        await waiters.wait(position, timeoutMs, () => new NotReady(`The read model "${name}" has not got there yet.`));
      },
      rebuild: () => thread.call("rebuild", name),
      status,
      isPastToday: () => (read((store) => store.day()) ?? "") > tools.today(),
      quarantine({ event, reason }) {
        if (!model.categories.includes(event.category)) return;
        if (!current) return withdrawLater(event, reason);
        current.renew();
        try {
          thread.callBlocking("quarantine", name, event, reason);
          onQuarantine?.(name, current.quarantined());
        } catch (failure) {
          // What is not withdrawn must not be read.
          closeCurrent();
          trouble = codeOf(failure);
          reportState();
          withdrawLater(event, reason);
        }
      },
      quarantined: () => read((store) => store.quarantined()) ?? [],
      async close() {
        ending.abort();
        closeCurrent();
        waiters.reject(notReady);
      },
    },
  };
}
