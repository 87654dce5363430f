// Pages for paper, and files of what is held about a council: what they have, for whom, and what is on record of each.
import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { LogUnavailable } from "../../event-log/port.ts";
import { awareness, CIB, concern, proposal, TARROWSHIRE } from "../examples/api-inputs.ts";
import { formWords } from "../helpers/form-words.ts";
import { findEmbedded, findInternal } from "../helpers/page-markup.ts";
import { startPages } from "../helpers/pages.ts";
import { done } from "../helpers/send-command.ts";

const SUMMARY = "Summary-mark that only some may read.";
const ACCOUNT = "Evidence-mark that fewer may read.";
const RECORD = `/councils/${TARROWSHIRE}/record`;

let hub: Awaited<ReturnType<typeof startPages>>;
let id: string;
beforeAll(async () => {
  hub = await startPages();
  const [evidence] = concern.evidence;
  id = await done(hub, "adviser", "logConcern", { ...concern, summary: SUMMARY, evidence: [{ ...evidence, account: ACCOUNT }] });
  await done(hub, "adviser", "recordAwareness", { ...awareness, concern: id });
  await done(hub, "adviser", "proposeShare", { ...proposal, concern: id, body: CIB, parts: ["SUMMARY"] });
  const share = hub.hub.register.queries().findUnchecked(id)?.state().shares.at(-1)?.id;
  await done(hub, "chief-executive", "statePosition", { concern: id, share, position: "AGREES" });
  await done(hub, "adviser", "makeShare", { concern: id, share });
});
afterAll(() => hub.close());
// A view is covered for an hour.
beforeEach(() => hub.clock.set(new Date(hub.clock.now().getTime() + 2 * 3_600_000).toISOString()));

type Entry = {
  readonly at: string;
  readonly surface: string;
  readonly concern: string | null;
  readonly person: { readonly id: string };
};
/** What is on record, as the council reads it; newest first. */
async function recorded(): Promise<readonly Entry[]> {
  const query = `{ ledger(council: "${TARROWSHIRE}") { ... on Ledger { disclosures(first: 100) { nodes { at surface concern person { id } } } } } }`;
  const { body } = await hub.ask<{ ledger: { disclosures: { nodes: readonly Entry[] } } }>("chief-executive", query);
  return body.data.ledger.disclosures.nodes;
}
const recordedAs = async (surface: string) => (await recorded()).filter((one) => one.surface === surface);

describe("A print of a concern", () => {
  const address = () => `/concerns/${id}/print`;

  it.each([
    ["chief-executive", [SUMMARY, ACCOUNT], []],
    ["adviser", [SUMMARY, ACCOUNT], []],
    ["cib-lead", [SUMMARY, "What you do not see"], [ACCOUNT]],
  ] as const)("shows %s everything that they may read on the page, without buttons or fields", async (person, seen, unseen) => {
    const { status, html } = await hub.open(person, address());
    expect(status).toBe(200);
    for (const text of [...seen, "In confidence. Printed by"]) expect(html).toContain(text);
    for (const text of unseen) expect(html).not.toContain(text);
    const main = html.slice(html.indexOf("<main"), html.indexOf("</main>"));
    expect(main).not.toMatch(/<form|<textarea|<input|\/tell"|\/share"|<details(?![^>]* open)/);
    expect([findEmbedded(html), findInternal(html)]).toEqual([[], []]);
    expect((await hub.open(person, `/concerns/${id}`)).html).toContain(`href="${address()}"`);
  });

  it("names who printed it, in which office and when, as the council's record does", async () => {
    const { html } = await hub.open("cib-lead", address());
    const [name, at] = ["Leonie Marsh (invented)", hub.clock.now().toISOString()];
    expect(html).toMatch(
      /Printed by Leonie Marsh \(invented\) \(CIB regional lead.*on \d March 2026 at \d\d:\d\d, which is on record/,
    );
    expect(await recordedAs("PRINT")).toContainEqual({ at, surface: "PRINT", concern: id, person: { id: "cib-lead" } });
    const opened = (await hub.open("chief-executive", `${RECORD}/opened`)).html;
    expect(opened).toContain(name);
    expect(opened).toContain("It was opened for printing");
  });

  it("is recorded every time, while reading the same page again within the hour is not", async () => {
    const count = async (surface: string) => (await recordedAs(surface)).length;
    const before = [await count("PRINT"), await count("PAGE")];
    for (let times = 0; times < 2; times += 1) {
      await hub.open("chief-executive", `/concerns/${id}`);
      await hub.open("chief-executive", address());
    }
    expect([await count("PRINT"), await count("PAGE")]).toEqual([(before[0] ?? 0) + 2, (before[1] ?? 0) + 1]);
  });

  it("is the same not-found page for people who may not read the concern as for a concern that does not exist", async () => {
    for (const person of ["governance-officer", "chief-executive-london", "somebody-unknown"])
      expect((await hub.open(person, address())).status, person).toBe(404);
    expect((await hub.open("chief-executive", "/concerns/nothing/print")).status).toBe(404);
  });

  it("is not shown if it cannot be put on record", async () => {
    const { append } = hub.hub.disclosures;
    Object.assign(hub.hub.disclosures, { append: () => Promise.reject(new LogUnavailable("The disk is full.")) });
    try {
      const { status, html } = await hub.open("chief-executive", address());
      expect([status, html.includes(SUMMARY)]).toEqual([503, false]);
    } finally {
      Object.assign(hub.hub.disclosures, { append });
    }
  });
});

describe("A print of what is held about a council", () => {
  it("is for the council alone, and on record as a print and not as a reading of the ledger", async () => {
    const { status, html } = await hub.open("chief-executive", `${RECORD}/print`);
    expect([status, html.includes(SUMMARY), html.includes('<form method="post" action="/councils')]).toEqual([200, true, false]);
    expect(html).toContain("Printed by Maren Tolliver (invented)");
    expect([findEmbedded(html), findInternal(html)]).toEqual([[], []]);
    const now = (await recorded()).filter(({ at }) => at === hub.clock.now().toISOString());
    expect(now.map(({ concern: of, person }) => `${of} ${person.id}`)).toContain(`${id} chief-executive`);
    expect(now.filter(({ surface }) => surface === "LEDGER")).toEqual([]);
    for (const person of ["adviser", "cib-lead", "governance-officer", "chief-executive-london"])
      expect((await hub.open(person, `${RECORD}/print`)).status, person).toBe(404);
  });
});

describe("A file of what is held about a council", () => {
  const file = async (person: string, format: string, path = `${RECORD}/file`) =>
    hub.submit(person, path, { key: "one", format });
  const ofApi = async (format: string) => {
    const headers = { "content-type": "application/json", authorization: `Bearer ${await hub.token("chief-executive")}` };
    const body = JSON.stringify({ council: TARROWSHIRE, format });
    return (await fetch(`${hub.url}/ledger`, { method: "POST", headers, body })).text();
  };

  it("is offered on the page, in each format that the API has, and is the API's", async () => {
    const page = await hub.open("chief-executive", RECORD);
    expect([...page.html.matchAll(/ value="(html|csv|json)"/g)].map(([, value]) => value)).toEqual(["html", "csv", "json"]);
    expect(formWords(page.html)).toHaveProperty("owner");
    for (const format of ["html", "csv", "json"]) {
      const { status, headers, html } = await file("chief-executive", format);
      expect(status).toBe(200);
      expect(headers.get("content-disposition")).toMatch(
        new RegExp(`^attachment; filename="candour-ledger-2026-03-0\\d\\.${format}"$`),
      );
      expect(headers.get("content-security-policy")).toContain("sandbox");
      for (const text of [SUMMARY, ACCOUNT]) expect(html).toContain(text);
      const text = await ofApi(format);
      // What the first export recorded is in the second.
      if (format === "json") expect(JSON.parse(html).concerns).toEqual(JSON.parse(text).concerns);
      if (format === "csv") expect(parse(html, { bom: true })[0]).toEqual(parse(text, { bom: true })[0]);
    }
  });

  it("is on record as an export", async () => {
    await file("leader", "csv");
    expect(await recordedAs("EXPORT")).toContainEqual({
      ...{ at: hub.clock.now().toISOString(), surface: "EXPORT", concern: id },
      person: { id: "leader" },
    });
  });

  it("is for the council alone, in a format that there is, and only as a form of the page", async () => {
    for (const person of ["adviser", "cib-lead", "governance-officer", "chief-executive-london"])
      expect((await file(person, "csv")).status, person).toBe(404);
    expect((await file("chief-executive", "exe")).status).toBe(404);
    expect((await file("chief-executive", "csv", "/councils/nowhere/record/file")).status).toBe(404);
    expect((await hub.open("chief-executive", `${RECORD}/file`)).status).toBe(404);
    const elsewhere = await hub.submit(
      "chief-executive",
      `${RECORD}/file`,
      { format: "csv" },
      { "sec-fetch-site": "cross-site" },
    );
    const others = await hub.submit("chief-executive", `${RECORD}/file`, { format: "csv", owner: "somebody" });
    expect([elsewhere.status, others.status]).toEqual([403, 403]);
  });

  it("counts against the same limits as the API's: one at a time, and so many in a minute", async () => {
    const both = await Promise.all([file("chief-executive", "csv"), file("chief-executive", "csv")]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 429]);
    expect(both.find(({ status }) => status === 429)?.html).toContain("Your last export is not finished.");
    const limited = await startPages({ env: { CANDOUR_EXPORTS_A_MINUTE: "1" } });
    const statuses = [];
    for (const format of ["csv", "json"])
      statuses.push((await limited.submit("chief-executive", `${RECORD}/file`, { key: "one", format })).status);
    expect(statuses).toEqual([200, 429]);
    await limited.close();
  });
});
