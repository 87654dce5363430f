// A concern about leadership is restricted inside the council on pages, the restriction is reviewed each month, and lifted.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { awareness, concern } from "../examples/api-inputs.ts";
import { formWords } from "../helpers/form-words.ts";
import { openJourneys } from "../helpers/page-journeys.ts";
import { startPages } from "../helpers/pages.ts";
import { done } from "../helpers/send-command.ts";

const ENDS = ["restrict", "restriction-reviewed", "lift-restriction"];
const ABOUT = { aboutOffices: "CHIEF_EXECUTIVE" };
const REASON = "Reason-mark <b>trust</b> is lost.";

let hub: Awaited<ReturnType<typeof startPages>>;
let journeys: ReturnType<typeof openJourneys>;
let id: string;
let page: string;
beforeAll(async () => {
  hub = await startPages();
  journeys = openJourneys(hub);
});
beforeEach(async () => {
  id = await done(hub, "adviser", "logConcern", {
    ...concern,
    strand: "CORPORATE",
    cause: "LEADERSHIP",
    summary: "Summary-mark.",
  });
  page = `/concerns/${id}`;
});
afterAll(() => hub.close());

const tell = () => done(hub, "adviser", "recordAwareness", { ...awareness, concern: id, bodies: [] });
const offeredTo = async (person: string) => {
  const { html } = await hub.open(person, page);
  return ENDS.filter((end) => html.includes(`href="${page}/${end}"`));
};
const statusFor = async (person: string, end = "") => (await hub.open(person, `${page}${end}`)).status;
/** A form with two values of one field. */
const named = async (person: string, people: readonly string[]) => {
  const path = `${page}/restrict`;
  const who = await journeys.press(person, path, await hub.open(person, path), "next", ABOUT);
  const send = (from: typeof who, go: string, words: Readonly<Record<string, string>> = {}) => {
    const entries = Object.entries({ ...formWords(from.html), ...words, go }).filter(([name]) => name !== "named");
    const body = new URLSearchParams(entries);
    for (const one of people) body.append("named", one);
    return fetch(`${hub.url}${path}`, {
      ...{ method: "POST", redirect: "manual", body },
      headers: { "x-test-person": person, "sec-fetch-site": "same-origin" },
    }).then(async (answer) => ({ status: answer.status, headers: answer.headers, html: await answer.text() }));
  };
  const why = await send(who, "next");
  const check = await send(why, "next", { reason: REASON });
  return { who, check, send: () => send(check, "send") };
};

describe("Restricting a concern about leadership", () => {
  it("is offered to its advisers before the council is told, and names those who read the strand", async () => {
    expect(await offeredTo("adviser")).toEqual(["restrict"]);
    const { who, send } = await named("adviser", ["leader", "monitoring-officer"]);
    expect(who.html).toMatch(/, Leader or elected mayor/);
    expect(who.html).not.toContain('value="adviser"');
    for (const { status, headers } of await Promise.all([send(), send()]))
      expect([status, headers.get("location")]).toEqual([303, page]);
    await tell();
    expect([await statusFor("leader"), await statusFor("monitoring-officer")]).toEqual([200, 200]);
    for (const person of ["chief-executive", "section-151-officer", "cib-lead", "adviser-london"])
      for (const end of ["", ...ENDS.map((one) => `/${one}`)]) expect(await statusFor(person, end), person + end).toBe(404);
    const { html } = await hub.open("leader", page);
    for (const text of [
      "Reason-mark &lt;b&gt;trust&lt;/b&gt; is lost.",
      "It is about: chief executive.",
      "To be reviewed by 2 April 2026",
    ])
      expect(html).toContain(text);
  });

  it("is refused with too few of the three offices, and keeps whom was selected", async () => {
    const { send } = await named("adviser", ["section-151-officer"]);
    const refused = await send();
    expect([refused.status, refused.html.includes('value="change-named"')]).toEqual([422, true]);
    expect(formWords(refused.html)).toMatchObject({ named: "section-151-officer", reason: REASON });
  });

  it("hides the concern from a monitoring officer who does not name themselves, also if it is sent twice", async () => {
    await tell();
    expect(await offeredTo("monitoring-officer")).toEqual(["restrict"]);
    const { send, check } = await named("monitoring-officer", ["leader", "chief-executive"]);
    expect(check.status).toBe(200);
    for (const { status, headers } of [await send(), await send()])
      expect([status, headers.get("location")]).toEqual([303, page]);
    expect(await statusFor("monitoring-officer")).toBe(404);
    expect((await hub.open("leader", page)).html.split("Only these people").length).toBe(2);
    const forged = { ...ABOUT, named: "leader", reason: "R", key: "another", go: "send" };
    expect((await hub.submit("cib-lead", `${page}/restrict`, forged)).status).toBe(404);
    expect((await hub.submit("cib-lead", `${page}/restrict`, { ...forged, aboutOffices: "NOBODY" })).status).toBe(404);
  });

  it("is not offered for another cause, nor to those whom it is about", async () => {
    const other = await done(hub, "adviser", "logConcern", concern);
    for (const end of ENDS) expect((await hub.open("adviser", `/concerns/${other}/${end}`)).status).toBe(404);
    await tell();
    for (const person of ["chief-executive", "leader", "nominated-officer"]) expect(await offeredTo(person)).toEqual([]);
  });
});

describe("A restriction", () => {
  const restriction = { aboutOffices: ["CHIEF_EXECUTIVE"], named: ["leader", "monitoring-officer"], reason: "R" };

  it("is reviewed by an adviser or the monitoring officer, whose task leads there, and lifted with a reason", async () => {
    await tell();
    await done(hub, "adviser", "restrictConcern", { ...restriction, concern: id });
    for (const person of ["adviser", "monitoring-officer"]) expect(await offeredTo(person)).toEqual(ENDS);
    expect(await offeredTo("leader")).toEqual([]);
    const { html } = await journeys.send("monitoring-officer", `${page}/restriction-reviewed`, [{ reason: "Stays-mark." }]);
    for (const text of ["Stays-mark.", "Last reviewed by"]) expect(html).toContain(text);
    const lifted = await journeys.send("adviser", `${page}/lift-restriction`, [{ reason: "Lifted-mark." }]);
    expect(lifted.html).toContain("It was restricted to these people of the council");
    expect((await hub.open("chief-executive", page)).html).toContain("Lifted-mark.");
    expect(await offeredTo("adviser")).toEqual(["restrict"]);
  });
});

describe("Concern.councilReaders", () => {
  it("names the people of the council to those alone who can restrict the concern", async () => {
    const readers = async (person: string) => {
      const { body } = await hub.ask<{ concern: { councilReaders: { person: string; offices: string[] }[] | null } | null }>(
        person,
        "query($id: ID!) { concern(id: $id) { councilReaders { person name offices } } }",
        { id },
      );
      return body.data?.concern?.councilReaders;
    };
    await tell();
    for (const person of ["adviser", "monitoring-officer"]) {
      const found = (await readers(person)) ?? [];
      expect(found.map((one) => one.person)).toEqual(expect.arrayContaining(["chief-executive", "leader", "monitoring-officer"]));
      expect(found.find((one) => one.person === "leader")?.offices).toEqual(["LEADER"]);
      expect(found.every(({ offices }) => offices.length > 0)).toBe(true);
    }
    expect([await readers("chief-executive"), await readers("leader")]).toEqual([null, null]);
    expect(await readers("cib-lead")).toBeUndefined();
    id = await done(hub, "adviser", "logConcern", concern);
    expect(await readers("adviser")).toBeNull();
  });
});
