// An adviser's caseload on pages: who looks after a concern, and which concerns are listed in which order.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { awareness, concern } from "../examples/api-inputs.ts";
import { formWords } from "../helpers/form-words.ts";
import { openJourneys } from "../helpers/page-journeys.ts";
import { startPages } from "../helpers/pages.ts";
import { done } from "../helpers/send-command.ts";

let hub: Awaited<ReturnType<typeof startPages>>;
let journeys: ReturnType<typeof openJourneys>;
let [told, logged] = ["", ""];
beforeAll(async () => {
  hub = await startPages();
  journeys = openJourneys(hub);
  told = await done(hub, "adviser", "logConcern", concern);
  await done(hub, "adviser", "recordAwareness", { ...awareness, concern: told });
  logged = await done(hub, "second-adviser", "logConcern", concern);
});
afterAll(() => hub.close());

/** Which of the two concerns a page lists. */
const listed = async (person: string, query: string) => {
  const { html, status } = await hub.open(person, `/concerns${query}`);
  expect(status, query).toBe(200);
  return { told: html.includes(`href="/concerns/${told}"`), logged: html.includes(`href="/concerns/${logged}"`), html };
};

describe("Who looks after a concern", () => {
  const path = () => `/concerns/${told}/owner`;

  it("is said by any of its advisers, and is read by the council, and by nobody else", async () => {
    expect((await hub.open("adviser", `/concerns/${told}`)).html).toContain(`href="${path()}"`);
    const { html } = await journeys.send("adviser", path(), [{ adviser: "adviser second-adviser" }]);
    expect(html).toMatch(/Priya Fenwick \(invented\)[^<]* looks after this concern/);
    expect((await hub.open("chief-executive", `/concerns/${told}`)).html).toContain(") looks after this concern");
    for (const person of ["chief-executive", "cib-lead", "adviser-london", "governance-officer"]) {
      expect((await hub.open(person, path())).status, person).toBe(404);
      const forged = await hub.submit(person, path(), { go: "send", adviser: "nobody", key: `forged ${person}` });
      expect([404, 422], person).toContain(forged.status);
    }
    expect((await hub.open("adviser", `/concerns/${told}`)).html).toContain(") looks after this concern");
  });

  it("is an adviser of its region and strand, or nobody", async () => {
    const first = await hub.open("adviser", path());
    const forged = await journeys.press("adviser", path(), first, "next", { adviser: "adviser adviser-london" });
    expect([forged.status, forged.html.includes("Select who looks after the concern.")]).toEqual([422, true]);
    const { html } = await journeys.send("adviser", path(), [{ adviser: "nobody" }]);
    expect(html).not.toContain(") looks after this concern");
    await journeys.send("adviser", path(), [{ adviser: "adviser adviser" }]);
  });
});

describe("The list of concerns", () => {
  it("is limited to what somebody looks after, to an owner, a stage, what is due and what changed", async () => {
    for (const [query, expected] of [
      ["", { told: true, logged: true }],
      ["?mine=yes", { told: true, logged: false }],
      ["?owner=second-adviser", { told: false, logged: true }],
      ["?stage=LOGGED", { told: false, logged: true }],
      ["?awaiting=COUNCIL&open=yes", { told: true, logged: false }],
      ["?unowned=yes", { told: false, logged: false }],
      ["?dueBefore-day=1&dueBefore-month=1&dueBefore-year=2020", { told: false, logged: false }],
      ["?changedSince-day=2&changedSince-month=3&changedSince-year=2026", { told: true, logged: true }],
      ["?changedSince-day=3&changedSince-month=3&changedSince-year=2026", { told: false, logged: false }],
    ] as const)
      expect(await listed("adviser", query), query).toMatchObject(expected);
  });

  it("is in the order that is selected, and keeps what was selected", async () => {
    const { html } = await listed("adviser", "?order=DUE&strand=CHILDRENS");
    expect(formWords(html)).toMatchObject({ order: "DUE", strand: "CHILDRENS", stage: "" });
    expect((await listed("adviser", "")).html).toContain('href="/concerns?filter=open"');
    expect((await listed("adviser", "?filter=open")).html).toContain("Priya Fenwick (invented)");
  });

  it("names a day that does not exist, and is not found with a value that is not offered", async () => {
    const { html } = await listed("adviser", "?dueBefore-day=31&dueBefore-month=2&dueBefore-year=2026");
    expect(html).toContain("Enter a real date, or leave it empty.");
    for (const query of ["?stage=NO_SUCH_STAGE", "?order=NONE", "?strand=x"])
      expect((await hub.open("adviser", `/concerns${query}`)).status, query).toBe(404);
  });

  it("tells nobody by a filter what they may not read", async () => {
    for (const person of ["cib-lead", "adviser-london"])
      for (const query of ["?owner=adviser", "?unowned=yes", "?awaiting=COUNCIL", "?order=DUE"])
        expect(await listed(person, query), `${person} ${query}`).toMatchObject({ told: false, logged: false });
  });
});
