// How a service carries out its kind's commands: the input is parsed, the command goes through the pipeline.
import { type CommandDeclarations, type CommandOf, type Parsed, parse } from "../input.ts";
import type { Refusal } from "../refusals.ts";
import { type CommandContext, type CommandDeps, type CommandSpec, executeCommand, type Outcome } from "./execute-command.ts";

/** What a kind says of each of its commands, beside what it declares of all of them by name. */
export type CommandSteps<State> = Omit<CommandSpec<State>, "name" | "input" | "creates">;

export type CommandService<Name extends string> = {
  /** Carries out one command. `input` is as it arrived: it is checked here, for every face alike. */
  execute(name: Name, input: unknown, context: CommandContext): Promise<Outcome>;
};

/** `parseInput` checks the form of an input where a kind has refusals of its own for that. */
export function commandService<Commands extends CommandDeclarations, State>(
  deps: CommandDeps,
  commands: Commands,
  stepsOf: (command: CommandOf<Commands>, context: CommandContext) => CommandSteps<State>,
  parseInput: (name: keyof Commands & string, input: unknown) => Parsed<unknown> | Refusal = (name, input) =>
    parse<unknown>(commands[name]?.input as never, input),
): CommandService<keyof Commands & string> {
  return {
    async execute(name, input, context) {
      const parsed = parseInput(name, input);
      if (parsed.kind === "refused") return parsed;
      const command = { name, input: parsed.input } as CommandOf<Commands>;
      const creates = commands[name]?.creates ?? "nothing";
      return executeCommand(deps, context, { name, input: parsed.input, creates, ...stepsOf(command, context) });
    },
  };
}
