// The Performance Support Panel on pages alone: what is reported to it, its challenge, the answer of officers, and its review of that.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { workingDaysAfter } from "../../services/dates.ts";
import { dateInWords } from "../../text/dates-in-words.ts";
import { MAX_NARRATIVE } from "../../text/limits.ts";
import { awareness, CIB, concern, conclusions, PANEL, proposal, told } from "../examples/api-inputs.ts";
import { formWords } from "../helpers/form-words.ts";
import { openLaterWords } from "../helpers/open-words.ts";
import { findEmbedded, findInternal } from "../helpers/page-markup.ts";
import { startPages } from "../helpers/pages.ts";
import { done } from "../helpers/send-command.ts";

type Words = Readonly<Record<string, string>>;
type Page = { readonly status: number; readonly headers: Headers; readonly html: string };

const SUMMARY = "Summary-mark that the panel reads.";
const ACCOUNT = "Evidence-mark that it does not.";
const CHALLENGE = "Challenge-mark: what do you <b>do</b> now?";
const ANSWER = "Answer-mark & more.";
const FINDING = "Finding-mark: it helps.";
const TODAY = "2026-03-02";
const IN_TIME = { "answerBy-day": "20", "answerBy-month": "3", "answerBy-year": "2026" };

let hub: Awaited<ReturnType<typeof startPages>>;
let id: string;

/** Shares a concern as far as the summary. */
async function share(body: string): Promise<void> {
  await done(hub, "adviser", "proposeShare", { ...proposal, concern: id, body });
  const of = { concern: id, share: stateOf().shares.at(-1)?.id };
  await done(hub, "chief-executive", "statePosition", { ...of, position: "AGREES" });
  await done(hub, "adviser", "makeShare", of);
}
const stateOf = () => hub.hub.register.queries().findUnchecked(id)?.state() ?? expect.fail("There is no concern.");
const press = (person: string, page: Page, path: string, go: string, words: Words = {}): Promise<Page> =>
  hub.submit(person, path, { ...formWords(page.html), ...words, go });
async function answer(person: string, path: string, answers: readonly Words[]): Promise<Page> {
  let page = await hub.open(person, path);
  for (const words of answers) page = await press(person, page, path, "next", words);
  return page;
}

beforeAll(async () => {
  hub = await startPages({ seed: "people" });
  const [evidence] = concern.evidence;
  const logged = { ...concern, summary: SUMMARY, evidence: [{ ...evidence, account: ACCOUNT }] };
  id = await done(hub, "adviser", "logConcern", logged);
  await done(hub, "adviser", "recordAwareness", { ...awareness, concern: id, bodies: [CIB, PANEL] });
  await done(hub, "adviser", "concludeConcern", { concern: id, ...conclusions.notAccepted, told });
  await openLaterWords(hub, id);
  await share(CIB);
});
afterAll(() => hub.close());

describe("The panel's caseload", () => {
  it("has nothing of a concern before it is reported to the panel, and is a page of its members alone", async () => {
    expect((await hub.open("panel-member", "/")).html).toContain('href="/panel"');
    const { html } = await hub.open("panel-member", "/panel");
    expect(html).toContain("No concern is reported to the panel today.");
    expect(html).not.toContain("Tarrowshire");
    for (const person of ["adviser", "chief-executive", "cib-lead", "department", "advisory-board", "somebody-unknown"]) {
      expect((await hub.open(person, "/panel")).status, person).toBe(404);
      expect((await hub.open(person, "/")).html, person).not.toContain('href="/panel"');
    }
    expect((await hub.open("panel-member", `/concerns/${id}/challenge`)).status).toBe(404);
  });

  it("has it with its conclusion and until when, once it is reported", async () => {
    await share(PANEL);
    const { html } = await hub.open("panel-member", "/panel");
    for (const text of ["1 concern is reported", "Tarrowshire", "until 30 June 2026", "Concluded on"])
      expect(html).toContain(text);
    expect(html).not.toContain("Evidence-mark");
    expect([findEmbedded(html), findInternal(html)]).toEqual([[], []]);
    const page = await hub.open("panel-member", `/concerns/${id}`);
    expect([page.html.includes(SUMMARY), page.html.includes("Evidence-mark")]).toEqual([true, false]);
    expect(page.html).toContain(`href="/concerns/${id}/challenge"`);
  });
});

describe("A challenge of the panel on pages", () => {
  const path = () => `/concerns/${id}/challenge`;

  it("is offered to the panel alone, and not of what the concern is not", async () => {
    for (const person of ["adviser", "chief-executive", "cib-lead", "department", "adviser-london"]) {
      expect((await hub.open(person, path())).status, person).toBe(404);
      expect((await hub.open(person, `/concerns/${id}`)).html, person).not.toContain(path());
    }
    const check = await answer("panel-member", path(), [{ about: "SUPPORT_PACKAGE" }, { challenge: CHALLENGE, ...IN_TIME }]);
    const refused = await press("panel-member", check, path(), "send");
    expect([refused.status, refused.html.includes('value="change-about"')]).toEqual([422, true]);
    expect(formWords(refused.html).challenge).toBe(CHALLENGE);
    const long = await press("panel-member", check, path(), "send", { challenge: "x".repeat(MAX_NARRATIVE + 1) });
    expect([long.status, formWords(long.html).challenge?.length]).toEqual([422, MAX_NARRATIVE + 1]);
    expect(stateOf().challenges).toEqual([]);
  });

  it("is sent once, though its form is sent twice, and is read by advisers, the council and the panel alone", async () => {
    const early = { ...IN_TIME, "answerBy-day": "4" };
    const check = await answer("panel-member", path(), [{ about: "DISPUTED_CONCERN" }, { challenge: CHALLENGE, ...early }]);
    const question = await answer("panel-member", path(), [{ about: "DISPUTED_CONCERN" }]);
    const days = Number(/At least (\d+) working days from today/.exec(question.html)?.[1]);
    const earliest = dateInWords(workingDaysAfter(TODAY, days));
    expect((await press("panel-member", check, path(), "send")).html).toContain(`The earliest date is ${earliest}.`);
    const mended = { ...formWords(check.html), ...IN_TIME, go: "send" };
    const sent = await Promise.all([1, 2].map(() => hub.submit("panel-member", path(), mended)));
    for (const { status, headers } of sent) expect([status, headers.get("location")]).toEqual([303, `/concerns/${id}`]);
    expect(stateOf().challenges).toHaveLength(1);
    for (const person of ["adviser", "chief-executive", "panel-member"])
      expect((await hub.open(person, `/concerns/${id}`)).html, person).toContain("Challenge-mark: what do you &lt;b&gt;do");
    expect((await hub.open("panel-member", "/panel")).html).toContain("Officers answer by 20 March 2026.");
    const other = await hub.open("cib-lead", `/concerns/${id}`);
    expect([other.status, other.html.includes("Challenge-mark")]).toEqual([200, false]);
  });

  it("is answered by an adviser from the task, and the panel reads the answer once the council was told of it", async () => {
    const [{ id: challenge } = { id: "" }] = stateOf().challenges;
    const [answerPath, reviewPath] = ["answer", "review"].map((end) => `/concerns/${id}/challenges/${challenge}/${end}`) as [
      string,
      string,
    ];
    expect((await hub.open("second-adviser", "/tasks")).html).toContain(`href="${answerPath}"`);
    expect((await hub.open("adviser", `/concerns/${id}`)).html).toContain(`href="${answerPath}"`);
    for (const person of ["panel-member", "chief-executive", "cib-lead"])
      expect((await hub.open(person, answerPath)).status, person).toBe(404);
    expect((await hub.open("panel-member", reviewPath)).status).toBe(404);

    const first = await hub.open("adviser", answerPath);
    expect(first.html).toContain("The panel asks: Challenge-mark: what do you &lt;b&gt;do");
    const missing = await press("adviser", first, answerPath, "next", { answer: " " });
    expect([missing.status, missing.html.includes("Enter your answer.")]).toEqual([422, true]);
    const check = await answer("adviser", answerPath, [{ answer: ANSWER }]);
    expect((await press("adviser", check, answerPath, "send")).headers.get("location")).toBe(`/concerns/${id}`);
    expect((await hub.open("adviser", answerPath)).status).toBe(404);
    expect((await hub.open("chief-executive", `/concerns/${id}`)).html).toContain("Answer-mark &amp; more.");
    for (const page of [`/concerns/${id}`, "/panel"]) {
      const { html } = await hub.open("panel-member", page);
      expect([html.includes("Answer-mark"), html.includes(reviewPath)], page).toEqual([false, false]);
    }
    await done(hub, "adviser", "recordAwareness", { ...awareness, concern: id, bodies: [] });
    await openLaterWords(hub, id);
    expect((await hub.open("panel-member", `/concerns/${id}`)).html).toContain("Answer-mark &amp; more.");
    expect((await hub.open("panel-member", "/panel")).html).toContain(`href="${reviewPath}"`);
  });

  it("ends with the panel's review, which advisers and the council read and other recipients do not", async () => {
    const [{ id: challenge } = { id: "" }] = stateOf().challenges;
    const path = `/concerns/${id}/challenges/${challenge}/review`;
    for (const person of ["adviser", "second-adviser", "chief-executive", "cib-lead", "department"])
      expect((await hub.open(person, path)).status, person).toBe(404);
    expect((await hub.open("panel-member", `/concerns/${id}/challenges/${id}/review`)).status).toBe(404);
    const check = await answer("panel-member", path, [{ judgement: "PARTLY_EFFECTIVE", finding: FINDING }]);
    expect(check.html).toContain("Partly effective");
    expect((await press("panel-member", check, path, "send")).headers.get("location")).toBe(`/concerns/${id}`);
    for (const person of ["adviser", "chief-executive", "panel-member"])
      expect((await hub.open(person, `/concerns/${id}`)).html, person).toContain(FINDING);
    expect((await hub.open("cib-lead", `/concerns/${id}`)).html).not.toContain("Finding-mark");
    const { html } = await hub.open("panel-member", "/panel");
    for (const text of ["Reviewed on 2 March 2026: partly effective.", FINDING, "Nothing waits for you."])
      expect(html).toContain(text);
    expect((await hub.open("panel-member", path)).status).toBe(404);
  });

  it("is lost to the panel's pages when its share ends, and what it wrote into an open form is refused", async () => {
    const check = await answer("panel-member", path(), [{ about: "DISPUTED_CONCERN" }, { challenge: CHALLENGE, ...IN_TIME }]);
    const toPanel = stateOf().shares.find(({ body }) => body === PANEL)?.id;
    await done(hub, "adviser", "withdrawShare", { concern: id, share: toPanel, reason: "It was heard." });
    expect((await press("panel-member", check, path(), "send")).status).toBe(404);
    expect(stateOf().challenges).toHaveLength(1);
    for (const page of ["/panel", "/shared-with-us"]) {
      const { html } = await hub.open("panel-member", page);
      for (const mark of ["Summary-mark", "Challenge-mark", "Finding-mark"]) expect(html, page).not.toContain(mark);
    }
    expect((await hub.open("panel-member", "/shared-with-us")).html).toContain("A share of a concern with you has ended.");
    expect((await hub.open("chief-executive", `/concerns/${id}`)).html).toContain(FINDING);
  });
});
