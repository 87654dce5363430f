// The commands on records about a council that one command begins and others change: support, submissions, signals. What differs from kind
// to kind is passed in.
import type { Principal, Resource } from "../policies/engine/facts.ts";
import type { Decision as PolicyDecision } from "../policies/engine/policy-set.ts";
import type { Councils } from "../reference/councils.ts";
import type { DecidedEvent } from "./confidential.ts";
import type { CommandDeclarations, CommandOf } from "./input.ts";
import { type CommandService, type CommandSteps, commandService } from "./pipeline/command-service.ts";
import { type Attempt, type CommandContext, type CommandDeps, permission } from "./pipeline/execute-command.ts";
import { type KnownKind, type Named, refuseUnseen } from "./pipeline/known-facts.ts";
import { type Refusal, refuse } from "./refusals.ts";
import type { FoldedStreamKind } from "./stream-kind.ts";

type Decided = readonly DecidedEvent[] | Refusal;

export type RecordKind<Commands extends CommandDeclarations, State extends { readonly id: string }> = {
  /** What the record is called: the field that names one in an input, and the word its id is made with. */
  readonly word: string;
  /** The input of the one that makes a record names the council. */
  readonly commands: Commands;
  readonly streams: FoldedStreamKind<State | undefined>;
  /** The kind by which read models know it, and the facts of none. */
  readonly kind: Exclude<KnownKind, "Concern">;
  readonly none: object;
  /** As policy sees it: one there is, one that a command would make, or none. */
  readonly resource: (
    of: State | (CommandOf<Commands>["input"] & { readonly council: string; readonly region: string }) | undefined,
  ) => Resource;
  /** The reading action: somebody who may not even see a record does not learn that it exists. */
  readonly reading: string;
  /** The action that a command is decided as, where it is not its name. */
  readonly action?: (command: CommandOf<Commands>) => string;
  readonly decide: (
    state: State | undefined,
    command: CommandOf<Commands>,
    context: CommandContext,
    attempt: Attempt,
  ) => Decided | Promise<Decided>;
};

export function councilRecordService<Commands extends CommandDeclarations, State extends { readonly id: string }>(
  deps: CommandDeps,
  councils: Councils,
  kind: RecordKind<Commands, State>,
): CommandService<keyof Commands & string> {
  type Command = CommandOf<Commands>;
  const begins = ({ name }: Command): boolean => kind.commands[name]?.creates === "stream";
  const actionOf = (command: Command): string => kind.action?.(command) ?? command.name;
  const ofKind = (id: string) => ({ kind: kind.kind, id, none: kind.none }) as Named<typeof kind.kind>;
  async function authorise(
    command: Command,
    state: State | undefined,
    principal: Principal,
    today: string,
  ): Promise<PolicyDecision | Refusal> {
    const action = actionOf(command);
    if (!begins(command))
      return permission(deps, principal, { action, reading: kind.reading, resource: kind.resource(state), exists: !!state });
    const input = command.input as { readonly council: string };
    const status = councils.status(input.council, today);
    if (status.kind === "unknown") return refuse("UNKNOWN_COUNCIL", "council");
    const { code: council, region } = status.council;
    return deps.policy.decide(principal, action, kind.resource({ ...input, council, region } as never));
  }

  const stepsOf = (command: Command, context: CommandContext): CommandSteps<State | undefined> => {
    const id = (command.input as Readonly<Record<string, string>>)[kind.word] ?? "";
    return {
      streams: kind.streams,
      id: (newId) => (begins(command) ? newId(kind.word) : id),
      refuseFirst: async () =>
        begins(command) ? undefined : refuseUnseen(deps, context.principal, ofKind(id), [actionOf(command)]),
      authorise: (state, { today }) => authorise(command, state, context.principal, today),
      decide: async (state, attempt) => kind.decide(state, command, context, attempt),
    };
  };
  return commandService(deps, kind.commands, stepsOf);
}
