// What advisers do on pages with a concern that the council has not been told of: more time, opening its words, discarding it with a second adviser.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { awareness, concern } from "../examples/api-inputs.ts";
import { formWords } from "../helpers/form-words.ts";
import { openJourneys } from "../helpers/page-journeys.ts";
import { startPages } from "../helpers/pages.ts";
import { done } from "../helpers/send-command.ts";

const ENDS = ["more-time-to-tell", "open-words", "propose-discard", "discard"];
const UNKNOWN = "00000000-0000-4000-8000-000000000000";

let hub: Awaited<ReturnType<typeof startPages>>;
let journeys: ReturnType<typeof openJourneys>;
let id: string;
let page: string;
beforeAll(async () => {
  hub = await startPages();
  journeys = openJourneys(hub);
});
beforeEach(async () => {
  id = await done(hub, "adviser", "logConcern", { ...concern, summary: "Summary-mark: assessments are late in two teams." });
  page = `/concerns/${id}`;
});
afterAll(() => hub.close());

const offeredTo = async (person: string) => {
  const { html } = await hub.open(person, page);
  return ENDS.filter((end) => html.includes(`href="${page}/${end}"`));
};

describe("A concern that the council has not been told of", () => {
  it("says until when it is to be told, and offers each adviser what they can do, and nobody else anything", async () => {
    expect((await hub.open("adviser", page)).html).toContain("It is to be told by ");
    expect(await offeredTo("adviser")).toEqual(["propose-discard"]);
    expect(await offeredTo("second-adviser")).toEqual(["more-time-to-tell", "propose-discard"]);
    for (const person of ["chief-executive", "cib-lead", "adviser-london", "governance-officer"])
      for (const end of ["", ...ENDS.map((one) => `/${one}`)])
        expect((await hub.open(person, `${page}${end}`)).status, `${person} ${end}`).toBe(404);
    for (const person of ["chief-executive", "adviser-london"])
      for (const end of ENDS) {
        const words = {
          go: "send",
          key: `forged-${person}-${end}`,
          workingDays: "5",
          reason: "R",
          purpose: "TELL",
          ground: "IN_ERROR",
        };
        expect((await hub.submit(person, `${page}/${end}`, words)).status).toBe(404);
        expect((await hub.submit(person, `/concerns/${UNKNOWN}/${end}`, words)).status).toBe(404);
      }
  });

  it("gets more time once, from the second adviser, with a reason that stands on its page", async () => {
    const path = `${page}/more-time-to-tell`;
    const long = "x".repeat(100_000);
    const refused = await journeys.sendRefused("second-adviser", path, [{ workingDays: "5", reason: long }]);
    expect(formWords(refused.html)).toMatchObject({ reason: long, workingDays: "5" });
    const forged = await journeys.press("second-adviser", path, await hub.open("second-adviser", path), "next", {
      workingDays: "21",
      reason: "Reason-mark.",
    });
    expect([forged.status, forged.html.includes("Select how much more time is needed.")]).toEqual([422, true]);
    const { html } = await journeys.send("second-adviser", path, [{ workingDays: "5", reason: "Reason-mark <b>away</b>." }]);
    for (const text of ["Reason-mark &lt;b&gt;away&lt;/b&gt;.", "gave more time to tell the council", "cannot be extended again"])
      expect(html).toContain(text);
    expect((await hub.open("second-adviser", path)).status).toBe(404);
  });

  it("is discarded by a second adviser, not by the one who proposed it, and has no page for anybody after that", async () => {
    await journeys.send("adviser", `${page}/propose-discard`, [{ ground: "DID_NOT_STAND" }]);
    expect(await offeredTo("adviser")).toEqual(["propose-discard"]);
    expect((await hub.open("adviser", `${page}/discard`)).status).toBe(404);
    const { html } = await hub.open("second-adviser", page);
    expect(html).toMatch(/proposed on [^<]+ to discard it: It did not stand/);
    expect((await hub.open("second-adviser", "/tasks")).html).toContain(`href="${page}"`);
    const check = await hub.open("second-adviser", `${page}/discard`);
    expect(check.html).toContain("It did not stand");
    expect((await journeys.send("second-adviser", `${page}/discard`)).status).toBe(200);
    const again = await journeys.press("second-adviser", `${page}/discard`, check, "send", { key: "another-key" });
    expect(again.status).toBe(404);
    for (const person of ["adviser", "second-adviser"]) expect((await hub.open(person, page)).status).toBe(404);
  });

  it("is discarded although it is sent by somebody who had the page open for a while, unless the council was told meanwhile", async () => {
    await journeys.send("adviser", `${page}/propose-discard`, [{ ground: "IN_ERROR" }]);
    const check = await hub.open("second-adviser", `${page}/discard`);
    await done(hub, "adviser", "recordAwareness", { ...awareness, concern: id });
    const refused = await journeys.press("second-adviser", `${page}/discard`, check, "send");
    expect(refused.status).toBe(422);
    const last = await journeys.press("second-adviser", `${page}/discard`, refused, "send");
    expect(last.status).toBe(422);
    expect((await hub.open("adviser", page)).html).toContain("Summary-mark");
  });
});

describe("A concern whose last day to tell the council has passed", () => {
  it("shows its words to advisers once one of them has opened them for a purpose", async () => {
    const later = await startPages({ at: "2026-03-02T12:00:00.000Z" });
    const of = openJourneys(later);
    const old = await done(later, "adviser", "logConcern", { ...concern, summary: "Summary-mark: assessments are late." });
    later.clock.set("2027-03-01T12:00:00.000Z");
    const path = `/concerns/${old}`;
    const closed = await later.open("adviser", path);
    expect(closed.html).toContain("nobody reads what the concern says");
    expect(closed.html).not.toContain("Summary-mark");
    const { html } = await of.send("adviser", `${path}/open-words`, [{ purpose: "DISCARD" }]);
    expect(html).toContain("Summary-mark");
    expect(html).toContain("opened its words on 1 March 2027");
    expect((await later.open("second-adviser", path)).html).toContain("Summary-mark");
    await later.close();
  });
});
