// Support is offered on pages, from those of a council and from a concern, as a browser sends them without JavaScript.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CIB, concern, TARROWSHIRE } from "../examples/api-inputs.ts";
import { formWords } from "../helpers/form-words.ts";
import { findEmbedded, findInternal } from "../helpers/page-markup.ts";
import { startPages } from "../helpers/pages.ts";
import { done } from "../helpers/send-command.ts";

type Words = Readonly<Record<string, string>>;
type Page = { readonly status: number; readonly headers: Headers; readonly html: string };

const LIST = `/councils/${TARROWSHIRE}/supports`;
const PATH = `${LIST}/new`;
const day = (field: string, [year, month, date]: readonly [string, string, string]): Words => ({
  ...{ [`${field}-day`]: date, [`${field}-month`]: month, [`${field}-year`]: year },
});
const STRAND = { strand: "CHILDRENS" };
const DAYS = {
  ...{ ...day("from", ["2026", "3", "10"]), ...day("until", ["2026", "12", "31"]), ...day("answerBy", ["2026", "3", "20"]) },
};
/** What is written, a page each, after the strand. */
const WRITTEN: readonly Words[] = [
  { toldName: "Maren Tolliver (invented)", offeredTo: "CHIEF_EXECUTIVE" },
  { channel: "IN_PERSON", ...day("offeredOn", ["2026", "3", "1"]) },
  { kind: "PACKAGE", provider: "lga", lead: "Lead-mark (invented)" },
  { causes: "SERVICE_PERFORMANCE", aim: "Aim-mark <b>two</b> teams." },
  DAYS,
  { shownTo: CIB },
];

let hub: Awaited<ReturnType<typeof startPages>>;
beforeAll(async () => {
  hub = await startPages();
});
afterAll(() => hub.close());

const press = (page: Page, path: string, go: string, words: Words = {}, person = "adviser"): Promise<Page> =>
  hub.submit(person, path, { ...formWords(page.html), ...words, go });
async function answer(path: string, answers: readonly Words[], person = "adviser"): Promise<Page> {
  let page: Page = await hub.open(person, path);
  for (const words of answers) page = await press(page, path, "next", words, person);
  return page;
}
const offered = (page: Page) =>
  hub.hub.support.queries().findUnchecked((page.headers.get("location") ?? "").replace("/supports/", ""));

describe("An offer of support on pages", () => {
  it("is found on the pages of a council, checked, and recorded once; the council finds it among its tasks", async () => {
    for (const from of [LIST, `/councils/${TARROWSHIRE}`])
      expect((await hub.open("adviser", from)).html, from).toContain(`href="${PATH}"`);
    const check = await answer(PATH, [STRAND, ...WRITTEN]);
    for (const text of [
      "Check your answers",
      "Aim-mark &lt;b&gt;two&lt;/b&gt;",
      "Lead-mark",
      "20 March 2026",
      "Local Government Association",
    ])
      expect(check.html, text).toContain(text);
    const sent = [await press(check, PATH, "send"), await press(check, PATH, "send")];
    expect(sent.map(({ status }) => status)).toEqual([303, 303]);
    const [first, second] = sent.map((page) => page.headers.get("location"));
    expect(second).toBe(first);
    expect(offered(sent[0] as Page)).toMatchObject({
      council: TARROWSHIRE,
      strand: "childrens",
      provider: "lga",
      shownTo: [CIB],
    });
    expect((await hub.open("chief-executive", "/tasks")).html).toContain(`href="${first}"`);
    expect((await hub.open("chief-executive", first ?? "")).html).toContain("Aim-mark &lt;b&gt;two&lt;/b&gt;");
    for (const [person, status] of [
      ["cib-lead", 200],
      ["adviser-london", 404],
      ["department", 404],
    ] as const) {
      const { status: given, html } = await hub.open(person, first ?? "");
      expect([given, html.includes("Aim-mark")], person).toEqual([status, false]);
    }
  });

  it("is made by a provider for itself alone, and by nobody else", async () => {
    expect((await hub.open("cib-lead", LIST)).html).toContain(`href="${PATH}"`);
    const kinds = await answer(PATH, [STRAND, ...WRITTEN.slice(0, 2)], "cib-lead");
    expect([kinds.html.includes(`value="${CIB}"`), kinds.html.includes('value="lga"')]).toEqual([true, false]);
    const forged = await press(kinds, PATH, "next", WRITTEN[2], "cib-lead");
    expect([forged.status, forged.html]).toEqual([422, expect.stringContaining("Select who provides it.")]);
    for (const person of [
      "chief-executive",
      "department",
      "panel-member",
      "governance-officer",
      "adviser-london",
      "somebody-unknown",
    ]) {
      expect((await hub.open(person, PATH)).status, person).toBe(404);
      expect((await hub.open(person, LIST)).html, person).not.toContain(PATH);
    }
    expect((await hub.open("adviser", "/councils/X99999999/supports/new")).status).toBe(404);
  });

  it("comes back with the hub's sentences beside what was written", async () => {
    const days = { ...DAYS, ...day("until", ["2026", "3", "9"]), ...day("answerBy", ["2026", "3", "1"]) };
    const check = await answer(PATH, [STRAND, ...WRITTEN.slice(0, 4), days, {}]);
    const refused = await press(check, PATH, "send");
    expect(refused.status).toBe(422);
    for (const text of ["The last day must be the same as or after the first day.", "3 March 2026", "Aim-mark &lt;b&gt;two"])
      expect(refused.html, text).toContain(text);
    const again = await press(await press(refused, PATH, "change-days"), PATH, "next", DAYS);
    expect((await press(again, PATH, "send")).status).toBe(303);
    const long = await press(check, PATH, "send", { aim: "x".repeat(100_000), key: "another" });
    expect(long.status).toBe(422);
  });

  it("has no id and no enumeration as text, and nothing embedded", async () => {
    for (let count = 0; count <= WRITTEN.length + 1; count += 1) {
      const { status, html } = await answer(PATH, [STRAND, ...WRITTEN].slice(0, count));
      expect([count, status, findEmbedded(html), findInternal(html)]).toEqual([count, 200, [], []]);
    }
  });
});

describe("An offer of support on a concern", () => {
  it("is of the concern's council and strand, whatever a form says, and is for those who see the concern and may offer", async () => {
    const id = await done(hub, "adviser", "logConcern", concern);
    const path = `/concerns/${id}/support`;
    expect((await hub.open("adviser", `/concerns/${id}`)).html).toContain(`href="${path}"`);
    const check = await answer(path, WRITTEN);
    expect(check.html).toContain("Check your answers");
    const sent = await press(check, path, "send", { council: "X00000001", strand: "ADULTS" });
    expect([sent.status, offered(sent)?.council, offered(sent)?.strand]).toEqual([303, TARROWSHIRE, "childrens"]);
    for (const person of ["chief-executive", "cib-lead", "adviser-london", "governance-officer"]) {
      expect((await hub.open(person, path)).status, person).toBe(404);
      expect((await hub.open(person, `/concerns/${id}`)).html, person).not.toContain(path);
    }
  });
});
