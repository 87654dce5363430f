// The pages that say why somebody can see a concern and who else can, who opened it, and how it was on an earlier day.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { awareness, CIB, concern, proposal } from "../examples/api-inputs.ts";
import { formWords } from "../helpers/form-words.ts";
import { findEmbedded, findInternal } from "../helpers/page-markup.ts";
import { startPages } from "../helpers/pages.ts";
import { done } from "../helpers/send-command.ts";

const SUMMARY = "Summary-mark in <b>two</b> teams.";
const REPLY = "Reply-mark of the council.";

let hub: Awaited<ReturnType<typeof startPages>>;
let id: string;
beforeAll(async () => {
  hub = await startPages();
  id = await done(hub, "adviser", "logConcern", { ...concern, summary: SUMMARY });
  await done(hub, "adviser", "recordAwareness", { ...awareness, concern: id, bodies: [CIB] });
  await done(hub, "adviser", "proposeShare", { ...proposal, concern: id });
  const share = hub.hub.register.queries().findUnchecked(id)?.state().shares.at(-1)?.id ?? "";
  await done(hub, "chief-executive", "statePosition", { concern: id, share, position: "AGREES" });
  await done(hub, "adviser", "makeShare", { concern: id, share });
  hub.clock.set("2026-03-04T12:00:00.000Z");
  await done(hub, "chief-executive", "reply", { concern: id, reply: REPLY });
});
afterAll(() => hub.close());

const at = (end: string): string => `/concerns/${id}/${end}`;
const nothingInternal = (html: string) => expect([findEmbedded(html), findInternal(html)]).toEqual([[], []]);
const linksOf = async (person: string): Promise<readonly string[]> =>
  [...(await hub.open(person, `/concerns/${id}`)).html.matchAll(/href="[^"]*\/(access|opened|as-of)"/g)].map(
    ([, end = ""]) => end,
  );
const STRANGERS = ["department", "governance-officer", "former-adviser", "somebody-unknown"];

describe("The page that says why somebody can see a concern", () => {
  it("gives the council and its advisers the rules, what they rest on, and everybody else who can", async () => {
    for (const person of ["adviser", "chief-executive"]) {
      expect(await linksOf(person)).toEqual(["access", "opened", "as-of"]);
      const { html, status } = await hub.open(person, at("access"));
      expect(status).toBe(200);
      nothingInternal(html);
      for (const text of [
        "You may see this part: ",
        "If you think that this is wrong.",
        "Leonie Marsh (invented)",
        "CIB regional lead",
      ])
        expect(html).toContain(text);
      expect(html).toContain(`href="${at("access/cib-lead")}"`);
    }
  });

  it("gives them the same of each other person who can, and nothing of people who cannot", async () => {
    const { html, status } = await hub.open("chief-executive", at("access/cib-lead"));
    expect(status).toBe(200);
    nothingInternal(html);
    for (const text of [
      "Why Leonie Marsh (invented) can see this concern",
      "They may see this part: ",
      "2 March 2026: A share was made",
    ])
      expect(html).toContain(text);
    for (const person of ["department", "somebody-unknown", "no-such-person", "%00"])
      expect((await hub.open("chief-executive", at(`access/${person}`))).status, person).toBe(404);
  });

  it("gives a recipient their own reasons, and no name of anybody else", async () => {
    expect(await linksOf("cib-lead")).toEqual(["access"]);
    const { html, status } = await hub.open("cib-lead", at("access"));
    expect(status).toBe(200);
    nothingInternal(html);
    for (const text of ["the headline of a children", "You may not see this part."]) expect(html).toContain(text);
    for (const text of ["Rowan Ashdown", "Maren Tolliver", 'id="others"']) expect(html).not.toContain(text);
    for (const person of ["adviser", "cib-lead"]) expect((await hub.open("cib-lead", at(`access/${person}`))).status).toBe(404);
  });
});

describe("The page that says who opened a concern", () => {
  it("lists who was shown what and when, for the council and its advisers", async () => {
    await hub.open("cib-lead", `/concerns/${id}`);
    for (const person of ["adviser", "chief-executive"]) {
      const { html, status } = await hub.open(person, at("opened"));
      expect(status).toBe(200);
      nothingInternal(html);
      expect(html).toMatch(
        /Leonie Marsh \(invented\)<\/td>\s*<td[^>]*>CIB regional lead, [^<]*<\/td>\s*<td[^>]*>[^<]+<\/td>\s*<td[^>]*>[^<]*headline, summary/,
      );
    }
    expect((await hub.open("cib-lead", at("opened"))).status).toBe(404);
  });
});

describe("The page of a concern on an earlier day", () => {
  const day = (date: string) => {
    const [year = "", month = "", of = ""] = date.split("-");
    return { "day-day": of, "day-month": month, "day-year": year };
  };

  it("shows it as it was at the end of that day, to the council and its advisers", async () => {
    for (const person of ["adviser", "chief-executive"]) {
      const form = await hub.open(person, at("as-of"));
      expect([form.status, form.html.includes("Summary-mark")]).toEqual([200, false]);
      const before = await hub.submit(person, at("as-of"), { ...formWords(form.html), ...day("2026-03-02") });
      expect(before.status).toBe(200);
      nothingInternal(before.html);
      for (const text of [
        "2 March 2026 at 23:59",
        "Summary-mark in &lt;b&gt;two&lt;/b&gt;",
        "The council had not replied.",
        "Leonie Marsh (invented)",
      ])
        expect(before.html).toContain(text);
      expect(before.html).not.toContain(REPLY);
      const today = await hub.submit(person, at("as-of"), day("2026-03-04"));
      expect([today.status, today.html.includes(REPLY)]).toEqual([200, true]);
    }
  });

  it("has no part of the concern but the headline on record for whoever opens the empty form", async () => {
    type Disclosure = { readonly person: { readonly id: string }; readonly parts: readonly { readonly part: string }[] };
    const query = `{ concern(id: "${id}") { disclosures { nodes { person { id } parts { part } } } } }`;
    expect((await hub.open("second-adviser", at("as-of"))).status).toBe(200);
    const { body } = await hub.ask<{ concern: { disclosures: { nodes: readonly Disclosure[] } } }>("adviser", query);
    const toReader = body.data.concern.disclosures.nodes.filter(({ person }) => person.id === "second-adviser");
    expect(toReader.map(({ parts }) => parts)).toEqual([[{ part: "HEADLINE" }]]);
  });

  it("refuses a day to come, one before the hub began and one that does not exist, with the day kept", async () => {
    for (const date of ["2026-03-05", "1999-01-01", "2026-02-30"]) {
      const { html, status } = await hub.submit("adviser", at("as-of"), day(date));
      expect([date, status]).toEqual([date, 422]);
      expect(html).toMatch(/<title>Error: /);
      expect(html).not.toContain("Summary-mark");
      expect(formWords(html)).toMatchObject(day(date));
    }
  });

  it("shows the council nothing of a day before it was told", async () => {
    const untold = await done(hub, "adviser", "logConcern", { ...concern, summary: "Untold-mark." });
    hub.clock.set("2026-03-05T12:00:00.000Z");
    await done(hub, "adviser", "recordAwareness", { ...awareness, concern: untold, bodies: [CIB] });
    const { html, status } = await hub.submit("chief-executive", `/concerns/${untold}/as-of`, day("2026-03-04"));
    expect([status, html.includes("Untold-mark")]).toEqual([422, false]);
  });
});

it("None of these pages is there for those who may not see the concern", async () => {
  for (const person of STRANGERS)
    for (const end of ["access", "access/adviser", "opened", "as-of"]) {
      const { status, html } = await hub.open(person, at(end));
      expect([person, end, status]).toEqual([person, end, 404]);
      expect(html).not.toContain("Tarrowshire");
    }
  expect((await hub.submit("cib-lead", at("as-of"), { "day-day": "2", "day-month": "3", "day-year": "2026" })).status).toBe(404);
});
