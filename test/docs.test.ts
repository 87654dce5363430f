// The documentation: links lead to a file that is there and to a heading in it, and tables list what the code has.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { describe, expect, it } from "vitest";
import { CONDITIONS } from "../hub/health.ts";

const ROOT = join(import.meta.dirname, "..");
const pages = [
  "README.md",
  "bench/README.md",
  ...readdirSync(join(ROOT, "docs"), { recursive: true, encoding: "utf8" }).map((name) => join("docs", name)),
].filter((name) => name.endsWith(".md"));

/** A heading's anchor as hosts of Git make it. */
const anchor = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
    .trim()
    .replaceAll(" ", "-");
const withoutCode = (text: string): string =>
  text.replaceAll(/^```.*?^```/gms, "").replaceAll(/`[^`\n]*`/g, (code) => code.slice(1, -1));
const anchorsOf = (path: string): readonly string[] =>
  [...withoutCode(readFileSync(join(ROOT, path), "utf8")).matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) => anchor(heading));

function brokenLink(from: string, link: string): string | undefined {
  const [path = "", fragment] = link.split("#");
  const target = path === "" ? from : relative(ROOT, join(ROOT, dirname(from), path));
  if (!existsSync(join(ROOT, target))) return `${link}: there is no ${target}`;
  if (fragment !== undefined && !anchorsOf(target).includes(fragment)) return `${link}: ${target} has no such heading`;
  return undefined;
}

describe("Documentation", () => {
  it.each(pages)("%s has links that lead somewhere", (page) => {
    const text = withoutCode(readFileSync(join(ROOT, page), "utf8"));
    const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = ""]) => link).filter((link) => !/^https?:/.test(link));
    expect(links.flatMap((link) => brokenLink(page, link) ?? [])).toEqual([]);
  });

  it("has the part of the runbook that each alert names", () => {
    const named = [...readFileSync(join(ROOT, "operations/alerts.yml"), "utf8").matchAll(/runbook: (\S+)/g)];
    expect(named.length).toBeGreaterThan(0);
    expect(named.flatMap(([, link = ""]) => brokenLink("README.md", link) ?? [])).toEqual([]);
  });

  /** The first column of a section's tables, in code. */
  function listed(page: string, heading: string): readonly string[] {
    const [, section = ""] = readFileSync(join(ROOT, page), "utf8").split(new RegExp(`^## ${heading}$`, "m"));
    const rows = (section.split(/^## /m)[0] ?? "").matchAll(/^\| (`.*?)\s*\|/gm);
    return [...rows].flatMap(([, cell = ""]) => [...cell.matchAll(/`(\w+)/g)].map(([, name = ""]) => name));
  }

  it("lists every setting, and no other", () => {
    const variablesOf = (file: string, table: RegExp) => {
      const [, schema = ""] = readFileSync(join(ROOT, file), "utf8").split(table);
      return [...schema.matchAll(/^ {2}([A-Z_]+):/gm)].map(([, name]) => name);
    };
    const own = variablesOf("hub/config.ts", /^const environment = /m);
    const standard = variablesOf("hub/tracing-settings.ts", /^export const tracingVariables = /m);
    expect([own.length > 20, standard.length > 10]).toEqual([true, true]);
    const settings = [...own, ...standard];
    expect([...listed("README.md", "Settings")].sort()).toEqual(settings.sort());
  });

  it("lists every condition of readiness, those that fail it first", () => {
    expect(listed("docs/operations.md", "Readiness").slice(1)).toEqual(Object.keys(CONDITIONS));
  });
});
