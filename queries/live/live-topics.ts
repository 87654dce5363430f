// The topics that can be followed: concerns, ledgers, a council's support and one support, inboxes and news. Policy decides about each change once for
// each class of subscribers. Subscribers who may see nothing of a change do not learn of it.

import type { Position } from "../../event-log/port.ts";
import { type ConcernFacts, namedIn, type PersonFacts, withoutTokens } from "../../policies/engine/facts.ts";
import type { ConcernRecord } from "../../projections/register/records.ts";
import type { ConcernChange } from "../../services/concern/event-news.ts";
import { newsAudiencesOf } from "../../services/news.ts";
import { audiencesOf } from "../../services/tasks.ts";
import type { ReadDeps } from "../deps.ts";
import { accessText, accessTo } from "./access.ts";
import { messageAt, publishChange, rightsChanged } from "./concern-topic.ts";
import type { Invalidations, LedgerChange } from "./invalidations.ts";
import { type LiveAuthorisation, VISIBLE } from "./live-authorisation.ts";
import { openPersonalTopic, type PersonalTopic } from "./personal-topic.ts";
import type { EndReason } from "./queue.ts";
import { resumeText } from "./resume-token.ts";
import { type Group, type Message, openTopic, type Subscriber, type Topic, type TopicRules } from "./topic.ts";

/** Topics of a resource, which several people follow, and of what is each person's own. */
type ResourceTopicName = "concern" | "ledger" | "support" | "one-support";
type PersonalTopicName = "inbox" | "news";
export type TopicName = ResourceTopicName | PersonalTopicName;

/** Policy decides by these how much somebody sees of a support. */
const SUPPORT_ACTIONS = ["readSupport", "readSupportPurpose", "readSupportDetail"];

const isPersonal = (topic: TopicName): topic is PersonalTopicName => topic === "inbox" || topic === "news";

type Deps = Pick<ReadDeps, "rights"> & {
  readonly authorisation: LiveAuthorisation;
  readonly now: () => Date;
  /** Called with subscribers of their own inbox or news who have to read it again, because their rights or the day have changed. */
  readonly personalChanged: (topic: PersonalTopic, members: readonly Subscriber[]) => void;
};

/** `reached` returns the last position of each log that was published to subscribers. */
export function openLiveTopics(
  { authorisation, rights, now, personalChanged }: Deps,
  reached: () => { readonly published: Position; readonly disclosed: Position },
) {
  const { viewerOf, classOn } = authorisation;
  // The members of a group have these facts in common, so that it gets nothing that only one of them may see.
  const ofClass = (person: string) => rights.classFacts(viewerOf(person));
  const classOnSupport = (viewer: PersonFacts): string => SUPPORT_ACTIONS.map((action) => classOn(action)(viewer)).join(" ");
  const invalidate = (_: string, { queue }: Subscriber) => queue.offer(invalidated());
  const rules: Readonly<Record<ResourceTopicName, TopicRules>> = {
    concern: {
      viewerOf: ofClass,
      classOf: classOn("readShareTerms"),
      access: accessToConcern,
      changed: (_, { queue, seen }) => queue.offer(messageAt(reached().published, seen, [rightsChanged(now().toISOString())])),
    },
    "one-support": {
      viewerOf: ofClass,
      classOf: classOnSupport,
      access: authorisation.seenOfSupport,
      changed: (_, { queue, seen }) => queue.offer(messageAt(reached().published, seen, [])),
    },
    support: {
      viewerOf: ofClass,
      classOf: classOnSupport,
      access: authorisation.ofCouncil("readAlignedSupport"),
      changed: invalidate,
    },
    ledger: {
      viewerOf: ofClass,
      classOf: classOn("readLedger"),
      access: authorisation.ofCouncil("readLedger"),
      changed: invalidate,
    },
  };
  const topics: Readonly<Record<ResourceTopicName, Topic>> = {
    ...{ concern: openTopic(rules.concern), support: openTopic(rules.support), ledger: openTopic(rules.ledger) },
    "one-support": openTopic(rules["one-support"]),
  };
  const personal: Readonly<Record<PersonalTopicName, PersonalTopic>> = {
    inbox: openPersonalTopic(authorisation.wholeViewerOf, audiencesOf),
    news: openPersonalTopic(authorisation.wholeViewerOf, newsAudiencesOf),
  };
  const [everyTopic, everyPersonal] = [Object.values(topics), Object.values(personal)];
  let named = rights.named();
  /** The same record until something changes: what its words are open to is found once for all classes. */
  const accesses = new WeakMap<ConcernRecord, ReturnType<typeof accessTo>>();

  function accessToConcern(id: string, viewer: PersonFacts): string | undefined {
    const concern = authorisation.findUnchecked(id);
    const parts = concern ? authorisation.parts(viewer, concern.facts) : [];
    if (!concern || parts.length === 0) return undefined;
    const accessOf = accesses.get(concern) ?? accessTo(concern, authorisation.parts);
    accesses.set(concern, accessOf);
    return accessText(accessOf(viewer, parts));
  }

  /**
   * The first message of a stream. `seenThen`: the access at the position from which the subscriber goes on. If they see something else of a support
   * now, they missed a change.
   */
  function firstMessage(topic: TopicName, seen: string, seenThen: string | undefined): Message {
    const isMissed = topic === "one-support" && seenThen !== undefined && seenThen !== seen;
    const isBySight = topic === "concern" || topic === "one-support";
    return { ...(isBySight ? messageAt(reached().published, seen, []) : invalidated()), snapshot: !isMissed };
  }

  /** The message on which subscribers read the record again. */
  function invalidated(): Message {
    const { published, disclosed } = reached();
    return { ...{ kind: "update", snapshot: false, changes: [] }, resume: resumeText(published, VISIBLE, disclosed) };
  }

  function publishInvalidations({ support, ledger }: Invalidations): void {
    if (support) publishTo("support", support.council, (viewer) => authorisation.ofSupport(viewer, support));
    if (support?.by === "support") topics["one-support"].recheckResource(support.after.id);
    if (ledger) publishToLedger(ledger);
  }

  const publishToLedger = (change: LedgerChange): void =>
    publishTo("ledger", change.council, (viewer) => authorisation.ofLedger(viewer, change), change.restricted);

  /**
   * Publishes to classes that may see the resource and `maySee` the event. Access ends for classes that may no longer see the resource. `changed`: the facts
   * that decide, of concerns before and after the event.
   */
  function publishTo(
    name: "support" | "ledger",
    key: string,
    maySee: (viewer: PersonFacts) => boolean,
    changed: readonly ConcernFacts[] = [],
  ): void {
    const message = invalidated();
    for (const { viewer, members } of groupsFor(name, key, changed)) {
      if (rules[name].access(key, viewer) === undefined) for (const { queue } of members) queue.end("access-ended");
      else if (maySee(viewer)) offer(members, message);
    }
  }

  /**
   * The groups for a change of concerns that had or have these facts. The facts can name people whom no concern names now, such as those of a limited share
   * that has just ended. Decisions on the change are made with these people's own facts.
   */
  function groupsFor(name: ResourceTopicName, key: string, facts: readonly ConcernFacts[]): readonly Group[] {
    const groups = topics[name].groups(key);
    const alsoNamed = new Set(facts.flatMap(namedIn)).difference(rights.named() ?? new Set());
    if (alsoNamed.size === 0) return groups;
    const viewerIn = (group: Group, person: string): PersonFacts => {
      const own = viewerOf(person);
      return withoutTokens(own, (token) => !alsoNamed.has(token)) === own ? group.viewer : own;
    };
    return groups.flatMap((group) =>
      [...Map.groupBy(group.members, ({ person }) => viewerIn(group, person))].map(([viewer, members]) => ({
        viewer,
        members: new Set(members),
      })),
    );
  }

  function offer(members: Iterable<Subscriber>, message: Message): void {
    for (const { queue } of members) queue.offer(message);
  }

  return {
    invalidated,
    firstMessage,
    personal,
    publishInvalidations,
    publishToLedger,
    publishChange(change: ConcernChange): void {
      const { before, after } = change;
      const facts = before ? [before.facts, after.facts] : [after.facts];
      publishChange(authorisation, change, groupsFor("concern", after.state.id, facts));
    },
    /** The access that a person has now to a resource; undefined for none. What is a person's own is read with their rights of the moment. */
    access: (topic: TopicName, key: string, person: string) =>
      isPersonal(topic) ? VISIBLE : rules[topic].access(key, viewerOf(person)),
    join: (topic: TopicName, key: string, member: Subscriber) =>
      isPersonal(topic) ? personal[topic].join(member) : topics[topic].join(key, member),
    leave: (topic: TopicName, key: string, member: Subscriber) =>
      isPersonal(topic) ? personal[topic].leave(member) : topics[topic].leave(key, member),
    /** The keys of the resources of a topic that somebody follows. */
    followed: (topic: ResourceTopicName): readonly string[] => [...topics[topic].keys()],
    /**
     * Decides again the access of all subscribers, or of one person, after a change of rights without an event of the resource. Inboxes, news and support
     * depend on the day and on the person, so they are read again.
     */
    recheck(person?: string): void {
      recheckAccess(person);
      for (const topic of everyPersonal) personalChanged(topic, topic.refresh(person));
    },
    /** The same for resources alone, after an event that cannot be read. */
    recheckAccess,
    /**
     * A person is no longer of one class with the others when a concern begins to name them. Somebody may have joined between two changes of whom
     * concerns name.
     */
    regroup(): void {
      const current = rights.named();
      if (current === named) return;
      named = current;
      for (const topic of everyTopic) topic.regroup();
    },
    end(reason: EndReason): void {
      for (const topic of [...everyTopic, ...everyPersonal]) topic.end(reason);
    },
  };

  function recheckAccess(person?: string): void {
    for (const topic of everyTopic) topic.recheck(person);
    for (const [, { queue }] of topics.support.members(person)) queue.offer(invalidated());
  }
}
