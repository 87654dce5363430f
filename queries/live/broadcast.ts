// Live updates: one subscription to each log for all subscribers of this hub.

import { type RecordName, recordsByCouncil } from "../../disclosure/councils.ts";
import { every, inBackground } from "../../event-log/background.ts";
import { type Wait, wait as waitByClock } from "../../event-log/pauses.ts";
import type { EventLog, Position, StoredEvent } from "../../event-log/port.ts";
import type { DisclosureQueries } from "../../projections/disclosures/disclosures.ts";
import type { Follower } from "../../projections/runtime/follower.ts";
import { NotReady } from "../../projections/runtime/not-ready.ts";
import { PARTS } from "../../reference/concern-parts.ts";
import { PERSON_CATEGORY } from "../../services/people/events.ts";
import { isRefusal, type Refusal, refuse } from "../../services/refusals.ts";
import { readUnlessUnreadable } from "../../services/unless-unreadable.ts";
import { knownToCouncil } from "../ledger/record-facts.ts";
import type { NewsDeps } from "../news/read-news.ts";
import type { TimeSlices } from "../time-slices.ts";
import { accessIn } from "./access.ts";
import { openConcernChanges } from "./concern-changes.ts";
import { missed } from "./concern-topic.ts";
import { NOTHING, openEventPreparation, type Prepared } from "./event-preparation.ts";
import { followLogs } from "./followed-logs.ts";
import { gatherChanges } from "./gathered-changes.ts";
import { type LiveAuthorisationDeps, openLiveAuthorisation } from "./live-authorisation.ts";
import { openLiveTopics, type TopicName } from "./live-topics.ts";
import type { EventOfCommand } from "./personal-changes.ts";
import { type EndReason, openQueue, type Queue } from "./queue.ts";
import type { RecordChange } from "./record-changes.ts";
import { parseResumePoint, provenResumePoint, type ResumePoint, resumeText } from "./resume-token.ts";
import { openSubscriberLimits } from "./subscriber-limits.ts";
import type { Message, Subscriber } from "./topic.ts";

type BroadcastDeps = LiveAuthorisationDeps &
  Omit<NewsDeps, "register"> & {
    readonly log: EventLog;
    readonly disclosures: EventLog;
    readonly now: () => Date;
    /** Called when the logs cannot be followed: every stream has ended with a resume token, and the hub retries. */
    readonly onLost: (error: unknown) => void;
    readonly wait?: Wait | undefined;
    /** Shared with all other requests of the hub. */
    readonly slices: TimeSlices;
    readonly disclosed: Pick<Follower<DisclosureQueries>, "reached">;
    /** Resolves when the read models have applied everything up to a position. Throws NotReady. */
    readonly caughtUp: (position: Position) => Promise<void>;
  };

/** Limits: queued messages of one subscriber; streams of one person, and of the node. */
const BOUNDS = { waiting: 200, ofPerson: 20, ofNode: 5_000 } as const;
export type Bounds = { readonly [Name in keyof typeof BOUNDS]: number };

export type Stream = Queue<Message>;

export type Broadcast = ReturnType<typeof startBroadcast>;

const isSameCommand = (event: StoredEvent, next: StoredEvent | undefined): boolean =>
  next?.stream === event.stream && next.metadata.commandId === event.metadata.commandId;

const EVERY_MS = 60_000;
const DISCLOSURES_MS = 10_000;

export function startBroadcast(deps: BroadcastDeps, bounds: Bounds = BOUNDS) {
  const { log, disclosures, rights, slices } = deps;
  const changes = openConcernChanges(log, deps);
  const authorisation = openLiveAuthorisation(deps);
  const limits = openSubscriberLimits(bounds);
  let stopped = false;
  let [published, disclosed]: [Position, Position] = ["", ""];
  const daysNow = () => `${deps.today()} ${deps.certainToday()}`;
  let [day, version] = [daysNow(), rights.version()];
  const personalChanges = gatherChanges({
    ...{ now: deps.now, wait: deps.wait ?? waitByClock, slices },
    viewerOf: authorisation.wholeViewerOf,
    notify: ({ queue }) => queue.offer(topics.invalidated()),
    start: (work) => inBackground("LIVE_CHANGES", work, (_, error) => failedToCompare(error)),
  });
  const topics = openLiveTopics({ ...deps, authorisation, personalChanged: personalChanges.addFor }, () => ({
    published,
    disclosed,
  }));
  const prepareEvent = openEventPreparation({ ...deps, changes, authorisation, topics, personalChanges, slices });
  const newest = (waiting: Message, next: Message): Message => ({ ...next, snapshot: waiting.snapshot || next.snapshot });

  // Subscriptions to the logs

  async function handle(events: readonly StoredEvent[]): Promise<void> {
    let earlier: readonly RecordChange[] = [];
    for (const [index, event] of events.entries()) {
      const isLast = !isSameCommand(event, events[index + 1]);
      // Without subscribers nothing is read, because a later one starts after this event.
      const { publish, records } = limits.size() > 0 ? await prepare({ event, earlier, isLast }) : NOTHING;
      earlier = isLast ? [] : records;
      // From here on the code is synchronous: a subscriber that joins gets every event after `published`, and none before.
      published = event.position;
      whenReady(publish);
    }
  }

  /** Reads the data that an event needs. The returned function publishes the event. */
  async function prepare(one: EventOfCommand): Promise<Prepared> {
    const { event } = one;
    if (!(await isReady(deps.caughtUp(event.position)))) return NOTHING;
    const prepared = await prepareEvent(one);
    const publish = () => {
      topics.regroup();
      if (rights.version() !== version) recheck();
      if (event.category === PERSON_CATEGORY) topics.recheck(event.streamId);
      prepared.publish();
    };
    return { ...prepared, publish };
  }

  /** A council's ledger has only disclosures of records of which the council is aware. */
  async function handleDisclosures(events: readonly StoredEvent[]): Promise<void> {
    for (const event of events) {
      const followed = topics.followed("ledger");
      const records = followed.length > 0 ? recordsOf(event) : new Map<string, readonly RecordName[]>();
      const councils = followed.filter((council) => !records || records.has(council));
      const isThere = councils.length > 0 && (await isReady(deps.disclosed.reached(event.position, DISCLOSURES_MS)));
      disclosed = event.position;
      if (!isThere) continue;
      whenReady(() => {
        for (const council of councils) {
          const names = records?.get(council);
          topics.publishToLedger({ council, ...(names ? knownToCouncil(deps, names) : { strands: undefined }) });
        }
      });
    }
  }

  /** Undefined for an unreadable event: its council is unknown, and every ledger reports that it is unreadable. */
  const recordsOf = (event: StoredEvent): ReadonlyMap<string, readonly RecordName[]> | undefined =>
    readUnlessUnreadable(() => recordsByCouncil(event));

  // If a read model is not ready, streams end, and subscribers resume later.

  async function isReady(reached: Promise<void>): Promise<boolean> {
    try {
      await reached;
      return true;
    } catch (error) {
      return notReady(error);
    }
  }

  function whenReady(publish: () => void): void {
    try {
      publish();
    } catch (error) {
      notReady(error);
    }
  }

  function notReady(error: unknown): false {
    if (!(error instanceof NotReady)) throw error;
    endAll("hub-stopping");
    return false;
  }

  function failedToCompare(error: unknown): void {
    if (error instanceof NotReady) endAll("hub-stopping");
    else logs.failed(error);
  }

  function recheck(): void {
    version = rights.version();
    topics.recheck();
  }

  /** Called every minute, because there may be a new day or another policy. */
  function tick(): void {
    if (day === daysNow() && version === rights.version()) return;
    day = daysNow();
    whenReady(recheck);
  }

  /**
   * Follows a concern or one support by id, a council's ledger or support by its code, or the person's own inbox or news, whose key is ignored. The
   * stream starts with a snapshot, or with what was missed if `resume` is given. NOT_FOUND if the resource does not exist or the person may not see it.
   * Throws NotReady.
   */
  async function follow(topic: TopicName, named: string, person: string, resume?: string): Promise<Stream | Refusal> {
    await logs.started;
    if (logs.isLost()) throw new NotReady("What happens cannot be followed now.");
    const point = resume === undefined ? undefined : await parseResumePoint(deps, resume);
    if (resume !== undefined && !point) return refuse("RESUME_POINT_GONE", "after");
    await deps.caughtUp(published);
    // Many who subscribe at once take turns.
    const joined = await slices.run(() => joinNow(topic, named, person, point));
    if (isRefusal(joined)) return joined;
    await joined.prepended;
    return joined.queue;
  }

  /** Synchronous until the subscriber has joined, so that no event comes in between. `prepended` resolves when the first messages are in the queue. */
  function joinNow(
    topic: TopicName,
    key: string,
    person: string,
    point: ResumePoint | undefined,
  ): Refusal | { readonly queue: Stream; readonly prepended?: Promise<void> } {
    const seen = topics.access(topic, key, person);
    if (seen === undefined) return refuse("NOT_FOUND");
    if (limits.isFull(person)) return refuse("TOO_MANY_STREAMS");
    const queue = join(topic, key, person, point, seen);
    if (stopped) queue.end("hub-stopping");
    else if (topic === "concern" && point) return { queue, prepended: prependMissed(queue, key, person, point, seen) };
    else queue.prepend([topics.firstMessage(topic, seen, point?.[1])]);
    return { queue };
  }

  function join(topic: TopicName, key: string, person: string, point: ResumePoint | undefined, seen: string): Stream {
    const queue: Stream = openQueue<Message>({
      capacity: bounds.waiting,
      resume: resumeText(...(point ?? [published, seen, disclosed])),
      ...(topic !== "concern" && { merge: newest }),
      closed: () => {
        topics.leave(topic, key, member);
        limits.leave(person);
      },
    });
    // A resume token of another hub can be ahead of this one. What is read whole is read here, so that everything later is a change of it.
    const isAhead = topic === "concern" && point !== undefined && point[0] > published;
    const member: Subscriber = { person, queue, after: isAhead ? point[0] : published, seen };
    topics.join(topic, key, member);
    limits.enter(person);
    return queue;
  }

  /** Delivers events between the resume token and the join first; later events are queued behind them. */
  async function prependMissed(
    queue: Stream,
    id: string,
    person: string,
    [position, seenThen]: ResumePoint,
    seen: string,
  ): Promise<void> {
    const [until, at] = [published, deps.now().toISOString()];
    const parts = PARTS.filter((part) => accessIn(seen).parts.split(" ").includes(part));
    try {
      const past = await changes.all(id, until);
      const now = { position: position > until ? position : until, parts, seen, at };
      queue.prepend(
        missed(authorisation, past, (instant) => authorisation.viewerAt(person, instant), { position, seen: seenThen }, now),
      );
    } catch (error) {
      await queue.return?.();
      throw error;
    }
  }

  const endAll = (reason: EndReason): void => topics.end(reason);

  // New subscribers are refused until the logs are followed again.
  const logs = followLogs({
    ...{ log, disclosures, handle, handleDisclosures, wait: deps.wait },
    /** Restarts without subscribers; each returning one has a resume token. */
    begun(...ends) {
      personalChanges.forget();
      [published, disclosed] = ends;
      [day, version] = [daysNow(), rights.version()];
    },
    lost(error) {
      deps.onLost(error);
      endAll("hub-stopping");
    },
  });
  const timer = every(EVERY_MS, "LIVE_TICK", tick, (_, error) => logs.failed(error));

  /** Ends every stream, including those that start later. */
  function stop(): void {
    stopped = true;
    personalChanges.stop();
    logs.stop();
    timer.stop();
    endAll("hub-stopping");
  }
  return {
    follow,
    /** Creates the token for `follow` from the `resume` of a message. */
    resumePoint: (resume: string) => provenResumePoint(deps, resume),
    /** Returns the same object for all subscribers of one event. No rights are applied. */
    findUnchecked: authorisation.findUnchecked,
    tick,
    /** The numbers of policy decisions, of changes that were compared for somebody's inbox or news, and of streams; the last event that was published. */
    meter: () => ({
      ...{ asked: authorisation.decisions(), compared: personalChanges.compared(), streams: limits.size() },
      ...{ published, isComparing: personalChanges.isComparing() },
    }),
    /** Ends all streams; each can be resumed. */
    endStreams: () => endAll("hub-stopping"),
    stop,
    async close(): Promise<void> {
      stop();
      await logs.close();
    },
  };
}
