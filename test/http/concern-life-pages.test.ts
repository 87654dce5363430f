// What advisers record of a concern on pages alone: conversations, further evidence, how it is concluded, that it is closed and reopened.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { MAX_NARRATIVE } from "../../text/limits.ts";
import { awareness, CIB, concern, conclusions, councilEvidence, offer } from "../examples/api-inputs.ts";
import { formWords } from "../helpers/form-words.ts";
import { findEmbedded, findInternal } from "../helpers/page-markup.ts";
import { startPages } from "../helpers/pages.ts";
import { done } from "../helpers/send-command.ts";

type Words = Readonly<Record<string, string>>;
type Page = { readonly status: number; readonly headers: Headers; readonly html: string };

let hub: Awaited<ReturnType<typeof startPages>>;
beforeAll(async () => {
  hub = await startPages();
});
afterAll(() => hub.close());

const PAGES = ["conversation", "evidence", "conclude", "close", "reopen"];
const dateWords = (name: string, day: string, month: string, year: string): Words => ({
  [`${name}-day`]: day,
  [`${name}-month`]: month,
  [`${name}-year`]: year,
});
async function told(): Promise<string> {
  const id = await done(hub, "adviser", "logConcern", concern);
  await done(hub, "adviser", "recordAwareness", { ...awareness, concern: id });
  return id;
}
const evidenceOf = (id: string): string =>
  hub.hub.register.queries().findUnchecked(id)?.state().evidence[0]?.evidence ?? expect.fail("There is no evidence.");
const press = (page: Page, path: string, go: string, words: Words = {}): Promise<Page> =>
  hub.submit("adviser", path, { ...formWords(page.html), ...words, go });
async function answer(path: string, answers: readonly Words[]): Promise<Page> {
  let page = await hub.open("adviser", path);
  for (const words of answers) page = await press(page, path, "next", words);
  expect(page.html).toContain("Check your answers");
  expect([findEmbedded(page.html), findInternal(page.html)]).toEqual([[], []]);
  return page;
}
/** Sends all answers twice, which is done once, and returns the concern's page after that. */
async function sendTwice(id: string, path: string, check: Page): Promise<string> {
  for (const { status, headers } of [await press(check, path, "send"), await press(check, path, "send")])
    expect([status, headers.get("location")]).toEqual([303, `/concerns/${id}`]);
  return (await hub.open("adviser", `/concerns/${id}`)).html;
}
const countOf = (html: string, text: string): number => html.split(text).length - 1;
const offered = (id: string, html: string) => PAGES.filter((end) => html.includes(`href="/concerns/${id}/${end}"`));

describe("An adviser records a conversation on pages", () => {
  const ANSWERS: readonly Words[] = [
    { ...dateWords("heldOn", "1", "3", "2026"), channel: "TELEPHONE" },
    { offices: "CHIEF_EXECUTIVE", people: "Maren Tolliver (invented)" },
    { liaison: CIB },
    { discussed: "Discussed-mark <b>two</b> teams." },
    { agreed: "Agreed-mark & more.", nextStep: "Next-mark.", ...dateWords("nextStepBy", "20", "3", "2026") },
  ];

  it("which the council reads, and nobody else, and is reminded of the next step", async () => {
    const id = await told();
    const path = `/concerns/${id}/conversation`;
    const html = await sendTwice(id, path, await answer(path, ANSWERS));
    expect(countOf(html.slice(0, html.indexOf("All that happened")), "Discussed-mark &lt;b&gt;two&lt;/b&gt;")).toBe(1);
    const { html: read } = await hub.open("chief-executive", `/concerns/${id}`);
    for (const text of ["1 March 2026", "Telephone", "Agreed-mark &amp; more.", "Next-mark.", "20 March 2026"])
      expect(read).toContain(text);
    expect((await hub.open("cib-lead", `/concerns/${id}`)).status).toBe(404);
  });

  it("and mends the day that the hub refuses, with all words kept", async () => {
    const id = await told();
    const path = `/concerns/${id}/conversation`;
    const check = await answer(path, ANSWERS);
    const refused = await press(check, path, "send", dateWords("heldOn", "1", "3", "2027"));
    expect([refused.status, refused.html.includes('value="change-when"')]).toEqual([422, true]);
    expect(formWords(refused.html)).toMatchObject({ agreed: "Agreed-mark & more.", people: "Maren Tolliver (invented)" });
    expect((await press(refused, path, "send", dateWords("heldOn", "1", "3", "2026"))).status).toBe(303);
  });
});

describe("An adviser adds evidence on pages", () => {
  const ANSWERS: readonly Words[] = [
    { kind: "AUDIT_REPORT" },
    { account: "Account-mark <i>of</i> the auditor." },
    { source: "Source-mark (invented)", reference: "", protected: "yes" },
    { ...dateWords("evidenceFrom", "1", "4", "2025"), ...dateWords("evidenceTo", "30", "9", "2025") },
    { sourceGrading: "GRADE_1", contentGrading: "A" },
    { handling: "P", conditions: "" },
    {},
  ];

  it("which the council reads without the protected source, and is to be told of", async () => {
    const id = await told();
    const path = `/concerns/${id}/evidence`;
    const html = await sendTwice(id, path, await answer(path, ANSWERS));
    for (const text of ["Account-mark &lt;i&gt;of&lt;/i&gt;", "Source-mark"]) expect(html).toContain(text);
    expect((await hub.open("adviser", "/")).html).toContain(`href="/concerns/${id}"`);
    const { html: read } = await hub.open("chief-executive", `/concerns/${id}`);
    expect([read.includes("Account-mark"), read.includes("Source-mark")]).toEqual([true, false]);
  });

  it("and reads all that the hub refuses of it beside its answers", async () => {
    const path = `/concerns/${await told()}/evidence`;
    const words = { handling: "C", account: "x".repeat(MAX_NARRATIVE + 1), ...dateWords("evidenceTo", "1", "1", "2025") };
    const refused = await press(await answer(path, ANSWERS), path, "send", words);
    expect([refused.status, refused.html.includes('value="change-account"')]).toEqual([422, true]);
    const shorter = await press(refused, path, "send", { account: "Short." });
    for (const step of ["handling", "evidence-period"]) expect(shorter.html).toContain(`value="change-${step}"`);
  });
});

describe("An adviser concludes a concern on pages", () => {
  const BY_KIND: Readonly<Record<string, readonly Words[]>> = {
    SATISFACTORY_EXPLANATION: [{ explanation: "Kind-mark 1." }, { appearance: "Corrected-mark." }],
    UNDER_REVIEW: [{ acting: "Kind-mark 2." }, dateWords("reviewOn", "1", "6", "2026")],
    LIGHT_SUPPORT: [{ causalFactors: "Kind-mark 3." }, { solutions: "Solution-mark." }, {}],
    NOT_ACCEPTED: [{ whyViewsDiffer: "Kind-mark 5." }, { choice: "REFUSAL" }],
  };

  it.each(Object.keys(BY_KIND))("in the way %s, with what it needs", async (kind) => {
    const id = await told();
    const path = `/concerns/${id}/conclude`;
    const html = await sendTwice(id, path, await answer(path, [{ kind }, ...(BY_KIND[kind] ?? [])]));
    expect(html).toContain("How it was concluded");
    expect((await hub.open("chief-executive", `/concerns/${id}`)).html).toContain("Kind-mark");
    expect(offered(id, html).includes("conclude")).toBe(kind === "UNDER_REVIEW");
  });

  it("with a support package that the council agreed to, chosen among its packages", async () => {
    const id = await told();
    const support = await done(hub, "adviser", "offerSupport", offer);
    const path = `/concerns/${id}/conclude`;
    const words = [{ kind: "SUPPORT_PACKAGE" }, { causalFactors: "Cause-mark." }, { solutions: "Solution-mark." }];
    const check = await answer(path, [...words, { package: support }]);
    expect(check.html).toContain("10 March 2026 to 31 December 2026");
    const refused = await press(check, path, "send");
    expect([refused.status, refused.html.includes("The council has not agreed to this support package.")]).toEqual([422, true]);
    await done(hub, "chief-executive", "answerSupport", { support, answer: "AGREED", office: "CHIEF_EXECUTIVE" });
    expect(await sendTwice(id, path, refused)).toContain("Cause-mark.");
  });

  it("then closes it, and reopens it, each with a reason that the council reads", async () => {
    const id = await told();
    const page = `/concerns/${id}`;
    expect(offered(id, (await hub.open("adviser", page)).html)).toEqual(["conversation", "evidence", "conclude"]);
    await done(hub, "adviser", "concludeConcern", { concern: id, ...conclusions.notAccepted });
    expect(offered(id, (await hub.open("adviser", page)).html)).toEqual(["conversation", "evidence", "close", "reopen"]);
    const closed = await sendTwice(id, `${page}/close`, await answer(`${page}/close`, [{ reason: "Close-mark." }]));
    expect(offered(id, closed)).toEqual(["reopen"]);
    expect((await hub.open("chief-executive", page)).html).toContain("Close-mark.");
    const reopened = await sendTwice(id, `${page}/reopen`, await answer(`${page}/reopen`, [{ reason: "Reopen-mark." }]));
    expect(offered(id, reopened)).toEqual(["conversation", "evidence", "conclude"]);
    expect((await hub.open("chief-executive", page)).html).toContain("Reopen-mark.");
  });

  it("none of which is offered to anybody else", async () => {
    const id = await told();
    for (const person of ["chief-executive", "cib-lead", "adviser-london", "somebody-unknown"]) {
      for (const end of PAGES) {
        const path = `/concerns/${id}/${end}`;
        expect((await hub.open(person, path)).status, `${person} ${end}`).toBe(404);
        expect((await hub.submit(person, path, { go: "next" })).status).toBe(404);
      }
      expect(offered(id, (await hub.open(person, `/concerns/${id}`)).html)).toEqual([]);
    }
  });
});

describe("A piece of evidence on a concern's page", () => {
  const withdrawals = (html: string): readonly string[] => html.match(/(?<=href=")\/concerns\/[^"]+\/withdraw(?=")/g) ?? [];

  it("is withdrawn by those whose side supplied it, with a reason, and no longer read by others", async () => {
    const id = await told();
    const page = `/concerns/${id}`;
    const evidence = evidenceOf(id);
    const [path = ""] = withdrawals((await hub.open("adviser", page)).html);
    expect(path).toBe(`${page}/evidence/${evidence}/withdraw`);
    expect(withdrawals((await hub.open("adviser", `${page}/print`)).html)).toEqual([]);
    for (const person of ["chief-executive", "cib-lead", "adviser-london", "governance-officer"]) {
      expect(withdrawals((await hub.open(person, page)).html), person).toEqual([]);
      expect((await hub.open(person, path)).status, person).toBe(404);
    }
    // A piece of another concern, under the address of this one.
    const other = evidenceOf(await told());
    expect((await hub.open("adviser", `${page}/evidence/${other}/withdraw`)).status).toBe(404);
    const check = await answer(path, [{ reason: "Reason-mark <b>" }]);
    for (const { status, headers } of [await press(check, path, "send"), await press(check, path, "send")])
      expect([status, headers.get("location")]).toEqual([303, `${page}#evidence`]);
    const { html } = await hub.open("second-adviser", page);
    expect(html).toContain("Reason-mark &lt;b&gt;");
    expect(withdrawals(html)).toEqual([]);
    expect((await hub.open("adviser", path)).status).toBe(404);
  });

  it("that the council supplied is withdrawn by the council alone", async () => {
    const id = await told();
    await done(hub, "chief-executive", "supplyEvidence", { concern: id, evidence: councilEvidence });
    const [path = "", ...more] = withdrawals((await hub.open("chief-executive", `/concerns/${id}`)).html);
    expect([path.includes("/evidence/"), more]).toEqual([true, []]);
    expect(withdrawals((await hub.open("adviser", `/concerns/${id}`)).html)).not.toContain(path);
    expect((await hub.open("adviser", path)).status).toBe(404);
    const page = await hub.open("chief-executive", path);
    expect(page.status).toBe(200);
    const next = await hub.submit("chief-executive", path, {
      ...formWords(page.html),
      reason: "It was an older version.",
      go: "next",
    });
    const sent = await hub.submit("chief-executive", path, { ...formWords(next.html), go: "send" });
    expect(sent.headers.get("location")).toBe(`/concerns/${id}#evidence`);
  });
});
