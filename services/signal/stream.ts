// The streams of councils' requests for support.
import { streamKind } from "../stream-kind.ts";
import { SIGNAL_CATEGORY, signalEvents } from "./events.ts";
import { evolveSignal } from "./state.ts";

export const signalStreams = streamKind(SIGNAL_CATEGORY, signalEvents, evolveSignal, undefined);
export const { read: readSignalEvent, fold: foldSignal } = signalStreams;
