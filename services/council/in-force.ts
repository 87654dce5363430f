import type { CouncilStatus } from "../../reference/councils.ts";

/** Why a council is not in force, for a refusal. */
export function notInForce(status: Exclude<CouncilStatus, { kind: "in-force" }>): string {
  if (status.kind === "unknown") return "It is not in the register.";
  if (status.kind === "not-yet") return `It starts on ${status.from}.`;
  const names = status.successors.map((council) => `${council.name} (${council.code})`).join(", ");
  return `It ended on ${status.until}.${names ? ` Its successors: ${names}.` : ""}`;
}
