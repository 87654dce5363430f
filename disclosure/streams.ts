// The kinds of streams of the record of disclosures.
import { hubStreams, identityStreams } from "../services/hub-record/stream.ts";
import { eventReader } from "../services/stored-events.ts";
import type { StreamKind } from "../services/stream-kind.ts";
import { readLeaves } from "./answers.ts";
import {
  ANSWER_CATEGORY,
  answerEvents,
  DISCLOSURE_CATEGORY,
  disclosureEvents,
  RETENTION_STREAM,
  retentionEvents,
} from "./events.ts";
import { readRetentionEvent } from "./retention.ts";
import { openSeries } from "./series.ts";

export const readDisclosureEvent = eventReader(disclosureEvents);

export const answerStreams: StreamKind = {
  category: ANSWER_CATEGORY,
  events: answerEvents,
  read: readLeaves,
  follow() {
    const series = openSeries();
    return (stored) => series.add(stored.version, readLeaves(stored));
  },
};

export const DISCLOSURE_STREAMS: readonly StreamKind[] = [
  answerStreams,
  { category: DISCLOSURE_CATEGORY, events: disclosureEvents, read: readDisclosureEvent },
  { category: RETENTION_STREAM, events: retentionEvents, read: readRetentionEvent },
  hubStreams,
  identityStreams,
];
