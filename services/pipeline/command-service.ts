// The service of one kind of stream: parses a command's input and executes it with the pipeline.
import { type CommandDeclarations, type CommandOf, type Parsed, parse } from "../input.ts";
import type { Refusal } from "../refusals.ts";
import { type CommandContext, type CommandDeps, type CommandSpec, executeCommand, type Outcome } from "./execute-command.ts";

/** How a kind executes a command, in addition to the command's declaration. */
export type CommandSteps<State> = Omit<CommandSpec<State>, "name" | "input" | "creates">;

export type CommandService<Name extends string> = {
  /** Executes one command. `input` is unchecked. */
  execute(name: Name, input: unknown, context: CommandContext): Promise<Outcome>;
};

/** `parseInput` replaces the parser if a kind has its own refusals. */
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
