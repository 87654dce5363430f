// Support: loads, decides, appends. Who may is policy's answer over the support's facts, what follows is decide's.

import type { EventLog } from "../../event-log/port.ts";
import { NO_SUPPORT, type Principal } from "../../policies/engine/facts.ts";
import type { Councils } from "../../reference/councils.ts";
import { councilRecordService } from "../council-record.ts";
import { actorOf, type CommandDeps } from "../pipeline/execute-command.ts";
import { maySee } from "../pipeline/known-facts.ts";
import { decideSupport, supportCommands } from "./decide.ts";
import { supportStream } from "./events.ts";
import { supportFacts } from "./facts.ts";
import type { SupportState } from "./state.ts";
import { foldSupport, supportStreams } from "./stream.ts";

/** A support, straight from its stream. */
export const loadSupport = async (log: EventLog, id: string): Promise<SupportState | undefined> =>
  foldSupport(id, await log.readStream(supportStream(id)));

/** A support that somebody may see; undefined for one that they may not, in as much time as for one that there is not. */
export const loadSupportSeen = async (deps: CommandDeps, principal: Principal, id: string): Promise<SupportState | undefined> =>
  (await maySee(deps, principal, { kind: "Support", id, none: NO_SUPPORT })) ? loadSupport(deps.log, id) : undefined;

export const supportService = (deps: CommandDeps, councils: Councils) =>
  councilRecordService(deps, councils, {
    ...{ word: "support", kind: "Support", none: NO_SUPPORT },
    commands: supportCommands,
    streams: supportStreams,
    reading: "readSupport",
    resource: (of) => ({ type: "Support", id: "support", facts: of && "provider" in of ? supportFacts(of) : NO_SUPPORT }),
    // Council and provider judge an outcome each for itself: policy knows the two as different actions.
    action: ({ name, input }) =>
      name === "judgeOutcome" ? (input.by === "council" ? "judgeAsCouncil" : "judgeAsProvider") : name,
    decide: (state, command, context, { today, newId }) =>
      decideSupport(state, command, {
        today,
        actor: actorOf(context.principal),
        newId,
        council: councils.status,
      }),
  });
