// A mutation: the input as a question to a service, and the outcome as the schema has it. Every context's resolvers use this one.

import { givePosition } from "../../queries/position-token.ts";
import type { CommandContext, Outcome } from "../../services/pipeline/execute-command.ts";
import { isRefusal, type Refusal } from "../../services/refusals.ts";
import { askingOf, type CommandInput, type Context } from "../context.ts";
import type { MutationResolvers } from "../generated/resolver-types.ts";
import type { Changed } from "./parent-types.ts";

/** One resolver for each of the names. `present` adds to the position, and to the id of what it made, what a done command's answer holds. */
export function mutations<Name extends keyof MutationResolvers, Done extends Outcome, Present extends object>(
  names: readonly Name[],
  execute: (context: Context, name: Name, input: unknown, asking: CommandContext) => Promise<Done>,
  present: (outcome: Extract<Done, { kind: "done" }>, input: CommandInput, context: Context) => Present,
): Readonly<Record<Name, Mutation<Present>>> {
  const entries = names.map((name): readonly [Name, Mutation<Present>] => [
    name,
    async (_, { input }, context) => {
      const { asking, rest } = askingOf(context, input);
      const outcome = await execute(context, name, rest, asking);
      context.forget();
      if (isRefusal(outcome)) return outcome;
      const done = outcome as Extract<Done, { kind: "done" }>;
      const { created, recorded } = done;
      // It waited for the disk: to give way once more would only spread over time what is put on record together.
      if (recorded) context.turns.begin();
      const position = await givePosition(context.hub, context.viewer.person, done.position);
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

/** Which of a result's two types an answer is. */
export const resultOf = <Type extends string>(changed: Type) => ({
  __resolveType: (result: unknown): Type | "Refused" => (isRefusal(result) ? "Refused" : changed),
});
