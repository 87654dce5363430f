// The commands by which somebody claims a task of their inbox, gives it back, and puts it off.

import { actorOf } from "../pipeline/command-identity.ts";
import { type CommandSteps, commandService } from "../pipeline/command-service.ts";
import { type CommandDeps, refuseForbidden } from "../pipeline/execute-command.ts";
import { refuse } from "../refusals.ts";
import { claimCommands, decideClaim, type HeldTask } from "./decide.ts";
import { type ClaimState, claimStreams } from "./stream.ts";
import { decodeTask, streamIdOf, type TaskName } from "./task-name.ts";

export const claimService = (deps: CommandDeps) =>
  commandService(deps, claimCommands, (command, { principal }): CommandSteps<ClaimState | undefined> => {
    const person = actorOf(principal);
    const named = decodeTask(command.input.task);
    const resource = { type: "PersonRecord", id: person, facts: { person } } as const;
    const findFor = (somebody: string): HeldTask | undefined => named && deps.readModelFacts?.taskFor(somebody, named);
    return {
      streams: claimStreams,
      id: () => (named ? streamIdOf(named) : "none"),
      // A task that the person does not have is refused before its stream is read.
      async refuseFirst() {
        const forbidden = await refuseForbidden(deps, principal, command.name, resource);
        if (forbidden || findFor(person)) return forbidden;
        // The task may have begun very recently. Unknown tasks and those of others take the same way.
        await deps.readModelFacts?.current(RECORDS[named?.type ?? "concern"]);
        return findFor(person) ? undefined : refuse("NOT_FOUND", "task");
      },
      authorise: async () => deps.rights.decide(principal, command.name, resource),
      async decide(state, context) {
        return decideClaim(state, command, { ...context, task: findFor(person), hasTask: (one) => findFor(one) !== undefined });
      },
    };
  });

/** Subject of a task -> the record whose read model has the task. */
const RECORDS = {
  concern: "Concern",
  support: "Support",
  submission: "Submission",
  signal: "Signal",
  council: "Council",
} as const satisfies Readonly<Record<TaskName["type"], string>>;
