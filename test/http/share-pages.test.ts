// What advisers do with a share on pages alone: they make it, override an objection as another than who proposed it, and withdraw it.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { MAX_NARRATIVE } from "../../text/limits.ts";
import { awareness, CIB, concern, proposal } from "../examples/api-inputs.ts";
import { formWords } from "../helpers/form-words.ts";
import { findEmbedded, findInternal } from "../helpers/page-markup.ts";
import { startPages } from "../helpers/pages.ts";
import { done } from "../helpers/send-command.ts";

type Words = Readonly<Record<string, string>>;
type Page = { readonly status: number; readonly headers: Headers; readonly html: string };
type Shared = { readonly concern: string; readonly share: string };

const SUMMARY = "Summary-mark that the body reads.";
const ACCOUNT = "Evidence-mark that it does not.";
const OBJECTION = "Objection-mark: our reviewers <b>begin</b> on Monday.";
const REASON = "Reason-mark: the body & we cannot wait.";

let hub: Awaited<ReturnType<typeof startPages>>;
beforeAll(async () => {
  hub = await startPages();
});
afterAll(() => hub.close());

async function propose(position?: object, terms: object = {}): Promise<Shared> {
  const [evidence] = concern.evidence;
  const logged = { ...concern, summary: SUMMARY, evidence: [{ ...evidence, account: ACCOUNT }] };
  const id = await done(hub, "adviser", "logConcern", logged);
  await done(hub, "adviser", "recordAwareness", { ...awareness, concern: id, bodies: [CIB] });
  await done(hub, "adviser", "proposeShare", { ...proposal, ...terms, concern: id });
  const share = hub.hub.register.queries().findUnchecked(id)?.state().shares.at(-1)?.id ?? "";
  if (position) await done(hub, "chief-executive", "statePosition", { concern: id, share, ...position });
  return { concern: id, share };
}
const addressOf = ({ concern: id, share }: Shared): string => `/concerns/${id}/shares/${share}`;
const press = (person: string, page: Page, path: string, go: string, words: Words = {}): Promise<Page> =>
  hub.submit(person, path, { ...formWords(page.html), ...words, go });
const OVERRIDE: readonly Words[] = [{ reason: REASON }, { urgent: "no" }];
async function answer(person: string, path: string, answers: readonly Words[]): Promise<Page> {
  let page = await hub.open(person, path);
  for (const words of answers) page = await press(person, page, path, "next", words);
  return page;
}

describe("An adviser makes a share on a page", () => {
  it("after reading word for word what the body will read, and the body reads it", async () => {
    const of = await propose({ position: "AGREES" });
    const address = addressOf(of);
    const path = `${address}/make`;
    expect((await hub.open("adviser", "/")).html).toContain(`href="${address}"`);
    expect((await hub.open("adviser", address)).html).toContain(`href="${path}"`);
    const page = await hub.open("adviser", path);
    for (const text of ["the council agrees", SUMMARY, "Until 30 June 2026", "Leonie Marsh (invented)"])
      expect(page.html).toContain(text);
    expect(page.html).not.toContain(ACCOUNT);
    expect([findEmbedded(page.html), findInternal(page.html)]).toEqual([[], []]);
    expect((await hub.open("cib-lead", `/concerns/${of.concern}`)).status).toBe(404);

    const sent = [await press("adviser", page, path, "send"), await press("adviser", page, path, "send")];
    for (const { status, headers } of sent) expect([status, headers.get("location")]).toEqual([303, address]);
    const { html } = await hub.open("cib-lead", `/concerns/${of.concern}`);
    expect([html.includes(SUMMARY), html.includes(ACCOUNT)]).toEqual([true, false]);
    const after = await hub.open("adviser", address);
    expect([after.html.includes("Made by"), after.html.includes(`href="${path}"`)]).toEqual([true, false]);
    expect((await hub.open("adviser", path)).status).toBe(404);
  });

  it("and is told what has changed since it was opened", async () => {
    const of = await propose({ position: "AGREES" });
    const path = `${addressOf(of)}/make`;
    const page = await hub.open("adviser", path);
    const objects = { ...of, position: "OBJECTS", statement: OBJECTION };
    await done(hub, "chief-executive", "statePosition", objects);
    const changed = await press("adviser", page, path, "send");
    expect(changed.status).toBe(422);
    for (const text of ["The record has changed since you read it.", "Objection-mark"]) expect(changed.html).toContain(text);
    const refused = await press("adviser", changed, path, "send");
    expect([refused.status, refused.html.includes("The council objects")]).toEqual([422, true]);
    expect((await hub.open("cib-lead", `/concerns/${of.concern}`)).status).toBe(404);
  });

  it("which is offered to nobody else, nor before the council has had its time", async () => {
    const agreed = addressOf(await propose({ position: "AGREES" }));
    for (const person of ["chief-executive", "cib-lead", "adviser-london", "somebody-unknown"]) {
      expect((await hub.open(person, `${agreed}/make`)).status, person).toBe(404);
      expect((await hub.open(person, agreed)).html, person).not.toContain(`${agreed}/make`);
    }
    const waiting = addressOf(await propose());
    expect((await hub.open("adviser", `${waiting}/make`)).status).toBe(404);
  });
});

describe("A second adviser overrides an objection on pages", () => {
  it("with a reason that the council reads, and the share is made with notice", async () => {
    const of = await propose({ position: "OBJECTS", statement: OBJECTION });
    const address = addressOf(of);
    const path = `${address}/override`;
    const own = await hub.open("adviser", address);
    expect([own.html.includes("ask an adviser who did not propose this share"), own.html.includes(path)]).toEqual([true, false]);
    expect((await hub.open("adviser", path)).status).toBe(404);
    expect((await hub.open("second-adviser", "/")).html).toContain(`href="${address}"`);
    expect((await hub.open("second-adviser", address)).html).toContain(`href="${path}"`);

    const missing = await answer("second-adviser", path, [{ reason: " " }]);
    expect([missing.status, missing.html.includes("Enter why the share goes ahead.")]).toEqual([422, true]);
    const check = await answer("second-adviser", path, OVERRIDE);
    for (const text of ["&lt;b&gt;begin&lt;/b&gt;", "Reason-mark: the body &amp; we", "although the council objects", SUMMARY])
      expect(check.html).toContain(text);
    expect([findEmbedded(check.html), findInternal(check.html)]).toEqual([[], []]);
    const long = await press("second-adviser", check, path, "send", { reason: "x".repeat(MAX_NARRATIVE + 1) });
    expect([long.status, formWords(long.html).reason?.length]).toEqual([422, MAX_NARRATIVE + 1]);
    expect((await press("second-adviser", check, path, "send")).headers.get("location")).toBe(address);
    expect((await hub.open("chief-executive", address)).html).toContain("Reason-mark");

    const make = await hub.open("adviser", `${address}/make`);
    for (const text of ["read that it does", "Objection-mark", "can read it from"]) expect(make.html).toContain(text);
    expect((await press("adviser", make, `${address}/make`, "send")).status).toBe(303);
    expect((await hub.open("adviser", address)).html).toContain("First day");
    expect((await hub.open("cib-lead", `/concerns/${of.concern}`)).status).toBe(404);
  });

  it("which is offered to nobody but advisers, and only against an objection", async () => {
    const path = `${addressOf(await propose({ position: "OBJECTS" }))}/override`;
    for (const person of ["chief-executive", "cib-lead", "adviser-london"])
      expect((await hub.open(person, path)).status, person).toBe(404);
    const agreed = `${addressOf(await propose({ position: "AGREES" }))}/override`;
    expect((await hub.open("second-adviser", agreed)).status).toBe(404);
  });
});

describe("An adviser withdraws a share on pages", () => {
  it("and the body reads the concern no more", async () => {
    const of = await propose({ position: "AGREES" });
    await done(hub, "adviser", "makeShare", of);
    const address = addressOf(of);
    const path = `${address}/withdraw`;
    expect((await hub.open("cib-lead", `/concerns/${of.concern}`)).status).toBe(200);
    const check = await answer("adviser", path, [{ reason: REASON }]);
    expect(check.html).toContain("cannot be brought back");
    const sent = [await press("adviser", check, path, "send"), await press("adviser", check, path, "send")];
    for (const { headers } of sent) expect(headers.get("location")).toBe(address);
    expect((await hub.open("cib-lead", `/concerns/${of.concern}`)).status).toBe(404);
    expect((await hub.open("chief-executive", address)).html).toContain("Reason-mark");
    expect((await hub.open("adviser", path)).status).toBe(404);
  });
});

describe("Two advisers reach a council on pages", () => {
  it("by a letter that one records and the other confirms", async () => {
    const address = addressOf(await propose());
    const [letter, confirm] = [`${address}/letter`, `${address}/letter-confirmed`];
    expect((await hub.open("adviser", address)).html).toContain(`href="${letter}"`);
    const to = { chiefExecutive: "", leader: "", monitoringOfficer: "Gareth Pell (invented)" };
    const sent = { reference: "Letter-mark & 117", "sentOn-day": "2", "sentOn-month": "3", "sentOn-year": "2026" };
    const check = await answer("adviser", letter, [sent, to]);
    const refused = await press("adviser", check, letter, "send");
    expect([refused.status, refused.html.includes('value="change-to"')]).toEqual([422, true]);
    const mended = await press("adviser", refused, letter, "send", { chiefExecutive: "Maren Tolliver (invented)" });
    expect(mended.headers.get("location")).toBe(address);

    expect((await hub.open("adviser", confirm)).status).toBe(404);
    expect((await hub.open("second-adviser", "/")).html).toContain(`href="${address}"`);
    expect((await hub.open("second-adviser", address)).html).toContain(`href="${confirm}"`);
    const page = await hub.open("second-adviser", confirm);
    for (const text of ["Letter-mark &amp; 117", "2 March 2026", "Gareth Pell (invented)"]) expect(page.html).toContain(text);
    expect((await press("second-adviser", page, confirm, "send")).status).toBe(303);
    expect((await hub.open("chief-executive", address)).html).toContain("A second adviser confirmed a letter");
    for (const path of [letter, confirm]) expect((await hub.open("second-adviser", path)).status).toBe(404);
  });

  it("in imminent danger in less time, once the other has confirmed it", async () => {
    const danger = { imminentDanger: "Danger-mark.", answerBy: "2026-03-06" };
    const address = addressOf(await propose(undefined, danger));
    const path = `${address}/danger`;
    for (const person of ["adviser", "chief-executive", "cib-lead"]) expect((await hub.open(person, path)).status).toBe(404);
    expect((await hub.open("second-adviser", address)).html).toContain(`href="${path}"`);
    expect((await hub.open("second-adviser", path)).html).toContain("Another adviser wrote: Danger-mark.");
    const check = await answer("second-adviser", path, [{ reason: REASON }]);
    expect((await press("second-adviser", check, path, "send")).headers.get("location")).toBe(address);
    const { html } = await hub.open("chief-executive", address);
    for (const text of ["Danger confirmed by", "Reason-mark", "6 March 2026"]) expect(html).toContain(text);
  });
});
