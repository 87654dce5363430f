// A subscription to the log's events at the server. It brings what is there and then what comes, and never begins again by itself.
import { START as BEGINNING, type EventStoreDBClient, streamNameFilter } from "@eventstore/db-client";
import { LogUnavailable, type Position } from "../port.ts";
import { fromPosition, toPosition } from "./position.ts";
import { fromServerEvent, isOfLog, type ReadEvent, type ServerEvent } from "./stored-form.ts";

export type SubscriptionListener = {
  readonly event: (event: ReadEvent) => void;
  /** A stream was removed; its events may still come. */
  readonly removed?: (stream: string) => void;
  /** The log was read up to here: no more of its events are before. */
  readonly checkpoint: (position: Position) => void;
  /** Everything that was there has come. */
  readonly caughtUp: () => void;
  /** Called once, unless it was stopped before. */
  readonly ended: (error: unknown) => void;
};

/** Records that the server passes over between two checkpoints. The client's own default sends one for every 32. */
const SEARCH_WINDOW = 1_000;

/** From the event after a position. `prefix` begins the names of the log's streams. */
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
      // What it throws would end the subscription without a word.
      checkpointReached: (_, position) => whenDelivered(() => listener.checkpoint(toPosition(position))),
    }),
  });

  /** Checkpoints are told before the events that wait in the client. */
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
  // The client emits a second error after the first: this listener stays.
  subscription.on("error", end);
  subscription.on("end", () => end(new LogUnavailable("The server ended a subscription.")));

  return {
    async stop(): Promise<void> {
      isOver = true;
      await subscription.unsubscribe().catch(() => {});
    },
  };
}
