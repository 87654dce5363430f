// The pictures of docs/pages.md: each of their pages opens in a real browser as its reader. `npm run pictures` writes them anew.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { type Browser, chromium } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { awareness, CIB, concern, proposal, TARROWSHIRE } from "../examples/api-inputs.ts";
import { startPages } from "../helpers/pages.ts";
import { done } from "../helpers/send-command.ts";
import { describeWith } from "../helpers/system/programs.ts";

const FOLDER = join(import.meta.dirname, "../../docs/pictures");

type Shown = { readonly concern: string; readonly share: string };
type Picture = { readonly name: string; readonly person: string; readonly heading: RegExp; readonly path: (of: Shown) => string };

const COUNCIL = `/councils/${TARROWSHIRE}`;
const PICTURES: readonly Picture[] = [
  { name: "home", person: "chief-executive", heading: /^\s*Welcome/, path: () => "/" },
  { name: "concern", person: "chief-executive", heading: /^\s*Service performance\s*$/, path: (of) => `/concerns/${of.concern}` },
  {
    ...{ name: "share", person: "chief-executive", heading: /^\s*Sharing with/ },
    path: (of) => `/concerns/${of.concern}/shares/${of.share}`,
  },
  { name: "council-record", person: "chief-executive", heading: /^\s*What is held about/, path: () => `${COUNCIL}/record` },
  { name: "who-opened-it", person: "chief-executive", heading: /opened/i, path: () => `${COUNCIL}/record/opened` },
  { name: "log-a-concern", person: "adviser", heading: /^\s*Which council/, path: () => "/log-a-concern" },
  { name: "diary", person: "cib-lead", heading: /^\s*Diary of/, path: () => "/regions/E12000004/diary" },
  { name: "invite", person: "governance-officer", heading: /./, path: () => "/invite" },
];

describeWith(["chromium"], "The pictures of docs/pages.md", ({ chromium: executablePath }) => {
  let hub: Awaited<ReturnType<typeof startPages>>;
  let browser: Browser;
  let shown: Shown;
  beforeAll(async () => {
    hub = await startPages();
    const id = await done(hub, "adviser", "logConcern", concern);
    await done(hub, "adviser", "recordAwareness", { ...awareness, concern: id });
    await done(hub, "adviser", "proposeShare", { ...proposal, concern: id, body: CIB });
    await done(hub, "adviser", "noteDate", { council: TARROWSHIRE, kind: "BUDGET", from: "2026-03-11", to: "2026-03-11" });
    await done(hub, "adviser", "noteDate", { council: TARROWSHIRE, kind: "INSPECTION", from: "2026-03-23", to: "2026-03-26" });
    const share = hub.hub.register.queries().findUnchecked(id)?.state().shares.at(-1)?.id ?? "";
    shown = { concern: id, share };
    // Chromium's sandbox does not run as root.
    browser = await chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ["--no-sandbox"] : [] });
    if (process.env.PICTURES) mkdirSync(FOLDER, { recursive: true });
  });
  afterAll(async () => {
    await browser?.close();
    await hub?.close();
  });

  it.each(PICTURES)("show $name as $person sees it", async ({ name, person, heading, path }) => {
    const context = await browser.newContext({
      viewport: { width: 1000, height: 800 },
      extraHTTPHeaders: { "x-test-person": person },
    });
    const page = await context.newPage();
    const response = await page.goto(hub.url + path(shown));
    expect(response?.status()).toBe(200);
    expect(await page.locator("h1").textContent()).toMatch(heading);
    if (process.env.PICTURES) await page.screenshot({ path: join(FOLDER, `${name}.png`) });
    await context.close();
  });
});
