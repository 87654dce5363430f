// What a page that is open is told: how much news there is, that its concern or support has changed, and nothing else.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { awareness, CIB, concern, conversation, offer, proposal, TARROWSHIRE } from "../examples/api-inputs.ts";
import { openPageUpdates, type PageUpdates } from "../helpers/page-updates.ts";
import { startPages } from "../helpers/pages.ts";
import { done } from "../helpers/send-command.ts";

let hub: Awaited<ReturnType<typeof startPages>>;
let id: string;
beforeAll(async () => {
  hub = await startPages();
  id = await done(hub, "adviser", "logConcern", concern);
  await done(hub, "adviser", "recordAwareness", { ...awareness, concern: id });
});
afterAll(() => hub.close());

const open = (person: string, path: string, headers = {}): Promise<PageUpdates> =>
  openPageUpdates(hub.url + path, { "x-test-person": person, ...headers });
const ofConcern = (of = id) => `/concerns/${of}/updates`;
const converse = (discussed: string) => done(hub, "adviser", "recordConversation", { ...conversation, concern: id, discussed });
const newsLinkOf = (html: string): string | undefined => /data-news="">\s*(?:<strong[^>]*>)?([^<]*?)\s*</.exec(html)?.[1];

describe("A page that is open", () => {
  it("is told the number of news, in the words of its link, each time it is another", async () => {
    const updates = await open("chief-executive", "/updates");
    expect([updates.status, updates.headers.get("content-type"), updates.headers.get("x-accel-buffering")]).toEqual([
      ...[200, "text/event-stream; charset=utf-8", "no"],
    ]);
    expect(updates.headers.get("cache-control")).toBe("no-store, no-transform");
    const before = await updates.nextOf("news");
    expect(before).toBe(newsLinkOf((await hub.open("chief-executive", "/")).html));
    await done(hub, "adviser", "proposeShare", { ...proposal, concern: id, body: CIB });
    await converse("How supervision goes on.");
    const after = await updates.nextOf("news");
    expect(after).not.toBe(before);
    expect(after).toMatch(/^News \(\d+\)$/);
    await updates.leave();
  });

  it("is told once that its concern has changed, and no word of it", async () => {
    const updates = await open("chief-executive", ofConcern());
    expect(await updates.nextOf("position")).toMatch(/^[\w-]{40,}$/);
    await converse("Confidential words.");
    expect(await updates.nextOf("changed")).toBe("-");
    await converse("More confidential words.");
    while (!(await updates.isQuiet())) expect(await updates.next()).toMatchObject({ event: "news" });
    await updates.leave();
  });

  it("is told when it is opened again of what it missed, and of nothing where nothing was missed", async () => {
    const first = await open("cib-lead", ofConcern());
    // CIB leads do not see it yet.
    expect(await first.nextOf("changed")).toBe("-");
    await first.leave();
    const before = await open("adviser", ofConcern());
    const position = encodeURIComponent((await before.nextOf("position")) ?? "");
    await before.leave();
    const unchanged = await open("adviser", `${ofConcern()}?after=${position}`);
    expect(await unchanged.next()).toMatchObject({ event: "news" });
    expect(await unchanged.isQuiet()).toBe(true);
    await unchanged.leave();
    await converse("What was missed.");
    const changed = await open("adviser", `${ofConcern()}?after=${position}`);
    expect(await changed.nextOf("changed")).toBe("-");
    await changed.leave();
    // A position is its person's own.
    const stolen = await open("second-adviser", `${ofConcern()}?after=${position}`);
    expect(await stolen.nextOf("changed")).toBe("-");
    await stolen.leave();
  });

  it("is told the same of a concern that the person may not see and of one that there is not", async () => {
    const unseen = await done(hub, "adviser", "logConcern", { ...concern, council: TARROWSHIRE });
    const answers = await Promise.all(
      [unseen, "5f2c1f5e-1111-8222-8333-444455556666", "nothing"].map(async (one) => {
        const updates = await open("chief-executive", ofConcern(one));
        const events = [await updates.next(), await updates.next()].map((event) => event?.event).sort();
        const isQuiet = await updates.isQuiet();
        await updates.leave();
        return { events, isQuiet };
      }),
    );
    expect(answers).toEqual(answers.map(() => ({ events: ["changed", "news"], isQuiet: true })));
  });

  it("leaves no more on record than opening the page, until the concern changes", async () => {
    const of = await done(hub, "adviser", "logConcern", concern);
    await done(hub, "adviser", "recordAwareness", { ...awareness, concern: of });
    const { name } = (await hub.ask<{ viewer: { name: string } }>("second-adviser", "{ viewer { name } }")).body.data.viewer;
    /** How many entries there are of the second adviser. */
    const opened = async () => {
      const { html } = await hub.open("chief-executive", `/concerns/${of}/opened`);
      return html.split("<tr").filter((row) => row.includes(name)).length;
    };
    const { html } = await hub.open("second-adviser", `/concerns/${of}`);
    expect(html).toContain(`data-updates="/concerns/${of}/updates"`);
    const before = await opened();
    const updates = await open("second-adviser", ofConcern(of));
    await updates.nextOf("position");
    expect([before, await opened()]).toEqual([1, 1]);
    await done(hub, "chief-executive", "reply", { concern: of, reply: "Two managers have begun." });
    await updates.nextOf("changed");
    expect(await opened()).toBe(2);
    await updates.leave();
  });

  it("is told that its support has changed only if the person may see the change, and nothing of another support", async () => {
    const offered = () => done(hub, "adviser", "offerSupport", { ...offer, shownTo: [CIB] });
    const setMilestone = (support: string) => done(hub, "adviser", "setMilestone", { support, kind: "OTHER", due: "2026-12-01" });
    const [of, other] = [await offered(), await offered()];
    const path = `/supports/${of}/updates`;
    const { html } = await hub.open("adviser", `/supports/${of}`);
    expect(html).toContain(`data-updates="${path}"`);
    expect(html).toContain(`This support was changed while you read it. <a class="govuk-link" href="/supports/${of}">`);
    const people = ["adviser", "cib-lead", "chief-executive"];
    const pages = await Promise.all(people.map((person) => open(person, path)));
    const positions = await Promise.all(pages.map((page) => page.nextOf("position")));
    /** The people whose page is told of a change of this support within a short time. */
    const told = async (after: readonly (string | undefined)[]) => {
      const found = await Promise.all(
        people.map(async (person, n) => {
          const updates = await open(person, `${path}?after=${encodeURIComponent(after[n] ?? "")}`);
          const events = [await updates.next(), ...((await updates.isQuiet()) ? [] : [await updates.next()])];
          await updates.leave();
          return events.some((event) => event?.event === "changed") ? [person] : [];
        }),
      );
      return found.flat();
    };
    await setMilestone(other);
    expect(await told(positions)).toEqual([]);
    // The lead sees nothing of milestones yet.
    await setMilestone(of);
    expect(await told(positions)).toEqual(["adviser", "chief-executive"]);
    await done(hub, "chief-executive", "answerSupport", { support: of, answer: "AGREED" });
    expect(await told(positions)).toEqual(people);
    for (const page of pages) {
      expect(await page.nextOf("changed")).toBe("-");
      await page.leave();
    }
    const unseen = await open("adass-lead", `/supports/${await offered()}/updates`);
    const unknown = await open("adass-lead", "/supports/nothing/updates");
    for (const updates of [unseen, unknown]) {
      expect(await updates.nextOf("changed")).toBe("-");
      await updates.leave();
    }
  });

  it("leaves no more on record than opening a support's page, until the support changes", async () => {
    const support = await done(hub, "adviser", "offerSupport", offer);
    const { name } = (await hub.ask<{ viewer: { name: string } }>("second-adviser", "{ viewer { name } }")).body.data.viewer;
    /** How many entries there are of the second adviser. */
    const opened = async () => {
      const { html } = await hub.open("chief-executive", `/councils/${TARROWSHIRE}/record/opened`);
      return html.split("<tr").filter((row) => row.includes(name)).length;
    };
    const earlier = await opened();
    await hub.open("second-adviser", `/supports/${support}`);
    expect(await opened()).toBe(earlier + 1);
    const updates = await open("second-adviser", `/supports/${support}/updates`);
    await updates.nextOf("position");
    expect(await opened()).toBe(earlier + 1);
    await done(hub, "chief-executive", "answerSupport", { support, answer: "AGREED" });
    await updates.nextOf("changed");
    expect(await opened()).toBe(earlier + 2);
    await updates.leave();
  });

  it("is one of the person's live streams, and over their limit nothing is told", async () => {
    await expect.poll(() => hub.hub.broadcast.meter().streams).toBe(0);
    const all = await Promise.all(Array.from({ length: 20 }, () => open("adass-lead", "/updates")));
    for (const one of all) expect(await one.next()).toMatchObject({ event: "news" });
    const over = await open("adass-lead", "/updates");
    expect(await over.rest()).toEqual([]);
    const others = await open("cib-lead", "/updates");
    expect(await others.next()).toMatchObject({ event: "news" });
    for (const one of [...all, others]) await one.leave();
    await expect.poll(() => hub.hub.broadcast.meter().streams).toBe(0);
  });

  it("is told nothing from another site, and in no page for paper or of somebody who is not signed in", async () => {
    expect((await open("adviser", "/updates", { "sec-fetch-site": "cross-site" })).status).toBe(403);
    expect((await hub.open("adviser", `/concerns/${id}/print`)).html).not.toContain("data-updates");
    expect((await hub.open("adviser", "/help")).html).not.toContain("data-updates");
  });

  it("ends when the hub stops, so that the browser comes back", async () => {
    const updates = await open("adviser", ofConcern());
    await updates.nextOf("position");
    hub.hub.broadcast.endStreams();
    expect((await updates.rest()).filter(({ event }) => event !== "news")).toEqual([]);
  });
});
