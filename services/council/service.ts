// A council's standing agreements: loads, decides, appends.

import { deriveId } from "../../event-log/ids.ts";
import type { EventLog, StoredEvent } from "../../event-log/port.ts";
import type { Councils } from "../../reference/councils.ts";
import { type Asking, commandIdOf, handle, type Kit, type Outcome, todayOf } from "../handle.ts";
import { parse } from "../input.ts";
import { eventReader, occurrence } from "../stored-events.ts";
import { type CouncilCommand, type CouncilCommandName, councilCommands, decideCouncil } from "./decide.ts";
import { councilEvents, councilStream } from "./events.ts";
import { type CouncilState, evolveCouncil, NO_AGREEMENTS } from "./state.ts";

export const readCouncilEvent = eventReader(councilEvents);

export const foldCouncil = (stored: readonly StoredEvent[]): CouncilState =>
  stored.reduce((state, event) => evolveCouncil(state, readCouncilEvent(event), occurrence(event)), NO_AGREEMENTS);

/** A council's standing agreements, straight from its stream. */
export const loadCouncil = async (log: EventLog, code: string): Promise<CouncilState> =>
  foldCouncil(await log.readStream(councilStream(code)));

export function councilService(kit: Kit, councils: Councils) {
  return {
    async execute(name: CouncilCommandName, input: unknown, asking: Asking): Promise<Outcome> {
      const parsed = parse<CouncilCommand["input"]>(councilCommands[name], input);
      if (parsed.kind === "refused") return parsed;
      const command = { name, input: parsed.input } as CouncilCommand;
      const status = councils.status(command.input.council, todayOf(kit));
      const code = status.kind === "unknown" ? command.input.council : status.council.code;
      const newId = (...words: string[]) => deriveId(commandIdOf(asking), ...words);
      return handle(kit, asking, {
        name,
        input: parsed.input,
        stream: councilStream(code),
        schemas: councilEvents,
        authorise: async () => kit.policy.decide(asking.principal, name, { type: "Council", id: code, facts: { code } }),
        decide: async (stored) => decideCouncil(foldCouncil(stored), command, { council: status, newId }),
      });
    },
  };
}
