// The streams of what councils say and what is planned with them.
import type { StoredEvent } from "../../event-log/port.ts";
import { streamKind } from "../stream-kind.ts";
import { COUNCIL_STREAM, councilEvents } from "./events.ts";
import { type CouncilState, EMPTY_COUNCIL, evolveCouncil } from "./state.ts";

export const councilStreams = streamKind(
  COUNCIL_STREAM,
  councilEvents,
  (_, state: CouncilState, event, by) => evolveCouncil(state, event, by),
  EMPTY_COUNCIL,
);
export const { read: readCouncilEvent } = councilStreams;
/** Its state does not name it. */
export const foldCouncil = (stored: readonly StoredEvent[]) => councilStreams.fold("", stored);
