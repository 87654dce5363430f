// Invites the first information governance officer, on a stopped hub without people.
import type { Config } from "../hub/config.ts";
import { hasHub, noHubIn } from "../hub/folder/data-folder.ts";
import { openHub } from "../hub/hub.ts";
import { createLogger } from "../hub/observability/logger.ts";
import { inviteFirstGovernanceOfficer } from "../hub/sign-in/first-officer.ts";
import { LINK_WORKING_DAYS } from "../services/invitation/decide.ts";
import { CommandFailed } from "./client.ts";

/** Returns the text to print. Throws CommandFailed, ConfigInvalid and what opening the hub throws. */
export async function inviteFirstOfficer(
  config: Config,
  who: { readonly name: string; readonly address: string },
): Promise<string> {
  if (!hasHub(config)) throw new CommandFailed(noHubIn(config));
  const hub = await openHub(config, createLogger(config.logLevel));
  try {
    await hub.live();
    const link = await inviteFirstGovernanceOfficer(hub, who);
    return `Start the hub, and give this link to ${who.name} alone. It is shown this once, and can be used once, in the next ${LINK_WORKING_DAYS} working days:\n\n${link}`;
  } finally {
    await hub.close();
  }
}
