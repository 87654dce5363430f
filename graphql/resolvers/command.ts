// Resolvers of mutations: they pass the input to a service, and return its outcome.

import { encodePosition } from "../../queries/position-token.ts";
import type { CommandDeclarations } from "../../services/input.ts";
import type { CommandContext, Outcome } from "../../services/pipeline/execute-command.ts";
import { isRefusal, type Refusal } from "../../services/refusals.ts";
import { type CommandInput, type Context, commandOf } from "../context.ts";
import type { MutationResolvers } from "../generated/resolver-types.ts";
import type { Changed } from "./parent-shapes.ts";

type Services = Context["hub"]["services"];
type CommandService<Name extends string, Result extends Outcome> = {
  readonly execute: (name: Name, input: unknown, context: CommandContext) => Promise<Result>;
};

/** Creates a resolver for each name. `present` adds data to the result of an executed command. */
export function mutations<Name extends keyof MutationResolvers, Result extends Outcome, Present extends object>(
  names: readonly Name[],
  serviceOf: (services: Services) => CommandService<Name, Result>,
  present: (done: Extract<Result, { kind: "done" }>, input: CommandInput, context: Context) => Present,
): Readonly<Record<Name, Mutation<Present>>> {
  const entries = names.map((name): readonly [Name, Mutation<Present>] => [
    name,
    async (_, { input }, context) => {
      const { commandContext, rest } = commandOf(context, input);
      const outcome = await serviceOf(context.hub.services).execute(name, rest, commandContext);
      context.forget();
      if (isRefusal(outcome)) return outcome;
      const done = outcome as Extract<Result, { kind: "done" }>;
      const { created, recorded } = done;
      // The command waited for the disk, and other requests ran meanwhile.
      if (recorded) context.turns.begin();
      const position = await encodePosition(context.hub, context.viewer.person, done.position);
      return { ...present(done, input, context), created, recorded, position };
    },
  ]);
  return Object.fromEntries(entries) as Record<Name, Mutation<Present>>;
}

type Mutation<Present> = (
  parent: unknown,
  args: { readonly input: CommandInput },
  context: Context,
) => Promise<Refusal | (Present & Changed)>;

/** The names of those commands that people give. */
type NamesOf<Commands> = {
  [Name in keyof Commands & string]: Commands[Name] extends { readonly byHub: true } ? never : Name;
}[keyof Commands & string];

/** Returns the names in a table of commands, without those that the hub alone gives. */
export const namesOf = <Commands extends CommandDeclarations>(commands: Commands) =>
  Object.keys(commands).filter((name) => !commands[name]?.byHub) as NamesOf<Commands>[];
export const presentId = ({ id }: Extract<Outcome, { kind: "done" }>) => ({ id });

export const resultOf = <Type extends string>(changed: Type) => ({
  __resolveType: (result: unknown): Type | "Refused" => (isRefusal(result) ? "Refused" : changed),
});
