// Subscribers of resources, grouped by their access: policy decides once for each class, for the figure `live` of bench/.
import type { Position } from "../../event-log/port.ts";
import type { PersonFacts } from "../../policies/engine/facts.ts";
import type { DisclosedPart } from "../../reference/concern-parts.ts";
import type { EndReason, Queue, Resumable } from "./queue.ts";

/** The name and time of a change; for a concern, the part that it discloses. */
export type Change<What extends string = string> = {
  readonly what: What;
  readonly at: string;
  readonly tells: DisclosedPart;
};

/** First a snapshot, and then changes. The content of the resource is read when the message is delivered. */
export type Message = Resumable & { readonly snapshot: boolean; readonly changes: readonly Change[] };

export type Subscriber = {
  readonly person: string;
  readonly queue: Queue<Message>;
  /** The subscriber has events up to this position; undefined after the first later one. */
  after: Position | undefined;
  /** The subscriber's access at the last message, in the form of `access`. */
  seen: string;
};
export type Group = { readonly viewer: PersonFacts; readonly members: ReadonlySet<Subscriber> };

export type TopicRules = {
  /** The person's current facts. */
  readonly viewerOf: (person: string) => PersonFacts;
  readonly classOf: (viewer: PersonFacts) => string;
  /** A person's access to the resource as text for comparison; undefined for none. */
  readonly access: (key: string, viewer: PersonFacts) => string | undefined;
  /** Called for a subscriber whose access has changed without an event of the resource. */
  readonly changed: (key: string, member: Subscriber) => void;
};

export type Topic = ReturnType<typeof openTopic>;

export function openTopic({ viewerOf, classOf, access, changed }: TopicRules) {
  type MutableGroup = { readonly viewer: PersonFacts; readonly members: Set<Subscriber> };
  /** Key of the resource -> class -> group. */
  const things = new Map<string, Map<string, MutableGroup>>();

  function join(key: string, member: Subscriber): void {
    const viewer = viewerOf(member.person);
    const ofClass = classOf(viewer);
    const groups = things.get(key) ?? new Map<string, MutableGroup>();
    things.set(key, groups);
    const group = groups.get(ofClass) ?? { viewer, members: new Set() };
    groups.set(ofClass, group);
    group.members.add(member);
  }

  function leave(key: string, member: Subscriber): void {
    const groups = things.get(key);
    for (const [ofClass, { members }] of groups ?? []) if (members.delete(member) && members.size === 0) groups?.delete(ofClass);
    if (groups?.size === 0) things.delete(key);
  }

  const groupsOf = (key: string): readonly Group[] => [...(things.get(key)?.values() ?? [])];

  /** All subscribers, or those of one person, with their resources. */
  const members = (person?: string): readonly (readonly [key: string, member: Subscriber])[] =>
    [...things].flatMap(([key, groups]) =>
      [...groups.values()].flatMap(({ members }) =>
        [...members].filter((member) => person === undefined || member.person === person).map((member) => [key, member] as const),
      ),
    );

  function recheckGroup(key: string, viewer: PersonFacts, members: readonly Subscriber[]): void {
    if (members.length === 0) return;
    const seen = access(key, viewer);
    for (const member of members) {
      if (seen === undefined) member.queue.end("access-ended");
      else if (member.seen !== seen) {
        member.seen = seen;
        changed(key, member);
      }
    }
  }

  return {
    join,
    leave,
    groups: groupsOf,
    keys: () => things.keys(),
    members,
    /** Decides again the access of all subscribers, or of one person, and notifies those whose access has changed. */
    recheck(person?: string): void {
      const moved = members(person);
      for (const [key, member] of moved) leave(key, member);
      for (const [key, member] of moved) join(key, member);
      const affected = new Set(moved.map(([, member]) => member));
      for (const key of new Set(moved.map(([of]) => of)))
        for (const { viewer, members } of groupsOf(key))
          recheckGroup(
            key,
            viewer,
            [...members].filter((member) => affected.has(member)),
          );
    },
    /** The same for the subscribers of one resource. */
    recheckResource(key: string): void {
      for (const { viewer, members } of groupsOf(key)) recheckGroup(key, viewer, [...members]);
    },
    /** Puts every subscriber into the group of their class today, without a message. */
    regroup(): void {
      const moved = members();
      for (const [key, member] of moved) leave(key, member);
      for (const [key, member] of moved) join(key, member);
    },
    end(reason: EndReason): void {
      for (const [, { queue }] of members()) queue.end(reason);
    },
  };
}
