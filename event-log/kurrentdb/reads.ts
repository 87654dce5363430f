// Reads from the server. Each read has its own timeout and is cancelled at its end, because a read that is left open uses up a call permanently.
import { setTimeout as pause } from "node:timers/promises";
import { BACKWARDS, END, type EventStoreDBClient, FORWARDS, type ReadStreamOptions } from "@eventstore/db-client";
import { LogUnavailable, type Position, START } from "../port.ts";
import { BETWEEN_TRIES_MS, meaningOf, type ServerConnection, unavailable } from "./connection.ts";
import { fromPosition, isPosition } from "./position.ts";
import { fromServerEvent, isOfLog, type ReadEvent, type ServerEvent } from "./stored-form.ts";
import { subscribeTo } from "./subscribe.ts";

type Resolved = { readonly event?: ServerEvent | undefined };
type Read = AsyncIterable<Resolved> & { cancel(): Promise<void>; on(name: "error", listener: () => void): unknown };
type StartRead = (client: EventStoreDBClient) => Read;

class TimedOut extends Error {
  override name = "TimedOut";
}

const BACKWARDS_PAGE = 500;

type LogPage = {
  readonly events: readonly ReadEvent[];
  /** Streams that were found to be removed. */
  readonly removed: readonly string[];
  /** The position up to which the log was read. */
  readonly readTo: Position;
};

export type Reads = ReturnType<typeof openReads>;

/** `prefix`: the prefix of the names of the log's streams at the server. */
export function openReads(connection: ServerConnection, prefix: string) {
  const ofLog = (event: ServerEvent) => isOfLog(prefix, event);
  const { readsMs, idleMs } = connection.patience;

  /** Repeats a read during a change of leader: reading twice is harmless. */
  async function retried<T>(work: (client: EventStoreDBClient) => Promise<T>): Promise<T> {
    const until = performance.now() + readsMs;
    for (;;)
      try {
        return await connection.call(work);
      } catch (error) {
        const isOver = error instanceof TimedOut || error instanceof LogUnavailable || performance.now() > until;
        if (isOver || meaningOf(error) !== "unknown") throw error;
        await pause(BETWEEN_TRIES_MS);
      }
  }

  /** Returns the events of a read. Throws the server's error, and TimedOut. */
  async function collect(start: StartRead): Promise<readonly ServerEvent[]> {
    return retried(async (client) => {
      const read = start(client);
      // The client emits a second error after the first.
      read.on("error", () => {});
      const events = read[Symbol.asyncIterator]();
      const found: ServerEvent[] = [];
      try {
        for (;;) {
          const next = await within(idleMs, events.next());
          if (next.done) return found;
          if (next.value.event) found.push(next.value.event);
        }
      } catch (error) {
        if (error instanceof TimedOut) connection.renew(client);
        await read.cancel().catch(() => {});
        throw error;
      }
    });
  }

  /** Returns no events of a stream that does not exist or was removed. */
  async function eventsOf(name: string, options: ReadStreamOptions): Promise<readonly ReadEvent[]> {
    try {
      const found = await collect((client) => client.readStream(prefix + name, options) as Read);
      return found.map((event) => fromServerEvent(prefix, event));
    } catch (error) {
      const meaning = meaningOf(error);
      if (meaning === "no-stream" || meaning === "stream-deleted") return [];
      throw unavailable(error);
    }
  }

  return {
    /** A stream's events after a version, in order. */
    stream: (name: string, after = 0): Promise<readonly ReadEvent[]> =>
      eventsOf(name, { fromRevision: BigInt(after), direction: FORWARDS }),
    /** A stream's last event; undefined if the stream does not exist or was removed. */
    async lastOf(name: string): Promise<ReadEvent | undefined> {
      const options = { fromRevision: END, maxCount: 1, direction: BACKWARDS } as const;
      return (await eventsOf(name, options)).at(0);
    },
    /** One event of a stream; "removed" if the stream was removed. */
    async event(name: string, version: number): Promise<ReadEvent | "removed" | undefined> {
      try {
        const options = { fromRevision: BigInt(version - 1), maxCount: 1, direction: FORWARDS } as const;
        const [found] = await collect((client) => client.readStream(prefix + name, options) as Read);
        return found && fromServerEvent(prefix, found);
      } catch (error) {
        const meaning = meaningOf(error);
        if (meaning === "stream-deleted") return "removed";
        if (meaning === "no-stream") return undefined;
        throw unavailable(error);
      }
    },
    /** The event at a position; undefined if no event of the log is there, or if a follower that lacks it is read. */
    async at(position: Position, requiresLeader = false): Promise<ReadEvent | undefined> {
      const from = isPosition(position) ? fromPosition(position) : "start";
      if (from === "start") return undefined;
      try {
        const [found] = await collect(
          (client) => client.readAll({ fromPosition: from, maxCount: 1, direction: FORWARDS, requiresLeader }) as Read,
        );
        return found && ofLog(found) && found.position?.commit === from.commit ? fromServerEvent(prefix, found) : undefined;
      } catch (error) {
        throw unavailable(error);
      }
    },
    /** The log's last event at the leader. Passes over later events of other logs. */
    async last(): Promise<ReadEvent | undefined> {
      let before: { readonly commit: bigint; readonly prepare: bigint } | typeof END = END;
      try {
        for (;;) {
          const from: typeof before = before;
          const page = await collect(
            (client) =>
              client.readAll({
                fromPosition: from,
                maxCount: BACKWARDS_PAGE,
                direction: BACKWARDS,
                requiresLeader: true,
              }) as Read,
          );
          const found = page.find(ofLog);
          if (found) return fromServerEvent(prefix, found);
          const oldest = page.at(-1)?.position;
          if (!oldest || page.length < BACKWARDS_PAGE) return undefined;
          before = oldest;
        }
      } catch (error) {
        throw unavailable(error);
      }
    },
    /**
     * Returns up to `limit` events after a position, and the position up to which the log was read: fewer than `limit` events if there are no more. Reads
     * from the leader if `requiresLeader`, because a follower may lack acknowledged events.
     */
    async page(after: Position, limit: number, requiresLeader = false): Promise<LogPage> {
      if (after !== START && !isPosition(after)) throw new LogUnavailable("The position is of another log.");
      try {
        return await retried((client) =>
          readPage(client, prefix, { after, limit, requiresLeader, idleMs }).catch((error) => {
            if (error instanceof TimedOut) connection.renew(client);
            throw error;
          }),
        );
      } catch (error) {
        throw unavailable(error);
      }
    },
  };
}

type PageRead = { readonly after: Position; readonly limit: number; readonly requiresLeader: boolean; readonly idleMs: number };

/** Reads through a short-lived subscription, because the server filters only subscriptions. */
async function readPage(
  client: EventStoreDBClient,
  prefix: string,
  { after, limit, requiresLeader, idleMs }: PageRead,
): Promise<LogPage> {
  const events: ReadEvent[] = [];
  const removed: string[] = [];
  let readTo = after;
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const subscription = subscribeTo(client, prefix, after, requiresLeader, {
    event(event) {
      idle.refresh();
      if (events.length < limit) events.push(event);
      if (events.length === limit) resolve();
    },
    removed: (stream) => removed.push(stream),
    checkpoint(position) {
      idle.refresh();
      if (events.length < limit) readTo = position;
    },
    caughtUp: resolve,
    ended: reject,
  });
  const idle = setTimeout(() => reject(new TimedOut("The server did not answer.")), idleMs);
  try {
    await promise;
  } finally {
    clearTimeout(idle);
    await subscription.stop();
  }
  const last = events.at(-1)?.event.position ?? after;
  return { events, removed, readTo: readTo > last ? readTo : last };
}

/** Throws TimedOut. */
async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new TimedOut("The server did not answer.")), ms);
  try {
    return await Promise.race([work, promise]);
  } finally {
    clearTimeout(timer);
  }
}
