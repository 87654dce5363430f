// The commands on people and their assignments.

import type { EventLog } from "../../event-log/port.ts";
import type { Councils } from "../../reference/councils.ts";
import { reveal } from "../confidential.ts";
import type { DecisionContext } from "../decision-context.ts";
import { type CommandSteps, commandService } from "../pipeline/command-service.ts";
import { type CommandDeps, refuseForbidden, todayOf } from "../pipeline/execute-command.ts";
import { personFacts } from "./assignments.ts";
import { resourceOfPeopleCommand } from "./command-resource.ts";
import { decidePeople, type PeopleCommand, peopleCommands } from "./decide.ts";
import { personStream } from "./events.ts";
import type { PersonState } from "./state.ts";
import { foldPerson, personStreams } from "./stream.ts";

/** A person, folded from their stream. */
export const loadPerson = async (log: EventLog, id: string): Promise<PersonState | undefined> =>
  foldPerson(id, await log.readStream(personStream(id)));

/** Loads the regions and strands that those advise who arrange cover, cover or take over. */
async function loadScopes(
  { log }: CommandDeps,
  command: PeopleCommand,
  { actor, today }: Pick<DecisionContext, "actor" | "today">,
): Promise<(person: string) => readonly string[]> {
  const { name, input } = command;
  const people =
    name === "arrangeCover"
      ? [actor, input.by]
      : name === "endCover"
        ? [actor]
        : name === "endAssignment"
          ? [input.caseloadTo]
          : [];
  const scopes = new Map<string, readonly string[]>();
  for (const person of people.flatMap((one) => one ?? []))
    scopes.set(person, personFacts(person, (await loadPerson(log, person))?.assignments ?? [], today).adviserScopes);
  return (person) => scopes.get(person) ?? [];
}

export const peopleService = (deps: CommandDeps, councils: Councils) =>
  commandService(deps, peopleCommands, (command, { principal }): CommandSteps<PersonState | undefined> => {
    const { name } = command;
    const { person } = command.input;
    const resource = resourceOfPeopleCommand(command, councils, todayOf(deps));
    return {
      streams: personStreams,
      id: () => person,
      refuseFirst: async () => refuseForbidden(deps, principal, name, resource),
      authorise: async () => deps.rights.decide(principal, name, resource),
      decide: async (state, context) =>
        decidePeople(state, command, {
          ...context,
          name: state && reveal(deps.keys, state.name)?.name,
          address: state?.mail && reveal(deps.keys, state.mail.text)?.address,
          workContact: state?.workContact && reveal(deps.keys, state.workContact)?.contact,
          council: councils.status,
          scopesOf: await loadScopes(deps, command, context),
        }),
    };
  });
