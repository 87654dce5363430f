// What is shared with a department, on its pages.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ownerMark } from "../../web/form-owner.ts";
import { awareness, concern, proposal } from "../examples/api-inputs.ts";
import { formWords } from "../helpers/form-words.ts";
import { findEmbedded, findInternal } from "../helpers/page-markup.ts";
import { startPages } from "../helpers/pages.ts";
import { done } from "../helpers/send-command.ts";

const SUMMARY = "Summary-mark that the department may read.";
const DFE = "dfe";

let hub: Awaited<ReturnType<typeof startPages>>;
beforeAll(async () => {
  hub = await startPages({ seed: "people" });
  const id = await done(hub, "adviser", "logConcern", { ...concern, summary: SUMMARY });
  await done(hub, "adviser", "recordAwareness", { ...awareness, concern: id, bodies: [DFE] });
  await done(hub, "adviser", "proposeShare", { ...proposal, concern: id, body: DFE, answerBy: "2026-03-20" });
  const share = hub.hub.register.queries().findUnchecked(id)?.state().shares.at(-1)?.id;
  const of = { concern: id, share };
  await done(hub, "chief-executive", "statePosition", { ...of, position: "OBJECTS", statement: "It is in hand." });
  await done(hub, "second-adviser", "overrideObjection", { ...of, reason: "Children wait." });
  await done(hub, "adviser", "makeShare", of);
  // An overridden objection opens the share after some working days.
  hub.clock.set("2026-03-16T12:00:00.000Z");
});
afterAll(() => hub.close());

describe("The pages of a department", () => {
  it("lead from home to what is shared with it, with why, until when, and that the council objects", async () => {
    const home = await hub.open("department", "/");
    expect(home.html).toContain('<a class="govuk-link" href="/shared-with-us">What is shared with you</a>');
    const { html } = await hub.open("department", "/shared-with-us");
    expect(findInternal(html)).toEqual([]);
    for (const text of [
      "1 concern is shared",
      "Department for Education, until 30 June 2026: headline, summary.",
      "So that support",
    ])
      expect(html).toContain(text);
    expect(html).toContain("The council objects to it.");
    expect(html).not.toContain("Summary-mark");
    const [, path = ""] = /href="(\/concerns\/[^"]+)"/.exec(html) ?? [];
    const page = await hub.open("department", path);
    for (const text of [SUMMARY, "The council objects", "It is in hand."]) expect(page.html).toContain(text);
    expect((await hub.open("department", "/concerns")).html).toContain(
      "Shared with Department for Education until 30 June 2026.",
    );
  });

  it("show others nothing of that share: neither another body nor the council's own people, who read it in full elsewhere", async () => {
    for (const person of ["inspectorate", "chief-executive", "adviser", "cib-lead", "panel-member", "somebody-unknown"]) {
      const { html } = await hub.open(person, "/shared-with-us");
      expect(html, person).toContain("No concern is shared with you today.");
      for (const text of ["Summary-mark", "Department for Education,"]) expect(html, person).not.toContain(text);
      expect((await hub.open(person, "/concerns")).html, person).not.toContain("Shared with Department");
    }
  });

  it("are offered on the home page to exactly those who act for a body", async () => {
    const receivers = ["member-peer", "cib-lead", "adass-lead", "regional-improvement", "group-office", "panel-member"];
    for (const person of [...receivers, "department", "inspectorate"])
      expect((await hub.open(person, "/")).html, person).toContain('href="/shared-with-us"');
    const others = ["chief-executive", "leader", "adviser", "advisory-board", "improvement-board", "governance-officer"];
    for (const person of [...others, "administrator", "somebody-unknown"])
      expect((await hub.open(person, "/")).html, person).not.toContain("/shared-with-us");
  });
});

describe("Conditions in words, on the pages of the body that they are for,", () => {
  const CONDITIONS = "Conditions-mark: not to be <b>passed on</b>.";
  const NEW = "Later-mark: until the inspection.";
  let of: { readonly concern: string; readonly share: string | undefined };
  let path: string;
  beforeAll(async () => {
    const id = await done(hub, "adviser", "logConcern", { ...concern, summary: "Words-mark behind conditions." });
    await done(hub, "adviser", "recordAwareness", { ...awareness, concern: id });
    await done(hub, "adviser", "proposeShare", { ...proposal, answerBy: "2026-03-30", concern: id });
    of = { concern: id, share: hub.hub.register.queries().findUnchecked(id)?.state().shares.at(-1)?.id };
    path = `/concerns/${id}/conditions/${of.share}`;
    const position = { position: "AGREES_WITH_CONDITIONS", parts: ["HEADLINE"], statement: CONDITIONS };
    await done(hub, "chief-executive", "statePosition", { ...of, ...position });
    await done(hub, "adviser", "makeShare", of);
  });

  it("are shown with the terms alone: council, body, purpose, parts and last day, and nothing of the concern", async () => {
    expect((await hub.open("cib-lead", "/")).html).toContain('<a class="govuk-link" href="/shared-with-us">');
    for (const address of ["/shared-with-us", "/shared-with-us/conditions", path]) {
      const { html, status } = await hub.open("cib-lead", address);
      expect(status, address).toBe(200);
      for (const text of ["Conditions-mark: not to be &lt;b&gt;", "Tarrowshire", "30 June 2026"])
        expect(html, address).toContain(text);
      for (const mark of ["Words-mark", "Service performance", "Children’s"]) expect(html, address).not.toContain(mark);
      expect([findEmbedded(html), findInternal(html)], address).toEqual([[], []]);
    }
    expect((await hub.open("cib-lead", "/shared-with-us")).html).toContain("No concern is shared with you today.");
    expect((await hub.open("cib-lead", `/concerns/${of.concern}`)).status).toBe(404);
  });

  it("are shown to nobody else, and accepted for no other concern", async () => {
    for (const person of ["department", "adass-lead", "cib-lead-london", "chief-executive", "adviser"]) {
      expect((await hub.open(person, path)).status, person).toBe(404);
      for (const page of ["/shared-with-us", "/shared-with-us/conditions"])
        expect((await hub.open(person, page)).html, person).not.toContain("Conditions-mark");
    }
    expect((await hub.open("cib-lead", `/concerns/${of.share}/conditions/${of.share}`)).status).toBe(404);
    expect((await hub.open("cib-lead", `/concerns/${of.concern}/conditions/${of.concern}`)).status).toBe(404);
  });

  it("are read again if the council has changed them meanwhile, and then accepted once for the whole body", async () => {
    const page = await hub.open("cib-lead", path);
    const position = { position: "AGREES_WITH_CONDITIONS", parts: ["HEADLINE"], statement: NEW };
    await done(hub, "chief-executive", "statePosition", { ...of, ...position });
    const changed = await hub.submit("cib-lead", path, { ...formWords(page.html), go: "send" });
    expect([changed.status, changed.html.includes(NEW)]).toEqual([422, true]);
    expect((await hub.open("cib-lead", `/concerns/${of.concern}`)).status).toBe(404);
    const words = { ...formWords(changed.html), go: "send" };
    const sent = await Promise.all([hub.submit("cib-lead", path, words), hub.submit("cib-lead", path, words)]);
    for (const { status, headers } of sent) expect([status, headers.get("location")]).toEqual([303, `/concerns/${of.concern}`]);
    const opened = await hub.open("cib-lead", `/concerns/${of.concern}`);
    expect([opened.status, opened.html.includes(NEW), opened.html.includes("Words-mark")]).toEqual([200, true, false]);
    expect((await hub.open("cib-lead", path)).status).toBe(404);
    const { html } = await hub.open("cib-lead", "/shared-with-us");
    for (const text of ["1 concern is shared", "Later-mark", "headline. "]) expect(html).toContain(text);
    expect(html).not.toContain("Conditions to accept");
  });

  it("leave no more than that the share ended, once it has, for those who could read by it", async () => {
    await done(hub, "adviser", "withdrawShare", { ...of, reason: "Withdrawal-mark." });
    for (const page of ["/shared-with-us", "/shared-with-us/ended"]) {
      const { html } = await hub.open("cib-lead", page);
      for (const text of ["Tarrowshire", "A share of a concern with you has ended.", "16 March 2026"])
        expect(html).toContain(text);
      for (const mark of ["Withdrawal-mark", "Later-mark", "Service performance"]) expect(html).not.toContain(mark);
      expect((await hub.open("department", page)).html).not.toContain("has ended.");
    }
  });
});

describe("A person of a body on the pages of what is shared with it", () => {
  const LEAD = "second-lead";
  const until = "2026-12-31";
  async function shareWithCib(more: object, summary: string): Promise<{ readonly concern: string; readonly path: string }> {
    const id = await done(hub, "adviser", "logConcern", { ...concern, summary });
    await done(hub, "adviser", "recordAwareness", { ...awareness, concern: id });
    await done(hub, "adviser", "proposeShare", { ...proposal, answerBy: "2026-03-30", concern: id, ...more });
    const share = hub.hub.register.queries().findUnchecked(id)?.state().shares.at(-1)?.id;
    const statement = { position: "AGREES_WITH_CONDITIONS", parts: ["SUMMARY"], until: "2026-06-29", statement: "Terms-mark." };
    await done(hub, "chief-executive", "statePosition", { concern: id, share, ...statement });
    await done(hub, "adviser", "makeShare", { concern: id, share });
    return { concern: id, path: `/concerns/${id}/conditions/${share}` };
  }
  beforeAll(async () => {
    const lead = { role: "CIB_LEAD", regions: ["E12000004"], from: "2026-03-01", until };
    await done(hub, "governance-officer", "registerPerson", { person: LEAD, name: "Second lead (invented)" });
    await done(hub, "governance-officer", "startAssignment", { person: LEAD, ...lead });
  });

  it("sees and accepts nothing of a share that is limited to another", async () => {
    const { concern: id, path } = await shareWithCib({ limitedTo: { people: ["cib-lead"], seats: [] } }, "Limited-mark.");
    const page = await hub.open("cib-lead", path);
    expect(page.html).toContain("Terms-mark.");
    expect((await hub.open(LEAD, path)).status).toBe(404);
    expect((await hub.submit(LEAD, path, { ...formWords(page.html), owner: ownerMark(LEAD), go: "send" })).status).toBe(404);
    expect((await hub.open(LEAD, "/shared-with-us")).html).not.toContain("Terms-mark.");
    expect((await hub.submit("cib-lead", path, { ...formWords(page.html), go: "send" })).status).toBe(303);
    expect((await hub.open("cib-lead", "/shared-with-us")).html).toContain(", some of its people, until 29 June 2026");
    expect((await hub.open(LEAD, "/shared-with-us")).html).toContain("No concern is shared with you today.");
    expect((await hub.open(LEAD, "/concerns")).html).not.toContain("Tarrowshire");
    expect((await hub.open(LEAD, `/concerns/${id}`)).status).toBe(404);
  });

  it("sees and accepts nothing about a council in which they have an interest, even by a form that was open before", async () => {
    const { concern: id, path } = await shareWithCib({}, "Interest-mark.");
    const page = await hub.open(LEAD, path);
    expect(page.html).toContain("Terms-mark.");
    await done(hub, LEAD, "declareInterests", { person: LEAD, home: "X00000004", about: "I lead it." });
    expect((await hub.submit(LEAD, path, { ...formWords(page.html), go: "send" })).status).toBe(404);
    const { html } = await hub.open(LEAD, "/shared-with-us");
    expect([html.includes("Terms-mark."), html.includes("No concern is shared with you today.")]).toEqual([false, true]);
    await done(hub, "cib-lead", "acceptConditions", { concern: id, share: path.split("/").at(-1), statement: 1 });
    for (const one of ["/shared-with-us", "/concerns", "/news"])
      expect((await hub.open(LEAD, one)).html, one).not.toContain("Tarrowshire");
  });

  it("whose office has ended says nothing more by a form that was open before", async () => {
    const [, path = ""] = /href="(\/concerns\/[^"]+)"/.exec((await hub.open("department", "/shared-with-us")).html) ?? [];
    const address = `${path}/not-persuaded/dfe`;
    let page = await hub.open("department", address);
    page = await hub.submit("department", address, {
      ...{ ...formWords(page.html), grounds: "DENIAL", reason: "x".repeat(99_000), go: "next" },
    });
    const long = await hub.submit("department", address, { ...formWords(page.html), go: "send" });
    expect([long.status, formWords(long.html).reason?.length]).toEqual([422, 99_000]);
    const query = "{ viewer { assignments { id } } }";
    const { body } = await hub.ask<{ viewer: { assignments: readonly { id: string }[] } }>("department", query);
    const assignment = body.data?.viewer.assignments[0]?.id;
    await done(hub, "governance-officer", "endAssignment", {
      ...{ person: "department", assignment, reason: "Left." },
    });
    const words = { ...formWords(long.html), reason: "Forged-mark.", go: "send" };
    expect((await hub.submit("department", address, words)).status).toBe(404);
    for (const one of [path, address]) expect((await hub.open("department", one)).status, one).toBe(404);
    expect((await hub.open("chief-executive", path)).html).not.toContain("Forged-mark.");
  });
});
