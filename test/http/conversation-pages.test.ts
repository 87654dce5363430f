// The conversation with a council on pages: who leads it, approaches and visits, and whom the council lets learn from it, as a browser sends them without
// JavaScript.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { approach, CIB, TARROWSHIRE } from "../examples/api-inputs.ts";
import { formWords } from "../helpers/form-words.ts";
import { findEmbedded, findInternal } from "../helpers/page-markup.ts";
import { startPages } from "../helpers/pages.ts";
import { command, done } from "../helpers/send-command.ts";

type Words = Readonly<Record<string, string>>;
type Page = { readonly status: number; readonly headers: Headers; readonly html: string };

const COUNCIL = `/councils/${TARROWSHIRE}`;
const day = (field: string, date: string): Words => ({
  ...{ [`${field}-day`]: date, [`${field}-month`]: "5", [`${field}-year`]: "2026" },
});
const DAYS = { ...day("from", "11"), ...day("to", "12") };

let hub: Awaited<ReturnType<typeof startPages>>;
beforeAll(async () => {
  hub = await startPages();
});
afterAll(() => hub.close());

const state = () => hub.hub.council.queries().findUnchecked(TARROWSHIRE);
const open = async (person: string, path = COUNCIL): Promise<string> => (await hub.open(person, path)).html;
const press = (page: Page, path: string, go: string, words: Words, person: string): Promise<Page> =>
  hub.submit(person, path, { ...formWords(page.html), ...words, go });
async function answer(person: string, path: string, answers: readonly Words[]): Promise<Page> {
  let page: Page = await hub.open(person, path);
  for (const words of answers) page = await press(page, path, "next", words, person);
  return page;
}
const send = async (person: string, path: string, answers: readonly Words[]): Promise<Page> =>
  press(await answer(person, path, answers), path, "send", {}, person);
const expectClean = ({ status, html }: Page): void =>
  expect([status, findEmbedded(html), findInternal(html)]).toEqual([200, [], []]);

describe("Who leads the conversation with a council", () => {
  it("is named and ended by an adviser of the region, and by nobody else", async () => {
    await command(hub, "adviser", "endLead", { council: TARROWSHIRE, reason: "It starts anew." });
    const path = `${COUNCIL}/lead`;
    expect(await open("adviser")).toContain(`href="${path}"`);
    const asked = await hub.open("adviser", path);
    expectClean(asked);
    const forged = await answer("adviser", path, [{ person: "cib-lead" }]);
    expect([forged.status, forged.html]).toEqual([422, expect.stringContaining("Select the adviser.")]);
    expect((await send("adviser", path, [{ person: "second-adviser" }])).headers.get("location")).toBe(COUNCIL);
    expect(state().lead?.person).toBe("second-adviser");
    expect((await hub.open("adviser", path)).status).toBe(404);
    const end = `${path}/end`;
    for (const person of ["chief-executive", "cib-lead", "adviser-london", "department"])
      for (const page of [path, end]) expect((await hub.open(person, page)).status, `${person} ${page}`).toBe(404);
    expect((await send("adviser", end, [{ reason: "Another region." }])).status).toBe(303);
    expect(state().lead).toBeUndefined();
  });
});

describe("An approach to a council", () => {
  it("is planned by an adviser and by a lead, each for their own body, once they know of the others", async () => {
    await done(hub, "adviser", "nameLead", { council: TARROWSHIRE, person: "second-adviser" });
    const path = `${COUNCIL}/approaches/new`;
    expect(await open("adviser")).toContain(`href="${path}"`);
    const who = { body: "lga", kind: "VISIT", strand: "CHILDRENS" };
    expectClean(await answer("adviser", path, [who]));
    const sent = await send("adviser", path, [who, DAYS, { about: "About-mark <b>of</b> the visit." }, { leadConsulted: "yes" }]);
    expect(sent.status).toBe(303);
    expect(state().approaches.at(-1)).toMatchObject({ body: "lga", leadConsulted: true, from: "2026-05-11" });

    const other = await answer("cib-lead", path, [{ ...who, body: "lga" }]);
    expect([other.status, other.html]).toEqual([422, expect.stringContaining("Select who approaches.")]);
    const mine = [{ ...who, body: CIB }, DAYS, { about: "Lead-mark" }];
    const refused = await send("cib-lead", path, [...mine, { leadConsulted: "yes" }]);
    expect([refused.status, refused.html]).toEqual([422, expect.stringContaining("11 May 2026")]);
    expect(refused.html).toContain("Lead-mark");
    const known = state().approaches.at(-1)?.approach ?? "";
    expect((await send("cib-lead", path, [...mine, { leadConsulted: "yes", knowing: known }])).status).toBe(303);
    expect(state().approaches.at(-1)).toMatchObject({ body: CIB, knowing: [known] });
    expect(await open("adviser")).toContain("About-mark &lt;b&gt;of&lt;/b&gt; the visit.");
    for (const person of ["chief-executive", "adviser-london", "department", "governance-officer"])
      expect((await hub.open(person, path)).status, person).toBe(404);
  });

  it("is cancelled once, with a reason, by whoever planned it and by nobody else", async () => {
    await done(hub, "adviser", "planApproach", {
      ...{ ...approach, leadConsulted: true, knowing: state().approaches.map((one) => one.approach) },
    });
    const path = `${COUNCIL}/approaches/${state().approaches.at(-1)?.approach}/cancel`;
    expect(await open("adviser")).toContain(`href="${path}"`);
    expect(await open("cib-lead")).not.toContain(`href="${path}"`);
    for (const person of ["cib-lead", "chief-executive", "adviser-london"])
      expect((await hub.open(person, path)).status, person).toBe(404);
    const check = await answer("adviser", path, [{ reason: "Reason-mark" }]);
    for (const times of [1, 2]) expect([times, (await press(check, path, "send", {}, "adviser")).status]).toEqual([times, 303]);
    for (const gone of [path, `${COUNCIL}/approaches/nothing/cancel`]) expect((await hub.open("adviser", gone)).status).toBe(404);
  });
});

describe("A council that lets others learn from it", () => {
  it("says whom they may contact, and takes that back", async () => {
    const list = `${COUNCIL}/supports`;
    const path = `${COUNCIL}/practice-contacts/new`;
    expect(await open("chief-executive", list)).toContain(`href="${path}"`);
    expect(await open("adviser", list)).not.toContain("practice-contacts");
    const written = [
      { strand: "CHILDRENS", cause: "SERVICE_PERFORMANCE" },
      { contact: "Contact-mark (invented)", learned: "Learned-mark <b>six</b> weeks." },
    ];
    expectClean(await answer("chief-executive", path, written));
    expect((await send("chief-executive", path, written)).headers.get("location")).toBe(list);
    const shown = await open("chief-executive", list);
    for (const text of ["Contact-mark", "Learned-mark &lt;b&gt;six&lt;/b&gt;"]) expect(shown).toContain(text);
    for (const person of ["adviser", "cib-lead"]) expect(await open(person, list)).not.toContain("Learned-mark");
    const back = `${COUNCIL}/practice-contacts/${state().contacts.at(-1)?.contact}/take-back`;
    expect(shown).toContain(`href="${back}"`);
    for (const person of ["adviser", "cib-lead", "monitoring-officer", "chief-executive-london"])
      for (const page of [path, back]) expect((await hub.open(person, page)).status, `${person} ${page}`).toBe(404);
    const asked = await hub.open("leader", back);
    for (const times of [1, 2]) expect([times, (await press(asked, back, "send", {}, "leader")).status]).toEqual([times, 303]);
    expect(state().contacts.at(-1)?.takenBack).toBeDefined();
    expect(await open("leader", list)).toContain("Taken back on");
    expect((await hub.open("leader", back)).status).toBe(404);
  });
});
