// The state of a council's request for support.
import type { Occurrence } from "../concern/events.ts";
import type { DataOf } from "../stored-events.ts";
import type { SignalEvent, signalEvents } from "./events.ts";

type Data = DataOf<typeof signalEvents>;

export type SignalState = Data["SupportRequested.v2"] & {
  readonly id: string;
  readonly version: number;
  readonly requested: Occurrence;
  readonly answered?: Occurrence & Data["SignalAnswered.v1"];
  readonly withdrawn?: Occurrence & Data["SignalWithdrawn.v2"];
};

/** Applies one event. The first event of a stream must be SupportRequested. */
export function evolveSignal(id: string, state: SignalState | undefined, event: SignalEvent, by: Occurrence): SignalState {
  if (event.type === "SupportRequested.v2") return { id, version: 1, ...event.data, requested: by };
  if (!state) throw new Error(`The stream of a signal starts with ${event.type}.`);
  const version = state.version + 1;
  switch (event.type) {
    case "SignalAnswered.v1":
      return { ...state, version, answered: { ...by, ...event.data } };
    case "SignalWithdrawn.v2":
      return { ...state, version, withdrawn: { ...by, ...event.data } };
  }
}
