// Those who arrange support do so by pages alone, as a browser sends them without JavaScript: from its beginning to its end.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CIB, offer } from "../examples/api-inputs.ts";
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

const state = (id: string) => hub.hub.support.queries().findUnchecked(id);
const by = (id: string, command: string, input: object = {}) => done(hub, "adviser", command, { support: id, ...input });
async function offerAgreed(more: object = {}): Promise<string> {
  const id = await done(hub, "adviser", "offerSupport", { ...offer, ...more });
  await done(hub, "leader", "answerSupport", { support: id, answer: "AGREED", regionSees: "PURPOSE" });
  return id;
}
async function offerBegun(): Promise<string> {
  const id = await offerAgreed();
  await by(id, "beginSupport", { begunOn: "2026-03-02" });
  return id;
}
const press = (page: Page, path: string, go: string, words: Words = {}, person = "adviser"): Promise<Page> =>
  hub.submit(person, path, { ...formWords(page.html), ...words, go });
/** Goes through the pages of a form, up to the one with all answers. */
async function answer(path: string, answers: readonly Words[], person = "adviser"): Promise<Page> {
  let page: Page = await hub.open(person, path);
  for (const words of answers) page = await press(page, path, "next", words, person);
  return page;
}
const send = async (path: string, answers: readonly Words[], person = "adviser"): Promise<Page> =>
  press(await answer(path, answers, person), path, "send", {}, person);
const day = (field: string, [year, month, date]: readonly [string, string, string]): Words => ({
  [`${field}-day`]: date,
  [`${field}-month`]: month,
  [`${field}-year`]: year,
});
const open = async (id: string, person = "adviser"): Promise<string> => (await hub.open(person, `/supports/${id}`)).html;

const TODAY = ["2026", "3", "2"] as const;
const MAY = ["2026", "5", "11"] as const;
const LATER = ["2026", "5", "12"] as const;

/** The end of a page's address -> what is written, a page each. */
const WRITTEN: Readonly<Record<string, readonly Words[]>> = {
  begin: [day("begunOn", TODAY)],
  progress: [day("reviewedOn", TODAY), { progress: "PARTLY_WORKING", finding: "Finding-mark <b>one</b> team." }],
  "milestones/new": [{ kind: "OTHER", ...day("due", MAY), about: "Milestone-mark" }],
  "reviews/new": [{ ...day("from", MAY), ...day("to", LATER) }],
  "presence/new": [{ ...day("from", MAY), ...day("to", LATER), place: "Place-mark" }],
  lead: [{ lead: "Lead-mark (invented)" }],
  end: [{ how: "COMPLETED", ...day("endedOn", TODAY) }, { reason: "Ended-mark" }],
  move: [
    { ...day("from", ["2026", "3", "10"]), ...day("until", ["2027", "1", "31"]) },
    { ...day("from0", MAY), ...day("to0", LATER), place0: "Moved-mark" },
    { reason: "Reason-mark" },
  ],
};

describe("An adviser who arranges support, by pages alone,", () => {
  it("is led there by the task, records that it has begun, how it goes and that it has ended", async () => {
    const id = await offerAgreed();
    expect((await hub.open("adviser", "/tasks")).html).toContain(`href="/supports/${id}"`);
    const address = `/supports/${id}`;
    expect(await open(id)).toContain(`href="${address}/begin"`);
    expect(await open(id)).not.toContain(`href="${address}/progress"`);
    expect((await send(`${address}/begin`, WRITTEN.begin ?? [])).headers.get("location")).toBe(address);
    expect(state(id)?.begun?.begunOn).toBe("2026-03-02");
    expect((await hub.open("adviser", `${address}/begin`)).status).toBe(404);

    const check = await answer(`${address}/progress`, WRITTEN.progress ?? []);
    for (const text of ["Check your answers", "2 March 2026", "Finding-mark &lt;b&gt;one&lt;/b&gt;"])
      expect(check.html).toContain(text);
    for (const times of [1, 2]) expect([times, (await press(check, `${address}/progress`, "send")).status]).toEqual([times, 303]);
    expect(state(id)?.reviews).toHaveLength(1);
    expect(await open(id, "chief-executive")).toContain("Finding-mark &lt;b&gt;one&lt;/b&gt;");
    expect(await open(id, "cib-lead")).not.toContain("Finding-mark");

    expect((await send(`${address}/end`, WRITTEN.end ?? [])).status).toBe(303);
    expect([state(id)?.ended?.how, (await hub.open("adviser", `${address}/end`)).status]).toEqual(["completed", 404]);
    expect(await open(id, "chief-executive")).toContain("Ended-mark");
  });

  it("withdraws an offer, and is told beside the answer that what has not begun cannot be completed", async () => {
    const id = await done(hub, "adviser", "offerSupport", offer);
    const path = `/supports/${id}/end`;
    const wrong = await send(path, WRITTEN.end ?? []);
    expect([wrong.status, wrong.html]).toEqual([422, expect.stringContaining("Ended-mark")]);
    expect(wrong.html).toContain("has not begun");
    const how = await press(wrong, path, "change-how");
    const check = await press(how, path, "next", { how: "OFFER_WITHDRAWN" });
    expect((await press(check, path, "send")).status).toBe(303);
    expect(state(id)?.ended?.how).toBe("offer-withdrawn");
  });

  it("sets milestones and meets them, plans reviews, holds one and cancels another", async () => {
    const id = await offerBegun();
    const address = `/supports/${id}`;
    expect((await send(`${address}/milestones/new`, WRITTEN["milestones/new"] ?? [])).status).toBe(303);
    const milestone = state(id)?.milestones.at(-1)?.milestone;
    const met = `${address}/milestones/${milestone}/met`;
    expect(await open(id)).toContain(`href="${met}"`);
    expect((await hub.open("adviser", met)).html).toContain("Milestone-mark");
    expect((await send(met, [day("metOn", TODAY)])).status).toBe(303);
    expect((await hub.open("adviser", met)).status).toBe(404);

    await send(`${address}/reviews/new`, WRITTEN["reviews/new"] ?? []);
    const again = await send(`${address}/reviews/new`, WRITTEN["reviews/new"] ?? []);
    expect([again.status, again.html]).toEqual([422, expect.stringContaining("11 May 2026 to 12 May 2026")]);
    await by(id, "planReview", { from: "2026-06-01", to: "2026-06-02" });
    const [first, second] = (state(id)?.reviews ?? []).map(({ review }) => review);
    const cancel = `${address}/reviews/${second}/cancel`;
    const asked = await hub.open("adviser", cancel);
    expect(asked.html).toContain("Cancel the review of 1 June 2026 to 2 June 2026");
    expect((await press(asked, cancel, "send")).status).toBe(303);
    expect((await send(`${address}/reviews/${first}/progress`, WRITTEN.progress ?? [])).status).toBe(303);
    expect(state(id)?.reviews.find(({ review }) => review === first)?.held?.progress).toBe("partly-working");
    for (const path of [cancel, `${address}/reviews/${first}/progress`, `${address}/reviews/nothing/progress`])
      expect((await hub.open("adviser", path)).status, path).toBe(404);
  });

  it("plans days at the council and cancels them, and names another lead", async () => {
    const id = await offerBegun();
    const address = `/supports/${id}`;
    await send(`${address}/presence/new`, WRITTEN["presence/new"] ?? []);
    const cancel = `${address}/presence/${state(id)?.presences.at(-1)?.presence}/cancel`;
    expect(await open(id)).toContain(`href="${cancel}"`);
    expect(await open(id, "chief-executive")).toContain("Place-mark");
    expect(await open(id, "chief-executive")).not.toContain(`href="${cancel}"`);
    expect((await press(await hub.open("adviser", cancel), cancel, "send")).status).toBe(303);
    expect(await open(id)).not.toContain(`href="${cancel}"`);
    await send(`${address}/lead`, WRITTEN.lead ?? []);
    for (const person of ["adviser", "cib-lead"]) expect(await open(id, person)).toContain("Lead-mark");
  });

  it("makes support part of a package, and of none", async () => {
    const pack = await offerAgreed();
    const id = await offerAgreed({ kind: "MENTORING" });
    const path = `/supports/${id}/package`;
    expect((await hub.open("adviser", `/supports/${pack}/package`)).status).toBe(404);
    await send(path, [{ package: pack }]);
    expect([state(id)?.partOf, (await open(id)).includes(`href="/supports/${pack}"`)]).toEqual([pack, true]);
    await send(path, [{ package: "none" }]);
    expect(state(id)?.partOf).toBeUndefined();
    const forged = await answer(path, [{ package: id }]);
    expect([forged.status, forged.html]).toEqual([422, expect.stringContaining("Select the package")]);
  });

  it("tells the council again of an offer that a colleague recorded and the council disputes", async () => {
    const id = await done(hub, "adviser", "offerSupport", { ...offer, shownTo: [CIB] });
    await done(hub, "leader", "answerOfferTelling", { support: id, answer: "NOT_TOLD" });
    const path = `/supports/${id}/told-again`;
    expect((await hub.open("adviser", path)).status).toBe(404);
    const sent = await send(
      path,
      [
        { toldName: "Osric Fenwick (invented)", toldOffice: "LEADER" },
        { channel: "IN_PERSON", ...day("toldOn", TODAY) },
        { about: "About-mark" },
        { shownTo: CIB },
      ],
      "second-adviser",
    );
    expect(sent.status).toBe(303);
    expect(state(id)?.tellings.at(-1)?.shownTo).toEqual([CIB]);
    expect(await open(id, "leader")).toContain("About-mark");
  });
});

describe("Other days of support", () => {
  it("are proposed by the adviser and answered by the council, and proposed by the council", async () => {
    const id = await offerBegun();
    const path = `/supports/${id}/move`;
    expect((await send(path, WRITTEN.move ?? [])).status).toBe(303);
    expect(state(id)?.moves.at(-1)).toMatchObject({ by: "provider", until: "2027-01-31", presence: [{ from: "2026-05-11" }] });
    expect(await open(id, "leader")).toContain("Moved-mark");

    const [days, , why] = WRITTEN.move ?? [];
    const sent = await send(path, [{ ...days, ...day("until", ["2027", "2", "28"]) }, {}, { ...why }], "leader");
    expect(sent.status).toBe(303);
    expect(state(id)?.moves.at(-1)).toMatchObject({ by: "council", office: "leader", until: "2027-02-28", presence: [] });
  });

  it("are asked for whole: a day at the council has its days and its place", async () => {
    const id = await offerBegun();
    const path = `/supports/${id}/move`;
    const [days] = WRITTEN.move ?? [];
    const half = await answer(path, [days ?? {}, { ...day("from1", MAY) }]);
    expect(half.status).toBe(422);
    for (const text of ["first day of time 1", "Enter where time 1 is.", "last day of time 2"]) expect(half.html).toContain(text);
    const late = ["2025", "5", "1"] as const;
    const past = await send(path, [days ?? {}, { ...day("from0", late), ...day("to0", late), place0: "Hall" }, { reason: "x" }]);
    expect([past.status, past.html]).toEqual([422, expect.stringContaining("change-presence")]);
  });
});

describe("Pages on which support is arranged", () => {
  it("are for those who arrange it alone, and show an id, an enumeration or its words to nobody else", async () => {
    const id = await offerBegun();
    await by(id, "planReview", { from: "2026-06-01", to: "2026-06-02" });
    await by(id, "planPresence", { from: "2026-06-01", to: "2026-06-02", place: "Place-mark" });
    await by(id, "setMilestone", { kind: "OTHER", due: "2026-06-01", about: "Milestone-mark" });
    const review = state(id)?.reviews[0]?.review;
    const ends = [
      ...Object.keys(WRITTEN).filter((end) => end !== "begin" && end !== "move"),
      ...[`reviews/${review}/progress`, `reviews/${review}/cancel`],
      `presence/${state(id)?.presences[0]?.presence}/cancel`,
      `milestones/${state(id)?.milestones.at(-1)?.milestone}/met`,
    ];
    for (const end of ends) {
      const path = `/supports/${id}/${end}`;
      const { status, html } = await hub.open("adviser", path);
      expect([path, status, findEmbedded(html), findInternal(html)]).toEqual([path, 200, [], []]);
      for (const person of [
        "chief-executive",
        "monitoring-officer",
        "cib-lead",
        "adviser-london",
        "governance-officer",
        "department",
      ]) {
        const page = await hub.open(person, path);
        expect([page.status, /(?:Place|Milestone)-mark/.test(page.html)], `${person} ${path}`).toEqual([404, false]);
      }
    }
    for (const end of Object.keys(WRITTEN)) {
      const path = `/supports/${id}/${end}`;
      // The form of a page that is for others is refused with what was written, and changes nothing.
      const before = state(id)?.version;
      const form = { ...formWords((await hub.open("chief-executive", `/supports/${id}`)).html), go: "send" };
      const words = Object.assign({}, ...(WRITTEN[end] ?? [])) as Words;
      for (const person of ["cib-lead", "adviser-london", "governance-officer"])
        expect((await hub.submit(person, path, { ...form, ...words, key: `forged ${end}` })).status, person).toBe(404);
      expect(state(id)?.version).toBe(before);
    }
  });

  it("keep what was written if the support has ended meanwhile, and refuse words that are too long", async () => {
    const id = await offerBegun();
    const path = `/supports/${id}/progress`;
    const check = await answer(path, WRITTEN.progress ?? []);
    const long = await press(check, path, "send", { finding: "x".repeat(100_000) });
    expect([long.status, state(id)?.reviews]).toEqual([422, []]);
    await by(id, "endSupport", { how: "STOPPED", endedOn: "2026-03-02", reason: "Done." });
    const late = await press(await press(check, path, "send"), path, "send");
    expect([late.status, late.html]).toEqual([422, expect.stringContaining("Finding-mark")]);
    expect(state(id)?.reviews).toEqual([]);
  });
});
