// How long a concern may still stay untold, for its advisers; and why that was extended, also for the council once it is told.
import type { KeyStore } from "../../event-log/keys/port.ts";
import type { ConcernState } from "../../services/concern/state.ts";
import { areWordsClosed } from "../../services/concern/untold.ts";
import { attribution, attributionWithReason } from "../attribution.ts";

/** Undefined once the council has been told. */
export function presentUntold(state: ConcernState, today: string) {
  const { tellBy, isExtended, opened, discardProposed } = state.untold;
  if (state.awareness.length > 0) return undefined;
  return {
    tellBy,
    isExtended,
    wordsClosed: areWordsClosed(state, today),
    opened: opened && { ...attribution(opened, state), purpose: opened.purpose, until: opened.until },
    discardProposed: discardProposed && { ...attribution(discardProposed, state), ground: discardProposed.ground },
  };
}

export function presentExtension(keys: KeyStore, state: ConcernState) {
  const { extension } = state.untold;
  return extension && { ...attributionWithReason(keys, extension, state), tellBy: extension.tellBy };
}
