// On pages alone: corrections and shares that the council asked for, what it says of words that advisers wrote later, and of the outcome.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { awareness, CIB, concern, conclusions, evidence, proposal } from "../examples/api-inputs.ts";
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

const stateOf = (id: string) => hub.hub.register.queries().findUnchecked(id)?.state() ?? expect.fail(id);
async function told(): Promise<string> {
  const id = await done(hub, "adviser", "logConcern", concern);
  await done(hub, "adviser", "recordAwareness", { ...awareness, concern: id });
  return id;
}
const press = (person: string, page: Page, path: string, go: string, words: Words = {}): Promise<Page> =>
  hub.submit(person, path, { ...formWords(page.html), ...words, go });
async function answer(person: string, path: string, answers: readonly Words[]): Promise<Page> {
  let page = await hub.open(person, path);
  expect(page.status, path).toBe(200);
  for (const words of answers) page = await press(person, page, path, "next", words);
  expect([findEmbedded(page.html), findInternal(page.html)]).toEqual([[], []]);
  return page;
}
/** Sends all answers twice, which is done once, and after that is not offered again. */
async function send(person: string, id: string, path: string, answers: readonly Words[], isOver = true): Promise<void> {
  const check = await answer(person, path, answers);
  for (const { status, headers } of [await press(person, check, path, "send"), await press(person, check, path, "send")])
    expect([status, headers.get("location")]).toEqual([303, `/concerns/${id}`]);
  if (isOver) expect((await hub.open(person, path)).status).toBe(404);
}
/** Shares it with the regional leads, to which the council agrees. */
async function shareWithLeads(id: string, terms: object = {}): Promise<void> {
  await done(hub, "adviser", "proposeShare", { ...proposal, ...terms, concern: id });
  const share = stateOf(id).shares[0]?.id;
  await done(hub, "chief-executive", "statePosition", { concern: id, share, position: "AGREES" });
  await done(hub, "adviser", "makeShare", { concern: id, share });
}
async function refusesOthers(path: string, people: readonly string[]): Promise<void> {
  for (const person of people) expect((await hub.open(person, path)).status, `${person} ${path}`).toBe(404);
}

describe("An adviser answers on pages", () => {
  it("a correction that the council asked for, with the words that replace the former ones", async () => {
    const id = await told();
    await done(hub, "chief-executive", "requestCorrection", { concern: id, request: "Request-mark: it is <b>one</b> team." });
    const path = `/concerns/${id}/corrections/${stateOf(id).corrections[0]?.correction}`;
    await refusesOthers(path, ["chief-executive", "cib-lead", "adviser-london"]);
    expect((await hub.open("adviser", `/concerns/${id}`)).html).toContain(`href="${path}"`);
    const first = await hub.open("adviser", path);
    expect(first.html).toContain("Request-mark: it is &lt;b&gt;one&lt;/b&gt; team.");
    const accepted = [
      { outcome: "ACCEPTED", reason: "Reason-mark." },
      { correctedSummary: "Assessments are late in one team.", correctedObserved: "" },
    ];
    await send("adviser", id, path, accepted);
    const { html } = await hub.open("chief-executive", `/concerns/${id}`);
    for (const text of ["Reason-mark.", "Assessments are late in one team."]) expect(html).toContain(text);
  });

  it("what the council asked to be shared: the body reads it, or the council reads why not", async () => {
    const id = await told();
    const wanted = { ...proposal, answerBy: undefined, explanation: "Explanation-mark.", until: "2026-06-30" };
    for (const body of [CIB, "member-peers-east-midlands"])
      await done(hub, "chief-executive", "requestShare", { ...wanted, body, concern: id });
    const [make, decline] = stateOf(id).requests.map((one) => `/concerns/${id}/requests/${one.id}`);
    const { html } = await hub.open("adviser", `/concerns/${id}`);
    for (const link of [`${make}/make`, `${make}/decline`, `${decline}/make`]) expect(html).toContain(`href="${link}"`);
    await refusesOthers(`${make}/make`, ["chief-executive", "cib-lead", "adviser-london"]);
    expect((await answer("adviser", `${make}/make`, [])).html).toContain("Explanation-mark.");
    await send("adviser", id, `${make}/make`, []);
    expect((await hub.open("cib-lead", `/concerns/${id}`)).status).toBe(200);
    await send("adviser", id, `${decline}/decline`, [{ reason: "Decline-mark & more." }]);
    expect((await hub.open("chief-executive", `/concerns/${id}`)).html).toContain("Decline-mark &amp; more.");
  });
});

describe("A council says on pages", () => {
  it("that those the concern is shared with may not read what was written later", async () => {
    const id = await told();
    await shareWithLeads(id, { parts: ["EVIDENCE"], answerBy: "2026-03-30" });
    await done(hub, "adviser", "addEvidence", { concern: id, evidence: { ...evidence, account: "Later-mark." } });
    await done(hub, "adviser", "recordAwareness", { ...awareness, concern: id, about: "What was added." });
    const added = stateOf(id).evidence.at(-1)?.evidence ?? "";
    const path = `/concerns/${id}/words`;
    await refusesOthers(path, ["adviser", "cib-lead", "monitoring-officer"]);
    expect((await hub.open("chief-executive", `/concerns/${id}`)).html).toContain(`href="${path}"`);
    const first = await hub.open("chief-executive", path);
    for (const text of ["Evidence: Later-mark.", "if your council does not answer"]) expect(first.html).toContain(text);
    const objects = { answer: "OBJECT", statement: "Statement-mark." };
    const none = await press("chief-executive", first, path, "next", {});
    expect([none.status, none.html.includes("Select the words that you answer.")]).toEqual([422, true]);
    await send("chief-executive", id, path, [{ words: added }, objects], false);
    expect(stateOf(id).wordAnswers).toMatchObject([{ word: added, answer: "object" }]);
    expect((await hub.open("chief-executive", path)).html).toContain("your council did not agree");
    expect((await hub.open("cib-lead", `/concerns/${id}`)).html).not.toContain("Later-mark.");
  });

  it("that nobody is shown how a concern ended", async () => {
    const id = await told();
    const path = `/concerns/${id}/outcome`;
    await refusesOthers(path, ["chief-executive"]);
    await shareWithLeads(id);
    await done(hub, "adviser", "concludeConcern", { concern: id, ...conclusions.explained });
    await done(hub, "adviser", "recordAwareness", { ...awareness, concern: id, about: "How it ended." });
    await refusesOthers(path, ["adviser", "cib-lead", "monitoring-officer"]);
    expect((await hub.open("chief-executive", `/concerns/${id}`)).html).toContain(`href="${path}"`);
    const page = await answer("chief-executive", path, []);
    expect(page.html).toMatch(/they are shown this from \d+ March 2026/);
    await send("chief-executive", id, path, []);
    expect((await hub.open("adviser", `/concerns/${id}`)).html).toContain("It is shown to nobody.");
  });
});
