// The officers of a council on pages: who holds which office, whom its chief executive and its monitoring officer name, and whose office they end; as a
// browser sends it without JavaScript.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { TARROWSHIRE } from "../examples/api-inputs.ts";
import { dateWords, openJourneys } from "../helpers/page-journeys.ts";
import { findEmbedded, findInternal } from "../helpers/page-markup.ts";
import { startPages } from "../helpers/pages.ts";

const PATH = `/councils/${TARROWSHIRE}/officers`;
const NEW = `${PATH}/new`;
const days = { ...dateWords("from", "2", "3", "2026"), ...dateWords("until", "31", "12", "2026") };
const SOMEBODY_ELSE = { who: " somebody-else" };
const OTHERS = [
  "adviser",
  "cib-lead",
  "leader-ambleford",
  "chief-executive-london",
  "department",
  "governance-officer",
  "somebody-unknown",
];

let hub: Awaited<ReturnType<typeof startPages>>;
let journeys: ReturnType<typeof openJourneys>;
beforeAll(async () => {
  hub = await startPages({ seed: "people" });
  journeys = openJourneys(hub);
});
afterAll(() => hub.close());

const officesOf = (person: string) => hub.hub.people.queries().viewer(person)?.assignments ?? [];
const endOf = (html: string, name: string): string =>
  new RegExp(`${name}[\\s\\S]*?href="(/councils/[^"]+/end)"`).exec(html)?.[1] ?? expect.fail(name);

describe("The page of a council's officers", () => {
  it("lists them for everybody who holds an office in the council, and for nobody else", async () => {
    for (const person of ["chief-executive", "leader", "section-151-officer", "monitoring-officer", "director-adults"]) {
      expect((await hub.open(person, "/")).html, person).toContain(`href="${PATH}"`);
      const { status, html } = await hub.open(person, PATH);
      expect([status, findEmbedded(html), findInternal(html)], person).toEqual([200, [], []]);
      expect(html, person).toContain("Delphine Orr");
      expect(html.includes(`href="${NEW}"`), person).toBe(person === "chief-executive" || person === "monitoring-officer");
    }
    for (const person of OTHERS)
      for (const path of [PATH, NEW, `${PATH}/nothing/end`])
        expect((await hub.open(person, path)).status, `${person} ${path}`).toBe(404);
    for (const person of ["leader", "section-151-officer"]) expect((await hub.open(person, NEW)).status, person).toBe(404);
  });
});

describe("Naming an officer", () => {
  it("of whom the hub knows nothing takes a name and an account id, and only the questions that the office has", async () => {
    const who = { name: "Ada <b>Moss</b>", person: "ada-moss" };
    const check = await journeys.answer("monitoring-officer", NEW, [
      SOMEBODY_ELSE,
      who,
      { office: "LEAD_MEMBER" },
      { strands: "ADULTS", speaks: "yes" },
      days,
    ]);
    expect(check.html).toContain("Ada &lt;b&gt;Moss");
    const page = await journeys.send("monitoring-officer", NEW, [
      SOMEBODY_ELSE,
      who,
      { office: "LEAD_MEMBER" },
      { strands: "ADULTS", speaks: "yes" },
      days,
    ]);
    expect(page.html).toContain("Ada &lt;b&gt;Moss");
    expect(page.html).not.toContain("ada-moss");
    expect(officesOf("ada-moss")).toMatchObject([
      { role: "lead-member", strands: ["adults"], speaks: true, council: TARROWSHIRE },
    ]);
    const director = await journeys.answer("chief-executive", NEW, [
      ...[SOMEBODY_ELSE, { name: "Ivo Hale", person: "ivo-hale" }],
      ...[{ office: "DIRECTOR_OF_CHILDRENS_SERVICES" }, {}, days],
    ]);
    expect(director.html).not.toContain("Strands");
  });

  it("whom the council has already takes no name, and keeps theirs whatever a form says", async () => {
    const who = { who: "section-151-officer" };
    const answers = [who, { office: "CHIEF_EXECUTIVE" }, { acting: "yes" }, days];
    const check = await journeys.answer("chief-executive", NEW, answers);
    const sent = await journeys.press("chief-executive", NEW, check, "send", { person: "leader", name: "Somebody else" });
    expect(sent.status).toBe(303);
    expect(officesOf("section-151-officer").at(-1)).toMatchObject({ role: "chief-executive", acting: true });
    expect(hub.hub.people.queries().viewer("section-151-officer")?.name).toContain("Delphine Orr");
    expect(officesOf("leader").some(({ role }) => role === "chief-executive")).toBe(false);
  });

  it("is refused for the chief executive's own office, oneself, and somebody who acts for a body, with the words kept", async () => {
    const head = await journeys.sendRefused("chief-executive", NEW, [{ who: "leader" }, { office: "CHIEF_EXECUTIVE" }, {}, days]);
    expect(head.html).toContain("There is a problem");
    expect(head.html).toContain('value="CHIEF_EXECUTIVE"');
    const own = await journeys.press("chief-executive", NEW, await hub.open("chief-executive", NEW), "next", {
      who: "chief-executive",
    });
    expect([own.status, own.html]).toEqual([422, expect.stringContaining("Select who you name.")]);
    for (const person of ["chief-executive", "cib-lead"]) {
      const before = officesOf(person);
      const who = { name: "Of no use", person };
      const refused = await journeys.sendRefused("chief-executive", NEW, [
        SOMEBODY_ELSE,
        who,
        { office: "NOMINATED_OFFICER" },
        { strands: "ADULTS" },
        days,
      ]);
      expect(refused.html).toContain("Of no use");
      expect(officesOf(person)).toEqual(before);
    }
  });
});

describe("Ending an officer's office", () => {
  it("is offered for the officers whom the council keeps, takes a reason that stays shown, and is done once", async () => {
    const { html } = await hub.open("chief-executive", PATH);
    expect(html).not.toMatch(/Gareth Pell[\s\S]{0,600}?\/end"/);
    const end = endOf(html, "Yasmin Corrie");
    for (const person of ["leader", "director-adults", ...OTHERS]) expect((await hub.open(person, end)).status, person).toBe(404);
    // Of another council, under the address of one's own.
    const [other] = officesOf("leader-ambleford");
    expect((await hub.open("chief-executive", `${PATH}/${other?.assignment}/end`)).status).toBe(404);
    const check = await journeys.answer("chief-executive", end, [{ reason: "Reason-mark <i>" }]);
    const after = await journeys.press("chief-executive", end, check, "send", { person: "leader", office: "LEADER" });
    expect(after.status).toBe(303);
    expect(officesOf("leader").every(({ ended }) => !ended)).toBe(true);
    expect(officesOf("director-adults").every(({ ended }) => ended)).toBe(true);
    const page = (await hub.open("chief-executive", PATH)).html;
    expect(page).toContain("Reason-mark &lt;i&gt;");
    expect(page).not.toContain(`href="${end}"`);
    expect((await hub.open("director-adults", PATH)).status).toBe(404);
  });
});
