// The streams of a support's events.
import { streamKind } from "../stream-kind.ts";
import { SUPPORT_STREAM, supportEvents } from "./events.ts";
import { evolveSupport } from "./state.ts";

export const supportStreams = streamKind(SUPPORT_STREAM, supportEvents, evolveSupport, undefined);
export const { read: readSupportEvent, fold: foldSupport } = supportStreams;
