// Links of the documentation: each leads to a file that is there, and to a heading in it.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { describe, expect, it } from "vitest";

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
});
