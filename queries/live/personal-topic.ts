// Subscribers of their own inbox or news, indexed by audience, so that a change is compared only for people of its audiences.
import type { Position } from "../../event-log/port.ts";
import type { PersonFacts } from "../../policies/engine/facts.ts";
import type { NewsAudience } from "../../services/news.ts";
import type { Viewer } from "../../services/people/viewer.ts";
import type { EndReason } from "./queue.ts";
import type { Subscriber } from "./topic.ts";

/** A change that people of some audiences may see. */
export type PersonalChange = {
  readonly audiences: ReadonlySet<NewsAudience>;
  /** Whether it changed what a person sees, with their rights of today. */
  readonly isSeenBy: (viewer: Viewer) => boolean;
};

export type PersonalTopic = ReturnType<typeof openPersonalTopic>;

export function openPersonalTopic(
  viewerOf: (person: string) => Viewer,
  audiencesOf: (person: PersonFacts) => readonly NewsAudience[],
) {
  const byAudience = new Map<NewsAudience, Set<Subscriber>>();
  const audiences = new Map<Subscriber, readonly NewsAudience[]>();

  function join(member: Subscriber): void {
    const viewer = viewerOf(member.person);
    const own = audiencesOf(viewer.facts);
    member.seen = recordText(viewer);
    audiences.set(member, own);
    for (const audience of own) byAudience.set(audience, (byAudience.get(audience) ?? new Set()).add(member));
  }

  function leave(member: Subscriber): void {
    for (const audience of audiences.get(member) ?? []) {
      const others = byAudience.get(audience);
      others?.delete(member);
      if (others?.size === 0) byAudience.delete(audience);
    }
    audiences.delete(member);
  }

  /** All subscribers, or those of one person. */
  const members = (person?: string): readonly Subscriber[] =>
    [...audiences.keys()].filter((member) => person === undefined || member.person === person);

  return {
    join,
    leave,
    members,
    size: () => audiences.size,
    has: (member: Subscriber): boolean => audiences.has(member),
    /** The subscribers of these audiences who joined before a position, each once. */
    of(wanted: ReadonlySet<NewsAudience>, position: Position): ReadonlySet<Subscriber> {
      const found = new Set<Subscriber>();
      for (const audience of wanted)
        for (const member of byAudience.get(audience) ?? [])
          if (member.after === undefined || member.after < position) found.add(member);
      return found;
    },
    /**
     * Looks up the audiences of all subscribers again, and returns all subscribers. With a person, only theirs, which are returned if the person's record has
     * changed.
     */
    refresh(person?: string): readonly Subscriber[] {
      const moved = members(person).map((member) => ({ member, former: member.seen }));
      for (const { member } of moved) leave(member);
      for (const { member } of moved) join(member);
      return moved.flatMap(({ member, former }) => (person === undefined || member.seen !== former ? [member] : []));
    },
    end(reason: EndReason): void {
      for (const { queue } of members()) queue.end(reason);
    },
  };
}

/** The parts of a person's record that decide what they see, as text for comparison. */
const recordText = ({ facts, assignments, declarations }: Viewer): string =>
  JSON.stringify([facts, assignments.map(({ factsAlone: _, ...assignment }) => assignment), declarations]);
