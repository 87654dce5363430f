import type { Council, CouncilStatus } from "../../reference/councils.ts";
import { type Refusal, refuse } from "../refusals.ts";

/** Why a council is not in force, for a refusal. */
export function notInForce(status: Exclude<CouncilStatus, { kind: "in-force" }>): string {
  if (status.kind === "unknown") return "It is not in the register.";
  if (status.kind === "not-yet") return `It starts on ${status.from}.`;
  const names = status.successors.map((council) => `${council.name} (${council.code})`).join(", ");
  return `It ended on ${status.until}.${names ? ` Its successors: ${names}.` : ""}`;
}

/** A council that an input names, where it is not one that is in force. */
export function refuseUnlessInForce(status: CouncilStatus, field = "council"): Refusal | undefined {
  if (status.kind === "unknown") return refuse("UNKNOWN_COUNCIL", field);
  return status.kind === "in-force" ? undefined : refuse("COUNCIL_NOT_IN_FORCE", field, notInForce(status));
}

/** The council of a status that was found to be in force. */
export function councilInForce(status: CouncilStatus): Council {
  if (status.kind !== "in-force") throw new Error("A council that is not in force was not refused.");
  return status.council;
}
