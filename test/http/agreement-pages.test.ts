// What a council agrees to in advance, and asks to be shared, on pages.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { awareness, CIB, concern, TARROWSHIRE } from "../examples/api-inputs.ts";
import { formWords } from "../helpers/form-words.ts";
import { findEmbedded, findInternal } from "../helpers/page-markup.ts";
import { startPages } from "../helpers/pages.ts";
import { done } from "../helpers/send-command.ts";

type Words = Readonly<Record<string, string>>;
type Page = { readonly status: number; readonly headers: Headers; readonly html: string };

const LIST = `/councils/${TARROWSHIRE}/agreements`;
const STATEMENT = "So that <b>two</b> offers fit.";
const AGREED: readonly Words[] = [
  { strand: "CHILDRENS" },
  { body: CIB },
  { parts: "SUMMARY" },
  { purpose: "ALIGN_SUPPORT", statement: STATEMENT },
];

let hub: Awaited<ReturnType<typeof startPages>>;
beforeAll(async () => {
  hub = await startPages();
});
afterAll(() => hub.close());

const press = (page: Page, path: string, go: string, words: Words = {}, person = "chief-executive"): Promise<Page> =>
  hub.submit(person, path, { ...formWords(page.html), ...words, go });
async function answer(path: string, answers: readonly Words[], person = "chief-executive"): Promise<Page> {
  let page: Page = await hub.open(person, path);
  for (const words of answers) page = await press(page, path, "next", words, person);
  return page;
}

describe("What a council has agreed in advance", () => {
  it("is given on pages, once although it is sent twice, read there by the council, and ended", async () => {
    expect((await hub.open("chief-executive", `/councils/${TARROWSHIRE}/record`)).html).toContain(`href="${LIST}"`);
    const path = `${LIST}/new`;
    expect((await hub.open("chief-executive", LIST)).html).toContain(`href="${path}"`);
    const check = await answer(path, AGREED);
    for (const text of ["Check your answers", "&lt;b&gt;two&lt;/b&gt;", "Children&#39;s Improvement Board regional leads"])
      expect(check.html).toContain(text);
    expect((await hub.open("chief-executive", LIST)).html).not.toContain("two");
    for (let times = 0; times < 2; times += 1) expect((await press(check, path, "send")).headers.get("location")).toBe(LIST);
    const { html } = await hub.open("chief-executive", LIST);
    expect(html.split("&lt;b&gt;two&lt;/b&gt;")).toHaveLength(2);
    for (const text of [
      "In force",
      "Maren Tolliver (invented)",
      "Headline: council, strand, cause and stage. Summary: what was observed",
    ])
      expect(html, text).toContain(text);
    const [, end = ""] = /href="([^"]*\/end)"/.exec(html) ?? [];
    expect((await hub.open("monitoring-officer", LIST)).html).not.toContain(end);

    const ending = await answer(end, [{ statement: "Words-mark of the end." }]);
    expect((await press(ending, end, "send")).headers.get("location")).toBe(LIST);
    for (const person of ["chief-executive", "monitoring-officer"]) {
      const { html: after } = await hub.open(person, LIST);
      for (const text of ["Ended by", "Words-mark of the end."]) expect(after, person).toContain(text);
      expect(after).not.toContain(end);
    }
    expect((await hub.open("chief-executive", end)).status).toBe(404);
  });

  it("is not found by others, and given by those alone who may speak for the council", async () => {
    for (const [person, status, maySpeak] of [
      ["chief-executive", 200, true],
      ["leader", 200, true],
      ["monitoring-officer", 200, false],
      ["adviser", 404, false],
      ["cib-lead", 404, false],
      ["chief-executive-london", 404, false],
      ["governance-officer", 404, false],
    ] as const) {
      const { status: given, html } = await hub.open(person, LIST);
      expect([given, html.includes(`${LIST}/new`)], person).toEqual([status, maySpeak]);
      expect((await hub.open(person, `${LIST}/new`)).status, person).toBe(maySpeak ? 200 : 404);
    }
    for (const path of ["/councils/nowhere/agreements", "/councils/nowhere/agreements/new", `${LIST}/nothing/end`])
      expect((await hub.open("chief-executive", path)).status).toBe(404);
  });

  it("cannot be given with an answer missing, and offers the bodies of the strand; what was written is kept", async () => {
    const path = `${LIST}/new`;
    const unsaid = await answer(path, [...AGREED.slice(0, 3), { purpose: "", statement: STATEMENT }]);
    expect([unsaid.status, unsaid.html]).toEqual([422, expect.stringContaining("Select the purpose.")]);
    expect(unsaid.html).toContain("&lt;b&gt;two&lt;/b&gt;");
    const strand = await answer(path, [{ strand: "ADULTS" }]);
    expect(strand.html).not.toContain(`value="${CIB}"`);
    expect(strand.html).toContain('value="adass-east-midlands"');
  });

  it("has no id and no enumeration as text, and nothing embedded, like the pages that lead there", async () => {
    const path = `${LIST}/new`;
    const pages = [await hub.open("chief-executive", LIST), await answer(path, []), await answer(path, AGREED)];
    for (const { status, html } of pages) expect([status, findEmbedded(html), findInternal(html)]).toEqual([200, [], []]);
  });
});

describe("A council that wants a concern to be shared", () => {
  const until = { "until-day": "30", "until-month": "6", "until-year": "2026" };
  const WANTED: readonly Words[] = [
    { body: CIB },
    { parts: "SUMMARY", ...until },
    { purpose: "ALIGN_SUPPORT", explanation: STATEMENT },
  ];

  it("asks for that on pages, and the adviser reads it on the concern's page", async () => {
    const id = await done(hub, "adviser", "logConcern", concern);
    await done(hub, "adviser", "recordAwareness", { ...awareness, concern: id });
    const path = `/concerns/${id}/request-share`;
    expect((await hub.open("chief-executive", `/concerns/${id}`)).html).toContain(`href="${path}"`);
    const wrong = await answer(path, [{ body: CIB }, { parts: "SUMMARY", ...until, "until-month": "13" }]);
    expect([wrong.status, wrong.html]).toEqual([
      422,
      expect.stringContaining("Enter a real date for the last day of the share."),
    ]);
    const past = await press(
      await answer(path, [WANTED[0] ?? {}, { ...WANTED[1], "until-year": "2020" }, WANTED[2] ?? {}]),
      path,
      "send",
    );
    expect([past.status, past.html]).toEqual([422, expect.stringContaining("&lt;b&gt;two&lt;/b&gt;")]);
    const check = await answer(path, WANTED);
    for (const { html } of [check, wrong]) expect([findEmbedded(html), findInternal(html)]).toEqual([[], []]);
    for (let times = 0; times < 2; times += 1)
      expect((await press(check, path, "send")).headers.get("location")).toBe(`/concerns/${id}`);
    for (const person of ["chief-executive", "adviser"]) {
      const { html } = await hub.open(person, `/concerns/${id}`);
      expect(html, person).toContain("What the council asked to be shared");
      expect(html.split("What the council asked to be shared")[1]).toContain("&lt;b&gt;two&lt;/b&gt;");
    }
    for (const person of ["monitoring-officer", "adviser", "cib-lead", "chief-executive-london"])
      expect((await hub.open(person, path)).status, person).toBe(404);
    expect((await hub.open("adviser", `/concerns/${id}`)).html).toContain("/decline");
    expect((await hub.open("adviser", `/concerns/${id}/print`)).html).not.toContain("/decline");

    const { html } = await hub.open("chief-executive", `/concerns/${id}`);
    const [, withdrawal = ""] = /href="([^"]*\/requests\/[^"]*\/withdraw)"/.exec(html) ?? [];
    for (const person of ["monitoring-officer", "adviser", "cib-lead"])
      expect((await hub.open(person, withdrawal)).status, person).toBe(404);
    const asked = await hub.open("chief-executive", withdrawal);
    expect((await press(asked, withdrawal, "send")).headers.get("location")).toBe(`/concerns/${id}`);
    expect((await hub.open("chief-executive", `/concerns/${id}`)).html).not.toContain(withdrawal);
    expect((await hub.open("chief-executive", withdrawal)).status).toBe(404);
  });
});
