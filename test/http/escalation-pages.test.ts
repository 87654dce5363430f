// A department that is not persuaded, on pages alone: its statement, the reassurance that it gets, and an escalation that two advisers decide.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { awareness, CIB, concern, proposal, escalation as proposedEscalation } from "../examples/api-inputs.ts";
import { formWords } from "../helpers/form-words.ts";
import { openLaterWords } from "../helpers/open-words.ts";
import { findEmbedded, findInternal } from "../helpers/page-markup.ts";
import { startPages } from "../helpers/pages.ts";
import { done } from "../helpers/send-command.ts";

type Words = Readonly<Record<string, string>>;
type Page = { readonly status: number; readonly headers: Headers; readonly html: string };

const ACCOUNT = "Evidence-mark that the department was not given.";
const DOUBT = "Doubt-mark: nothing <i>changed</i>.";
const REASSURANCE = "Reassurance-mark: a director starts.";
const REASON = "Reason-mark for the escalation.";
const CONFIRMED = "Confirmed-mark by another.";
const DOWN = "Down-mark: the director is there.";

let hub: Awaited<ReturnType<typeof startPages>>;
let id: string;
let share: string;
beforeAll(async () => {
  hub = await startPages({ seed: "people" });
  const [evidence] = concern.evidence;
  id = await done(hub, "adviser", "logConcern", { ...concern, evidence: [{ ...evidence, account: ACCOUNT }] });
  await done(hub, "adviser", "recordAwareness", { ...awareness, concern: id, bodies: [CIB, "dfe"] });
  for (const body of [CIB, "dfe"]) {
    await done(hub, "adviser", "proposeShare", { ...proposal, concern: id, body, answerBy: "2026-03-20" });
    share = stateOf().shares.at(-1)?.id ?? "";
    await done(hub, "chief-executive", "statePosition", { concern: id, share, position: "AGREES" });
    await done(hub, "adviser", "makeShare", { concern: id, share });
  }
});
afterAll(() => hub.close());

const stateOf = () => hub.hub.register.queries().findUnchecked(id)?.state() ?? expect.fail("There is no concern.");
const concernPage = (person: string) => hub.open(person, `/concerns/${id}`);
const press = (person: string, page: Page, path: string, go: string, words: Words = {}): Promise<Page> =>
  hub.submit(person, path, { ...formWords(page.html), ...words, go });
async function answer(person: string, path: string, answers: readonly Words[]): Promise<Page> {
  let page = await hub.open(person, path);
  for (const words of answers) page = await press(person, page, path, "next", words);
  return page;
}
async function isIn(text: string, people: readonly string[]): Promise<readonly boolean[]> {
  const pages = await Promise.all(people.map(concernPage));
  return pages.map(({ html }) => html.includes(text));
}

describe("A department says that it is not persuaded on pages", () => {
  const path = () => `/concerns/${id}/not-persuaded/dfe`;

  it("which advisers and the council read, and no other recipient; nobody else is offered it, nor for another body", async () => {
    expect((await concernPage("department")).html).toContain(`href="${path()}"`);
    for (const person of ["adviser", "chief-executive", "cib-lead", "inspectorate", "panel-member"]) {
      expect((await hub.open(person, path())).status, person).toBe(404);
      expect((await concernPage(person)).html, person).not.toContain("not-persuaded");
    }
    for (const body of ["ofsted", "dhsc", CIB])
      expect((await hub.open("department", `/concerns/${id}/not-persuaded/${body}`)).status, body).toBe(404);
    expect((await hub.open("cib-lead", `/concerns/${id}/not-persuaded/${CIB}`)).status).toBe(404);

    const none = await answer("department", path(), [{ reason: DOUBT }]);
    expect([none.status, none.html.includes("Select at least one ground.")]).toEqual([422, true]);
    const check = await answer("department", path(), [{ grounds: "DENIAL", reason: DOUBT }]);
    expect(check.html).toContain("The council is in denial");
    expect([findEmbedded(check.html), findInternal(check.html)]).toEqual([[], []]);
    const sent = [await press("department", check, path(), "send"), await press("department", check, path(), "send")];
    for (const { status, headers } of sent) expect([status, headers.get("location")]).toEqual([303, `/concerns/${id}`]);
    expect(stateOf().notPersuaded).toHaveLength(1);
    expect(await isIn("Doubt-mark: nothing &lt;i&gt;", ["adviser", "chief-executive", "department", "cib-lead"])).toEqual([
      ...[true, true, true, false],
    ]);
    const forged = { ...formWords(check.html), go: "send", key: "another" };
    expect((await hub.submit("department", `/concerns/${id}/not-persuaded/ofsted`, forged)).status).toBe(404);
  });

  it("and an adviser reassures it within its share, which it reads once the council was told", async () => {
    const address = `/concerns/${id}/shares/${share}`;
    const tasks = await hub.open("second-adviser", "/tasks");
    const task = new RegExp(`<a class="govuk-link" href="/concerns/${id}">[^<]*not persuaded`);
    expect(tasks.html).toMatch(task);
    expect((await hub.open("adviser", address)).html).toContain(`href="${address}/reassurance"`);
    for (const person of ["chief-executive", "department", "cib-lead"])
      expect((await hub.open(person, `${address}/reassurance`)).status, person).toBe(404);
    const toCib = stateOf().shares.find(({ body }) => body === CIB)?.id;
    expect((await hub.open("adviser", `/concerns/${id}/shares/${toCib}/reassurance`)).status).toBe(404);

    const check = await answer("adviser", `${address}/reassurance`, [{ reassurance: REASSURANCE }]);
    expect((await press("adviser", check, `${address}/reassurance`, "send")).headers.get("location")).toBe(address);
    expect((await hub.open("chief-executive", address)).html).toContain(REASSURANCE);
    expect(await isIn("Reassurance-mark", ["department", "cib-lead"])).toEqual([false, false]);
    await done(hub, "adviser", "recordAwareness", { ...awareness, concern: id, bodies: [] });
    await openLaterWords(hub, id);
    expect(await isIn("Reassurance-mark", ["department", "cib-lead"])).toEqual([true, false]);
    expect((await hub.open("second-adviser", "/tasks")).html).not.toMatch(task);
  });
});

describe("An escalation on pages", () => {
  const path = () => `/concerns/${id}/escalate`;
  const WORDS: readonly Words[] = [
    { body: "dfe" },
    { grounds: "SUPPORT_WITHOUT_EFFECT", reason: REASON },
    { parts: "SUMMARY", explanation: "So that the department adds its support." },
    {
      ...{ "answerBy-day": "20", "answerBy-month": "3", "answerBy-year": "2026" },
      ...{ "until-day": "30", "until-month": "6", "until-year": "2026" },
    },
  ];

  it("is proposed by an adviser to a department that the council was told of, and asked of the council", async () => {
    expect((await concernPage("adviser")).html).toContain(`href="${path()}"`);
    for (const person of ["chief-executive", "department", "cib-lead", "adviser-london"])
      expect((await hub.open(person, path())).status, person).toBe(404);
    const first = await hub.open("adviser", path());
    expect([first.html.includes("Department for Education"), first.html.includes("CIB")]).toEqual([true, false]);
    const untold = await answer("adviser", path(), [{ body: "ofsted" }, ...WORDS.slice(1)]);
    const refused = await press("adviser", untold, path(), "send");
    expect([refused.status, refused.html.includes('value="change-body"')]).toEqual([422, true]);
    expect(formWords(refused.html).reason).toBe(REASON);

    const check = await answer("adviser", path(), WORDS);
    expect((await press("adviser", check, path(), "send")).headers.get("location")).toBe(`/concerns/${id}`);
    expect(stateOf().escalations).toHaveLength(1);
    expect(await isIn(REASON, ["second-adviser", "chief-executive", "department", "cib-lead"])).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });

  it("is confirmed by a second adviser from the task, and the department reads its grounds once the share is made", async () => {
    const [{ id: escalation, share: escalated } = { id: "", share: "" }] = stateOf().escalations;
    const confirm = `/concerns/${id}/escalations/${escalation}/confirm`;
    expect((await hub.open("adviser", confirm)).status).toBe(404);
    expect((await concernPage("adviser")).html).not.toContain(confirm);
    for (const person of ["chief-executive", "department"]) expect((await hub.open(person, confirm)).status, person).toBe(404);
    expect((await hub.open("second-adviser", `/concerns/${id}/escalations/${share}/confirm`)).status).toBe(404);
    expect((await hub.open("second-adviser", "/tasks")).html).toContain(`href="${confirm}"`);
    expect((await concernPage("second-adviser")).html).toContain(`href="${confirm}"`);
    // Whoever proposed it stands down its escalation from the same page.
    expect((await concernPage("adviser")).html).toContain(`/escalations/${escalation}/stand-down"`);
    const page = await hub.open("second-adviser", confirm);
    expect(page.html).toContain(`Another adviser wrote: ${REASON}`);
    const check = await answer("second-adviser", confirm, [{ reason: CONFIRMED }]);
    const sent = [await press("second-adviser", check, confirm, "send"), await press("second-adviser", check, confirm, "send")];
    for (const { headers } of sent) expect(headers.get("location")).toBe(`/concerns/${id}`);
    expect(await isIn(CONFIRMED, ["adviser", "chief-executive", "department"])).toEqual([true, true, false]);

    const of = { concern: id, share: escalated };
    await done(hub, "chief-executive", "statePosition", { ...of, position: "AGREES" });
    await done(hub, "adviser", "makeShare", of);
    expect(await isIn(REASON, ["department", "cib-lead"])).toEqual([true, false]);
    expect(await isIn("Evidence-mark", ["department", "cib-lead", "adviser"])).toEqual([false, false, true]);
    expect(await isIn("Sustained support has had no effect", ["department", "cib-lead"])).toEqual([true, false]);
  });

  it("is stood down by an adviser, which ends its share, and the department sees no more than that it ended", async () => {
    const [{ id: escalation } = { id: "" }] = stateOf().escalations;
    const down = `/concerns/${id}/escalations/${escalation}/stand-down`;
    for (const person of ["chief-executive", "department", "cib-lead"])
      expect((await hub.open(person, down)).status, person).toBe(404);
    const check = await answer("adviser", down, [{ reason: DOWN }]);
    expect((await press("adviser", check, down, "send")).headers.get("location")).toBe(`/concerns/${id}`);
    expect(await isIn(DOWN, ["second-adviser", "chief-executive", "department"])).toEqual([true, true, false]);
    expect(await isIn(REASON, ["department"])).toEqual([false]);
    expect((await hub.open("adviser", down)).status).toBe(404);
    const { html } = await hub.open("department", "/shared-with-us");
    for (const text of ["1 concern is shared with you.", "A share of a concern with you has ended."])
      expect(html).toContain(text);
    for (const mark of ["Down-mark", "Reason-mark", "Evidence-mark"]) expect(html).not.toContain(mark);
  });

  it("is offered for confirmation to the adviser who did not propose it, where each proposed one", async () => {
    await done(hub, "adviser", "recordAwareness", { ...awareness, concern: id, bodies: ["ofsted"] });
    await done(hub, "adviser", "raiseEscalation", { ...proposedEscalation, concern: id });
    await done(hub, "second-adviser", "raiseEscalation", { ...proposedEscalation, concern: id, body: "ofsted" });
    const [own, other] = stateOf().escalations.slice(-2);
    const offered = async (person: string) => {
      const { html } = await concernPage(person);
      return [...html.matchAll(/\/escalations\/([^/]+)\/(confirm|stand-down)"/g)].map(([, one, end]) => `${one} ${end}`);
    };
    const both = [`${own?.id} stand-down`, `${other?.id} stand-down`];
    expect((await offered("adviser")).toSorted()).toEqual([...both, `${other?.id} confirm`].toSorted());
    expect((await offered("second-adviser")).toSorted()).toEqual([...both, `${own?.id} confirm`].toSorted());
    expect(await offered("chief-executive")).toEqual([]);
  });
});
