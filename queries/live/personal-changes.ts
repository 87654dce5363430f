// What an event changed of people's inboxes and news.
import type { StoredEvent } from "../../event-log/port.ts";
import { CLAIM_CATEGORY } from "../../services/claim/events.ts";
import type { ConcernChange } from "../../services/concern/event-news.ts";
import { NEWS_READ_CATEGORY } from "../../services/news-read/events.ts";
import { PERSON_CATEGORY } from "../../services/people/events.ts";
import { readUnlessUnreadable } from "../../services/unless-unreadable.ts";
import type { ReadDeps } from "../deps.ts";
import type { NewsDeps } from "../news/read-news.ts";
import type { TimeSlices } from "../time-slices.ts";
import { inboxChangesByClaim, inboxChangesByPerson, inboxChangesByRecord } from "./inbox-changes.ts";
import { newsChangesByRecord } from "./news-changes.ts";
import type { PersonalChange } from "./personal-topic.ts";
import { type RecordChange, type RecordChangesDeps, recordChangesOf } from "./record-changes.ts";

type Deps = Omit<NewsDeps, "register"> &
  Pick<ReadDeps, "certainToday"> &
  RecordChangesDeps & { readonly giveWay: TimeSlices["giveWay"] };

type PersonalChanges = {
  readonly inbox: readonly PersonalChange[];
  readonly news: readonly PersonalChange[];
  /** The records that the command has changed so far, while there are more events of it. */
  readonly records: readonly RecordChange[];
};

const NONE: PersonalChanges = { inbox: [], news: [], records: [] };

/** An event of a command, and the records that earlier events of the command changed. Records are compared once, before the first event and after the last. */
export type EventOfCommand = {
  readonly event: StoredEvent;
  readonly earlier: readonly RecordChange[];
  readonly isLast: boolean;
};

/** `change` is the concern's change, if the event belongs to a concern and can be read. The read models hold the event. */
export async function personalChangesOf(
  deps: Deps,
  { event, earlier, isLast }: EventOfCommand,
  change: ConcernChange | undefined,
): Promise<PersonalChanges> {
  const { category, stream, streamId } = event;
  if (category === NEWS_READ_CATEGORY)
    return { ...NONE, news: [{ audiences: new Set([`person:${streamId}` as const]), isSeenBy: () => true }] };
  if (category === CLAIM_CATEGORY || category === PERSON_CATEGORY) {
    const events = await deps.log.readStream(stream);
    const changesBy = category === CLAIM_CATEGORY ? inboxChangesByClaim : inboxChangesByPerson;
    // A claim that cannot be read is shown nowhere.
    return { ...NONE, inbox: readUnlessUnreadable(() => changesBy(deps, event, events)) ?? [] };
  }
  const records = new Map(earlier.map((one) => [one.subject, one]));
  for await (const one of recordChangesOf(deps, event, change)) {
    const { before, since } = records.get(one.subject) ?? one;
    records.set(one.subject, { ...one, before, since });
    await deps.giveWay();
  }
  if (!isLast) return { ...NONE, records: [...records.values()] };
  const changed = [...records.values()];
  return {
    ...NONE,
    inbox: changed.flatMap((one) => inboxChangesByRecord(deps, one)),
    news: changed.flatMap((one) => newsChangesByRecord(deps, event, one)),
  };
}
