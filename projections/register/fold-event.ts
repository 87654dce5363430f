// Applies one event to a concern's state for the register, which stores long sealed texts apart from the state.
import type { StoredEvent } from "../../event-log/port.ts";
import type { ConcernEvent } from "../../services/concern/events.ts";
import { type ConcernNews, newsOfConcern } from "../../services/concern/news.ts";
import { type ConcernState, evolve } from "../../services/concern/state.ts";
import { textBytes } from "../../services/confidential.ts";
import { occurrence } from "../../services/stored-events.ts";
import { type Box, withBoxesApart } from "./boxes.ts";

/** An event and the news that it makes. */
export type NewsOfEvent = { readonly stored: StoredEvent; readonly news: readonly ConcernNews[] };

/** A concern after some events, with the boxes and the news of these events. */
export type FoldedConcern = {
  readonly state: ConcernState;
  readonly boxes: readonly Box[];
  readonly news: readonly NewsOfEvent[];
};

/** Returns the next state, the boxes of the event's texts, to which the state then refers, and the event's news. */
export function foldEvent(id: string, before: ConcernState | undefined, concernEvent: ConcernEvent, stored: StoredEvent) {
  const { event, boxes } = withBoxesApart(before, concernEvent);
  const folded = evolve(id, before, event, occurrence(stored));
  const bytes = (before?.textBytes ?? 0) + textBytes(concernEvent.data);
  const state = boxes.length > 0 ? { ...folded, textBytes: bytes } : folded;
  const news: NewsOfEvent = { stored, news: newsOfConcern({ before, event: concernEvent, after: folded, at: stored.at }) };
  return { state, boxes, news };
}
