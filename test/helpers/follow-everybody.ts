// People who follow their inbox and their news, and read them with each message: what they were told is compared with what they would read.
import { setImmediate } from "node:timers/promises";
import type { Hub } from "../../hub/hub.ts";
import { readInbox } from "../../queries/inbox/read-inbox.ts";
import type { Stream } from "../../queries/live/broadcast.ts";
import { readUnread } from "../../queries/news/read-news.ts";
import { findViewer } from "../../queries/people/read-people.ts";
import { isRefusal } from "../../services/refusals.ts";

const TOPICS = ["inbox", "news"] as const;
type Follower = { readonly topic: (typeof TOPICS)[number]; readonly person: string };
const nameOf = ({ topic, person }: Follower): string => `${topic} of ${person}`;

export type Everybody = Awaited<ReturnType<typeof followEverybody>>;

export async function followEverybody(hub: Hub, people: readonly string[]) {
  const followers = TOPICS.flatMap((topic) => people.map((person): Follower => ({ topic, person })));
  const told = new Set<string>();
  /** What each read with their last message. */
  const known = new Map<string, string>();
  const streams = new Map<string, Stream>();

  /** All of a person's tasks, or of their unread news. */
  function read({ topic, person }: Follower): string {
    const viewer = findViewer(hub, person);
    return JSON.stringify(topic === "inbox" ? readInbox(hub, viewer, undefined, 10_000) : readUnread(hub, viewer));
  }

  async function follow(follower: Follower): Promise<void> {
    const stream = await hub.broadcast.follow(follower.topic, "", follower.person);
    if (isRefusal(stream)) throw new Error(stream.code);
    streams.set(nameOf(follower), stream);
    hub.background.run("FOLLOWED", async () => {
      for await (const message of stream) {
        if (message.kind === "ended") throw new Error(message.reason);
        known.set(nameOf(follower), read(follower));
        if (!message.snapshot) told.add(nameOf(follower));
      }
    });
  }

  /** Resolves when all that was appended has been published and compared, and every message is read. */
  async function settled(): Promise<void> {
    const head = await hub.log.head();
    for (;;) {
      const { published, isComparing } = hub.broadcast.meter();
      if (published >= head && !isComparing) break;
      await setImmediate();
    }
    await setImmediate();
  }

  for (const follower of followers) await follow(follower);
  await settled();

  return {
    settled,
    /** Carries out one command. Returns who was told though they read the same as before, and who was not though they read something else. */
    async around(command: () => Promise<unknown>) {
      await settled();
      told.clear();
      const before = new Map(followers.map((follower) => [nameOf(follower), read(follower)]));
      await command();
      await settled();
      const differs = followers.filter((follower) => read(follower) !== before.get(nameOf(follower))).map(nameOf);
      return {
        differs,
        toldOfNothing: [...told].filter((name) => !differs.includes(name)),
        notTold: differs.filter((name) => !told.has(name)),
      };
    },
    /** Those who would read something else than they read with their last message. */
    outdated: (): readonly string[] => followers.filter((follower) => read(follower) !== known.get(nameOf(follower))).map(nameOf),
    /** Somebody leaves and comes back. */
    async renew(number: number): Promise<void> {
      const follower = followers[number % followers.length];
      if (!follower) return;
      await streams.get(nameOf(follower))?.return?.();
      await follow(follower);
    },
    async leave(): Promise<void> {
      for (const stream of streams.values()) await stream.return?.();
    },
  };
}
