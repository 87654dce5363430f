// The documentation as a reader meets it: its pages, the commands in their blocks, and what a sentence names in code.
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

export const ROOT = join(import.meta.dirname, "../..");
export const textOf = (page: string): string => readFileSync(join(ROOT, page), "utf8");
const inFolder = (folder: string): readonly string[] =>
  readdirSync(join(ROOT, folder), { recursive: folder !== "", encoding: "utf8" })
    .filter((name) => name.endsWith(".md"))
    .map((name) => join(folder, name))
    .toSorted();

/** The README first, then the pages in the order in which somebody new would type their commands. */
const TYPED_FIRST = ["README.md", "docs/guide.md", "docs/api.md", "docs/importing.md", "docs/policy.md"];
export const pages = [...new Set([...TYPED_FIRST, ...inFolder(""), "bench/README.md", ...inFolder("docs")])];

/** Blocks in a language, in their order. */
export const blocksOf = (page: string, language: string): readonly string[] =>
  [...textOf(page).matchAll(/^```(\w*)\n(.*?)^```$/gms)].filter(([, of]) => of === language).map(([, , block = ""]) => block);

/** What stands in code within sentences and tables. */
export const inlineCodeOf = (page: string): readonly string[] =>
  [
    ...textOf(page)
      .replaceAll(/^```.*?^```$/gms, "")
      .matchAll(/`([^`\n]+)`/g),
  ].map(([, code = ""]) => code);

/** The commands of a block: as many lines each as the shell reads for one. */
export function commandsOf(block: string): readonly string[] {
  const commands: string[] = [];
  let unfinished = "";
  for (const line of block.split("\n").filter((text) => unfinished || (text.trim() && !text.startsWith("#")))) {
    unfinished += `${line}\n`;
    const isWhole = !line.endsWith("\\") && spawnSync("bash", ["-n"], { input: unfinished }).status === 0;
    if (!isWhole) continue;
    commands.push(unfinished.trim());
    unfinished = "";
  }
  if (unfinished) throw new Error(`This is no whole command: ${unfinished}`);
  return commands;
}

/** The rows of a section's first table with more than a heading, each with its cells. */
export function rowsOf(page: string, heading: string): readonly (readonly string[])[] {
  const [, section = ""] = textOf(page).split(new RegExp(`^##+ ${heading}$`, "m"));
  const [own = ""] = section.split(/^## /m);
  return [...own.matchAll(/^\| (.*) \|$/gm)]
    .map(([, row = ""]) => row.split(/\s+\| /).map((cell) => cell.trim()))
    .filter(([first = ""]) => !/^-+$/.test(first))
    .slice(1);
}
