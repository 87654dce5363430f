// One stream of a subscription: from the broadcast to its reader, message by message. It ends with the token, with the connection, and when
// what a message would tell may not be seen any more.

import { randomUUID } from "node:crypto";
import { failureOf } from "../hub/failures.ts";
import { isUnreadableTo } from "../queries/cannot-be-read.ts";
import type { TopicName } from "../queries/live/broadcast.ts";
import type { EndReason } from "../queries/live/queue.ts";
import type { Message } from "../queries/live/topic.ts";
import { isRefusal, type Refusal, refuse } from "../services/refusals.ts";
import type { Context } from "./context.ts";

export type Update = { readonly kind: "snapshot" | "change"; readonly position: string };
export type EndOfUpdates = { readonly kind: "ended"; readonly reason: EndReason; readonly position: string };

/**
 * Everything that the viewer is told of one thing. `carried` gives what a message holds besides its position: undefined when the viewer
 * may not see it any more, null when there is nothing new in it for them.
 */
export async function* follow<Carried extends object>(
  context: Context,
  topic: TopicName,
  key: string,
  after: string | null | undefined,
  carried: (message: Message) => Carried | undefined | null,
): AsyncGenerator<Refusal | (Update & Carried) | EndOfUpdates, void> {
  const { hub, connection } = context;
  const { person } = context.viewer;
  // A place is good for one person and one thing: nobody learns from another's how much has happened.
  const label = JSON.stringify(["live", topic, key, person]);
  const resume = typeof after === "string" ? hub.keys.decryptToken(after, label)?.slice(NONCE) : undefined;
  // The same place never looks the same twice: one that did would tell when something happens elsewhere.
  const concealed = async (place: string) =>
    hub.keys.encryptToken(randomUUID() + (await hub.broadcast.resumePoint(place)), label);
  if (typeof after === "string" && resume === undefined) return yield refuse("RESUME_POINT_GONE", "after");
  const stream = await hub.broadcast.follow(topic, key, person, resume);
  if (isRefusal(stream)) {
    const isUnreadable =
      topic === "concern" && stream.code === "NOT_FOUND" && isUnreadableTo(hub, context.viewer.facts, "concern", key);
    return yield isUnreadable ? refuse("CANNOT_BE_READ") : stream;
  }

  const leave = () => hub.background.run("STREAM_LEFT", () => stream.return?.());
  const closed = connection.closed();
  closed.addEventListener("abort", leave);
  if (closed.aborted) leave();
  const timer = atEnd(context, () => stream.end("token-ended"));
  let given = stream.resume;
  const ended = async (reason: EndReason): Promise<EndOfUpdates> => ({ kind: "ended", reason, position: await concealed(given) });
  try {
    for await (const message of stream) {
      if (message.kind === "ended") return yield await ended(message.reason);
      if (isOver(context)) return yield await ended("token-ended");
      context.nextMessage();
      const holds = carried(message);
      if (holds === undefined) return yield await ended("access-ended");
      if (holds === null) continue;
      given = message.resume;
      yield { kind: message.snapshot ? "snapshot" : "change", position: await concealed(given), ...holds };
    }
  } catch (error) {
    if (failureOf(error).kind !== "not-ready") throw error;
    yield await ended("hub-stopping");
  } finally {
    clearTimeout(timer.current);
    leave();
  }
}

/** So many characters of chance stand before a place. */
const NONCE = randomUUID().length;

const isOver = ({ hub, connection }: Context): boolean => connection.expires * 1000 <= hub.now().getTime();

/** Node's timers go up to so many milliseconds. */
const LONGEST = 2 ** 31 - 1;

/** Does something once the token has ended. */
function atEnd(context: Context, end: () => void): { current: NodeJS.Timeout | undefined } {
  const timer: { current: NodeJS.Timeout | undefined } = { current: undefined };
  const wait = () => {
    const left = context.connection.expires * 1000 - context.hub.now().getTime();
    if (left <= 0) return context.hub.background.run("STREAM_ENDED", end);
    timer.current = setTimeout(wait, Math.min(left, LONGEST));
    timer.current.unref();
  };
  wait();
  return timer;
}
