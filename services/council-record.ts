// The way of a command for records about a council that one command begins and others change: support, submissions, signals. Load - may
// they? - decide - append, as `executeCommand` has it; what is a kind's own is passed in.
import type { z } from "zod";
import type { Principal, Resource } from "../policies/engine/facts.ts";
import type { Decision as PolicyDecision } from "../policies/engine/policy-set.ts";
import type { Councils } from "../reference/councils.ts";
import type { DecidedEvent } from "./confidential.ts";
import { parse } from "./input.ts";
import {
  type Attempt,
  type CommandContext,
  type CommandDeps,
  type Done,
  executeCommand,
  idsFrom,
  type NewId,
  permission,
} from "./pipeline/execute-command.ts";
import { type KnownKind, type Named, refuseUnseen } from "./pipeline/known-facts.ts";
import { type Refusal, refuse } from "./refusals.ts";
import type { FoldedStreamKind } from "./stream-kind.ts";

type AnyCommand = { readonly name: string; readonly input: object };
type Decided = readonly DecidedEvent[] | Refusal;

export type RecordKind<Command extends AnyCommand, State extends { readonly id: string }> = {
  /** What the record is called: the field that names one in an input, and the word its id is made with. */
  readonly word: string;
  readonly commands: Readonly<Record<Command["name"], z.ZodType>>;
  /** The command that begins a record; its input names the council. */
  readonly begins: Command["name"];
  readonly streams: FoldedStreamKind<State | undefined>;
  /** The kind by which read models know it, and the facts of none. */
  readonly kind: Exclude<KnownKind, "Concern">;
  readonly none: object;
  /** As policy sees it: one there is, one that a command would begin, or none. */
  readonly resource: (
    of: State | (Command["input"] & { readonly council: string; readonly region: string }) | undefined,
  ) => Resource;
  /** The reading action: who may not even see a record is not told that it exists. */
  readonly reading: string;
  /** The action that a command is decided as, where it is not its name. */
  readonly action?: (command: Command) => string;
  readonly decide: (
    state: State | undefined,
    command: Command,
    asking: CommandContext,
    attempt: Attempt,
  ) => Decided | Promise<Decided>;
};

export type RecordOutcome = (Refusal & { readonly id?: undefined }) | (Done & { readonly id: string });

export function councilRecordService<Command extends AnyCommand, State extends { readonly id: string }>(
  deps: CommandDeps,
  councils: Councils,
  kind: RecordKind<Command, State>,
) {
  const actionOf = (command: Command): string => kind.action?.(command) ?? command.name;
  const ofKind = (id: string) => ({ kind: kind.kind, id, none: kind.none }) as Named<typeof kind.kind>;
  async function authorise(
    command: Command,
    state: State | undefined,
    principal: Principal,
    today: string,
  ): Promise<PolicyDecision | Refusal> {
    const action = actionOf(command);
    if (command.name !== kind.begins)
      return permission(deps, principal, { action, reading: kind.reading, resource: kind.resource(state), exists: !!state });
    const status = councils.status((command.input as { readonly council: string }).council, today);
    if (status.kind === "unknown") return refuse("UNKNOWN_COUNCIL", "council");
    const { code: council, region } = status.council;
    return deps.policy.decide(principal, action, kind.resource({ ...command.input, council, region }));
  }

  return {
    /** Carries out one command. `input` is as it arrived: it is checked here, for every face alike. */
    async execute(name: Command["name"], input: unknown, asking: CommandContext): Promise<RecordOutcome> {
      const parsed = parse<Command["input"]>(kind.commands[name] as z.ZodType<Command["input"]>, input);
      if (parsed.kind === "refused") return parsed;
      const command = { name, input: parsed.input } as Command;
      const named = (command.input as Readonly<Record<string, string>>)[kind.word] ?? "";
      // The same command, the same record.
      const idOf = (newId: NewId) => (name === kind.begins ? newId(kind.word) : named);
      const outcome = await executeCommand(deps, asking, {
        name,
        input: parsed.input,
        streams: kind.streams,
        id: idOf,
        refuseFirst: async () =>
          name === kind.begins ? undefined : refuseUnseen(deps, asking.principal, ofKind(named), [actionOf(command)]),
        authorise: (state, { today }) => authorise(command, state, asking.principal, today),
        decide: async (state, attempt) => kind.decide(state, command, asking, attempt),
      });
      if (outcome.kind === "refused") return outcome;
      const id = idOf(idsFrom(outcome.commandId));
      return { ...outcome, id, ...(name === kind.begins && { created: id }) };
    },
  };
}
