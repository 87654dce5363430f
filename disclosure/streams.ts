// The kinds of streams of the record of disclosures.
import { hubStreams, identityStreams } from "../services/hub-record/stream.ts";
import { eventReader } from "../services/stored-events.ts";
import type { StreamKind } from "../services/stream-kind.ts";
import { DISCLOSURE_CATEGORY, disclosureEvents, RETENTION_STREAM, retentionEvents } from "./events.ts";
import { readRetentionEvent } from "./retention.ts";

export const readDisclosureEvent = eventReader(disclosureEvents);

export const DISCLOSURE_STREAMS: readonly StreamKind[] = [
  { category: DISCLOSURE_CATEGORY, events: disclosureEvents, read: readDisclosureEvent },
  { category: RETENTION_STREAM, events: retentionEvents, read: readRetentionEvent },
  hubStreams,
  identityStreams,
];
