// The topics that can be followed: concerns, ledgers, support, inboxes and news. Policy decides about each change once for each class of subscribers.
// Subscribers who may see nothing of a change do not learn of it.

import type { Position } from "../../event-log/port.ts";
import type { PersonFacts } from "../../policies/engine/facts.ts";
import type { ConcernRecord } from "../../projections/register/records.ts";
import type { ConcernChange } from "../../services/concern/event-news.ts";
import { type NewsAudience, newsAudiencesOf } from "../../services/news.ts";
import { audiencesOf } from "../../services/tasks.ts";
import type { ReadDeps } from "../deps.ts";
import { accessText, accessTo } from "./access.ts";
import { messageAt, publishChange, rightsChanged } from "./concern-topic.ts";
import type { Invalidations, LedgerChange } from "./invalidations.ts";
import { type LiveAuthorisation, VISIBLE } from "./live-authorisation.ts";
import type { NewsAudiences } from "./news-invalidations.ts";
import type { EndReason } from "./queue.ts";
import { resumeText } from "./resume-token.ts";
import { type Group, type Message, openTopic, type Subscriber, type Topic, type TopicRules } from "./topic.ts";

export type TopicName = "concern" | "ledger" | "inbox" | "news" | "support";

/** The keys of the topics of all inboxes and of all people's news, each of which counts as one resource. */
const [INBOX, NEWS] = ["inbox", "news"];
export const keyOfTopic = (topic: TopicName, named: string): string =>
  topic === "inbox" ? INBOX : topic === "news" ? NEWS : named;

/** The audiences to which a person belongs with others. */
const sharedTasks = (viewer: PersonFacts): readonly NewsAudience[] => audiencesOf({ ...viewer, id: "" });
const sharedNews = (viewer: PersonFacts): readonly NewsAudience[] => newsAudiencesOf({ ...viewer, id: "" });

type Deps = Pick<ReadDeps, "rights"> & { readonly authorisation: LiveAuthorisation; readonly now: () => Date };

/** `reached` returns the last position of each log that was published to subscribers. */
export function openLiveTopics(
  { authorisation, rights, now }: Deps,
  reached: () => { readonly published: Position; readonly disclosed: Position },
) {
  const { viewerOf, classOn } = authorisation;
  // The members of a group have these facts in common, so that it gets nothing that only one of them may see.
  const ofClass = (person: string) => rights.classFacts(viewerOf(person));
  const invalidate = (_: string, { queue }: Subscriber) => queue.offer(invalidated());
  const rules: Readonly<Record<TopicName, TopicRules>> = {
    concern: {
      viewerOf: ofClass,
      classOf: classOn("readShareTerms"),
      access: accessToConcern,
      changed: (_, { queue, seen }) => queue.offer(messageAt(reached().published, seen, [rightsChanged(now().toISOString())])),
    },
    support: {
      viewerOf: ofClass,
      classOf: classOn("readSupport"),
      access: authorisation.ofCouncil("readAlignedSupport"),
      changed: invalidate,
    },
    ledger: {
      viewerOf: ofClass,
      classOf: classOn("readLedger"),
      access: authorisation.ofCouncil("readLedger"),
      changed: invalidate,
    },
    // An inbox is read only for its owner, so nothing is decided here: people of the same audiences are one class.
    inbox: {
      viewerOf,
      classOf: (viewer) => sharedTasks(viewer).join(),
      access: () => VISIBLE,
      changed: invalidate,
    },
    news: { viewerOf, classOf: (viewer) => sharedNews(viewer).join(), access: () => VISIBLE, changed: invalidate },
  };
  const topics: Readonly<Record<TopicName, Topic>> = {
    ...{ concern: openTopic(rules.concern), support: openTopic(rules.support) },
    ...{ ledger: openTopic(rules.ledger), inbox: openTopic(rules.inbox), news: openTopic(rules.news) },
  };
  const everyTopic = Object.values(topics);
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

  /** The message on which subscribers read the record again. */
  function invalidated(): Message {
    const { published, disclosed } = reached();
    return { ...{ kind: "update", snapshot: false, changes: [] }, resume: resumeText(published, VISIBLE, disclosed) };
  }

  function publishInvalidations({ audiences, support, ledger }: Invalidations): void {
    publishToAudiences(topics.inbox.groups(INBOX), audiences, sharedTasks);
    if (support) publishTo("support", support.council, invalidated(), (viewer) => authorisation.ofSupport(viewer, support));
    if (ledger) publishToLedger(ledger);
  }

  const publishNews = (audiences: NewsAudiences): void => publishToAudiences(topics.news.groups(NEWS), audiences, sharedNews);

  /** People of one group differ only by the audience of each alone. */
  function publishToAudiences(
    groups: readonly Group[],
    audiences: ReadonlySet<NewsAudience> | "everybody",
    sharedBy: (viewer: PersonFacts) => readonly NewsAudience[],
  ): void {
    const message = invalidated();
    for (const { viewer, members } of groups) {
      const isForGroup = audiences === "everybody" || sharedBy(viewer).some((audience) => audiences.has(audience));
      offer(isForGroup ? members : [...members].filter(({ person }) => audiences.has(`person:${person}`)), message);
    }
  }

  const publishToLedger = (change: LedgerChange): void =>
    publishTo("ledger", change.council, invalidated(), (viewer) => authorisation.ofLedger(viewer, change));

  /** Publishes to classes that may see the resource and `maySee` the event. Access ends for classes that may no longer see the resource. */
  function publishTo(name: TopicName, key: string, message: Message, maySee: (viewer: PersonFacts) => boolean): void {
    for (const { viewer, members } of topics[name].groups(key)) {
      if (rules[name].access(key, viewer) === undefined) for (const { queue } of members) queue.end("access-ended");
      else if (maySee(viewer)) offer(members, message);
    }
  }

  function offer(members: Iterable<Subscriber>, message: Message): void {
    for (const { queue } of members) queue.offer(message);
  }

  return {
    invalidated,
    publishInvalidations,
    publishNews,
    publishToLedger,
    publishChange: (change: ConcernChange) => publishChange(authorisation, change, topics.concern.groups(change.after.state.id)),
    /** The access that a person has now to a resource; undefined for none. */
    access: (topic: TopicName, key: string, person: string) => rules[topic].access(key, viewerOf(person)),
    join: (topic: TopicName, key: string, member: Subscriber) => topics[topic].join(key, member),
    leave: (topic: TopicName, key: string, member: Subscriber) => topics[topic].leave(key, member),
    /** The keys of the resources of a topic that somebody follows. */
    followed: (topic: TopicName): readonly string[] => [...topics[topic].keys()],
    /**
     * Decides again the access of all subscribers, or of one person, after a change of rights without an event of the resource. Inboxes, news and support
     * depend on the day and on the person, so they are read again.
     */
    recheck(person?: string): void {
      for (const topic of everyTopic) topic.recheck(person);
      for (const topic of [topics.inbox, topics.news, topics.support])
        for (const [, { queue }] of topic.members(person)) queue.offer(invalidated());
    },
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
      for (const topic of everyTopic) topic.end(reason);
    },
  };
}
