// Reads what is needed to publish an event, so that publishing it is synchronous.
import type { EventLog, StoredEvent } from "../../event-log/port.ts";
import type { ConcernChange } from "../../services/concern/event-news.ts";
import { CONCERN_CATEGORY } from "../../services/concern/events.ts";
import { COUNCIL_CATEGORY } from "../../services/council/events.ts";
import { CannotBeRead } from "../../services/stored-events.ts";
import type { NewsDeps } from "../news/read-news.ts";
import type { TimeSlices } from "../time-slices.ts";
import { type openConcernChanges, readSharingEvent } from "./concern-changes.ts";
import type { gatherChanges } from "./gathered-changes.ts";
import { invalidationsOf } from "./invalidations.ts";
import type { LiveAuthorisation, LiveAuthorisationDeps } from "./live-authorisation.ts";
import type { openLiveTopics } from "./live-topics.ts";
import { type EventOfCommand, personalChangesOf } from "./personal-changes.ts";
import type { RecordChange } from "./record-changes.ts";

/** `publish` tells the subscribers. `records`: what the event's command has changed so far, if more events of it follow. */
export type Prepared = { readonly publish: () => void; readonly records: readonly RecordChange[] };
export const NOTHING: Prepared = { publish: () => {}, records: [] };

type Deps = Omit<NewsDeps, "register"> &
  LiveAuthorisationDeps & {
    readonly log: EventLog;
    readonly changes: ReturnType<typeof openConcernChanges>;
    readonly authorisation: LiveAuthorisation;
    readonly topics: ReturnType<typeof openLiveTopics>;
    readonly personalChanges: Pick<ReturnType<typeof gatherChanges>, "add" | "room">;
    readonly slices: TimeSlices;
  };

/** The read models hold the event. */
export function openEventPreparation(deps: Deps): (one: EventOfCommand) => Promise<Prepared> {
  const { log, changes, authorisation, topics, personalChanges, slices } = deps;

  /** Concerns, ledgers and pictures of support. */
  async function prepareResources(
    event: StoredEvent,
  ): Promise<{ readonly change?: ConcernChange; readonly publish: () => void }> {
    try {
      const change = event.category === CONCERN_CATEGORY ? await changes.of(event) : undefined;
      const others = await changesByCouncil(event);
      const invalidations = await invalidationsOf(log, event, change, (id) => authorisation.findUnchecked(id)?.facts);
      const publish = () => {
        for (const one of change ? [change, ...others] : others) topics.publishChange(one);
        topics.publishInvalidations(invalidations);
      };
      return { ...(change && { change }), publish };
    } catch (error) {
      // Subscribers of an unreadable record may not see it.
      if (error instanceof CannotBeRead) return { publish: () => topics.recheckAccess() };
      throw error;
    }
  }

  async function changesByCouncil(event: StoredEvent): Promise<readonly ConcernChange[]> {
    if (event.category !== COUNCIL_CATEGORY || !readSharingEvent(event)) return [];
    const council = event.streamId;
    const concerns = topics.followed("concern").filter((id) => authorisation.findUnchecked(id)?.facts.council === council);
    const found = await Promise.all(concerns.map((concern) => changes.ofCouncil(event, concern)));
    return found.filter((change) => change !== undefined);
  }

  /** Inboxes and news. Who joins while this is prepared reads the event with the snapshot. */
  async function preparePersonal(one: EventOfCommand, change: ConcernChange | undefined): Promise<Prepared> {
    const { inbox, news } = topics.personal;
    if (inbox.size() + news.size() === 0) return NOTHING;
    await personalChanges.room();
    const found = await personalChangesOf({ ...deps, giveWay: slices.giveWay }, one, change);
    const publish = () => {
      for (const change of found.inbox) personalChanges.add(inbox, change, one.event.position);
      for (const change of found.news) personalChanges.add(news, change, one.event.position);
    };
    return { publish, records: found.records };
  }

  return async (one) => {
    const ofResources = await prepareResources(one.event);
    const { publish, records } = await preparePersonal(one, ofResources.change);
    return {
      records,
      publish() {
        ofResources.publish();
        publish();
      },
    };
  };
}
