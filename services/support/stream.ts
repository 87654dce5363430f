// The streams of a support's events.
import { streamKind } from "../stream-kind.ts";
import { SUPPORT_CATEGORY, supportEvents } from "./events.ts";
import { evolveSupport } from "./state.ts";

export const supportStreams = streamKind(SUPPORT_CATEGORY, supportEvents, evolveSupport, undefined);
export const { read: readSupportEvent, fold: foldSupport } = supportStreams;
