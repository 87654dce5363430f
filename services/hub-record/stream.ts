// The one stream of what happened to the hub itself.
import { eventReader } from "../stored-events.ts";
import type { StreamKind } from "../stream-kind.ts";
import { HUB_STREAM, hubEvents } from "./events.ts";

export const readHubEvent = eventReader(hubEvents);
export const hubStreams: StreamKind = { category: HUB_STREAM, events: hubEvents, read: readHubEvent };
