// How long records are kept, what was erased and what is erased next, over the API and on the governance officer's page.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { removeDisclosures } from "../../hub/clock/scheduled-jobs.ts";
import { concern, TARROWSHIRE } from "../examples/api-inputs.ts";
import { findEmbedded, findInternal } from "../helpers/page-markup.ts";
import { startPages } from "../helpers/pages.ts";
import { discloseIn } from "../helpers/passed-disclosures.ts";
import { done } from "../helpers/send-command.ts";

const OFFICER = "governance-officer";
const PATH = "/retention";
const QUESTION = `{ viewer { mayReadRetention } retention {
  isHalted
  rules { records keptFor erasedCount }
  disclosures { keptMonths next { month passesOn } due { month removedFrom } removed { month removedOn keptMonths } }
} }`;

type Hub = Awaited<ReturnType<typeof startPages>>;
type Rule = { readonly records: string; readonly keptFor: string; readonly erasedCount: number | null };
type Answer = {
  readonly viewer: { readonly mayReadRetention: boolean };
  readonly retention: { readonly rules: readonly Rule[]; readonly isHalted: boolean; readonly disclosures: object } | null;
};

let hub: Hub;
beforeAll(async () => {
  hub = await startPages({ env: { CANDOUR_DISCLOSURES_KEPT_MONTHS: "1" }, seed: "people" });
});
afterAll(() => hub.close());

const ask = async (of: Hub, person = OFFICER): Promise<Answer> => {
  const { body } = await of.ask<Answer>(person, QUESTION);
  expect(body.errors).toBeUndefined();
  return body.data;
};
const disclosuresOf = async () => (await ask(hub)).retention?.disclosures;
const ruleOf = async (records: string) => (await ask(hub)).retention?.rules.find((rule) => rule.records === records);
const textOf = (html: string) => html.replace(/<[^>]*>/g, " ").replace(/\s+/g, " ");
const shown = async () => {
  const { html, status } = await hub.open(OFFICER, PATH);
  expect([status, findEmbedded(html), findInternal(html)]).toEqual([200, [], []]);
  return textOf(html);
};
describe("How long records are kept", () => {
  it("is open to the governance officer only, who finds it on the home page", async () => {
    expect((await hub.open(OFFICER, "/")).html).toContain(`href="${PATH}"`);
    expect((await ask(hub)).viewer.mayReadRetention).toBe(true);
    for (const person of ["administrator", "adviser", "chief-executive", "advisory-board", "somebody-unknown"]) {
      expect(await ask(hub, person)).toEqual({ viewer: { mayReadRetention: false }, retention: null });
      expect((await hub.open(person, "/")).html).not.toContain(PATH);
      expect((await hub.open(person, PATH)).status, person).toBe(404);
    }
  });

  it("says what the settings of the hub say", async () => {
    const text = await shown();
    for (const sentence of [
      "For 1 month after the month in which something was shown.",
      "For 10 working days, unless they are sent with evidence or removed before.",
      "For 10 working days after they were begun, unless they are sent or deleted before.",
      "For 30 minutes after the last page, and for 10 hours in any case.",
      "There is no period for closed concerns",
    ])
      expect(text).toContain(sentence);
    const other = await startPages({ env: { CANDOUR_SESSION_HOURS: "8" }, seed: "people" });
    const { html } = await other.open(OFFICER, PATH);
    for (const sentence of ["Nothing is removed. Whoever runs the hub can set a period.", "for 8 hours in any case"])
      expect(html).toContain(sentence);
    expect((await ask(other)).retention?.disclosures).toMatchObject({ keptMonths: null, next: null, due: [] });
    await other.close();
  });

  it("says which month of disclosures is next, that one is due, and when it was removed", async () => {
    const next = { month: "2026-02", passesOn: "2026-04-01" };
    expect(await disclosuresOf()).toEqual({ keptMonths: 1, next, due: [], removed: [] });
    expect(await shown()).toContain("February 2026, which passes its retention on 1 April 2026");
    await discloseIn(hub, "2026-01");
    expect(await disclosuresOf()).toEqual({ keptMonths: 1, next, due: [], removed: [] });

    expect(await removeDisclosures(hub.hub)).toEqual({ noted: 1, removed: 0 });
    const tomorrow = new Date(hub.clock.now().getTime() + 86_400_000);
    const due = [{ month: "2026-01", removedFrom: expect.stringMatching(/^2026-03-03T12:00/) }];
    expect(await disclosuresOf()).toEqual({ keptMonths: 1, next, due, removed: [] });
    expect(await shown()).toContain("January 2026, from 3 March 2026");

    hub.clock.set(tomorrow.toISOString());
    expect(await removeDisclosures(hub.hub)).toEqual({ noted: 0, removed: 1 });
    const removed = [{ month: "2026-01", removedOn: "2026-03-03", keptMonths: 1 }];
    expect(await disclosuresOf()).toEqual({ keptMonths: 1, next, due: [], removed });
    expect(await shown()).toMatch(/Months that were removed .* January 2026 3 March 2026 1/);
  });

  it("counts ended invitations, and no discarded concern", async () => {
    expect((await ruleOf("INVITATIONS"))?.erasedCount).toBe(0);
    const invitation = await done(hub, OFFICER, "invitePerson", {
      ...{ name: "Ottilie Vane (invented)", address: "ottilie.vane@candour.test", role: "LEAD_MEMBER", council: TARROWSHIRE },
      ...{ strands: ["ADULTS"], from: "2026-03-02", until: "2026-12-31" },
    });
    expect((await ruleOf("INVITATIONS"))?.erasedCount).toBe(0);
    await done(hub, OFFICER, "withdrawInvitation", { invitation });
    expect((await ruleOf("INVITATIONS"))?.erasedCount).toBe(1);
    const before = await shown();
    expect(before).toContain("Erased so far 1");
    const id = await done(hub, "adviser", "logConcern", concern);
    await done(hub, "adviser", "proposeDiscard", { concern: id, ground: "IN_ERROR" });
    await done(hub, "second-adviser", "discardConcern", { concern: id });
    expect(await shown()).toBe(before);
    for (const mark of ["Ottilie", "Tarrowshire", "East Midlands"]) expect(before).not.toContain(mark);
  });

  it("says that nothing is removed by date while the hub's clock may be wrong", async () => {
    expect((await ask(hub)).retention?.isHalted).toBe(false);
    hub.clock.leap("2029-03-02T12:00:00.000Z");
    expect((await ask(hub)).retention?.isHalted).toBe(true);
    expect(await shown()).toContain("Nothing is removed by date at present");
  });
});
