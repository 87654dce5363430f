// Changes of inboxes and news, gathered for a second: each subscriber is notified at most once a second, and only of changes that they see.
import type { Wait } from "../../event-log/pauses.ts";
import type { Position } from "../../event-log/port.ts";
import type { Viewer } from "../../services/people/viewer.ts";
import type { TimeSlices } from "../time-slices.ts";
import type { PersonalChange, PersonalTopic } from "./personal-topic.ts";
import type { Subscriber } from "./topic.ts";

/** Seconds begin with the clock's, so that the time of a message tells nothing about changes that its reader does not see. */
const GATHER_MS = 1_000;

/** The number of gathered changes after which the next event waits until they are compared. */
const MAX_GATHERED = 1_000;

type Deps = {
  readonly now: () => Date;
  readonly wait: Wait;
  readonly slices: TimeSlices;
  readonly viewerOf: (person: string) => Viewer;
  /** Notifies a subscriber. */
  readonly notify: (member: Subscriber) => void;
  /** Starts work that nobody awaits, and handles its errors. */
  readonly start: (work: () => Promise<void>) => void;
};

type Gathered = {
  readonly topic: PersonalTopic;
  readonly members: () => Iterable<Subscriber>;
  readonly isSeenBy: PersonalChange["isSeenBy"];
};

export function gatherChanges({ now, wait, slices, viewerOf, notify, start }: Deps) {
  const ending = new AbortController();
  let gathered: Gathered[] = [];
  let comparing: Promise<void> | undefined;
  let compared = 0;

  async function compareAll(): Promise<void> {
    while (gathered.length > 0 && !ending.signal.aborted) {
      await wait(GATHER_MS - (now().getTime() % GATHER_MS), ending.signal);
      const changes = gathered;
      gathered = [];
      await compare(changes);
    }
  }

  async function compare(changes: readonly Gathered[]): Promise<void> {
    const notified = new Set<Subscriber>();
    for (const { topic, members, isSeenBy } of changes)
      for (const member of members()) {
        await slices.giveWay();
        if (ending.signal.aborted) return;
        if (notified.has(member) || !topic.has(member)) continue;
        compared += 1;
        if (!isSeenBy(viewerOf(member.person))) continue;
        notified.add(member);
        notify(member);
      }
  }

  function add(one: Gathered): void {
    gathered.push(one);
    if (comparing || ending.signal.aborted) return;
    start(() => {
      comparing = compareAll().finally(() => {
        comparing = undefined;
      });
      return comparing;
    });
  }

  return {
    /** Gathers the change that an event at a position made, for those of its audiences who had joined by then. */
    add: (topic: PersonalTopic, { audiences, isSeenBy }: PersonalChange, position: Position) =>
      add({ topic, members: () => topic.of(audiences, position), isSeenBy }),
    /** Gathers that these subscribers have to read again. */
    addFor: (topic: PersonalTopic, members: readonly Subscriber[]) => {
      if (members.length > 0) add({ topic, members: () => members, isSeenBy: () => true });
    },
    /** Resolves when there is room for more. */
    async room(): Promise<void> {
      if (gathered.length >= MAX_GATHERED) await comparing;
    },
    /** Whether there are changes that have not been compared for all their subscribers. */
    isComparing: () => comparing !== undefined,
    /** How often a change was compared for a subscriber. */
    compared: () => compared,
    forget(): void {
      gathered = [];
    },
    stop: () => ending.abort(),
  };
}
