// An adviser's journeys on pages alone, as a browser sends them without JavaScript.
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { MAX_NARRATIVE, MAX_SHORT_TEXT } from "../../text/limits.ts";

import { awareness, concern, evidence, TARROWSHIRE } from "../examples/api-inputs.ts";
import { formWords } from "../helpers/form-words.ts";
import { findEmbedded, findInternal } from "../helpers/page-markup.ts";
import { startPages } from "../helpers/pages.ts";
import { done } from "../helpers/send-command.ts";

type Words = Readonly<Record<string, string>>;
type Page = { readonly status: number; readonly headers: Headers; readonly html: string };

const LOG = "/log-a-concern";
const SUMMARY = 'Assessments are "late" in <b>two</b> of five teams.';
const ANSWERS: readonly Words[] = [
  { council: TARROWSHIRE },
  { strand: "CHILDRENS" },
  { cause: "SERVICE_PERFORMANCE" },
  { ...dateWords("from", "1", "4", "2025"), ...dateWords("to", "30", "9", "2025") },
  { summary: SUMMARY },
  { observed: "Two teams completed fewer than half.\r\n子供 · Ünder · 🏛 & 'more'" },
  { kind: "CONVERSATION" },
  { account: "A manager described two teams without supervision." },
  { source: "A team manager (invented)", reference: "", protected: "yes" },
  { ...dateWords("evidenceFrom", "01", "04", "2025"), ...dateWords("evidenceTo", "30", "09", "2025") },
  { sourceGrading: "GRADE_1", contentGrading: "B" },
  { handling: "C", conditions: "Not to be quoted." },
  {},
];

function dateWords(name: string, day: string, month: string, year: string): Words {
  return { [`${name}-day`]: day, [`${name}-month`]: month, [`${name}-year`]: year };
}

let hub: Awaited<ReturnType<typeof startPages>>;
beforeAll(async () => {
  hub = await startPages();
});
afterAll(() => hub.close());

const heading = ({ html }: Page): string => /<h1[^>]*>\s*(?:<[^>]*>\s*)*([^<]*?)\s*</.exec(html)?.[1] ?? "";
/** A sentence above the answers that leads to a step. */
const problemOf = (step: string): RegExp => new RegExp(`<li>\\s*<button[^>]* value="change-${step}">[A-Z][^<]+\\.</button>`);
/** Presses a button of a page after writing into its fields. */
const press = (page: Page, go: string, words: Words = {}, path = LOG): Promise<Page> =>
  hub.submit("adviser", path, { ...formWords(page.html), ...words, go });
const presses = async (first: Page, answers: readonly Words[], path = LOG): Promise<Page> => {
  let page = first;
  for (const words of answers) page = await press(page, "next", words, path);
  return page;
};
const answerAll = async (): Promise<Page> => presses(await hub.open("adviser", LOG), ANSWERS);
const concernOf = ({ headers }: Page): string => headers.get("location")?.split("/")[2] ?? "";
/** The path of a concern that was logged. */
const logged = async (): Promise<string> => `/concerns/${concernOf(await press(await answerAll(), "send"))}`;
const countConcerns = async (): Promise<string> =>
  /(\d+) concerns? that you may see/.exec((await hub.open("adviser", "/concerns")).html)?.[1] ?? "0";

describe("An adviser logs a concern on pages", () => {
  it("from home to the page that says what happens next and by when", async () => {
    for (const path of ["/", "/concerns"]) expect((await hub.open("adviser", path)).html).toContain(`href="${LOG}"`);
    let check = await hub.open("adviser", LOG);
    expect(check.html).toContain("Nothing is on record until you log the concern at the end.");
    for (const words of ANSWERS) {
      check = await press(check, "next", words);
      expect([findEmbedded(check.html), findInternal(check.html)]).toEqual([[], []]);
    }
    expect([check.status, heading(check)]).toEqual([200, "Check your answers"]);
    for (const text of ["1 April 2025", "Service performance", "Known indirectly but corroborated", "Not to be quoted."])
      expect(check.html).toContain(text);
    const sent = await press(check, "send");
    expect(sent.status).toBe(303);
    const { html } = await hub.open("adviser", sent.headers.get("location") ?? "");
    expect(html).toContain("Concern logged");
    expect(html).toMatch(/by \d+ \w+ 2026/);
    const { html: concern } = await hub.open("adviser", `/concerns/${concernOf(sent)}`);
    for (const text of ["&lt;b&gt;two&lt;/b&gt;", "子供 · Ünder · 🏛 &amp; &#39;more&#39;"]) expect(concern).toContain(text);
    expect((await hub.open("chief-executive", `/concerns/${concernOf(sent)}`)).status).toBe(404);
  });

  it("and is not offered it in another role, nor answered at its address", async () => {
    for (const person of ["chief-executive", "cib-lead", "former-adviser", "somebody-unknown"]) {
      expect((await hub.open(person, "/")).html).not.toContain(LOG);
      expect((await hub.open(person, LOG)).status).toBe(404);
      expect((await hub.submit(person, LOG, { go: "send" })).status).toBe(404);
    }
  });

  it("is asked for a missing answer on its own page, and keeps what else was written", async () => {
    const period = await presses(await hub.open("adviser", LOG), ANSWERS.slice(0, 3));
    const words = { ...dateWords("from", "31", "2", "2025"), ...dateWords("to", "30", "9", "2025") };
    const again = await press(period, "next", words);
    expect([again.status, heading(again)]).toEqual([422, "When was it observed?"]);
    expect(again.html).toMatch(/<title>Error: /);
    expect(again.html).toContain('href="#from"');
    expect(again.html).toContain("Enter a real date for the first day.");
    expect(formWords(again.html)).toMatchObject({ ...words, council: TARROWSHIRE, strand: "CHILDRENS" });
    const forged = await presses(await hub.open("adviser", LOG), [{ council: "E09000033" }]);
    expect(forged.html).toContain("Select the council.");
  });

  it("goes back and changes an answer without losing a word", async () => {
    const check = await answerAll();
    const { key, owner, draft } = formWords(check.html);
    const all = Object.assign({}, ...ANSWERS, { key, owner, draft });
    expect(formWords(check.html)).toEqual(all);
    const summary = await press(check, "change-summary");
    expect(heading(summary)).toBe("What is the concern?");
    expect(formWords(summary.html)).toEqual({ ...all, step: "summary", changing: "yes" });
    const changed = await press(summary, "next", { summary: "Other words." });
    expect(heading(changed)).toBe("Check your answers");
    expect(formWords(changed.html)).toEqual({ ...all, summary: "Other words." });
    const kept = await press(await press(changed, "change-cause"), "back");
    expect([heading(kept), formWords(kept.html)]).toEqual(["Check your answers", { ...all, summary: "Other words." }]);
    const last = await press(changed, "back");
    const former = await press(last, "back", { conditions: "Half written" });
    expect([heading(last), heading(former)]).toEqual([
      "Are there files that go with the evidence?",
      "How may the evidence be handled?",
    ]);
    expect(formWords(former.html)).toMatchObject({ conditions: "Half written", summary: "Other words." });
    const early = await press(await hub.open("adviser", LOG), "back", { council: TARROWSHIRE });
    expect(formWords(early.html).council).toBe(TARROWSHIRE);
  });

  it("reads all that the API refuses above the answers, with the way to the page of each", async () => {
    const before = await countConcerns();
    const tooLong = { observed: "x".repeat(MAX_NARRATIVE + 1), summary: "x".repeat(MAX_SHORT_TEXT + 1) };
    const words = { ...tooLong, ...dateWords("to", "1", "1", "2025"), strand: "CORPORATE", source: "\u0007bell" };
    const sent = await press(await answerAll(), "send", { ...words, conditions: " " });
    expect(sent.status).toBe(422);
    for (const step of ["observed", "summary", "source"]) expect(sent.html).toMatch(problemOf(step));
    expect(sent.html).toContain("Shorten what was observed to 10,000 characters or fewer.");
    const step = await press(sent, "change-observed");
    expect(formWords(step.html).observed).toBe(words.observed);
    const fitting = { observed: "y".repeat(MAX_NARRATIVE), summary: "y".repeat(MAX_SHORT_TEXT), source: "A bell" };
    const mended = await press(await press(step, "next", fitting), "send", fitting);
    expect(mended.status).toBe(422);
    for (const name of ["period", "cause", "handling"]) expect(mended.html).toMatch(problemOf(name));
    expect(await countConcerns()).toBe(before);
  });

  it("logs one concern although it is sent twice, and records nothing of what was changed after that", async () => {
    const check = await answerAll();
    const before = Number(await countConcerns());
    const [first, second] = [await press(check, "send"), await press(check, "send")];
    expect(second.headers.get("location")).toBe(first.headers.get("location"));
    const changed = await press(check, "send", { summary: "Other words." });
    expect(changed.html).toContain("You have already sent this.");
    expect(Number(await countConcerns())).toBe(before + 1);
  });

  it("keeps all that was written when the hub cannot do it now", async () => {
    const check = await answerAll();
    const limited = await startPages({ env: { CANDOUR_COMMANDS_A_MINUTE: "1" } });
    const words = { ...formWords(check.html), go: "send" };
    const send = () => limited.submit("adviser", LOG, { ...words, key: randomUUID() });
    const refused = [await send(), await send()].find(({ status }) => status === 429);
    expect(formWords(refused?.html ?? "")).toMatchObject({ summary: SUMMARY, go: "send" });
    await limited.close();
  });
});

describe("An adviser records on pages that the council was told", () => {
  const CIB_NAME = /value="cib-east-midlands"/;
  const TOLD: readonly Words[] = [
    { toldName: "Maren Tolliver (invented)", toldOffice: "CHIEF_EXECUTIVE" },
    { channel: "TELEPHONE", ...dateWords("toldOn", "1", "3", "2026") },
    { about: "Late assessments, and who will see this." },
    { bodies: "cib-east-midlands" },
  ];

  it("after which the chief executive reads the concern, and the adviser is led on", async () => {
    const concern = await logged();
    const path = `${concern}/tell`;
    expect((await hub.open("adviser", concern)).html).toContain(`href="${path}"`);
    const check = await presses(await hub.open("adviser", path), TOLD, path);
    expect(heading(check)).toBe("Check your answers");
    for (const text of ["Chief executive", "Telephone", "1 March 2026", "Late assessments"]) expect(check.html).toContain(text);
    expect([findEmbedded(check.html), findInternal(check.html)]).toEqual([[], []]);
    const sent = await press(check, "send", {}, path);
    expect([sent.status, sent.headers.get("location")]).toEqual([303, concern]);
    const { html } = await hub.open("chief-executive", concern);
    expect(html).toContain("&lt;b&gt;two&lt;/b&gt;");
    expect(html).not.toContain("A team manager (invented)");
    // It can be told again, of other bodies.
    expect((await hub.open("adviser", concern)).html).toContain(`href="${path}"`);
  });

  it("to no body, and goes back to the day that the hub refuses", async () => {
    const concern = await logged();
    const path = `${concern}/tell`;
    const offered = await presses(await hub.open("adviser", path), TOLD.slice(0, 3), path);
    expect(offered.html).toMatch(CIB_NAME);
    expect(offered.html).not.toContain("cib-london");
    const check = await press(offered, "next", dateWords("toldOn", "1", "3", "2027"), path);
    const refused = await press(check, "send", {}, path);
    expect(refused.status).toBe(422);
    expect(refused.html).toMatch(problemOf("how"));
    const day = await press(refused, "change-how", {}, path);
    const mended = await press(day, "next", dateWords("toldOn", "1", "3", "2026"), path);
    expect((await press(mended, "send", {}, path)).headers.get("location")).toBe(concern);
  });

  it("and reads first what somebody else has added since the first page, with all words kept", async () => {
    const concern = await logged();
    const path = `${concern}/tell`;
    const check = await presses(await hub.open("adviser", path), TOLD, path);
    await done(hub, "second-adviser", "addEvidence", { concern: concern.split("/")[2], evidence });
    const refused = await press(check, "send", {}, path);
    expect(refused.html).toContain("The record has changed since you read it.");
    expect(refused.html).toContain(`href="${concern}"`);
    expect(formWords(refused.html)).toMatchObject({ about: "Late assessments, and who will see this." });
    expect((await press(refused, "send", {}, path)).status).toBe(303);
  });

  it("which nobody else is offered", async () => {
    const concern = await logged();
    for (const person of ["chief-executive", "cib-lead", "adviser-london", "somebody-unknown"])
      expect((await hub.open(person, `${concern}/tell`)).status, person).toBe(404);
  });
});

describe("An adviser proposes on pages to share a concern", () => {
  const SHARE: readonly Words[] = [
    { body: "cib-east-midlands" },
    { parts: "SUMMARY" },
    { purpose: "ALIGN_SUPPORT", explanation: "So that two offers of mentoring do not meet." },
    { ...dateWords("answerBy", "3", "3", "2026"), ...dateWords("until", "30", "6", "2026") },
  ];

  it("and the council reads the proposal, after the hub's days were kept", async () => {
    const of = { concern: await done(hub, "adviser", "logConcern", concern) };
    const page = `/concerns/${of.concern}`;
    const path = `${page}/share`;
    expect((await hub.open("adviser", path)).status).toBe(404);
    await done(hub, "adviser", "recordAwareness", { ...awareness, ...of });
    expect((await hub.open("adviser", page)).html).toContain(`href="${path}"`);
    const check = await presses(await hub.open("adviser", path), SHARE, path);
    for (const text of ["What was observed, with the council", "30 June 2026"]) expect(check.html).toContain(text);
    expect([findEmbedded(check.html), findInternal(check.html)]).toEqual([[], []]);
    const refused = await press(check, "send", {}, path);
    expect(refused.html).toMatch(problemOf("days"));
    const days = await press(refused, "change-days", {}, path);
    const mended = await press(days, "next", dateWords("answerBy", "16", "3", "2026"), path);
    expect((await press(mended, "send", {}, path)).headers.get("location")).toBe(page);
    const { html } = await hub.open("chief-executive", page);
    for (const text of ["So that support offered from different places fits together", "30 June 2026"])
      expect(html).toContain(text);
    expect((await hub.open("cib-lead", page)).status).toBe(404);
  });

  it("which nobody else is offered", async () => {
    const of = { concern: await done(hub, "adviser", "logConcern", concern) };
    const page = `/concerns/${of.concern}`;
    await done(hub, "adviser", "recordAwareness", { ...awareness, ...of });
    for (const person of ["chief-executive", "cib-lead", "adviser-london"]) {
      expect((await hub.open(person, `${page}/share`)).status, person).toBe(404);
      expect((await hub.open(person, page)).html).not.toContain(`${page}/share`);
    }
  });
});
