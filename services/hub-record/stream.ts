// The stream of events about the hub itself, and the stream that records to which hub the log belongs.
import { eventReader } from "../stored-events.ts";
import type { StreamKind } from "../stream-kind.ts";
import { HUB_STREAM, hubEvents, IDENTITY_STREAM, identityEvents } from "./events.ts";

export const readHubEvent = eventReader(hubEvents);
export const readIdentityEvent = eventReader(identityEvents);
export const hubStreams: StreamKind = { category: HUB_STREAM, events: hubEvents, read: readHubEvent };
export const identityStreams: StreamKind = { category: IDENTITY_STREAM, events: identityEvents, read: readIdentityEvent };
