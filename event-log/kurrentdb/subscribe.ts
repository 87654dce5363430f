// A subscription to the log's events at the server. It delivers existing events and then new ones, and never restarts by itself.
import { START as BEGINNING, type EventStoreDBClient, streamNameFilter } from "@eventstore/db-client";
import { LogUnavailable, type Position } from "../port.ts";
import { fromPosition, toPosition } from "./position.ts";
import { fromServerEvent, isOfLog, type ReadEvent, type ServerEvent } from "./stored-form.ts";

type SubscriptionListener = {
  readonly event: (event: ReadEvent) => void;
  /** Called when a stream was removed; its events may still arrive. */
  readonly removed?: (stream: string) => void;
  /** Called when the log was read up to a position: no later event has a position before it. */
  readonly checkpoint: (position: Position) => void;
  /** Called when every existing event has been delivered. */
  readonly caughtUp: () => void;
  /** Called once when the subscription ends, unless it was stopped before. */
  readonly ended: (error: unknown) => void;
};

/** The number of records that the server searches between two checkpoints. The client's own default sends a checkpoint for every 32 records. */
const SEARCH_WINDOW = 1_000;

/** Starts with the event after a position. `prefix`: the prefix of the names of the log's streams. */
export function subscribeTo(
  client: EventStoreDBClient,
  prefix: string,
  after: Position,
  requiresLeader: boolean,
  listener: SubscriptionListener,
) {
  let isOver = false;
  const from = fromPosition(after);
  const subscription = client.subscribeToAll({
    fromPosition: from === "start" ? BEGINNING : from,
    requiresLeader,
    filter: streamNameFilter({
      prefixes: [prefix],
      maxSearchWindow: SEARCH_WINDOW,
      // An error thrown by the listener would end the subscription silently.
      checkpointReached: (_, position) => whenDelivered(() => listener.checkpoint(toPosition(position))),
    }),
  });

  /** The client reports a checkpoint before the events that it still has queued. */
  function whenDelivered(tell: () => void): void {
    if (isOver) return;
    if (subscription.readableLength > 0) setImmediate(() => whenDelivered(tell));
    else tell();
  }
  function end(error: unknown): void {
    if (isOver) return;
    isOver = true;
    listener.ended(error);
  }

  subscription.on("data", ({ event }: { readonly event?: ServerEvent }) => {
    if (isOver || !event) return;
    if (isOfLog(prefix, event)) listener.event(fromServerEvent(prefix, event));
    else if (event.type === "$streamDeleted" && event.streamId.startsWith(prefix))
      listener.removed?.(event.streamId.slice(prefix.length));
  });
  subscription.on("caughtUp", () => whenDelivered(listener.caughtUp));
  // The client emits a second error after the first, so this listener stays.
  subscription.on("error", end);
  subscription.on("end", () => end(new LogUnavailable("The server ended a subscription.")));

  return {
    async stop(): Promise<void> {
      isOver = true;
      await subscription.unsubscribe().catch(() => {});
    },
  };
}
