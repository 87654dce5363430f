// A council's acts on pages alone, as a browser sends them without JavaScript: its position on a share, and more time for it; whether it was told.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { awareness, CIB, concern, PANEL, proposal, TARROWSHIRE } from "../examples/api-inputs.ts";
import { formWords } from "../helpers/form-words.ts";
import { findEmbedded, findInternal } from "../helpers/page-markup.ts";
import { startPages } from "../helpers/pages.ts";
import { done } from "../helpers/send-command.ts";

type Words = Readonly<Record<string, string>>;
type Page = { readonly status: number; readonly headers: Headers; readonly html: string };
type Shared = { readonly concern: string; readonly share: string };

const SUMMARY = "Summary-mark that the body would read.";
const ACCOUNT = "Evidence-mark that it would not.";
const STATEMENT = "Our reviewers <b>begin</b> on Monday.";

let hub: Awaited<ReturnType<typeof startPages>>;
beforeAll(async () => {
  hub = await startPages();
});
afterAll(() => hub.close());

async function propose(terms: object = {}): Promise<Shared> {
  const [evidence] = concern.evidence;
  const id = await done(hub, "adviser", "logConcern", {
    ...concern,
    summary: SUMMARY,
    evidence: [{ ...evidence, account: ACCOUNT }],
  });
  await done(hub, "adviser", "recordAwareness", { ...awareness, concern: id, bodies: [CIB, PANEL] });
  await done(hub, "adviser", "proposeShare", { ...proposal, concern: id, ...terms });
  const share = hub.hub.register.queries().findUnchecked(id)?.state().shares.at(-1)?.id ?? "";
  return { concern: id, share };
}
const addressOf = ({ concern: id, share }: Shared): string => `/concerns/${id}/shares/${share}`;
const positionsOn = ({ concern: id, share }: Shared) =>
  hub.hub.register
    .queries()
    .findUnchecked(id)
    ?.state()
    .shares.find((one) => one.id === share)?.positions;
/** Presses a button of a page after writing into its fields. */
const press = (page: Page, path: string, go: string, words: Words = {}, person = "chief-executive"): Promise<Page> =>
  hub.submit(person, path, { ...formWords(page.html), ...words, go });
async function answer(of: Shared, ...answers: readonly Words[]): Promise<Page> {
  const path = `${addressOf(of)}/position`;
  let page = await hub.open("chief-executive", path);
  for (const words of answers) page = await press(page, path, "next", words);
  return page;
}
const until = (day: string, month: string, year: string): Words => ({
  "until-day": day,
  "until-month": month,
  "until-year": year,
});

describe("A chief executive, by pages alone", () => {
  it("finds a proposed share among the tasks, reads what the body would read, and objects; the adviser reads why", async () => {
    const of = await propose();
    const address = addressOf(of);
    expect((await hub.open("chief-executive", "/")).html).toContain(`href="${address}"`);
    expect((await hub.open("chief-executive", `/concerns/${of.concern}`)).html).toContain(`href="${address}"`);
    expect((await hub.open("chief-executive", `/councils/${TARROWSHIRE}/record`)).html).toContain(`href="${address}"`);

    const { html } = await hub.open("chief-executive", address);
    for (const text of [SUMMARY, "16 March 2026", "The share may be made", "Leonie Marsh (invented), CIB regional lead"])
      expect(html).toContain(text);
    expect(html).not.toContain(ACCOUNT);
    expect(html).toContain(`href="${address}/position"`);

    const check = await answer(of, { position: "OBJECTS", statement: STATEMENT });
    expect(positionsOn(of)).toEqual([]);
    for (const text of ["Check your answers", "My council objects", "&lt;b&gt;begin&lt;/b&gt;"])
      expect(check.html).toContain(text);
    const sent = await press(check, `${address}/position`, "send");
    expect([sent.status, sent.headers.get("location")]).toEqual([303, address]);

    for (const person of ["chief-executive", "adviser"]) {
      const { html: shown } = await hub.open(person, address);
      for (const text of ["the council objects", "Maren Tolliver (invented)", "&lt;b&gt;begin&lt;/b&gt;"])
        expect(shown).toContain(text);
    }
    expect((await hub.open("chief-executive", "/")).html).not.toContain(address);
  });

  it("agrees to less, after reading what the body reads by that", async () => {
    const of = await propose({ parts: ["EVIDENCE"], answerBy: "2026-03-30" });
    const { html } = await hub.open("chief-executive", addressOf(of));
    for (const text of [ACCOUNT, "(invented). Source graded: reliable."]) expect(html).toContain(text);
    const conditions = await answer(of, { position: "AGREES_WITH_CONDITIONS", statement: "" });
    expect(conditions.html).toContain("What does your council agree to?");
    const path = `${addressOf(of)}/position`;
    const check = await press(conditions, path, "next", { parts: "SUMMARY", ...until("1", "5", "2026") });
    for (const text of [SUMMARY, "Until 1 May 2026: headline, summary."]) expect(check.html).toContain(text);
    expect(check.html).not.toContain(ACCOUNT);
    await press(check, path, "send");
    expect((await hub.open("adviser", addressOf(of))).html).toContain("Until 1 May 2026");
  });

  it("takes more time once", async () => {
    const of = await propose();
    const path = `${addressOf(of)}/more-time`;
    expect((await hub.open("chief-executive", addressOf(of))).html).toContain(`href="${path}"`);
    const page = await hub.open("chief-executive", path);
    expect((await press(page, path, "send")).headers.get("location")).toBe(addressOf(of));
    const { html } = await hub.open("chief-executive", addressOf(of));
    expect(html).toContain("23 March 2026");
    expect(html).not.toContain(`href="${path}"`);
    expect((await press(page, path, "send")).headers.get("location")).toBe(addressOf(of));
    const again = await press(page, path, "send", { key: "another" });
    expect([again.status, (await hub.open("chief-executive", path)).status]).toEqual([422, 404]);
    expect(again.html).toContain("Your council has already taken more time to answer.");
  });
});

describe("The page of a share", () => {
  it("is for the council and its advisers, and only those who may speak for the council are asked for its position", async () => {
    const of = await propose();
    const address = addressOf(of);
    for (const [person, status, isAsked] of [
      ["leader", 200, true],
      ["monitoring-officer", 200, false],
      ["adviser", 200, false],
      ["cib-lead", 404, false],
      ["chief-executive-london", 404, false],
      ["governance-officer", 404, false],
    ] as const) {
      const { status: given, html } = await hub.open(person, address);
      expect([given, html.includes(`${address}/position`)], person).toEqual([status, isAsked]);
      expect(html.includes(SUMMARY), person).toBe(status === 200);
      for (const page of ["position", "more-time"])
        expect((await hub.open(person, `${address}/${page}`)).status, person).toBe(isAsked ? 200 : 404);
    }
    for (const path of [`/concerns/${of.concern}/shares/nothing`, `/concerns/${of.concern}/shares/nothing/position`])
      expect((await hub.open("chief-executive", path)).status).toBe(404);
  });

  it("has no id and no enumeration as text, and nothing embedded, like those that lead to an answer", async () => {
    const of = await propose();
    const path = `${addressOf(of)}/position`;
    const pages = [
      await hub.open("chief-executive", addressOf(of)),
      await hub.open("chief-executive", `${addressOf(of)}/more-time`),
      await hub.open("chief-executive", path),
      await answer(of, { position: "AGREES" }),
      await answer(of, { position: "AGREES_WITH_CONDITIONS" }),
    ];
    for (const { html } of pages) expect([findEmbedded(html), findInternal(html)]).toEqual([[], []]);
  });
});

describe("A position that cannot be stated", () => {
  it("comes back with all that is to be mended, and with what was written", async () => {
    const of = await propose({ answerBy: "2026-03-16" });
    const none = await answer(of, { statement: STATEMENT });
    expect([none.status, none.html]).toEqual([422, expect.stringContaining("Select whether your council agrees.")]);
    expect(none.html).toContain("&lt;b&gt;begin&lt;/b&gt;");
    const conditions = { position: "AGREES_WITH_CONDITIONS" };
    const wrongDate = await answer(of, conditions, { parts: "SUMMARY", ...until("31", "2", "2026") });
    expect([wrongDate.status, wrongDate.html]).toEqual([422, expect.stringContaining("Enter a real date, or leave it empty.")]);

    const path = `${addressOf(of)}/position`;
    const noLess = await press(await answer(of, conditions, { parts: "SUMMARY" }), path, "send");
    expect(noLess.status).toBe(422);
    expect(noLess.html).toMatch(/<button[^>]* value="change-conditions">[^<]+<\/button>/);
    const changed = await press(noLess, path, "change-conditions");
    const sent = await press(await press(changed, path, "next", { parts: "HEADLINE" }), path, "send");
    expect(sent.status).toBe(303);
  });

  it("is refused if the concern has changed since the answers were checked, and can be sent after reading it anew", async () => {
    const of = await propose();
    const path = `${addressOf(of)}/position`;
    const check = await answer(of, { position: "AGREES" });
    await done(hub, "leader", "reply", { concern: of.concern, reply: "Reply-mark of the leader." });
    const stale = await press(check, path, "send");
    expect([stale.status, stale.html]).toEqual([422, expect.stringContaining("The record has changed since you read it.")]);
    expect(stale.html).toContain("Reply-mark of the leader.");
    expect((await press(stale, path, "send")).status).toBe(303);
  });

  it("is stated once although it is sent twice, and not at all once the share has ended", async () => {
    const of = await propose();
    const path = `${addressOf(of)}/position`;
    const check = await answer(of, { position: "AGREES" });
    for (let times = 0; times < 2; times += 1) expect((await press(check, path, "send")).status).toBe(303);
    expect(positionsOn(of)).toHaveLength(1);

    const over = await propose();
    const late = await answer(over, { position: "OBJECTS" });
    await done(hub, "adviser", "withdrawShare", { ...over, reason: "It is not needed." });
    const stale = await press(late, `${addressOf(over)}/position`, "send");
    const refused = await press(stale, `${addressOf(over)}/position`, "send");
    expect([stale.status, refused.status]).toEqual([422, 422]);
    expect(refused.html).toContain("This share has ended. Propose a new one.");
    expect(positionsOn(over)).toEqual([]);
    const { html } = await hub.open("chief-executive", addressOf(over));
    expect(html).toContain("It is not needed.");
    expect(html).not.toContain(`${addressOf(over)}/position`);
  });
});

describe("A council that is recorded as told", () => {
  const tell = async () => {
    const { concern: id } = await propose();
    const record = hub.hub.register.queries().findUnchecked(id)?.state().awareness.at(-1)?.awareness ?? "";
    return { id, record, address: `/concerns/${id}/awareness/${record}`, path: `/concerns/${id}/awareness/${record}/answer` };
  };

  it("finds the record among its tasks, and disputes a part of it; the adviser reads what it was told instead", async () => {
    const { id, record, address, path } = await tell();
    for (const from of ["/tasks", `/concerns/${id}`])
      expect((await hub.open("chief-executive", from)).html).toContain(`href="${address}"`);
    const shown = await hub.open("chief-executive", address);
    for (const text of ["Late assessments in two teams.", "Performance Support Panel", ACCOUNT, `href="${path}"`])
      expect(shown.html).toContain(text);

    const otherwise = { answer: "TOLD_OTHERWISE" };
    const unsaid = await press(await hub.open("chief-executive", path), path, "next", otherwise);
    expect([unsaid.status, unsaid.html]).toEqual([422, expect.stringContaining("Enter what your council was told instead.")]);
    const parts = await press(unsaid, path, "next", { ...otherwise, statement: STATEMENT });
    expect(parts.html).toContain("That it would be shared with Performance Support Panel");
    expect((await press(parts, path, "next")).status).toBe(422);
    const check = await press(parts, path, "next", { notTold: `body ${PANEL}` });
    for (const { html } of [shown, parts, check]) expect([findEmbedded(html), findInternal(html)]).toEqual([[], []]);
    for (let times = 0; times < 2; times += 1) expect((await press(check, path, "send")).headers.get("location")).toBe(address);

    for (const person of ["chief-executive", "adviser"]) {
      const { html } = await hub.open(person, address);
      for (const text of ["Sharing with Performance Support Panel", "&lt;b&gt;begin&lt;/b&gt;"]) expect(html).toContain(text);
    }
    expect((await hub.open("chief-executive", "/tasks")).html).not.toContain(record);
  });

  it("confirms it; nobody else is asked or reads the record", async () => {
    const { id, address, path } = await tell();
    for (const [person, status, isAsked] of [
      ["leader", 200, true],
      ["monitoring-officer", 200, false],
      ["adviser", 200, false],
      ["cib-lead", 404, false],
      ["chief-executive-london", 404, false],
    ] as const) {
      const { status: given, html } = await hub.open(person, address);
      expect([given, html.includes(path)], person).toEqual([status, isAsked]);
      expect((await hub.open(person, path)).status, person).toBe(isAsked ? 200 : 404);
    }
    expect((await hub.open("chief-executive", `/concerns/${id}/awareness/nothing`)).status).toBe(404);
    const check = await press(await hub.open("chief-executive", path), path, "next", { answer: "CONFIRMED" });
    expect((await press(check, path, "send")).status).toBe(303);
    expect((await hub.open("adviser", address)).html).toContain("It was told.");
  });
});

describe("The forms of a council on the page of a concern", () => {
  it("ask for a correction, once although it is sent twice, which the council reads there with the adviser", async () => {
    const { concern: id } = await propose();
    const [address, path] = [`/concerns/${id}`, `/concerns/${id}/correction`];
    const page = formWords((await hub.open("chief-executive", address)).html);
    const request = "It was <b>three</b> teams.";
    // The other form of the page, with the same key.
    const replied = await hub.submit("chief-executive", `${address}/reply`, { key: page.key ?? "", reply: "We are on it." });
    expect(replied.status).toBe(303);
    for (let times = 0; times < 2; times += 1) {
      const { status, headers } = await hub.submit("chief-executive", path, { key: page.key ?? "", request });
      expect([status, headers.get("location")]).toEqual([303, address]);
    }
    for (const person of ["chief-executive", "adviser"]) {
      const { html } = await hub.open(person, address);
      expect(html.split("It was &lt;b&gt;three&lt;/b&gt; teams.")).toHaveLength(2);
      expect(html).toContain("It has not been answered yet.");
    }
  });

  it("show what to mend, beside its field and with what was written", async () => {
    const { concern: id } = await propose();
    const path = `/concerns/${id}/correction`;
    const empty = await hub.submit("chief-executive", path, { key: "empty", request: "" });
    expect([empty.status, empty.html]).toEqual([422, expect.stringContaining('href="#request"')]);
    const long = await hub.submit("chief-executive", path, { key: "long", request: "y".repeat(10_001) });
    expect([long.status, long.html]).toEqual([422, expect.stringContaining("y".repeat(10_001))]);
    expect(long.html).toContain('id="request-error"');
    expect(long.html).not.toContain('id="reply-error"');
  });

  it("are not shown to people who may not speak for the council", async () => {
    const { concern: id } = await propose();
    for (const person of ["monitoring-officer", "adviser"]) {
      const { html } = await hub.open(person, `/concerns/${id}`);
      expect([html.includes('name="reply"'), html.includes('name="request"')], person).toEqual([false, false]);
    }
  });

  it("ask in which office, if the person speaks in several", async () => {
    const { concern: id } = await propose();
    const lasting = { from: "2020-01-01", until: "2039-12-31", council: TARROWSHIRE, strands: ["CHILDRENS"], speaks: true };
    await done(hub, "governance-officer", "startAssignment", { ...lasting, person: "leader", role: "LEAD_MEMBER" });
    const address = `/concerns/${id}`;
    expect((await hub.open("leader", address)).html).toMatch(/<select[^>]* name="office"/);
    const words = { key: "office", reply: "As the leader I say so." };
    const unsaid = await hub.submit("leader", `${address}/reply`, { ...words, office: "" });
    expect([unsaid.status, unsaid.html]).toEqual([422, expect.stringContaining("Select the office that you speak in.")]);
    expect((await hub.submit("leader", `${address}/reply`, { ...words, office: "LEADER" })).status).toBe(303);
    const wanted = { key: "office", request: "It was three teams." };
    const refused = await hub.submit("leader", `${address}/correction`, { ...wanted, correctionOffice: "" });
    expect([refused.status, refused.html]).toEqual([422, expect.stringContaining('href="#correctionOffice"')]);
    expect((await hub.submit("leader", `${address}/correction`, { ...wanted, correctionOffice: "LEAD_MEMBER" })).status).toBe(
      303,
    );
  });
});
