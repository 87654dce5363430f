// People and their assignments: loads, decides, appends.

import type { EventLog } from "../../event-log/port.ts";
import type { Councils } from "../../reference/councils.ts";
import { reveal } from "../confidential.ts";
import { parse } from "../input.ts";
import {
  actorOf,
  type CommandContext,
  type CommandDeps,
  executeCommand,
  type Outcome,
  refuseForbidden,
} from "../pipeline/execute-command.ts";
import { decidePeople, type PeopleCommand, type PeopleCommandName, peopleCommands } from "./decide.ts";
import { personStream } from "./events.ts";
import type { PersonState } from "./state.ts";
import { foldPerson, personStreams } from "./stream.ts";

/** A person, straight from their stream. */
export const loadPerson = async (log: EventLog, id: string): Promise<PersonState | undefined> =>
  foldPerson(id, await log.readStream(personStream(id)));

export function peopleService(deps: CommandDeps, councils: Councils) {
  return {
    async execute(name: PeopleCommandName, input: unknown, asking: CommandContext): Promise<Outcome> {
      const parsed = parse<PeopleCommand["input"]>(peopleCommands[name], input);
      if (parsed.kind === "refused") return parsed;
      const command = { name, input: parsed.input } as PeopleCommand;
      const { person } = command.input;
      return executeCommand(deps, asking, {
        name,
        input: parsed.input,
        streams: personStreams,
        id: () => person,
        refuseFirst: async () =>
          refuseForbidden(deps, asking.principal, name, { type: "PersonRecord", id: person, facts: { person } }),
        authorise: async () =>
          deps.policy.decide(asking.principal, name, { type: "PersonRecord", id: person, facts: { person } }),
        decide: async (state, { today, newId }) =>
          decidePeople(state, command, {
            today,
            actor: actorOf(asking.principal),
            name: state && reveal(deps.keys, state.name)?.name,
            address: state?.mail && reveal(deps.keys, state.mail.text)?.address,
            council: councils.status,
            newId,
          }),
      });
    },
  };
}
