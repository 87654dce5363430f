// That somebody of a body opened a concern about a council for the first time. The hub records it once for each body and concern (docs/decisions/0042-news.md).
import { z } from "zod";
import type { Councils } from "../../reference/councils.ts";
import { type CommandDeclarations, type CommandOf, id } from "../input.ts";
import { type CommandSteps, commandService } from "../pipeline/command-service.ts";
import { type CommandDeps, refuseForbidden } from "../pipeline/execute-command.ts";
import type { CouncilEvent } from "./events.ts";
import type { CouncilState } from "./state.ts";
import { councilStreams } from "./stream.ts";

const openingCommands = {
  recordOpening: { creates: "nothing", input: z.strictObject({ council: id, concern: id, body: id }) },
} as const satisfies CommandDeclarations;
type OpeningCommand = CommandOf<typeof openingCommands>;

export function decideOpening({ opened }: Pick<CouncilState, "opened">, { input }: OpeningCommand): readonly CouncilEvent[] {
  const { concern, body } = input;
  const isRecorded = opened.some((one) => one.concern === concern && one.body === body);
  return isRecorded ? [] : [{ type: "ConcernOpenedByBody.v1", data: { concern, body } }];
}

export const openingService = (deps: CommandDeps, councils: Councils) =>
  commandService(deps, openingCommands, (command, { principal }): CommandSteps<CouncilState> => {
    const code = councils.currentCode(command.input.council);
    const resource = { type: "Council", id: code, facts: { code, region: councils.find(code)?.region ?? "" } } as const;
    return {
      streams: councilStreams,
      id: () => code,
      refuseFirst: async () => refuseForbidden(deps, principal, command.name, resource),
      authorise: async () => deps.rights.decide(principal, command.name, resource),
      decide: async (state) => decideOpening(state, command),
    };
  });
