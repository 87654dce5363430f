// Pages in a real browser: what it complains about, and faults of accessibility that can be found.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** Chromium's sandbox does not run as root. */
export const launchBrowser = (executablePath: string): Promise<Browser> =>
  chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ["--no-sandbox"] : [] });

/** A page of a browser of its own, in which the person is signed in, and what the browser complains about in it. */
export async function newPage(
  browser: Browser,
  person: string,
  options: BrowserContextOptions = {},
): Promise<{ readonly page: Page; readonly complaints: readonly string[] }> {
  const context = await browser.newContext({ ...options, extraHTTPHeaders: { "x-test-person": person } });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("console", (message) => {
    // The status of a page that is not found, or has something to mend, is also an error on the console.
    if (message.type() === "error" && !/status of (?:404|422)/.test(message.text())) complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("requestfailed", (request) => {
    // A stream of updates fails when its page is left.
    if (request.resourceType() !== "eventsource") complaints.push(`${request.url()} failed`);
  });
  return { page, complaints };
}

type AxeResult = {
  readonly violations: readonly { readonly id: string; readonly nodes: readonly { readonly html: string }[] }[];
};
type WithAxe = { readonly axe: { run(options: object): Promise<AxeResult> } };

/** Each fault with the elements that it is in. */
export async function findViolations(page: Page): Promise<readonly string[]> {
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(
    (values) => (globalThis as unknown as WithAxe).axe.run({ runOnly: { type: "tag", values } }),
    RULES,
  );
  const elementsOf = (nodes: AxeResult["violations"][number]["nodes"]) => nodes.map(({ html }) => html).join(" ");
  return violations.map(({ id, nodes }) => `${id}: ${elementsOf(nodes).slice(0, 300)}`);
}
