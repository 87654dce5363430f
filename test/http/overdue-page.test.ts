// The governance officer's page of what councils were not told of in time: regions and days, and nothing that names a council.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { MAX_OVERDUE } from "../../queries/overview/read-overdue.ts";
import { awareness, concern, TARROWSHIRE } from "../examples/api-inputs.ts";
import { findEmbedded, findInternal } from "../helpers/page-markup.ts";
import { startPages } from "../helpers/pages.ts";
import { done } from "../helpers/send-command.ts";

const OFFICER = "governance-officer";
const PATH = "/not-told-in-time";
const { bodies: _, ...told } = awareness;

let hub: Awaited<ReturnType<typeof startPages>>;
let submission: string;
let concerns: readonly string[];
beforeAll(async () => {
  hub = await startPages({ seed: "people" });
  // They have different causes: a concern with the same strand and cause as an untold one would have the same last day.
  const log = (cause: string) => done(hub, "adviser", "logConcern", { ...concern, cause, summary: "Confidential words." });
  concerns = [await log("SERVICE_PERFORMANCE")];
  hub.clock.set("2026-03-03T12:00:00.000Z");
  concerns = [...concerns, await log("LEADERSHIP")];
  submission = await done(hub, "department", "submitInformation", {
    ...{ body: "dfe", council: TARROWSHIRE, strand: "CHILDRENS", period: concern.period },
    ...{ account: "Two returns came late.", source: "Returns team (invented)" },
  });
});
afterAll(() => hub.close());

const mayRead = async (person: string) => {
  const { body } = await hub.ask<{ viewer: { mayReadOverdue: boolean } }>(person, "{ viewer { mayReadOverdue } }");
  return body.data.viewer.mayReadOverdue;
};
const shown = async () => {
  const { html, status } = await hub.open(OFFICER, PATH);
  expect([status, findEmbedded(html), findInternal(html)]).toEqual([200, [], []]);
  return html;
};
const rowsIn = (html: string): readonly string[] =>
  [...html.matchAll(/<tr[^>]*>(.*?)<\/tr>/gs)].slice(1).map(([, row = ""]) =>
    row
      .replace(/<[^>]*>/g, " ")
      .replace(/\s+/g, " ")
      .trim(),
  );

describe("What councils were not told of in time", () => {
  it("is open to the governance officer only, who finds it on the home page", async () => {
    expect((await hub.open(OFFICER, "/")).html).toContain(`href="${PATH}"`);
    expect(await mayRead(OFFICER)).toBe(true);
    for (const person of ["administrator", "adviser", "chief-executive", "advisory-board", "panel-member", "somebody-unknown"]) {
      expect([person, await mayRead(person)]).toEqual([person, false]);
      expect((await hub.open(person, "/")).html, person).not.toContain(PATH);
      expect((await hub.open(person, PATH)).status, person).toBe(404);
    }
  });

  it("says that nothing is overdue on the last day itself", async () => {
    hub.clock.set("2026-03-17T12:00:00.000Z");
    const html = await shown();
    expect([rowsIn(html), html.includes("Nothing is overdue today.")]).toEqual([[], true]);
  });

  it("is listed by region with the days of each, the longest overdue first, and names no council", async () => {
    hub.clock.set("2026-04-02T12:00:00.000Z");
    const html = await shown();
    expect(rowsIn(html)).toEqual(["East Midlands Submission 1 16", "East Midlands Concern 2 3, 2"]);
    expect(html).toContain(`At most ${MAX_OVERDUE} concerns and ${MAX_OVERDUE} submissions are listed`);
    const marks = ["Tarrowshire", TARROWSHIRE, "Children", "Confidential", "returns", "dfe", submission, ...concerns];
    expect(marks.filter((mark) => html.includes(mark))).toEqual([]);
  });

  it("is listed until the council is told, or the concern is discarded", async () => {
    const [first, second] = concerns;
    await done(hub, "adviser", "tellCouncilOfSubmission", { ...told, submission, toldOn: "2026-04-02" });
    expect(rowsIn(await shown())).toEqual(["East Midlands Concern 2 3, 2"]);
    await done(hub, "adviser", "proposeDiscard", { concern: first, ground: "IN_ERROR" });
    await done(hub, "second-adviser", "discardConcern", { concern: first });
    expect(rowsIn(await shown())).toEqual(["East Midlands Concern 1 2"]);
    await done(hub, "adviser", "recordAwareness", { ...awareness, concern: second, toldOn: "2026-04-02" });
    expect(rowsIn(await shown())).toEqual([]);
  });
});
