// The current text of a concern's summary and observation.
import type { KeyStore } from "../../event-log/keys/port.ts";
import { reveal } from "../confidential.ts";
import type { ConcernState } from "./state.ts";

/** Includes the texts of accepted corrections; for recipients only those of which the council is aware. Undefined when erased. */
export function currentNarrative(
  keys: Pick<KeyStore, "unseal">,
  state: ConcernState,
  seesUntold: boolean,
): { readonly summary?: string; readonly observed?: string } {
  const narrative: { summary?: string; observed?: string } = { ...reveal(keys, state.narrative) };
  for (const { resolved } of state.corrections) {
    const corrected = resolved?.outcome === "accepted" && (resolved.told || seesUntold) ? reveal(keys, resolved.text) : undefined;
    if (corrected?.correctedSummary !== undefined) narrative.summary = corrected.correctedSummary;
    if (corrected?.correctedObserved !== undefined) narrative.observed = corrected.correctedObserved;
  }
  return narrative;
}
