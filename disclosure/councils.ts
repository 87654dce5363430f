// Finds the councils that an event in the record of disclosures is about.
import type { StoredEvent } from "../event-log/port.ts";
import { readAnswerData } from "./answers.ts";
import { ANSWER_CATEGORY, councilOf, DISCLOSURE_CATEGORY, type LeafRecordKind } from "./events.ts";
import { readDisclosureEvent } from "./streams.ts";

export type RecordName = readonly [kind: LeafRecordKind, id: string];

/** Council -> its disclosed records; an empty list if records were only counted. Throws UnreadableEvent. */
export function recordsByCouncil(event: StoredEvent): ReadonlyMap<string, readonly RecordName[]> {
  if (event.category === ANSWER_CATEGORY) {
    const { leaves, views } = readAnswerData(event);
    const byCouncil = Map.groupBy(leaves, ({ council }) => council);
    return new Map(
      [...byCouncil].map(([council, ofCouncil]) => {
        const numbers = new Set(ofCouncil.flatMap((leaf) => leaf.views));
        return [
          council,
          [...numbers].flatMap((number) => views[number]?.records ?? []).map(([kind, id]): RecordName => [kind, id]),
        ];
      }),
    );
  }
  if (event.category !== DISCLOSURE_CATEGORY) return new Map();
  const { views } = readDisclosureEvent(event).data;
  const names = views.flatMap(({ concerns }) => concerns.map(({ concern }): RecordName => ["concern", concern]));
  return new Map([[councilOf(event.streamId), names]]);
}
