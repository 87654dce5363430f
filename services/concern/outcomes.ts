// The outcomes in a concern's state: shown to the bodies that had opened the concern, or refused by the council.
import type { EventOf } from "../stored-events.ts";
import type { ConcernData, Occurrence } from "./events.ts";
import type { outcomeEvents } from "./outcome-events.ts";

export type Outcomes = {
  readonly opened: readonly (Occurrence & ConcernData["OutcomeOpened.v1"])[];
  /** A refusal is for a conclusion and for the closing after it. */
  readonly refused: readonly (Occurrence & ConcernData["OutcomeRefused.v1"])[];
};
export const NO_OUTCOMES: Outcomes = { opened: [], refused: [] };

export function evolveOutcomes(outcomes: Outcomes, event: EventOf<typeof outcomeEvents>, by: Occurrence): Outcomes {
  switch (event.type) {
    case "OutcomeOpened.v1":
      return { ...outcomes, opened: [...outcomes.opened, { ...by, ...event.data }] };
    case "OutcomeRefused.v1":
      return { ...outcomes, refused: [...outcomes.refused, { ...by, ...event.data }] };
  }
}
