// Who follows what, gathered by what they may see: people of one class are asked about once, however many they are.

import type { Position } from "../../event-log/port.ts";
import type { PersonFacts } from "../../policies/engine/facts.ts";
import type { DisclosedPart } from "../../reference/concern-parts.ts";
import type { EndReason, Queue, Resumable } from "./queue.ts";

/** Something that happened, in a word, and when; of a concern, the part that it tells of. */
export type Change<What extends string = string> = {
  readonly what: What;
  readonly at: string;
  readonly tells: DisclosedPart;
};

/** What a subscriber is told: a snapshot to begin with, and then what changed. What a thing looks like now is read when it is handed over. */
export type Message = Resumable & { readonly snapshot: boolean; readonly changes: readonly Change[] };

export type Subscriber = {
  readonly person: string;
  readonly queue: Queue<Message>;
  /** Events up to here are known to the subscriber already; undefined once one after it has come. */
  after: Position | undefined;
  /** What the subscriber was last known to see, as `access` has it. */
  seen: string;
};
export type Group = { readonly viewer: PersonFacts; readonly members: ReadonlySet<Subscriber> };

export type Topic = {
  join(key: string, member: Subscriber): void;
  leave(key: string, member: Subscriber): void;
  /** Those who follow the thing, a class at a time. */
  groups(key: string): Iterable<Group>;
  keys(): Iterable<string>;
  /** Everybody, or one person, with what they follow. */
  members(person?: string): readonly (readonly [key: string, member: Subscriber])[];
  /** Asks anew what each class may see, of everybody or of one person, and tells those for whom it is something else. */
  recheck(person?: string): void;
  end(reason: EndReason): void;
};

export type TopicRules = {
  /** The person's facts of now. */
  readonly viewerOf: (person: string) => PersonFacts;
  readonly classOf: (viewer: PersonFacts) => string;
  /** What somebody may see of the thing, as a text to compare; undefined for nothing. */
  readonly access: (key: string, viewer: PersonFacts) => string | undefined;
  /** Somebody sees something else than before although nothing happened to the thing. */
  readonly changed: (key: string, member: Subscriber) => void;
};

export function openTopic({ viewerOf, classOf, access, changed }: TopicRules): Topic {
  type MutableGroup = { readonly viewer: PersonFacts; readonly members: Set<Subscriber> };
  const things = new Map<string, Map<string, MutableGroup>>();

  function put(key: string, member: Subscriber): void {
    const viewer = viewerOf(member.person);
    const ofClass = classOf(viewer);
    const groups = things.get(key) ?? new Map<string, MutableGroup>();
    things.set(key, groups);
    const group = groups.get(ofClass) ?? { viewer, members: new Set() };
    groups.set(ofClass, group);
    group.members.add(member);
  }

  function take(key: string, member: Subscriber): void {
    const groups = things.get(key);
    for (const [ofClass, { members }] of groups ?? []) if (members.delete(member) && members.size === 0) groups?.delete(ofClass);
    if (groups?.size === 0) things.delete(key);
  }

  const membersOf = (person?: string): readonly (readonly [string, Subscriber])[] =>
    [...things].flatMap(([key, groups]) =>
      [...groups.values()].flatMap(({ members }) =>
        [...members].filter((member) => person === undefined || member.person === person).map((member) => [key, member] as const),
      ),
    );

  return {
    join: put,
    leave: take,
    groups: (key) => things.get(key)?.values() ?? [],
    keys: () => things.keys(),
    members: membersOf,
    recheck(person) {
      const moved = membersOf(person);
      for (const [key, member] of moved) take(key, member);
      for (const [key, member] of moved) put(key, member);
      const affected = new Set(moved.map(([, member]) => member));
      for (const key of new Set(moved.map(([of]) => of)))
        for (const { viewer, members } of [...(things.get(key)?.values() ?? [])]) {
          const concerned = [...members].filter((member) => affected.has(member));
          if (concerned.length === 0) continue;
          const seen = access(key, viewer);
          for (const member of concerned) {
            if (seen === undefined) member.queue.end("access-ended");
            else if (member.seen !== seen) {
              member.seen = seen;
              changed(key, member);
            }
          }
        }
    },
    end(reason) {
      for (const [, { queue }] of membersOf()) queue.end(reason);
    },
  };
}
