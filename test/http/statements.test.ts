// Help and the statements of a public service, which everybody may read.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { STATEMENTS } from "../../web/statements/titles.ts";
import { startPagesWithSignIn } from "../helpers/pages-with-sign-in.ts";

const CONTACT = "Information governance <team>, 020 7946 0000";
let hub: Awaited<ReturnType<typeof startPagesWithSignIn>>;
beforeAll(async () => {
  hub = await startPagesWithSignIn({
    seed: "people",
    env: { CANDOUR_CONTACT: CONTACT, CANDOUR_SESSION_IDLE_MINUTES: "20", CANDOUR_DISCLOSURES_KEPT_MONTHS: "84" },
  });
});
afterAll(() => hub.close());

describe("A statement", () => {
  it.each(STATEMENTS)("is read without signing in, and has links to the others: $path", async ({ path, title }) => {
    const page = await hub.browser().open(path);
    expect([page.status, page.url]).toEqual([200, `${hub.url}${path}`]);
    expect(page.html).toMatch(new RegExp(`<h1[^>]*>${title}</h1>`));
    for (const other of STATEMENTS) expect(page.html).toContain(`href="${other.path}">${other.title}</a>`);
  });

  it("names whom people can turn to, as who runs the hub says it", async () => {
    for (const path of ["/help", "/accessibility", "/privacy"])
      expect((await hub.browser().open(path)).html).toContain("Information governance &lt;team&gt;, 020 7946 0000");
  });

  it("says how long a sign-in lasts and how long is on record who opened what, as the hub is set", async () => {
    const { html } = await hub.browser().open("/privacy");
    expect(html).toContain("after 20 minutes without use, and after 10 hours");
    expect(html).toContain("for 84 months after the month");
  });

  it("names every cookie that a sign-in sets", async () => {
    const browser = hub.browser();
    const { html } = await browser.open("/cookies");
    await browser.signInAs("adviser");
    // The others are the development provider's, which is an organisation's sign-in to the hub.
    const ofHub = browser.set.filter((line) => /^(?:__Host-)?candour/.test(line));
    const names = new Set(ofHub.map((line) => line.replace(/=.*/, "").replace(/(?<=sign-in-).*/, "")));
    expect([...names]).toHaveLength(2);
    for (const name of names) expect(html).toContain(`>${name}</td>`);
  });
});
