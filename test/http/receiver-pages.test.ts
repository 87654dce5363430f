// What is shared with a department, on its pages.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { awareness, concern, proposal } from "../examples/api-inputs.ts";
import { findInternal } from "../helpers/page-markup.ts";
import { startPages } from "../helpers/pages.ts";
import { done } from "../helpers/send-command.ts";

const SUMMARY = "Summary-mark that the department may read.";
const DFE = "dfe";

let hub: Awaited<ReturnType<typeof startPages>>;
beforeAll(async () => {
  hub = await startPages({ seed: "people" });
  const id = await done(hub, "adviser", "logConcern", { ...concern, summary: SUMMARY });
  await done(hub, "adviser", "recordAwareness", { ...awareness, concern: id, bodies: [DFE] });
  await done(hub, "adviser", "proposeShare", { ...proposal, concern: id, body: DFE, answerBy: "2026-03-20" });
  const share = hub.hub.register.queries().findUnchecked(id)?.state().shares.at(-1)?.id;
  const of = { concern: id, share };
  await done(hub, "chief-executive", "statePosition", { ...of, position: "OBJECTS", statement: "It is in hand." });
  await done(hub, "second-adviser", "overrideObjection", { ...of, reason: "Children wait." });
  await done(hub, "adviser", "makeShare", of);
  // An overridden objection opens the share after some working days.
  hub.clock.set("2026-03-16T12:00:00.000Z");
});
afterAll(() => hub.close());

describe("The pages of a department", () => {
  it("lead from home to what is shared with it, with why, until when, and that the council objects", async () => {
    const home = await hub.open("department", "/");
    expect(home.html).toContain('<a class="govuk-link" href="/concerns">What is shared with Department for Education</a>');
    const { html } = await hub.open("department", "/concerns");
    expect(findInternal(html)).toEqual([]);
    for (const text of [SUMMARY, "Shared with Department for Education until 30 June 2026. So that support offered from"])
      expect(html).toContain(text);
    expect(html).toContain("The council objects to it.");
  });

  it("show others nothing of that share: neither another body nor the council's own people, who read it in full elsewhere", async () => {
    const inspectorate = await hub.open("inspectorate", "/concerns");
    expect(inspectorate.html).toContain("There is no concern that you may see.");
    for (const person of ["inspectorate", "chief-executive", "adviser", "cib-lead"]) {
      expect((await hub.open(person, "/concerns")).html, person).not.toContain("Shared with Department");
      expect((await hub.open(person, "/")).html, person).not.toContain("What is shared with Department");
    }
  });
});
