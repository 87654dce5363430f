// Sentences that stand in the source of the command line, of settings and of what the API answers besides refusals.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "commander";
import { Kind, parse, visit } from "graphql";
import { describe, expect, it } from "vitest";
import { program } from "../../bin/program.ts";
import { publishedSchema } from "../../graphql/schema.ts";
import { privateWordsIn } from "../helpers/plain-words.ts";

const ROOT = join(import.meta.dirname, "../..");
const typescriptIn = (folder: string): readonly string[] =>
  readdirSync(join(ROOT, folder))
    .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts") && name !== "field-costs.ts")
    .map((name) => join(folder, name));

const FILES = [
  ...typescriptIn("bin"),
  ...typescriptIn("graphql"),
  ...typescriptIn("graphql/enums"),
  ...typescriptIn("exports"),
  ...typescriptIn("graphql/resolvers"),
  ...["hub/config.ts", "hub/mail/mail.ts", "hub/observability/tracing-settings.ts", "hub/sign-in/tokens.ts"],
  ...[
    "services/concern/events.ts",
    "services/concern/life-events.ts",
    "services/council/events.ts",
    "queries/concerns/fact-words.ts",
    "queries/ledger/losses.ts",
  ],
];

/** Strings and templates that read as a sentence, without what is put in. Comments are none, nor what only a developer meets. */
function sentencesIn(file: string): readonly string[] {
  const code = readFileSync(join(ROOT, file), "utf8")
    .replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, "")
    .replace(/throw new Error\([\s\S]*?\);/g, "");
  return [...code.matchAll(/"((?:[^"\\\n]|\\.)*)"|`((?:[^`\\]|\\.)*)`/g)]
    .map(([, plain, template]) => plain ?? template?.replace(/\$\{(?:[^{}]|\{[^{}]*\})*\}/g, "X") ?? "")
    .filter((text) => /^[A-Z][^\n]* [^\n]*\.$/.test(text));
}

describe("The sentences of the command line, of settings and of answers", () => {
  it("are found", () => {
    expect(FILES.flatMap(sentencesIn).length).toBeGreaterThan(80);
  });

  it.each(FILES)("are in plain words, with one full stop at the end: %s", (file) => {
    expect(sentencesIn(file).flatMap((text) => privateWordsIn(text).map((word) => [word, text]))).toEqual([]);
  });
});

describe("The help of the command line", () => {
  const commandsOf = (command: Command): readonly Command[] => [command, ...command.commands.flatMap(commandsOf)];

  it.each(commandsOf(program).map((command) => [command.name(), command] as const))("is in plain words: %s", (_, command) => {
    const texts = [
      command.description(),
      ...command.options.map(({ description }) => description),
      ...command.registeredArguments.map(({ description }) => description),
    ];
    expect(texts.filter((text) => text === "")).toEqual([]);
    expect(texts.flatMap((text) => privateWordsIn(text).map((word) => [word, text]))).toEqual([]);
  });
});

describe("The schema", () => {
  it("describes everything in plain words", () => {
    const texts: string[] = [];
    visit(parse(publishedSchema()), {
      enter(node) {
        const { description } = node as { readonly description?: { readonly kind: string; readonly value: string } };
        if (description?.kind === Kind.STRING) texts.push(description.value.replaceAll(/\s+/g, " "));
      },
    });
    expect(texts.length).toBeGreaterThan(1_000);
    expect(texts.flatMap((text) => privateWordsIn(text).map((word) => [word, text]))).toEqual([]);
  });
});
