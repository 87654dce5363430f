// One stream of a subscription. It ends with the token, with the connection, and when the reader may no longer see the resource.
import { randomUUID } from "node:crypto";
import { failureOf } from "../hub/failures.ts";
import { isUnreadableTo, type ThingById } from "../queries/cannot-be-read.ts";
import type { TopicName } from "../queries/live/live-topics.ts";
import type { EndReason } from "../queries/live/queue.ts";
import type { Message } from "../queries/live/topic.ts";
import { isRefusal, type Refusal, refuse } from "../services/refusals.ts";
import type { Context } from "./context.ts";

export type Update = { readonly kind: "snapshot" | "change"; readonly position: string };
export type EndOfUpdates = { readonly kind: "ended"; readonly reason: EndReason; readonly position: string };

/** Yields the messages about one resource. `contentOf` returns a message's content: undefined if the viewer may no longer see it, null if nothing has changed. */
export async function* follow<Content extends object>(
  context: Context,
  topic: TopicName,
  key: string,
  after: string | null | undefined,
  contentOf: (message: Message) => Content | undefined | null,
): AsyncGenerator<Refusal | (Update & Content) | EndOfUpdates, void> {
  const { hub, connection } = context;
  const { person } = context.viewer;
  // A resume token is for one person and one resource, so that nobody can compare tokens of other people.
  const label = JSON.stringify(["live", topic, key, person]);
  const resume = typeof after === "string" ? hub.keys.decryptToken(after, label)?.slice(NONCE) : undefined;
  // Two tokens of one resume point differ: equal ones would show that nothing happened elsewhere.
  const tokenOf = async (resumePoint: string) =>
    hub.keys.encryptToken(randomUUID() + (await hub.broadcast.resumePoint(resumePoint)), label);
  if (typeof after === "string" && resume === undefined) return yield refuse("RESUME_POINT_GONE", "after");
  const stream = await hub.broadcast.follow(topic, key, person, resume);
  if (isRefusal(stream)) {
    const record = RECORDS[topic];
    const isUnreadable = record && stream.code === "NOT_FOUND" && isUnreadableTo(hub, context.viewer.facts, record, key);
    return yield isUnreadable ? refuse("CANNOT_BE_READ") : stream;
  }

  const leave = () => hub.background.run("STREAM_LEFT", () => stream.return?.());
  const closed = connection.closed();
  closed.addEventListener("abort", leave);
  if (closed.aborted) leave();
  const timer = atEnd(context, () => stream.end("token-ended"));
  let given = stream.resume;
  async function ended(reason: EndReason): Promise<EndOfUpdates> {
    context.lastMessage();
    return { kind: "ended", reason, position: await tokenOf(given) };
  }
  try {
    for await (const message of stream) {
      if (message.kind === "ended") return yield await ended(message.reason);
      const content = await hub.inTurn(() => {
        if (isOver(context)) return "over";
        context.nextMessage();
        return contentOf(message);
      });
      if (content === "over") return yield await ended("token-ended");
      if (content === undefined) return yield await ended("access-ended");
      if (content === null) continue;
      given = message.resume;
      yield { kind: message.snapshot ? "snapshot" : "change", position: await tokenOf(given), ...content };
    }
  } catch (error) {
    if (failureOf(error).kind !== "not-ready") throw error;
    yield await ended("hub-stopping");
  } finally {
    clearTimeout(timer.current);
    leave();
  }
}

/** The topics of one record. */
const RECORDS: Readonly<Partial<Record<TopicName, ThingById>>> = { concern: "concern", "one-support": "support" };

/** The length of the random text before a resume point. */
const NONCE = randomUUID().length;

const isOver = ({ hub, connection }: Context): boolean => connection.expires * 1000 <= hub.now().getTime();

/** Node's longest timer in milliseconds. */
const LONGEST = 2 ** 31 - 1;

/** Calls `end` when the token expires. */
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
