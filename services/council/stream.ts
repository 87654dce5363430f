// The streams of councils.
import type { StoredEvent } from "../../event-log/port.ts";
import { streamKind } from "../stream-kind.ts";
import { COUNCIL_CATEGORY, councilEvents } from "./events.ts";
import { type CouncilState, EMPTY_COUNCIL, evolveCouncil } from "./state.ts";

export const councilStreams = streamKind(
  COUNCIL_CATEGORY,
  councilEvents,
  (_, state: CouncilState, event, by) => evolveCouncil(state, event, by),
  EMPTY_COUNCIL,
);
export const { read: readCouncilEvent } = councilStreams;
export const foldCouncil = (stored: readonly StoredEvent[]) => councilStreams.fold("", stored);
