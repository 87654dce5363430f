// A subscription to all events: it catches up page by page at the subscriber's speed, and then gets new events from a small buffer. A
// subscriber that falls behind further than the buffers allow is dropped, as by the real server.
import { randomUUID } from "node:crypto";
import type pb from "@eventstore/db-client/generated/streams_pb.js";
import type grpc from "@grpc/grpc-js";
import { caughtUpMessage, checkpointMessage, confirmationMessage, eventMessage, type Status, statuses } from "./messages.ts";
import { type Filter, type From, type LogPosition, readPage, type View } from "./reads.ts";

/** The real server's numbers: events in a page, and messages in the outgoing buffer. */
const PAGE_EVENTS = 32;
const BUFFERED = 32;
/**
 * The real server's buffer for new events also has 32, and is drained while it fills: a real subscriber gets 130 events or more of one append before it
 * is dropped. Here the events of an append come all at once.
 */
const BUFFERED_LIVE = 96;

type SubscribeRequest = {
  readonly from: From<LogPosition>;
  readonly filter: Filter;
  readonly window: number;
  /** The number of events searched between two checkpoints; undefined without a filter. */
  readonly checkpointEvery: number | undefined;
};
export type Call = grpc.ServerWritableStream<pb.ReadReq, pb.ReadResp>;
export type LiveSubscription = { drop(): void; end(status: Status): void };

const START: LogPosition = { commit: 0n, prepare: 0n };

export function subscribe(view: View, call: Call, request: SubscribeRequest, open: Set<LiveSubscription>): void {
  const outgoing = outbox(call);
  let live: pb.ReadResp[] | undefined;
  let sinceCheckpoint = 0;
  let index = 0;

  async function catchUp(): Promise<void> {
    // The server finds the starting point by reading one event, whatever the filter: the event at the given position is not sent again.
    const first =
      request.from === "start" || request.from === "end" ? START : readPage(view, request.from, 1, 1, () => true).next;
    await outgoing.put(confirmationMessage(randomUUID()));
    for (let position = first; request.from !== "end"; ) {
      const page = readPage(view, position, PAGE_EVENTS, request.window, request.filter);
      for (const event of page.events) await outgoing.put(eventMessage(event));
      sinceCheckpoint += page.considered;
      position = page.next;
      if (page.isEnd) {
        // Events that arrived while these were sent are read before the subscription is live.
        if (readPage(view, position, 1, 1, () => true).considered > 0) continue;
        break;
      }
      if (request.checkpointEvery !== undefined && sinceCheckpoint >= request.checkpointEvery) {
        sinceCheckpoint %= request.checkpointEvery;
        const last = page.events.at(-1);
        // For a page without a match the server sends the position of its beginning, with a prepare position of 0.
        await outgoing.put(checkpointMessage(last ? { commit: last.position, prepare: last.position } : page.current));
      }
    }
    index = view.visible();
    live = [caughtUpMessage()];
    view.listeners.add(enqueue);
    void pump(live);
  }

  function enqueue(): void {
    for (; live && index < view.visible(); index += 1) {
      const event = view.record.entries[index];
      if (!event) break;
      if (request.filter(event)) push(eventMessage(event));
      sinceCheckpoint += 1;
      if (request.checkpointEvery === undefined || sinceCheckpoint < request.checkpointEvery) continue;
      sinceCheckpoint = 0;
      push(checkpointMessage({ commit: event.position, prepare: event.position }));
    }
  }

  function push(message: pb.ReadResp): void {
    if (!live || (live.length === 0 && outgoing.offer(message))) return;
    if (live.length < BUFFERED_LIVE) live.push(message);
    else subscription.drop();
  }

  async function pump(messages: pb.ReadResp[]): Promise<void> {
    while (live === messages) {
      const [message] = messages;
      if (message) {
        await outgoing.put(message);
        messages.shift();
      } else await outgoing.room();
    }
  }

  function stop(): void {
    live = undefined;
    view.listeners.delete(enqueue);
    open.delete(subscription);
  }

  const end = (status: Status) => {
    stop();
    outgoing.end(status);
  };
  const subscription: LiveSubscription = {
    drop() {
      if (live) end(statuses.timeout("Consumer too slow to handle event while live. Client resubscription required."));
    },
    end,
  };
  open.add(subscription);
  call.on("cancelled", stop);
  catchUp().catch(() => end(statuses.unforeseen()));
}

/** The queue of outgoing messages: bounded, and drained as fast as the client reads. */
function outbox(call: Call) {
  const messages: pb.ReadResp[] = [];
  let isBlocked = false;
  let last: Status | undefined;
  let waiting: (() => void)[] = [];

  function drain(): void {
    while (!isBlocked && messages.length > 0) isBlocked = !call.write(messages.shift() as pb.ReadResp);
    if (messages.length === 0 && last) {
      call.emit("error", last);
      return;
    }
    if (messages.length >= BUFFERED) return;
    const resolved = waiting;
    waiting = [];
    for (const resolve of resolved) resolve();
  }
  call.on("drain", () => {
    isBlocked = false;
    drain();
  });

  function offer(message: pb.ReadResp): boolean {
    if (last || messages.length >= BUFFERED) return false;
    messages.push(message);
    drain();
    return true;
  }
  return {
    offer,
    room: () => new Promise<void>((resolve) => waiting.push(resolve)),
    async put(message: pb.ReadResp): Promise<void> {
      while (!offer(message)) await this.room();
    },
    /** Sends queued messages first. */
    end(status: Status): void {
      last = status;
      drain();
    },
  };
}
