// The streams of a concern's events.
import { streamKind } from "../stream-kind.ts";
import { CONCERN_CATEGORY, concernEvents } from "./events.ts";
import { evolve } from "./state.ts";

export const concernStreams = streamKind(CONCERN_CATEGORY, concernEvents, evolve, undefined);
export const { read: readConcernEvent, fold: foldConcern } = concernStreams;
