import type { Council, CouncilStatus } from "../../reference/councils.ts";
import { strandsOf } from "../../reference/responsibility.ts";
import type { Strand } from "../../reference/strands.ts";
import { dateInWords } from "../../text/dates-in-words.ts";
import { type Refusal, refuse } from "../refusals.ts";

/** Returns why a council is not in force, for a refusal. */
function notInForce(status: Exclude<CouncilStatus, { kind: "in-force" }>): string {
  if (status.kind === "unknown") return "It is not in the register of councils.";
  if (status.kind === "not-yet") return `It begins on ${dateInWords(status.from)}.`;
  const names = status.successors.map((council) => `${council.name} (${council.code})`).join(", ");
  return `It ended on ${dateInWords(status.until)}.${names ? ` Its successors: ${names}.` : ""}`;
}

/** Returns a refusal if a council is not in force. `field` is the input's field to change: the council, or a date if the council is fixed. */
export function refuseUnlessInForce(status: CouncilStatus, field = "council"): Refusal | undefined {
  if (status.kind === "unknown" && field === "council") return refuse("UNKNOWN_COUNCIL", field);
  return status.kind === "in-force" ? undefined : refuse("COUNCIL_NOT_IN_FORCE", field, notInForce(status));
}

/** Returns a refusal if a council in force is not responsible for a strand. It names the council that is (domain.md, "Who is responsible for what"). */
export function refuseUnlessResponsible(status: CouncilStatus, strand: Strand): Refusal | undefined {
  if (status.kind !== "in-force" || strandsOf(status.council).includes(strand)) return undefined;
  const { county } = status;
  return refuse("STRAND_NOT_OF_COUNCIL", "strand", county && `In its area that is ${county.name} (${county.code}).`);
}

/** Returns the council of a status that is in force. */
export function councilInForce(status: CouncilStatus): Council {
  if (status.kind !== "in-force") throw new Error("A council that is not in force was not refused.");
  return status.council;
}
