// The kinds of streams of the record of disclosures.
import { HUB_STREAM, hubEvents } from "../services/hub-record/events.ts";
import { readHubEvent } from "../services/hub-record/record.ts";
import { eventReader } from "../services/stored-events.ts";
import type { StreamKind } from "../services/streams.ts";
import { DISCLOSURE_STREAM, disclosureEvents, RETENTION_STREAM, retentionEvents } from "./events.ts";
import { readRetentionEvent } from "./retention.ts";

export const readDisclosureEvent = eventReader(disclosureEvents);

/** Of the record of disclosures. */
export const DISCLOSURE_STREAMS: readonly StreamKind[] = [
  { prefix: DISCLOSURE_STREAM, types: Object.keys(disclosureEvents), read: readDisclosureEvent },
  { prefix: RETENTION_STREAM, types: Object.keys(retentionEvents), read: readRetentionEvent },
  { prefix: HUB_STREAM, types: Object.keys(hubEvents), read: readHubEvent },
];
