// The event log on EventStoreDB: docs/decisions/0030-eventstoredb-underneath.md. Several logs can share a connection and a cluster, each with its own prefix.
import { boundedCache } from "../../caching/cache.ts";
import { checkEvents } from "../check-events.ts";
import { type Wait, wait as waitByClock } from "../pauses.ts";
import { type EventLog, type Flaw, LogUnavailable, type Position, START, type StoredEvent } from "../port.ts";
import type { Link } from "../read-event.ts";
import { recentEvents } from "../recent-events.ts";
import { streamParts } from "../stream-name.ts";
import { openFollowers, PAGE } from "../subscription.ts";
import { openAppender } from "./appender.ts";
import { meaningOf, type ServerConnection, unavailable } from "./connection.ts";
import { openFeed } from "./feed.ts";
import { openReads } from "./reads.ts";
import { linked, linkOf, type ReadEvent } from "./stored-form.ts";

type KurrentLogOptions = {
  /** The prefix of the names of the log's streams at the server. */
  readonly prefix: string;
  /** The name of this process among the processes that append: letters and digits. */
  readonly node: string;
  /** Whether the clock that dates appends is known to be right. Called for each append. */
  readonly vouched?: () => boolean;
  readonly wait?: Wait;
};

/** Followers are notified of new events; polling covers notifications that were lost. */
const POLL_MS = 1_000;
const CACHED_LINKS = 20_000;
const CACHED_PROOFS = 2_000;

export function openKurrentLog(
  connection: ServerConnection,
  { prefix, node, vouched = () => false, wait = waitByClock }: KurrentLogOptions,
): EventLog {
  const reads = openReads(connection, prefix);
  const appender = openAppender({ connection, reads, prefix, node, vouched });
  /** Stream -> the last event read, or `removed` if the stream was removed. */
  const links = boundedCache<string, Link | "removed">(CACHED_LINKS);
  const proofs = boundedCache<Position, string>(CACHED_PROOFS);
  const recent = recentEvents(PAGE);
  let isClosed = false;

  function assertOpen(): void {
    if (isClosed) throw new LogUnavailable("The event log is closed.");
  }

  async function linkBefore({ event: { stream, version } }: ReadEvent): Promise<Link | "removed" | undefined> {
    const last = links.get(stream);
    if (version === 1) return undefined;
    if (last === "removed" || last?.version === version - 1) return last;
    const before = await reads.event(stream, version - 1);
    return before === undefined || before === "removed" ? before : linkOf(before);
  }

  /** Returns the events in the order of the log. */
  async function toStored(found: readonly ReadEvent[]): Promise<readonly StoredEvent[]> {
    const events: StoredEvent[] = [];
    for (const one of found) {
      const before = await linkBefore(one);
      if (before === "removed") {
        // These events remain from a removed stream until the servers are scavenged.
        links.set(one.event.stream, before);
        continue;
      }
      events.push(linked(one, before));
      links.set(one.event.stream, linkOf(one));
      proofs.set(one.event.position, one.texts.hash);
    }
    return events;
  }

  async function readPage(after: Position, limit: number): Promise<readonly StoredEvent[]> {
    assertOpen();
    // An empty page means the end of the log, so pages that hold only events of removed streams are passed over.
    for (let from = after; ; ) {
      const page = await reads.page(from, limit);
      const events = await toStored(page.events);
      if (events.length > 0 || page.events.length < limit) return events;
      from = page.readTo;
    }
  }

  // The end of the log as this process knows it.

  /** The last event of the log that was read, and the position up to which the log was read after it. */
  let end: { readonly last: Position; readonly at?: string; readonly hash: string; readonly readTo: Position } | undefined;
  /** The position of the last event that this process appended. */
  let appended: Position = START;

  /** Takes events that follow the last one without a gap; some of them may have been received before. */
  function arrived(events: readonly StoredEvent[], readTo: Position): void {
    const last = end?.last ?? START;
    const fresh = events.filter(({ position }) => position > last);
    const event = fresh.at(-1);
    const newest = event?.position ?? last;
    end = {
      ...(event ? { last: newest, at: event.at, hash: proofs.get(newest) ?? "" } : (end ?? { last, hash: "" })),
      readTo: [newest, readTo, end?.readTo ?? START].sort().at(-1) ?? newest,
    };
    if (fresh.length === 0) return;
    recent.add(last, fresh);
    followers.notify();
  }

  /** Throws LogUnavailable if the servers lack an event that this process has read or appended: then they were restored from an older backup. */
  async function readOn(): Promise<Position> {
    assertOpen();
    // Only what was appended before the read must be there.
    const own = appended;
    if (end) {
      const { last, hash } = end;
      if (last !== START && (await reads.at(last, true))?.texts.hash !== hash) throw holdLess();
    } else {
      const last = await reads.last();
      const position = last?.event.position ?? START;
      // Another read may have advanced further meanwhile.
      end ??= { last: position, ...(last && { at: last.event.at }), hash: last?.texts.hash ?? "", readTo: position };
    }
    for (;;) {
      const { events, readTo } = await reads.page(end.readTo, PAGE, true);
      arrived(await toStored(events), readTo);
      if (events.length < PAGE) break;
    }
    if (end.last < own) throw holdLess();
    return end.last;
  }
  const holdLess = () => new LogUnavailable("The event log's servers hold less than this hub knows.");
  // A read that began before a call may miss events appended before the call, so the call waits for the next read.
  let reading: Promise<unknown> = Promise.resolve();
  let next: Promise<Position> | undefined;
  const head = (): Promise<Position> => {
    next ??= reading.then(() => {
      const started = readOn();
      reading = started.catch(() => {});
      next = undefined;
      return started;
    });
    return next;
  };

  let feed: Promise<{ close(): Promise<void> }> | undefined;
  function startFeed() {
    const started = head().then((after) =>
      openFeed(after, {
        ...{ connection, prefix, wait },
        readTo: (position) => arrived([], position),
        async deliver(events) {
          arrived(await toStored(events), events.at(-1)?.event.position ?? START);
        },
      }),
    );
    started.catch(() => {
      // The next subscriber starts it again.
      feed = undefined;
    });
    return started;
  }

  /** Reads for followers: recently received events are not read from the server again for each follower. */
  async function readShared(after: Position, limit: number): Promise<readonly StoredEvent[]> {
    const known = recent.after(after, limit);
    if (known) return known;
    return after === end?.last ? [] : readPage(after, limit);
  }
  const followers = openFollowers({ readAll: readShared, pollMs: POLL_MS });

  async function readStream(stream: string, after = 0): Promise<readonly StoredEvent[]> {
    assertOpen();
    // Includes the event before, because the first requested event is linked to it.
    const found = await reads.stream(stream, Math.max(after - 1, 0));
    const events = found.map((one, index) => linked(one, found[index - 1] && linkOf(found[index - 1] as ReadEvent)));
    return events.filter(({ version }) => version > after);
  }

  return {
    abilities: { listsStreams: false },
    async append(append) {
      assertOpen();
      const outcome = await appender.append(append);
      if (outcome.kind === "appended" && outcome.position > appended) appended = outcome.position;
      return outcome;
    },
    async outcomeOf(stream, commandId, bodyDigest) {
      assertOpen();
      return appender.outcomeOf(stream, commandId, bodyDigest);
    },
    readStream,
    async readStreams(streams) {
      const found: (readonly StoredEvent[])[] = [];
      for (const stream of streams) found.push(await readStream(stream));
      return found;
    },
    readAll: readPage,
    async streams(category) {
      const ids = new Set<string>();
      for (let after: Position = START; ; ) {
        const page = await reads.page(after, PAGE);
        for (const { event } of page.events) if (event.category === category) ids.add(event.streamId);
        for (const { category: of, streamId } of page.removed.map(streamParts)) if (of === category) ids.delete(streamId);
        if (page.events.length < PAGE) return [...ids];
        after = page.readTo;
      }
    },
    head,
    async isLongerThan(events) {
      assertOpen();
      return (await reads.page(START, events + 1)).events.length > events;
    },
    async latest() {
      await head();
      return end?.at;
    },
    async proofAt(position) {
      if (position === START) return "";
      const known = proofs.get(position);
      if (known !== undefined) return known;
      assertOpen();
      return (await reads.at(position))?.texts.hash;
    },
    subscribe(after, handle, failed) {
      feed ??= startFeed();
      feed.catch(failed);
      return followers.subscribe(after, handle, failed);
    },
    async removeStream(stream) {
      assertOpen();
      try {
        await connection.call((client) => client.tombstoneStream(prefix + stream, { credentials: connection.credentials }));
      } catch (error) {
        if (meaningOf(error) !== "stream-deleted") throw unavailable(error);
      }
      appender.forget(stream);
      links.delete(stream);
    },
    async verify() {
      const flaws: Flaw[] = [];
      for await (const flaw of checkEvents({ readAll: readPage })) if (flaw) flaws.push(flaw);
      return flaws;
    },
    async close() {
      isClosed = true;
      await followers.close();
      await feed?.then((opened) => opened.close()).catch(() => {});
    },
  };
}
