// Pages of support show each reader what they may see, and take what a council says of it, as a browser sends it without JavaScript.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CIB, offer, TARROWSHIRE } from "../examples/api-inputs.ts";
import { formWords } from "../helpers/form-words.ts";
import { findEmbedded, findInternal } from "../helpers/page-markup.ts";
import { startPages } from "../helpers/pages.ts";
import { done } from "../helpers/send-command.ts";

type Words = Readonly<Record<string, string>>;
type Page = { readonly status: number; readonly headers: Headers; readonly html: string };

const AIM = "Aim-mark that the region does not read.";
const STATEMENT = "We <b>begin</b> in June.";
const LIST = `/councils/${TARROWSHIRE}/supports`;

let hub: Awaited<ReturnType<typeof startPages>>;
beforeAll(async () => {
  hub = await startPages();
});
afterAll(() => hub.close());

const offerSupport = (more: object = {}) => done(hub, "adviser", "offerSupport", { ...offer, aim: AIM, ...more });
const state = (id: string) => hub.hub.support.queries().findUnchecked(id);
const press = (page: Page, path: string, go: string, words: Words = {}, person = "chief-executive"): Promise<Page> =>
  hub.submit(person, path, { ...formWords(page.html), ...words, go });
/** Goes through the pages of a form, up to the one with all answers. */
async function answer(path: string, ...answers: readonly Words[]): Promise<Page> {
  let page: Page = await hub.open("chief-executive", path);
  for (const words of answers) page = await press(page, path, "next", words);
  return page;
}
async function send(path: string, ...answers: readonly Words[]): Promise<Page> {
  return press(await answer(path, ...answers), path, "send");
}
const agree = (id: string, regionSees: string) =>
  send(`/supports/${id}/answer`, { answer: "AGREED", statement: "" }, { regionSees });

describe("The page of a support", () => {
  it("is for those who may see the support, each as far as that goes, and only who may speak for the council is asked", async () => {
    const id = await offerSupport();
    await agree(id, "DATES");
    for (const [person, status, seesAim, isAsked] of [
      ["chief-executive", 200, true, true],
      ["leader", 200, true, true],
      ["monitoring-officer", 200, true, false],
      ["adviser", 200, true, false],
      ["cib-lead", 200, false, false],
      ["chief-executive-london", 404, false, false],
      ["governance-officer", 404, false, false],
      ["somebody-unknown", 404, false, false],
    ] as const) {
      const { status: given, html } = await hub.open(person, `/supports/${id}`);
      expect([given, html.includes(AIM), html.includes(`/supports/${id}/answer`)], person).toEqual([status, seesAim, isAsked]);
      expect((await hub.open(person, `/supports/${id}/print`)).status, person).toBe(status);
      expect((await hub.open(person, LIST)).html.includes(`/supports/${id}"`), person).toBe(status === 200);
      for (const page of ["answer", "region-view", "telling"])
        expect((await hub.open(person, `/supports/${id}/${page}`)).status, `${person}: ${page}`).toBe(isAsked ? 200 : 404);
    }
    expect((await hub.open("chief-executive", "/supports/nothing")).status).toBe(404);
    expect((await hub.open("cib-lead", `/supports/${id}`)).html).toContain("is withheld from you");
    for (const person of ["chief-executive-london", "governance-officer"])
      expect((await hub.open(person, LIST)).status, person).toBe(404);
  });

  it("shows its course: days on site, milestones, reviews, the end and whether it worked", async () => {
    const id = await offerSupport();
    await agree(id, "PURPOSE");
    const by = (command: string, input: object) => done(hub, "adviser", command, { support: id, ...input });
    await by("planPresence", { from: "2026-03-16", to: "2026-03-17", place: "Place-mark" });
    await by("beginSupport", { begunOn: "2026-03-02" });
    await by("setMilestone", { kind: "OTHER", due: "2026-05-01", about: "Milestone-mark" });
    await by("planReview", { from: "2026-06-01", to: "2026-06-02" });
    await by("recordProgress", { reviewedOn: "2026-03-02", progress: "WORKING", finding: "Finding-mark" });
    await by("endSupport", { how: "COMPLETED", endedOn: "2026-03-02", reason: "Ended-mark" });
    const path = `/supports/${id}/judgement`;
    expect((await hub.open("chief-executive", `/supports/${id}`)).html).toContain(`href="${path}"`);
    expect((await hub.open("chief-executive", "/tasks")).html).toContain(`href="/supports/${id}"`);
    const sent = await send(path, { judgement: "EFFECTIVE", why: "Why-mark" });
    expect(sent.headers.get("location")).toBe(`/supports/${id}`);
    const { html } = await hub.open("chief-executive", `/supports/${id}`);
    for (const text of [
      "Place-mark",
      "Milestone-mark",
      "Finding-mark",
      "Ended-mark",
      "Why-mark",
      "16 March 2026 to 17 March 2026",
    ])
      expect(html, text).toContain(text);
    expect(html).not.toContain(`href="${path}"`);
    const { html: shown } = await hub.open("cib-lead", `/supports/${id}`);
    for (const text of ["Place-mark", "Milestone-mark", "Finding-mark", "Why-mark"]) expect(shown).not.toContain(text);
    expect(shown).toContain("1 May 2026");
  });

  it("and those that lead to an answer have no id and no enumeration as text, and nothing embedded", async () => {
    const id = await offerSupport({ shownTo: [CIB] });
    const path = `/supports/${id}/answer`;
    const pages = [
      await hub.open("chief-executive", LIST),
      await hub.open("chief-executive", `/supports/${id}`),
      await hub.open("chief-executive", `/supports/${id}/print`),
      await answer(path, { answer: "AGREED" }),
      await answer(path, { answer: "AGREED" }, { regionSees: "NOTHING" }),
      await answer(`/supports/${id}/telling`, { answer: "TOLD_OTHERWISE", statement: "x" }),
    ];
    for (const { status, html } of pages) expect([status, findEmbedded(html), findInternal(html)]).toEqual([200, [], []]);
  });
});

describe("A council that is offered support, by pages alone", () => {
  it("finds the offer among its tasks, agrees to it, and later changes what its region sees", async () => {
    const id = await offerSupport();
    for (const from of ["/tasks", LIST, "/"])
      expect((await hub.open("chief-executive", from)).html, from).toContain(`href="/supports/${id}"`);
    expect((await hub.open("chief-executive", `/councils/${TARROWSHIRE}/record`)).html).toContain(`href="${LIST}"`);
    const view = `/supports/${id}/region-view`;
    expect((await hub.open("chief-executive", `/supports/${id}`)).html).not.toContain(`href="${view}"`);

    const path = `/supports/${id}/answer`;
    const unsaid = await answer(path, { answer: "", statement: STATEMENT });
    expect([unsaid.status, unsaid.html]).toEqual([422, expect.stringContaining("Select whether your council agrees.")]);
    expect(unsaid.html).toContain("&lt;b&gt;begin&lt;/b&gt;");
    const unseen = await answer(path, { answer: "AGREED", statement: STATEMENT }, {});
    expect([unseen.status, unseen.html]).toEqual([422, expect.stringContaining("Select what your region may see.")]);
    const check = await press(unseen, path, "next", { regionSees: "NOTHING" });
    expect(state(id)?.answer).toBeUndefined();
    for (let times = 0; times < 2; times += 1)
      expect((await press(check, path, "send")).headers.get("location")).toBe(`/supports/${id}`);
    expect(state(id)?.said).toHaveLength(1);
    for (const person of ["chief-executive", "adviser"])
      expect((await hub.open(person, `/supports/${id}`)).html).toContain("&lt;b&gt;begin&lt;/b&gt;");
    expect((await hub.open("cib-lead", `/supports/${id}`)).status).toBe(404);

    expect((await send(view, { regionSees: "PURPOSE" })).headers.get("location")).toBe(`/supports/${id}`);
    expect((await hub.open("cib-lead", `/supports/${id}`)).html).toContain("Support package");
    expect((await hub.open("chief-executive", "/tasks")).html).not.toContain(`href="/supports/${id}"`);
  });

  it("declines it without being asked what its region sees", async () => {
    const id = await offerSupport();
    expect((await send(`/supports/${id}/answer`, { answer: "DECLINED", statement: STATEMENT })).status).toBe(303);
    expect(state(id)?.answer?.kind).toBe("declined");
    expect((await hub.open("cib-lead", `/supports/${id}`)).status).toBe(404);
  });

  it("disputes that it was told who would see it, and the adviser reads why", async () => {
    const id = await offerSupport({ shownTo: [CIB] });
    const path = `/supports/${id}/telling`;
    expect((await hub.open("chief-executive", `/supports/${id}`)).html).toContain(`href="${path}"`);
    const unsaid = await answer(path, { answer: "TOLD_OTHERWISE" });
    expect([unsaid.status, unsaid.html]).toEqual([422, expect.stringContaining("Enter what your council was told instead.")]);
    const bodies = await press(unsaid, path, "next", { answer: "TOLD_OTHERWISE", statement: STATEMENT });
    const check = await press(bodies, path, "next", { bodies: CIB });
    expect((await press(check, path, "send")).status).toBe(303);
    expect((await hub.open("cib-lead", `/supports/${id}`)).status).toBe(404);
    const { html } = await hub.open("adviser", `/supports/${id}`);
    for (const text of ["It was not told of: ", "&lt;b&gt;begin&lt;/b&gt;"]) expect(html).toContain(text);
  });

  it("answers other days that are proposed, once, and not those that were replaced", async () => {
    const id = await offerSupport();
    await agree(id, "DATES");
    const propose = (until: string) =>
      done(hub, "adviser", "moveSupport", {
        ...{ support: id, by: "PROVIDER", from: "2026-03-10", until, reason: "Reason-mark of the provider." },
        presence: [{ from: "2026-04-01", to: "2026-04-02", place: "Place-mark" }],
      });
    await propose("2027-01-31");
    const replaced = state(id)?.moves.at(-1)?.move;
    await propose("2027-02-28");
    const path = `/supports/${id}/moves/${state(id)?.moves.at(-1)?.move}/answer`;
    const { html } = await hub.open("chief-executive", `/supports/${id}`);
    expect(html).toContain(`href="${path}"`);
    expect((await hub.open("chief-executive", "/tasks")).html).toContain(`href="/supports/${id}"`);
    const page = await hub.open("chief-executive", path);
    for (const text of ["Reason-mark", "28 February 2027", "On site 1 April 2026 to 2 April 2026: Place-mark"])
      expect(page.html, text).toContain(text);
    const late = `/supports/${id}/moves/${replaced}/answer`;
    expect(html).not.toContain(`href="${late}"`);
    expect((await hub.open("chief-executive", late)).status).toBe(404);
    expect((await hub.open("chief-executive", `/supports/${id}/moves/nothing/answer`)).status).toBe(404);
    for (const person of ["monitoring-officer", "adviser", "cib-lead"])
      expect((await hub.open(person, path)).status, person).toBe(404);
    expect((await send(path, { answer: "AGREED", note: STATEMENT })).headers.get("location")).toBe(`/supports/${id}`);
    const { html: after } = await hub.open("adviser", `/supports/${id}`);
    for (const text of ["28 February 2027", "&lt;b&gt;begin&lt;/b&gt;"]) expect(after).toContain(text);
    expect((await hub.open("chief-executive", `/supports/${id}`)).html).not.toContain(`href="${path}"`);
  });
});

describe("Those who arrange support, by pages alone", () => {
  it("answer the days that the council proposes, and say as the provider if the support worked", async () => {
    const id = await offerSupport();
    await agree(id, "DATES");
    const by = (command: string, input: object) => done(hub, "adviser", command, { support: id, ...input });
    await by("beginSupport", { begunOn: "2026-03-02" });
    await done(hub, "leader", "moveSupport", {
      ...{
        support: id,
        by: "COUNCIL",
        from: "2026-03-10",
        until: "2027-01-31",
        presence: [],
        reason: "Reason-mark of the council.",
      },
    });
    const path = `/supports/${id}/moves/${state(id)?.moves.at(-1)?.move}/answer`;
    expect((await hub.open("adviser", `/supports/${id}`)).html).toContain(`href="${path}"`);
    for (const person of ["chief-executive", "cib-lead", "adviser-london"])
      expect((await hub.open(person, path)).status, person).toBe(404);
    const page = await hub.open("adviser", path);
    expect(page.html).toContain("Reason-mark of the council.");
    // The side is not asked for, and cannot be written into the form.
    const check = await press(page, path, "next", { answer: "AGREED", note: "Note-mark", by: "COUNCIL" }, "adviser");
    for (const times of [1, 2]) expect([times, (await press(check, path, "send", {}, "adviser")).status]).toEqual([times, 303]);
    expect(state(id)?.until).toBe("2027-01-31");
    expect((await hub.open("leader", `/supports/${id}`)).html).toContain("Note-mark");

    await by("endSupport", { how: "COMPLETED", endedOn: "2026-03-02", reason: "Done." });
    const judgement = `/supports/${id}/judgement`;
    const asked = await hub.open("adviser", judgement);
    const judged = await press(asked, judgement, "next", { judgement: "PARTLY_EFFECTIVE", why: "Why-mark" }, "adviser");
    expect((await press(judged, judgement, "send", {}, "adviser")).status).toBe(303);
    expect(state(id)?.judgements.map((one) => one.by)).toEqual(["provider"]);
    expect((await hub.open("adviser", judgement)).status).toBe(404);
    expect((await hub.open("chief-executive", judgement)).status).toBe(200);
  });
});

describe("An answer that cannot be recorded", () => {
  it("is refused if the support has changed since, and can be sent after reading it anew", async () => {
    const id = await offerSupport();
    const path = `/supports/${id}/answer`;
    const check = await answer(path, { answer: "DECLINED", statement: STATEMENT });
    await done(hub, "adviser", "changeSupportLead", { support: id, lead: "Somebody else (invented)" });
    const stale = await press(check, path, "send");
    expect([stale.status, stale.html]).toEqual([422, expect.stringContaining("The record has changed since you read it.")]);
    expect(stale.html).toContain("&lt;b&gt;begin&lt;/b&gt;");
    expect((await press(stale, path, "send")).status).toBe(303);
  });

  it("is refused with what was written, if the offer was withdrawn meanwhile", async () => {
    const id = await offerSupport();
    const path = `/supports/${id}/answer`;
    const check = await answer(path, { answer: "DECLINED", statement: STATEMENT });
    await done(hub, "adviser", "endSupport", {
      support: id,
      how: "OFFER_WITHDRAWN",
      endedOn: "2026-03-02",
      reason: "Not needed.",
    });
    const refused = await press(await press(check, path, "send"), path, "send");
    expect([refused.status, refused.html]).toEqual([422, expect.stringContaining("&lt;b&gt;begin&lt;/b&gt;")]);
    expect(state(id)?.answer).toBeUndefined();
    expect((await hub.open("chief-executive", `/supports/${id}`)).html).not.toContain(path);
  });
});
