// The commands on a record about a council, one of which creates the record while the others change it: support, submissions, signals.
import type { Principal, Resource } from "../../policies/engine/facts.ts";
import type { Decision as PolicyDecision } from "../../policies/engine/policy-set.ts";
import type { Councils } from "../../reference/councils.ts";
import type { DecidedEvent } from "../confidential.ts";
import type { DecisionContext } from "../decision-context.ts";
import type { CommandDeclarations, CommandOf } from "../input.ts";
import { type Refusal, refuse } from "../refusals.ts";
import type { FoldedStreamKind } from "../stream-kind.ts";
import { type CommandService, type CommandSteps, commandService } from "./command-service.ts";
import { type CommandDeps, permission } from "./execute-command.ts";
import { type FactsOf, READING, type RecordType, refuseInvisible } from "./visibility.ts";

type Decided = readonly DecidedEvent[] | Refusal;

type RecordKind<Type extends RecordType, Commands extends CommandDeclarations, State extends { readonly id: string }> = {
  /** The record's type in the policy. In lower case it is the input field that names a record, and the word from which ids are derived. */
  readonly type: Type;
  /** The input of the command that creates a record names the council. */
  readonly commands: Commands;
  readonly streams: FoldedStreamKind<State | undefined>;
  /** The facts of a record, or of the record that a command would create, from its input with the council's current code and region. */
  readonly facts: (record: State) => FactsOf<Type>;
  /** The facts if there is no record. */
  readonly none: FactsOf<Type>;
  /** The action of a command on a record, if it differs from the command's name. */
  readonly action?: (command: CommandOf<Commands>, record: State | undefined) => string;
  readonly decide: (
    state: State | undefined,
    command: CommandOf<Commands>,
    context: DecisionContext,
    principal: Principal,
  ) => Decided | Promise<Decided>;
};

export function councilRecordService<
  Type extends Exclude<RecordType, "Concern">,
  Commands extends CommandDeclarations,
  State extends { readonly id: string },
>(deps: CommandDeps, councils: Councils, kind: RecordKind<Type, Commands, State>): CommandService<keyof Commands & string> {
  type Command = CommandOf<Commands>;
  const { type, none } = kind;
  const word = type.toLowerCase();
  const begins = ({ name }: Command): boolean => kind.commands[name]?.creates === "stream";
  const actionOf = (command: Command, record?: State): string => kind.action?.(command, record) ?? command.name;
  const resourceOf = (record: State | undefined) => ({ type, id: word, facts: record ? kind.facts(record) : none }) as Resource;

  function authorise(command: Command, state: State | undefined, principal: Principal, today: string): PolicyDecision | Refusal {
    const action = actionOf(command, state);
    if (!begins(command))
      return permission(deps, principal, { action, reading: READING[type], resource: resourceOf(state), exists: !!state });
    const input = command.input as { readonly council: string };
    const status = councils.status(input.council, today);
    if (status.kind === "unknown") return refuse("UNKNOWN_COUNCIL", "council");
    const { code: council, region } = status.council;
    return deps.rights.decide(principal, action, resourceOf({ ...input, council, region } as unknown as State));
  }

  return commandService(deps, kind.commands, (command, { principal }): CommandSteps<State | undefined> => {
    const id = (command.input as Readonly<Record<string, string>>)[word] ?? "";
    return {
      streams: kind.streams,
      id: (newId) => (begins(command) ? newId(word) : id),
      refuseFirst: async () =>
        begins(command) ? undefined : refuseInvisible(deps, principal, { type, id, none }, [actionOf(command)]),
      authorise: async (state, { today }) => authorise(command, state, principal, today),
      decide: async (state, context) => kind.decide(state, command, context, principal),
    };
  });
}
