// The command by which somebody marks their news as read.
import { newsAudiencesOf, type RecordedNews } from "../news.ts";
import { type CommandSteps, commandService } from "../pipeline/command-service.ts";
import { type CommandDeps, refuseForbidden } from "../pipeline/execute-command.ts";
import { markNewsRead, newsReadCommands } from "./decide.ts";
import { type NewsMark, newsReadStreams } from "./stream.ts";

export const newsReadService = (deps: CommandDeps) =>
  commandService(deps, newsReadCommands, (command, { principal }): CommandSteps<NewsMark | undefined> => {
    const { person } = command.input;
    const resource = { type: "PersonRecord", id: person, facts: { person } } as const;
    const audiences: readonly string[] = principal.type === "Person" ? newsAudiencesOf(principal.facts) : [];
    const newsOf = (event: string): RecordedNews | undefined => {
      const own = deps.readModelFacts?.newsOfEvent(event).filter(({ audience }) => audiences.includes(audience)) ?? [];
      // Of what one event tells, the news that begins last counts.
      return own.toSorted((one, other) => ((one.from ?? "") < (other.from ?? "") ? 1 : -1))[0];
    };
    return {
      streams: newsReadStreams,
      id: () => person,
      refuseFirst: async () => refuseForbidden(deps, principal, command.name, resource),
      authorise: async () => deps.rights.decide(principal, command.name, resource),
      decide: async (last, context) => markNewsRead(last, command, { ...context, newsOf }),
    };
  });
