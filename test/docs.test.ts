// The documentation: links lead to a file that is there and to a heading in it, tables list what the code has, and what a sentence names in code
// is there. test/docs-commands.test.ts types the commands.
import { existsSync, readdirSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import type { Command } from "commander";
import { describe, expect, it } from "vitest";
import { program } from "../bin/program.ts";
import { buildSchema } from "../graphql/schema.ts";
import { SETTINGS } from "../hub/config.ts";
import { CONDITIONS } from "../hub/observability/health.ts";
import { ISSUER_SETTINGS } from "../hub/sign-in/issuers.ts";
import { blocksOf, inlineCodeOf, pages, ROOT, rowsOf, textOf } from "./helpers/documentation.ts";

/** A heading's anchor in the form of Git hosts. */
const anchor = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
    .trim()
    .replaceAll(" ", "-");
const withoutCode = (text: string): string =>
  text.replaceAll(/^```.*?^```/gms, "").replaceAll(/`[^`\n]*`/g, (code) => code.slice(1, -1));
const anchorsOf = (path: string): readonly string[] =>
  [...withoutCode(textOf(path)).matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) => anchor(heading));

function brokenLink(from: string, link: string): string | undefined {
  const [path = "", fragment] = link.split("#");
  const target = path === "" ? from : relative(ROOT, join(ROOT, dirname(from), path));
  if (!existsSync(join(ROOT, target))) return `${link}: there is no ${target}`;
  if (fragment !== undefined && !anchorsOf(target).includes(fragment)) return `${link}: ${target} has no such heading`;
  return undefined;
}

describe("Documentation", () => {
  it.each(pages)("%s has links that lead somewhere", (page) => {
    const text = withoutCode(textOf(page));
    const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = ""]) => link).filter((link) => !/^https?:/.test(link));
    expect(links.flatMap((link) => brokenLink(page, link) ?? [])).toEqual([]);
  });

  it("gives no program a token or password as an argument, which every user of the machine can list", () => {
    const AS_ARGUMENT = [
      /(?:-e|--env)[ =]\S*(?:TOKEN|PASSWORD|SECRET|KEY|URL)\S*=/,
      /Authorization: \w+ [$\w]/,
      /--password[ =]|curl .*(?:-u|--user) /,
      /PASSWORD '/,
      /:\/\/\w+:[^@\s]+@/,
    ];
    const blocks = pages.flatMap((page) => ["sh", "sql"].flatMap((language) => blocksOf(page, language)));
    const scripts = readdirSync(join(ROOT, "operations"), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => textOf(relative(ROOT, join(parentPath, name))))
      .filter((text) => text.startsWith("#!/bin/sh"));
    const lines = [...blocks, ...scripts].flatMap((text) => text.split("\n"));
    // printf is a part of the shell, and starts no program.
    const commands = lines.filter((line) => !/^\s*(?:#|\{? ?printf )/.test(line));
    expect(commands.length).toBeGreaterThan(100);
    expect(commands.filter((line) => AS_ARGUMENT.some((one) => one.test(line)))).toEqual([]);
  });

  it("has the part of the runbook that each alert names", () => {
    const named = [...textOf("operations/alerts.yml").matchAll(/runbook: (\S+)/g)];
    expect(named.length).toBeGreaterThan(0);
    expect(named.flatMap(([, link = ""]) => brokenLink("README.md", link) ?? [])).toEqual([]);
  });

  /** The first column of a section's tables, in code. */
  function listed(page: string, heading: string): readonly string[] {
    const [, section = ""] = textOf(page).split(new RegExp(`^## ${heading}$`, "m"));
    const rows = (section.split(/^## /m)[0] ?? "").matchAll(/^\| (`.*?)\s*\|/gm);
    return [...rows].flatMap(([, cell = ""]) => [...cell.matchAll(/`(\w+)/g)].map(([, name = ""]) => name));
  }

  it("lists every setting, and no other", () => {
    expect(SETTINGS.length).toBeGreaterThan(50);
    expect([...listed("docs/operations.md", "Settings")].sort()).toEqual([...SETTINGS].sort());
  });

  it("lists the settings of a further issuer", () => {
    const [, section = ""] = textOf("docs/operations.md").split(/^### Several organisations$/m);
    for (const setting of Object.values(ISSUER_SETTINGS)) expect(section.split(/^## /m)[0]).toContain(`| \`${setting}_MOORS\``);
  });

  it("lists every command of the API that no page gives, and no other", () => {
    const documents = readdirSync(join(ROOT, "web"), { recursive: true, encoding: "utf8" }).filter((name) =>
      name.endsWith(".graphql"),
    );
    const onPages = new Set(
      documents.flatMap((name) => [...textOf(`web/${name}`).matchAll(/\bresult: (\w+)\(/g)].map(([, one]) => one)),
    );
    const commands = Object.keys(buildSchema().getMutationType()?.getFields() ?? {});
    const [, listed = ""] = textOf("docs/pages.md").split("## What has no page yet");
    const named = [...listed.matchAll(/`(\w+)`/g)].map(([, one]) => one);
    expect(onPages.size).toBeGreaterThan(80);
    expect(named.toSorted()).toEqual(commands.filter((name) => !onPages.has(name)).toSorted());
  });

  it("lists every condition of readiness, those that fail it first", () => {
    expect(listed("docs/operations.md", "Readiness").slice(1)).toEqual(Object.keys(CONDITIONS));
  });

  it("introduces the project in a README of at most 900 words", () => {
    expect(textOf("README.md").trim().split(/\s+/).length).toBeLessThanOrEqual(900);
  });

  it("lists every page by its reader", () => {
    const links = [...textOf("docs/README.md").matchAll(/\]\(([^)#]+)/g)].map(([, link = ""]) => join("docs", link));
    expect(pages.filter((page) => page !== "docs/README.md" && page !== "CHANGELOG.md" && !links.includes(page))).toEqual([]);
  });

  it("has each word of the glossary once", () => {
    const words = [...textOf("docs/glossary.md").matchAll(/^\| \*\*(.+?)\*\*( \([^)]+\))?/gm)].map(
      ([, word = "", of = ""]) => word + of,
    );
    expect(words.length).toBeGreaterThan(50);
    expect(words.filter((word, index) => words.indexOf(word) !== index)).toEqual([]);
  });

  it.each(["A command travels", "A list travels", "A hub starts"])(
    "shows in at most 15 steps: %s, by functions that are there",
    (title) => {
      const steps = rowsOf("docs/architecture.md", title).map((cells) => cells.map((cell) => cell.replaceAll("`", "")));
      expect(steps.length).toBeGreaterThan(5);
      expect(steps.length).toBeLessThanOrEqual(15);
      const missing = steps.filter(
        ([file = "", name = ""]) => !new RegExp(`^export (?:async )?(?:function|const) ${name}\\b`, "m").test(textOf(file)),
      );
      expect(missing).toEqual([]);
    },
  );

  it("lists every code of an error", () => {
    const sources = readdirSync(join(ROOT, "graphql"), { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
      .map((name) => textOf(join("graphql", name)))
      .join("\n");
    const codes = [
      ...sources.matchAll(/\b(?:errorFor|answer)\(\s*(?:response,\s*\d+,\s*)?"([A-Z_]+)"/g),
      ...sources.matchAll(/\b([A-Z_]+): [45]\d\d\b/g),
    ].map(([, code]) => code);
    expect(listed("docs/api.md", "Errors").toSorted()).toEqual([...new Set(codes)].toSorted());
  });

  it("lists every command, and no other", () => {
    expect(
      rowsOf("docs/command-line.md", "Commands")
        .map(([name = ""]) => name.slice(1, -1))
        .toSorted(),
    ).toEqual(program.commands.flatMap(leavesOf).toSorted());
  });

  it.each(pages)("%s names commands, scripts and files that are there", (page) => {
    const code = inlineCodeOf(page);
    expect([
      ...code.flatMap((one) => wrongCommand(one) ?? []),
      ...code.filter((one) => isMissingFile(one) || isMissingSource(one)),
    ]).toEqual([]);
  });
});

/** The names of the commands under one, its own if there are none. */
const leavesOf = (command: Command): readonly string[] =>
  command.commands.length === 0 ? [command.name()] : command.commands.map((one) => `${command.name()} ${one.name()}`);

const { scripts } = JSON.parse(textOf("package.json")) as { scripts: Readonly<Record<string, string>> };

/** Returns the fault of a command that a sentence names, if it is a command. */
function wrongCommand(code: string): string | undefined {
  const [, script] = /^npm (?:run (?:--silent )?)?(start|test|[\w:]+)/.exec(code) ?? [];
  if (code.startsWith("npm run") && !(script && scripts[script])) return `${code}: package.json has no such script`;
  const [, typed] = /^(?:npm run --silent candour --|candour(?:-admin)?) (.+)/.exec(code) ?? [];
  if (typed === undefined) return undefined;
  let command: Command = program;
  for (const word of typed.split(" ")) {
    const next = command.commands.find((one) => one.name() === word);
    if (!next) break;
    command = next;
  }
  if (command === program && !typed.startsWith("-") && !typed.startsWith("<")) return `${code}: there is no such command`;
  const options = ["--help", ...[...program.options, ...command.options].map(({ long }) => long)];
  const unknown = [...typed.matchAll(/(?<= |^)--[\w-]+/g)].map(([option]) => option).find((option) => !options.includes(option));
  return unknown && `${code}: it has no option ${unknown}`;
}

/** A path from the root in an existing folder. */
const FOLDERS = readdirSync(ROOT, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && !/^(?:\.|node_modules|data)/.test(entry.name))
  .map(({ name }) => name);
const isMissingFile = (code: string): boolean =>
  /^[\w./-]+(?:\/|\.(?:ts|mjs|md|jsonl?|cedar|cedarschema|graphql|csv|yml|env))$/.test(code) &&
  FOLDERS.includes(code.split("/")[0] ?? "") &&
  !existsSync(join(ROOT, code));

/** A source file by only its name, or by the end of its path. `x.test.ts` represents any name. */
const SOURCES = FOLDERS.flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => !name.includes("node_modules"))
    .map((name) => join(folder, name)),
);
const isMissingSource = (code: string): boolean =>
  /^(?!x\.)[\w./-]+\.ts$/.test(code) && !SOURCES.some((name) => `/${name}`.endsWith(`/${code}`));
