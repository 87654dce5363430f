// A mutation: the input as a question to a service, and the outcome as the schema has it. Every context's resolvers use this one.
import type { CommandContext, Outcome } from "../../services/handle.ts";
import { askingOf, type CommandInput, type Context, givenPosition } from "../context.ts";

/** One resolver for each of the names. `present` adds to the position, and to the id of what it made, what a done command's answer holds. */
export function mutations<Name extends string, Done extends Outcome>(
  names: readonly Name[],
  execute: (context: Context, name: Name, input: unknown, asking: CommandContext) => Promise<Done>,
  present: (outcome: Extract<Done, { kind: "done" }>, input: CommandInput, context: Context) => object,
) {
  return Object.fromEntries(
    names.map((name) => [
      name,
      async (_: unknown, { input }: { input: CommandInput }, context: Context) => {
        const { asking, rest } = askingOf(context, input);
        const outcome = await execute(context, name, rest, asking);
        context.forget();
        if (outcome.kind === "refused") return outcome;
        const done = outcome as Extract<Done, { kind: "done" }>;
        const { created, recorded } = done;
        // It waited for the disk: to give way once more would only spread over time what is put on record together.
        if (recorded) context.turns.begin();
        const position = await givenPosition(context, done.position);
        return { ...present(done, input, context), created, recorded, position };
      },
    ]),
  );
}

/** Which of a result's two types an answer is. */
export const resultOf = (changed: string) => ({
  __resolveType: (result: { kind?: string }) => (result.kind === "refused" ? "Refused" : changed),
});
