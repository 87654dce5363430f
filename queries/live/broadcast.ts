// What happens, told to those who follow it: one subscription to each log for all subscribers of this node. For every event policy is asked
// what each class of subscribers may be told, once a class, however many they are; nobody else learns that something happened.

import { councilOf, DISCLOSURE_STREAM } from "../../disclosure/events.ts";
import { readDisclosureEvent } from "../../disclosure/streams.ts";
import { every } from "../../event-log/background.ts";
import { type Pauses, pauseAfter, type Wait, wait } from "../../event-log/pauses.ts";
import type { EventLog, Position, StoredEvent, Subscription } from "../../event-log/port.ts";
import type { PersonFacts } from "../../policies/engine/facts.ts";
import type { DisclosureQueries } from "../../projections/disclosures/disclosures.ts";
import type { ConcernRecord } from "../../projections/register/records.ts";
import type { Follower } from "../../projections/runtime/follower.ts";
import { NotReady } from "../../projections/runtime/not-ready.ts";
import { PARTS } from "../../reference/concern-parts.ts";
import type { ConcernChange } from "../../services/concern/event-news.ts";
import { COUNCIL_STREAM } from "../../services/council/events.ts";
import { PERSON_STREAM } from "../../services/people/events.ts";
import { type Refusal, refuse } from "../../services/refusals.ts";
import { CannotBeRead } from "../../services/stored-events.ts";
import { audiencesOf } from "../../services/tasks.ts";
import { readSharingEvent, stepsFrom } from "./concern-changes.ts";
import { messageAt, missed, rightsChanged, seenOf, tellOfStep } from "./concern-topic.ts";
import { isOfConcern, type Wakes, wakesOf } from "./invalidations.ts";
import { type AskedOf, askingFor, SEEN } from "./live-authorisation.ts";
import { type EndReason, openQueue, type Queue } from "./queue.ts";
import { type Place, placeOfHistory, placeText, provenPlace } from "./resume-token.ts";
import { openRoll } from "./subscriber-limits.ts";
import { type Message, openTopic, type Subscriber, type Topic, type TopicRules } from "./topic.ts";

export type BroadcastDeps = AskedOf & {
  readonly log: EventLog;
  readonly disclosures: EventLog;
  readonly now: () => Date;
  /** Told when what happens cannot be followed: streams have ended with the place to resume from, and following is tried again. */
  readonly onLost: (error: unknown) => void;
  /** How it waits before it follows again. */
  readonly wait?: Wait;
  readonly disclosed: Pick<Follower<DisclosureQueries>, "reached">;
  /** Resolves when the read models hold everything up to a position. Throws NotReady. */
  readonly caughtUp: (position: Position) => Promise<void>;
};

/** Messages that wait for one subscriber; streams of one person, and of the node. */
const BOUNDS = { waiting: 200, ofPerson: 20, ofNode: 5_000 } as const;
export type Bounds = { readonly [Name in keyof typeof BOUNDS]: number };

/** Messages to one subscriber, until it ends or is left. */
export type Stream = Queue<Message>;
export type TopicName = "concern" | "ledger" | "inbox" | "support";

export type Broadcast = {
  /**
   * Follows a concern by id, a council's ledger or support by its code, or the person's own inbox, whatever the key. Without a place to
   * resume from it begins with a snapshot. NOT_FOUND for what there is not and for what the person may not see alike. Throws NotReady.
   */
  follow(topic: TopicName, key: string, person: string, resume?: string): Promise<Stream | Refusal>;
  /** What a subscriber gives back to `follow`, of a message's `resume`. */
  resumePoint(resume: string): Promise<string>;
  /** A concern as it stands now, the same object for all who are told of one event. No rights are applied. */
  findUnchecked(id: string): ConcernRecord | undefined;
  /** What is to be done by the minute: the day may have turned, or the policy be another. */
  tick(): void;
  /** How often policy was asked about a class, and how many streams there are. */
  meter(): { readonly asked: number; readonly streams: number };
  /** Ends every stream; those who come later are told that it is over, too. */
  stop(): void;
  close(): Promise<void>;
};

const EVERY_MS = 60_000;
/** Between failures to follow. */
const AGAIN: Pauses = { firstMs: 1_000, longestMs: 30_000 };
const DISCLOSURES_MS = 10_000;
/** Everybody's inbox is followed as one thing. */
const INBOX = "inbox";

export function startBroadcast(inside: BroadcastDeps, bounds: Bounds = BOUNDS): Broadcast {
  const { log, disclosures, rights } = inside;
  const steps = stepsFrom(log, inside.today);
  const asking = askingFor(inside);
  const roll = openRoll(bounds);
  let [stopped, lost] = [false, false];
  let [published, disclosed]: [Position, Position] = ["", ""];
  let [day, version] = [inside.today(), rights.version()];

  const { viewerOf, classOn } = asking;
  const wake = (_: string, { queue }: Subscriber) => queue.offer(wakened());
  const rules: Readonly<Record<TopicName, TopicRules>> = {
    concern: {
      viewerOf,
      classOf: classOn("readShareTerms"),
      access: partsNow,
      changed: (_, { queue, seen }) => queue.offer(messageAt(published, seen, [rightsChanged(inside.now().toISOString())])),
    },
    support: { viewerOf, classOf: classOn("readSupport"), access: asking.ofCouncil("readAlignedSupport"), changed: wake },
    ledger: { viewerOf, classOf: classOn("readLedger"), access: asking.ofCouncil("readLedger"), changed: wake },
    // What waits for somebody is theirs to see, and read for them alone: a class is whoever is of the same audiences.
    inbox: { viewerOf, classOf: (viewer) => audiencesOf({ ...viewer, id: "" }).join(), access: () => SEEN, changed: wake },
  };
  const topics: Readonly<Record<TopicName, Topic>> = {
    ...{ concern: openTopic(rules.concern), support: openTopic(rules.support) },
    ...{ ledger: openTopic(rules.ledger), inbox: openTopic(rules.inbox) },
  };
  const everyTopic = Object.values(topics);

  function partsNow(id: string, viewer: PersonFacts): string | undefined {
    const concern = asking.findUnchecked(id);
    return (concern && seenOf(asking.parts(viewer, concern.facts))) || undefined;
  }

  /** Things that are read whole have no history to tell: only where they stand now. */
  const wakened = (): Message => ({
    ...{ kind: "update", snapshot: false, changes: [] },
    resume: placeText(published, SEEN, disclosed),
  });
  const newest = (waiting: Message, next: Message): Message => ({ ...next, snapshot: waiting.snapshot || next.snapshot });

  // Following the logs.

  async function handle(events: readonly StoredEvent[]): Promise<void> {
    for (const event of events) {
      // Nobody follows anything: nothing is read. Whoever comes later begins after this event.
      const tell = roll.size() > 0 ? await prepared(event) : () => {};
      // From here to the end without a pause: who joins is told of every event after `published`, and of none before.
      published = event.position;
      whenReady(tell);
    }
  }

  /** Everything that is to be read of an event, and then what is left to do: telling. */
  async function prepared(event: StoredEvent): Promise<() => void> {
    if (!(await isReady(inside.caughtUp(event.position)))) return () => {};
    let told: readonly [ConcernChange | undefined, readonly ConcernChange[], Wakes];
    try {
      const step = isOfConcern(event) ? await steps.of(event) : undefined;
      told = [step, await stepsOfCouncil(event), await wakesOf(log, event, step)];
    } catch (error) {
      // What cannot be read is told to nobody, and whoever followed it may see it no more.
      if (error instanceof CannotBeRead) return recheck;
      throw error;
    }
    const [step, others, wakes] = told;
    return () => {
      if (rights.version() !== version) recheck();
      if (event.stream.startsWith(PERSON_STREAM)) recheckOne(event.stream.slice(PERSON_STREAM.length));
      for (const one of step ? [step, ...others] : others) tellOfStep(asking, one, topics.concern.groups(one.after.state.id));
      tellWakes(wakes);
    };
  }

  async function stepsOfCouncil(event: StoredEvent): Promise<readonly ConcernChange[]> {
    if (!event.stream.startsWith(COUNCIL_STREAM) || !readSharingEvent(event)) return [];
    const council = event.stream.slice(COUNCIL_STREAM.length);
    const followed = [...topics.concern.keys()].filter((concern) => asking.findUnchecked(concern)?.facts.council === council);
    const found = await Promise.all(followed.map((concern) => steps.ofCouncil(event, concern)));
    return found.filter((step) => step !== undefined);
  }

  /** A council's ledger tells who was given what of a concern once the council is aware of it, and not before. */
  async function handleDisclosures(events: readonly StoredEvent[]): Promise<void> {
    for (const event of events) {
      const council = event.stream.startsWith(DISCLOSURE_STREAM) ? councilOf(event.stream) : undefined;
      const isFollowed = council !== undefined && [...topics.ledger.groups(council)].length > 0;
      const isThere = isFollowed && (await isReady(inside.disclosed.reached(event.position, DISCLOSURES_MS)));
      disclosed = event.position;
      if (isThere) whenReady(() => tellOfDisclosure(council, event));
    }
  }

  function tellOfDisclosure(council: string, event: StoredEvent): void {
    const concerns = readDisclosureEvent(event).data.views.flatMap((view) => view.concerns);
    if (concerns.some(({ concern }) => asking.findUnchecked(concern)?.facts.councilAware)) tellOf("ledger", council, wakened());
  }

  // A read model that has stopped, or is slow, tells nothing now: those who follow come back later, to where they were.

  async function isReady(reached: Promise<void>): Promise<boolean> {
    try {
      await reached;
      return true;
    } catch (error) {
      return notReady(error);
    }
  }

  function whenReady(tell: () => void): void {
    try {
      tell();
    } catch (error) {
      notReady(error);
    }
  }

  function notReady(error: unknown): false {
    if (!(error instanceof NotReady)) throw error;
    endAll("hub-stopping");
    return false;
  }

  // Telling what is read whole.

  function tellWakes({ audiences, support, ledger }: Wakes): void {
    const message = wakened();
    for (const { viewer, members } of topics.inbox.groups(INBOX)) {
      const isMeant = audiences === "everybody" || audiencesOf(viewer).some((audience) => audiences.has(audience));
      offer(isMeant ? members : [...members].filter(({ person }) => audiences.has(`person:${person}`)), message);
    }
    if (support) tellOf("support", support.council, message, (viewer) => asking.ofSupport(viewer, support));
    if (ledger !== undefined) tellOf("ledger", ledger, message);
  }

  /** Wakes the classes that may still see the thing, and may see what happened; ends those that may not see it any more. */
  function tellOf(name: TopicName, key: string, message: Message, maySee: (viewer: PersonFacts) => boolean = () => true): void {
    for (const { viewer, members } of topics[name].groups(key)) {
      if (rules[name].access(key, viewer) === undefined) for (const { queue } of members) queue.end("access-ended");
      else if (maySee(viewer)) offer(members, message);
    }
  }

  function offer(members: Iterable<Subscriber>, message: Message): void {
    for (const { queue } of members) queue.offer(message);
  }

  // Rights that change without an event of what is followed.

  function recheck(): void {
    version = rights.version();
    for (const topic of everyTopic) topic.recheck();
    wakeAll();
  }

  function recheckOne(person: string): void {
    for (const topic of everyTopic) topic.recheck(person);
    wakeAll(person);
  }

  /** What waits, falls due and is overdue is of the day, and of who asks. */
  function wakeAll(person?: string): void {
    for (const topic of [topics.inbox, topics.support]) for (const [, { queue }] of topic.members(person)) queue.offer(wakened());
  }

  function tick(): void {
    if (day === inside.today() && version === rights.version()) return;
    day = inside.today();
    whenReady(recheck);
  }

  // Coming and going.

  async function follow(topic: TopicName, named: string, person: string, resume?: string): Promise<Stream | Refusal> {
    await started;
    if (lost) throw new NotReady("What happens cannot be followed now.");
    const place = resume === undefined ? undefined : await placeOfHistory(inside, resume);
    if (resume !== undefined && !place) return refuse("RESUME_POINT_GONE", "after");
    await inside.caughtUp(published);
    // From here until the follower is among the others without a pause, so that no event comes in between.
    const key = topic === "inbox" ? INBOX : named;
    const seen = rules[topic].access(key, viewerOf(person));
    if (seen === undefined) return refuse("NOT_FOUND");
    if (roll.isFull(person)) return refuse("TOO_MANY_STREAMS");
    const queue = join(topic, key, person, place, seen);
    if (stopped) queue.end("hub-stopping");
    else if (topic === "concern" && place) await leadWithMissed(queue, key, person, place, seen);
    else queue.lead([{ ...(topic === "concern" ? messageAt(published, seen, []) : wakened()), snapshot: true }]);
    return queue;
  }

  function join(topic: TopicName, key: string, person: string, place: Place | undefined, seen: string): Stream {
    const queue: Stream = openQueue<Message>({
      capacity: bounds.waiting,
      resume: placeText(...(place ?? [published, seen, disclosed])),
      ...(topic !== "concern" && { merge: newest }),
      closed: () => {
        topics[topic].leave(key, member);
        roll.leave(person);
      },
    });
    // A place given by another node can be ahead of this one.
    const member: Subscriber = { person, queue, after: place && place[0] > published ? place[0] : published, seen };
    topics[topic].join(key, member);
    roll.enter(person);
    return queue;
  }

  /** What happened between the place and the moment of joining; what happens meanwhile waits behind it. */
  async function leadWithMissed(queue: Stream, id: string, person: string, [position, then]: Place, seen: string): Promise<void> {
    const [until, at] = [published, inside.now().toISOString()];
    const parts = PARTS.filter((part) => seen.split(" ").includes(part));
    try {
      const past = await steps.all(id, until);
      const now = { position: position > until ? position : until, parts, at };
      queue.lead(missed(asking, past, (then) => asking.viewerAt(person, then), { position, seen: then }, now));
    } catch (error) {
      await queue.return?.();
      throw error;
    }
  }

  function endAll(reason: EndReason): void {
    for (const topic of everyTopic) topic.end(reason);
  }

  /** Nobody can be told now: those who follow are told to come back, and those who come that it is not ready. */
  function lose(error: unknown): void {
    lost = true;
    inside.onLost(error);
    endAll("hub-stopping");
  }

  let subscriptions: readonly Subscription[] = [];
  const ending = new AbortController();

  /** From the ends of the logs, as nobody follows anything: whoever comes back is led on from their own place. */
  async function begin(): Promise<void> {
    await Promise.all(subscriptions.map((subscription) => subscription.close()));
    subscriptions = [];
    [published, disclosed] = await Promise.all([log.head(), disclosures.head()]);
    if (stopped) return;
    [day, version] = [inside.today(), rights.version()];
    subscriptions = [log.subscribe(published, handle, failed), disclosures.subscribe(disclosed, handleDisclosures, failed)];
    lost = false;
  }

  /** Two logs fail as one: what is told of the one names places in the other. */
  let beginning: Promise<void> | undefined;
  function failed(error: unknown): void {
    if (stopped) return;
    lose(error);
    beginning ??= beginAgain().finally(() => {
      beginning = undefined;
    });
  }

  async function beginAgain(): Promise<void> {
    for (let failures = 1; !stopped; failures += 1) {
      await (inside.wait ?? wait)(pauseAfter(AGAIN, failures), ending.signal);
      try {
        return await begin();
      } catch (error) {
        lose(error);
      }
    }
  }

  const started = begin().catch(failed);
  const timer = every(EVERY_MS, "LIVE_TICK", tick, (_, error) => failed(error));

  function stop(): void {
    stopped = true;
    ending.abort();
    timer.stop();
    endAll("hub-stopping");
  }
  return {
    follow,
    resumePoint: (resume) => provenPlace(inside, resume),
    findUnchecked: asking.findUnchecked,
    tick,
    meter: () => ({ asked: asking.asked(), streams: roll.size() }),
    stop,
    async close() {
      stop();
      await started;
      await beginning;
      await Promise.all(subscriptions.map((subscription) => subscription.close()));
    },
  };
}
