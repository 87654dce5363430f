// What an adviser has begun to write is kept for them alone, and goes when it is sent, deleted or too old.
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { TARROWSHIRE } from "../examples/api-inputs.ts";
import { formWords } from "../helpers/form-words.ts";
import { findEmbedded, findInternal } from "../helpers/page-markup.ts";
import { startPages } from "../helpers/pages.ts";

type Words = Readonly<Record<string, string>>;
type Page = Awaited<ReturnType<typeof hub.open>>;

const LOG = "/log-a-concern";
const SUMMARY = "Assessments are late in two of five teams.";
const dateWords = (name: string, day: string, month: string): Words => ({
  ...{ [`${name}-day`]: day, [`${name}-month`]: month, [`${name}-year`]: "2025" },
});
const ANSWERS: readonly Words[] = [
  { council: TARROWSHIRE },
  { strand: "CHILDRENS" },
  { cause: "SERVICE_PERFORMANCE" },
  { ...dateWords("from", "1", "4"), ...dateWords("to", "30", "9") },
  { summary: SUMMARY },
  { observed: "Two teams completed fewer than half." },
  { kind: "CONVERSATION" },
  { account: "A manager described two teams without supervision." },
  { source: "A team manager (invented)", reference: "", protected: "no" },
  { ...dateWords("evidenceFrom", "1", "4"), ...dateWords("evidenceTo", "30", "9") },
  { sourceGrading: "GRADE_1", contentGrading: "B" },
  { handling: "P", conditions: "" },
  {},
];

let hub: Awaited<ReturnType<typeof startPages>>;
beforeAll(async () => {
  hub = await startPages();
});
afterAll(() => hub.close());

const press = (page: Page, go: string, words: Words = {}, path = LOG, person = "adviser"): Promise<Page> =>
  hub.submit(person, path, { ...formWords(page.html), ...words, go });
const answer = async (page: Page, answers: readonly Words[], path = LOG): Promise<Page> => {
  let last = page;
  for (const words of answers) last = await press(last, "next", words, path);
  return last;
};
const begin = async (count: number): Promise<Page> => answer(await hub.open("adviser", LOG), ANSWERS.slice(0, count));
/** The addresses of somebody's drafts, the newest first. */
const draftsOf = async (person = "adviser"): Promise<readonly string[]> =>
  [...(await hub.open(person, "/drafts")).html.matchAll(/href="(\/log-a-concern\?draft=[^"]+)"/g)].map(([, path = ""]) => path);
const headingOf = ({ html }: Page): string => /<h1[^>]*>\s*(?:<[^>]*>\s*)*([^<]*?)\s*</.exec(html)?.[1] ?? "";

describe("A concern that is half written", () => {
  it("is under the adviser's drafts, and opens with every word where the first answer is missing", async () => {
    expect((await hub.open("adviser", "/")).html).toContain('href="/drafts"');
    const left = await press(await begin(4), "later", { summary: SUMMARY });
    expect([left.status, left.headers.get("location")]).toEqual([303, "/drafts"]);
    const list = await hub.open("adviser", "/drafts");
    expect([findEmbedded(list.html), findInternal(list.html)]).toEqual([[], []]);
    for (const text of ["Log a concern", "Deleted after 16 March 2026"]) expect(list.html).toContain(text);
    expect(list.html).not.toContain(SUMMARY);
    const [path = ""] = await draftsOf();
    const opened = await hub.open("adviser", path);
    expect([opened.status, headingOf(opened)]).toEqual([200, "What was observed?"]);
    expect(formWords(opened.html)).toMatchObject({ council: TARROWSHIRE, "from-day": "1", summary: SUMMARY });
    const check = await answer(opened, ANSWERS.slice(5), path);
    expect(headingOf(check)).toBe("Check your answers");
    const sent = await press(check, "send", {}, path);
    expect(sent.headers.get("location")).toMatch(/^\/concerns\/[^/]+\/logged$/);
    expect(await draftsOf()).toEqual([]);
    expect((await hub.open("adviser", path)).status).toBe(404);
  });

  it("is logged once, although it is sent from two pages that have it open", async () => {
    await press(await begin(12), "later");
    const [path = ""] = await draftsOf();
    const [one, other] = [await hub.open("adviser", path), await hub.open("adviser", path)];
    const [first, second] = [await press(one, "send", {}, path), await press(other, "send", {}, path)];
    expect(first.headers.get("location")).toMatch(/logged$/);
    expect(second.headers.get("location")).toBe(first.headers.get("location"));
    expect(await draftsOf()).toEqual([]);
  });

  it("is not saved again once its concern was logged: a page of it that is still open says so", async () => {
    const early = await begin(5);
    const check = await answer(early, ANSWERS.slice(5));
    expect((await press(check, "send")).headers.get("location")).toMatch(/logged$/);
    for (const button of ["next", "later"]) {
      const again = await press(early, button, { observed: "Other words." });
      expect(again.html).toContain("This draft was sent or deleted, so nothing more is saved in it.");
      expect(again.html).not.toContain("A draft is saved each time");
    }
    expect(await draftsOf()).toEqual([]);
  });

  it("cannot be listed, opened, changed or deleted by anybody else", async () => {
    await press(await begin(5), "later");
    const [path = ""] = await draftsOf();
    const id = path.split("=")[1] ?? "";
    for (const person of ["second-adviser", "chief-executive", "governance-officer", "somebody-unknown"]) {
      expect(await draftsOf(person)).toEqual([]);
      expect((await hub.open(person, path)).status).toBe(404);
      expect((await hub.open(person, `/drafts/${id}/delete`)).status).toBe(404);
      await hub.submit(person, `/drafts/${id}/delete`, {});
      await hub.submit(person, LOG, { ...ANSWERS[0], summary: "Forged", draft: id, step: "council", go: "next" });
    }
    expect(formWords((await hub.open("adviser", path)).html)).toMatchObject({ summary: SUMMARY });
    const [forged] = await draftsOf("second-adviser");
    expect(forged).not.toBe(path);
    expect(await draftsOf("chief-executive")).toEqual([]);
  });

  it("is not opened by what is no draft of theirs", async () => {
    for (const id of ["", "x", "00000000-0000-4000-8000-000000000000", "%00", "'; DROP TABLE drafts; --", "x".repeat(5_000)]) {
      const { status } = await hub.open("adviser", `${LOG}?draft=${encodeURIComponent(id)}`);
      expect(status, id).toBe(404);
    }
  });

  it("is deleted on a page that asks first", async () => {
    await press(await begin(5), "later");
    const [path = "", ...others] = await draftsOf();
    const deletion = `/drafts/${path.split("=")[1]}/delete`;
    const page = await hub.open("adviser", deletion);
    expect(page.html).toContain("Delete this draft?");
    expect((await draftsOf())[0]).toBe(path);
    const deleted = await hub.submit("adviser", deletion, formWords(page.html));
    expect([deleted.status, deleted.headers.get("location")]).toEqual([303, "/drafts"]);
    expect(await draftsOf()).toEqual(others);
  });

  it("is not offered to whoever may not log concerns, and leaves no draft of theirs", async () => {
    const posted = await hub.submit("chief-executive", LOG, { ...ANSWERS[0], step: "council", go: "next" });
    expect(posted.status).toBe(404);
    expect(await draftsOf("chief-executive")).toEqual([]);
  });

  it("is refused as the twenty-first, with all that was written, and not said to be saved", async () => {
    const begun = await draftsOf();
    for (let count = begun.length; count < 20; count += 1) await press(await hub.open("adviser", LOG), "next", ANSWERS[0]);
    const full = await press(await hub.open("adviser", LOG), "later", { ...ANSWERS[0] });
    expect([full.status, formWords(full.html).council]).toEqual([422, TARROWSHIRE]);
    expect(full.html).toContain("so this one cannot be saved");
    expect(full.html).not.toContain("A draft is saved each time");
    expect(await draftsOf()).toHaveLength(20);
  });

  it("stands in no file of the hub in plain words", async () => {
    const { draftsFile } = hub.hub.folder;
    for (const file of [draftsFile, `${draftsFile}-wal`]) expect(readFileSync(file).includes("Assessments")).toBe(false);
    expect(hub.logged.filter((line) => line.includes("Assessments"))).toEqual([]);
  });

  it("is gone after ten working days", async () => {
    hub.clock.set("2026-03-16T12:00:00.000Z");
    expect(await draftsOf()).toHaveLength(20);
    hub.clock.set("2026-03-17T12:00:00.000Z");
    expect(await draftsOf()).toEqual([]);
  });
});
