// Everybody declares their interests on pages, and the council and its advisers see on theirs who has one.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { awareness, CIB, concern, EAST_MIDLANDS, proposal, TARROWSHIRE } from "../examples/api-inputs.ts";
import { formWords } from "../helpers/form-words.ts";
import { headingOf, openJourneys } from "../helpers/page-journeys.ts";
import { findEmbedded, findInternal } from "../helpers/page-markup.ts";
import { startPages } from "../helpers/pages.ts";
import { done } from "../helpers/send-command.ts";

const PAGE = "/your-interests";
const DECLARE = "/your-interests/declare";
const SOME = { answer: "some" };
/** People of the demonstration have declared theirs. */
const NEW_LEAD = "new-lead";
const SILENT_LEAD = "silent-lead";
const MARK = "Interest-mark <b>lead member</b>";

let hub: Awaited<ReturnType<typeof startPages>>;
let journeys: ReturnType<typeof openJourneys>;
beforeAll(async () => {
  hub = await startPages();
  journeys = openJourneys(hub);
  const role = { role: "CIB_LEAD", regions: [EAST_MIDLANDS], from: "2026-03-01", until: "2028-03-01" };
  for (const person of [NEW_LEAD, SILENT_LEAD]) {
    await done(hub, "administrator", "registerPerson", { person, name: `Ottilie of ${person} (invented)` });
    await done(hub, "administrator", "startAssignment", { person, ...role });
  }
});
afterAll(() => hub.close());

const ownPage = async (person: string) => {
  const { html, status } = await hub.open(person, PAGE);
  expect([status, findEmbedded(html), findInternal(html)]).toEqual([200, [], []]);
  return html;
};

describe("The page of one's own interests", () => {
  it("is where the task leads, and nothing to declare is an answer", async () => {
    expect((await hub.open(NEW_LEAD, "/tasks")).html).toContain(`href="${PAGE}">Say by 16 March 2026 which council is your home`);
    expect(await ownPage(NEW_LEAD)).toContain("You have not declared your interests yet.");
    const { html } = await journeys.send(NEW_LEAD, DECLARE, [{ answer: "none" }]);
    expect(html).toContain("You had nothing to declare.");
    expect((await hub.open(NEW_LEAD, "/tasks")).html).not.toContain("which council is your home");
  });

  it("shows the offices that count in any case, to everybody who is registered, and is not found by others", async () => {
    expect(await ownPage("chief-executive")).toContain("because you hold an office in them");
    expect((await hub.open("chief-executive", "/")).html).toContain(`href="${PAGE}"`);
    for (const path of [PAGE, DECLARE]) expect((await hub.open("somebody-unknown", path)).status).toBe(404);
    expect((await hub.submit("somebody-unknown", DECLARE, { go: "send", answer: "none", key: "k" })).status).toBe(404);
  });

  it("asks for a council where somebody has something to declare, and for councils of a region that they select", async () => {
    const where = await journeys.press("second-adviser", DECLARE, await hub.open("second-adviser", DECLARE), "next", SOME);
    const again = await journeys.press("second-adviser", DECLARE, where, "next");
    expect([again.status, again.html.includes("Select your home council, or a region.")]).toEqual([422, true]);
    const which = await journeys.press("second-adviser", DECLARE, again, "next", { regions: EAST_MIDLANDS });
    expect(headingOf(which)).toBe("In which councils do you have an interest?");
    expect(which.html).toContain(`value="${TARROWSHIRE}"`);
    const forged = await journeys.press("second-adviser", DECLARE, which, "next", { councils: "E09000033" });
    expect(forged.html).toContain("Select at least one council");
    expect(formWords(forged.html)).toMatchObject({ answer: "some", regions: EAST_MIDLANDS });
  });

  it("keeps the words that are too long, beside the sentence that says so", async () => {
    const long = "x".repeat(100_000);
    const refused = await journeys.sendRefused("second-adviser", DECLARE, [SOME, { home: TARROWSHIRE }, { about: long }]);
    expect(refused.html).toContain('value="change-about"');
    expect(formWords(refused.html).about).toBe(long);
  });
});

describe("An interest that is declared on the page", () => {
  it("keeps a lead from the concern, and is named to the council and its advisers without its words", async () => {
    const id = await done(hub, "adviser", "logConcern", concern);
    await done(hub, "adviser", "recordAwareness", { ...awareness, concern: id });
    await done(hub, "adviser", "proposeShare", { ...proposal, concern: id });
    const share = hub.hub.register.queries().findUnchecked(id)?.state().shares.at(-1)?.id;
    await done(hub, "chief-executive", "statePosition", { concern: id, share, position: "AGREES" });
    await done(hub, "adviser", "makeShare", { concern: id, share });
    expect((await hub.open("cib-lead", `/concerns/${id}`)).status).toBe(200);

    expect((await hub.open(NEW_LEAD, `/concerns/${id}`)).status).toBe(200);
    const { html } = await journeys.send("cib-lead", DECLARE, [SOME, { home: TARROWSHIRE }, { about: MARK }]);
    expect(html).toContain("Interest-mark &lt;b&gt;lead member&lt;/b&gt;");
    expect((await hub.open("cib-lead", `/concerns/${id}`)).status).toBe(404);
    for (const person of ["adviser", "chief-executive"]) {
      const { html: shared } = await hub.open(person, `/concerns/${id}/shares/${share}`);
      expect(shared).toContain("because of an interest in this council");
      const { html: read } = await hub.open(person, `/concerns/${id}`);
      for (const page of [shared, read]) expect(page).not.toContain("Interest-mark");
    }
    const undeclared = "Ottilie of silent-lead (invented) (has not declared their interests within a year)";
    expect((await hub.open("chief-executive", `/concerns/${id}`)).html).toContain(undeclared);
    await journeys.send("adviser", DECLARE, [SOME, { home: "", regions: EAST_MIDLANDS }, { councils: TARROWSHIRE }, {}]);
    expect((await hub.open("chief-executive", `/concerns/${id}`)).html).toContain("(has an interest in this council)");
    expect(CIB).toBe(proposal.body);
    expect((await hub.open("governance-officer", "/people/cib-lead")).html).toContain("Interest-mark");
  });
});
