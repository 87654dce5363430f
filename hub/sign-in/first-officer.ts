// Appoints the first information governance officer, whom the settings name, once, on a hub without people.

import { PERSON_CATEGORY } from "../../services/people/events.ts";
import { ConfigInvalid } from "../exit-codes.ts";
import type { Hub } from "../hub.ts";

const YEARS = 1;

/** Returns whether the hub has people now: while the clock is not believed nobody is appointed, because the appointment lasts a year. Throws ConfigInvalid. */
export async function appointFirstGovernanceOfficer(hub: Hub, person: string): Promise<boolean> {
  // A person whose stream is unreadable counts too.
  if (!hub.people.queries().isEmpty() || hub.quarantine.of(PERSON_CATEGORY).length > 0) return true;
  if (!hub.clock.isBelieved()) return false;
  const from = hub.today();
  const until = `${Number(from.slice(0, 4)) + YEARS}${from.slice(4)}`.replace("-02-29", "-02-28");
  const { people } = hub.services;
  for (const [name, input] of [
    ["registerPerson", { person, name: "First information governance officer" }],
    ["startAssignment", { person, role: "governance-officer", from, until }],
  ] as const) {
    const outcome = await people.execute(name, input, hub.asHub(`first-governance-officer-${name}`));
    if (outcome.kind === "refused") throw new ConfigInvalid(`CANDOUR_FIRST_GOVERNANCE_OFFICER: ${outcome.message}`);
  }
  return true;
}
