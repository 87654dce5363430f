// The commands on support.

import type { EventLog } from "../../event-log/port.ts";
import { NO_SUPPORT, type Principal } from "../../policies/engine/facts.ts";
import type { Councils } from "../../reference/councils.ts";
import { storedForm } from "../../text/forms.ts";
import { reveal } from "../confidential.ts";
import { loadOffices } from "../people/speaker.ts";
import { isSpokenInOffice } from "../people/spoken-in.ts";
import { councilRecordService } from "../pipeline/council-record-service.ts";
import type { CommandDeps } from "../pipeline/execute-command.ts";
import { maySee } from "../pipeline/visibility.ts";
import { actionOnSupport } from "./command-action.ts";
import { supportCommands } from "./commands.ts";
import { decideSupport } from "./decide.ts";
import { supportStream } from "./events.ts";
import { supportFacts } from "./facts.ts";
import { sightBy } from "./sight.ts";
import { leadTexts, type SupportState } from "./state.ts";
import { foldSupport, supportStreams } from "./stream.ts";

/** A support, folded from its stream. */
export const loadSupport = async (log: EventLog, id: string): Promise<SupportState | undefined> =>
  foldSupport(id, await log.readStream(supportStream(id)));

/** Finds a support that the principal may see. Undefined for one that they may not see, in the same time as for one that does not exist. */
export const loadVisibleSupport = async (
  deps: CommandDeps,
  principal: Principal,
  id: string,
): Promise<SupportState | undefined> =>
  (await maySee(deps, principal, { type: "Support", id, none: NO_SUPPORT })) ? loadSupport(deps.log, id) : undefined;

/** Finds a support of which the principal may see what kind it is. To be told that it is a package tells the kind. */
async function loadPackage(deps: CommandDeps, principal: Principal, id: string): Promise<SupportState | undefined> {
  const found = await loadVisibleSupport(deps, principal, id);
  if (!found) return undefined;
  const resource = { type: "Support", id, facts: supportFacts(found) } as const;
  return sightBy((action) => deps.rights.isAllowed(principal, action, resource))?.purpose ? found : undefined;
}

export const supportService = (deps: CommandDeps, councils: Councils) =>
  councilRecordService(deps, councils, {
    type: "Support",
    commands: supportCommands,
    streams: supportStreams,
    facts: supportFacts,
    none: NO_SUPPORT,
    action: actionOnSupport,
    async decide(state, command, context, principal) {
      const text = state && command.name === "changeSupportLead" ? leadTexts(state).at(-1) : undefined;
      const lead = text && reveal<{ readonly lead: string }>(deps.keys, text)?.lead;
      const speaks = state && isSpokenInOffice(supportCommands[command.name]);
      const offices = speaks ? (await loadOffices(deps.log, principal, state.council, context))(state.strand) : [];
      const named = command.name === "setPackage" ? command.input.package : undefined;
      return decideSupport(state, command, {
        ...{ ...context, council: councils.status, offices, lead: lead && storedForm(lead) },
        package: named === undefined ? undefined : await loadPackage(deps, principal, named),
      });
    },
  });
