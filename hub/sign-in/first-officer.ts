// Brings in the first information governance officer, once, on a hub without people: whom the settings name by their subject, or somebody who is invited.
import { randomUUID } from "node:crypto";
import { PERSON_CATEGORY } from "../../services/people/events.ts";
import { ConfigInvalid } from "../exit-codes.ts";
import type { Hub } from "../hub.ts";

const YEARS = 1;
const ROLE = "governance-officer";

/** A person whose stream is unreadable counts too. */
const hasPeople = (hub: Hub): boolean => !hub.people.queries().isEmpty() || hub.quarantine.of(PERSON_CATEGORY).length > 0;

/** A year from today. */
function termOf(hub: Hub): { readonly from: string; readonly until: string } {
  const from = hub.today();
  return { from, until: `${Number(from.slice(0, 4)) + YEARS}${from.slice(4)}`.replace("-02-29", "-02-28") };
}

/** Returns whether the hub has people now: while the clock is not believed nobody is appointed, because the appointment lasts a year. Throws ConfigInvalid. */
export async function appointFirstGovernanceOfficer(hub: Hub, person: string): Promise<boolean> {
  if (hasPeople(hub)) return true;
  if (!hub.clock.isBelieved()) return false;
  const { people } = hub.services;
  for (const [name, input] of [
    ["registerPerson", { person, name: "First information governance officer" }],
    ["startAssignment", { person, role: ROLE, ...termOf(hub) }],
  ] as const) {
    const outcome = await people.execute(name, input, hub.asHub(`first-governance-officer-${name}`));
    if (outcome.kind === "refused") throw new ConfigInvalid(`CANDOUR_FIRST_GOVERNANCE_OFFICER: ${outcome.message}`);
  }
  return true;
}

const NO_PAGES = "People join on the pages, and this hub has none. Set CANDOUR_WEB_CLIENT_ID and what it needs first.";
const HAS_PEOPLE = "This hub has people already. Its information governance officer invites others, on the page of people.";
const NO_CLOCK = "The clock is not believed, and the appointment lasts a year. Start the hub: it says what to do.";

/** Returns the link, which nobody else gets. Throws ConfigInvalid. */
export async function inviteFirstGovernanceOfficer(
  hub: Hub,
  who: { readonly name: string; readonly address: string },
): Promise<string> {
  if (hub.config.signIn.kind === "off") throw new ConfigInvalid(NO_PAGES);
  if (hasPeople(hub)) throw new ConfigInvalid(HAS_PEOPLE);
  if (!hub.clock.isBelieved()) throw new ConfigInvalid(NO_CLOCK);
  const input = { ...who, role: ROLE, ...termOf(hub) };
  const outcome = await hub.services.invitation.execute("invitePerson", input, hub.asHub(randomUUID()));
  if (outcome.kind === "refused") throw new ConfigInvalid(outcome.message);
  const link = outcome.secret && hub.invitationLinks.addressOf({ invitation: outcome.id, secret: outcome.secret });
  if (!link) throw new TypeError("A new invitation has a link.");
  return link;
}
