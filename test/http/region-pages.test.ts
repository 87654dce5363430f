// The pages of a region: who is led to them, what stands there of whom, and how a clash is settled.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  approach,
  awareness,
  CIB,
  concern,
  EAST_MIDLANDS,
  notedDate,
  offer,
  proposal,
  routineContact,
  TARROWSHIRE,
} from "../examples/api-inputs.ts";
import { formWords } from "../helpers/form-words.ts";
import { openJourneys } from "../helpers/page-journeys.ts";
import { findEmbedded, findInternal } from "../helpers/page-markup.ts";
import { startPages } from "../helpers/pages.ts";
import { done } from "../helpers/send-command.ts";

const REGION = `/regions/${EAST_MIDLANDS}`;
/** Who may open none of the pages. */
const OTHERS = [
  ...["chief-executive", "adviser-london", "cib-lead-london", "department", "panel-member", "member-peer"],
  ...["governance-officer", "former-adviser", "somebody-unknown"],
];

let hub: Awaited<ReturnType<typeof startPages>>;
beforeAll(async () => {
  hub = await startPages({ seed: "people" });
  await done(hub, "adviser", "recordContact", { ...routineContact, heldOn: "2026-02-26", nextStepBy: "2026-03-04" });
  await done(hub, "adviser", "logConcern", concern);
  const shared = await done(hub, "adviser", "logConcern", concern);
  await done(hub, "adviser", "recordAwareness", { ...awareness, concern: shared });
  await done(hub, "adviser", "proposeShare", { ...proposal, concern: shared, body: CIB });
  const share = hub.hub.register.queries().findUnchecked(shared)?.state().shares.at(-1)?.id;
  await done(hub, "chief-executive", "statePosition", { concern: shared, share, position: "AGREES" });
  await done(hub, "adviser", "makeShare", { concern: shared, share });
  const support = await done(hub, "adviser", "offerSupport", offer);
  await done(hub, "chief-executive", "answerSupport", { support, answer: "AGREED", regionSees: "DATES" });
  await done(hub, "adviser", "planPresence", { support, from: "2026-05-18", to: "2026-05-21", place: "The library" });
  await done(hub, "adviser", "noteDate", notedDate);
  await done(hub, "cib-lead", "planApproach", { ...approach, body: CIB, from: "2026-05-20", to: "2026-05-20", about: "Tea." });
});
afterAll(() => hub.close());

const textOf = (html: string) =>
  html
    .replace(/<[^>]*>/g, " ")
    .replaceAll("&#39;", "'")
    .replace(/\s+/g, " ");
/** The row of a council in a table. */
const rowOf = (html: string, council: RegExp) => textOf(html.split("<tr").find((row) => council.test(row)) ?? "");

describe("The page of a region", () => {
  it("is linked from home for its advisers and leads, and answered for nobody else", async () => {
    for (const person of ["adviser", "second-adviser", "cib-lead", "adass-lead", "regional-improvement"]) {
      expect((await hub.open(person, "/")).html, person).toContain(`href="${REGION}"`);
      expect((await hub.open(person, REGION)).status, person).toBe(200);
      expect((await hub.open(person, "/regions/E12000007")).status, person).toBe(404);
    }
    for (const person of OTHERS) {
      expect((await hub.open(person, "/")).html, person).not.toContain(`href="${REGION}"`);
      expect((await hub.open(person, REGION)).status, person).toBe(404);
    }
    for (const path of ["/regions/nowhere", `${REGION}?after=nothing`])
      expect((await hub.open("adviser", path)).status).toBe(404);
  });

  it("has of each council what its reader may see", async () => {
    const seen = async (person: string) => {
      let path = REGION;
      for (;;) {
        const { html } = await hub.open(person, path);
        expect([findEmbedded(html), findInternal(html)]).toEqual([[], []]);
        const row = rowOf(html, /Tarrowshire/);
        if (row !== "") return row;
        path = /href="(\/regions\/[^"]+after=[^"]+)"/.exec(html)?.[1] ?? "";
      }
    };
    const ofAdviser = await seen("adviser");
    for (const text of [
      ...["26 February 2026", " 2 ", "Children's: 1 agreed. Of it: 1 due within 4 weeks.", "Due by 4 March 2026."],
      ...["7 May 2026.", "An election"],
    ])
      expect(ofAdviser).toContain(text);
    const ofLead = await seen("cib-lead");
    for (const text of ["(invented) 1 ", "7 May 2026"]) expect(ofLead).toContain(text);
    for (const text of ["26 February 2026", "4 March 2026"]) expect(ofLead).not.toContain(text);
    expect(await seen("adass-lead")).toContain("(invented) 0 ");
    // Contacts without a concern are for the council and its advisers, so that "None" would be no answer for a lead.
    expect((await hub.open("cib-lead", REGION)).html).not.toContain("Last contact");
    expect((await hub.open("adviser", REGION)).html).toContain("Last contact");
  });

  it("goes on to the last council, and has each once", async () => {
    const names: string[] = [];
    for (let path: string | undefined = REGION; path; ) {
      const { html } = await hub.open("cib-lead", path);
      names.push(...[...html.matchAll(/<th scope="row"[^>]*>(?:<a[^>]*>)?([^<]+)/g)].map(([, name = ""]) => name));
      path = /href="(\/regions\/[^"]+after=[^"]+)"/.exec(html)?.[1];
    }
    const councils = hub.hub.councils.inRegion(EAST_MIDLANDS, hub.hub.today());
    expect(names).toHaveLength(councils.length);
    expect(new Set(names).size).toBe(councils.length);
  });
});

describe("The diary of a region", () => {
  const month = `${REGION}/diary?month=2026-05`;
  /** The cells of the table, as text. */
  const cellsOf = (html: string) => [...html.matchAll(/<td[^>]*>(.*?)<\/td>/gs)].map(([, cell = ""]) => textOf(cell).trim());

  it("is a month with every day in its week, and a list of the same entries, with clashes in words", async () => {
    const { html } = await hub.open("adviser", month);
    expect([findEmbedded(html), findInternal(html)]).toEqual([[], []]);
    const cells = cellsOf(html);
    expect(cells).toHaveLength(35);
    expect(cells.slice(0, 5)).toEqual(["", "", "", "", expect.stringMatching(/^1 1 May 2026$/)]);
    expect(cells.filter((cell) => cell.includes("An election"))).toHaveLength(1);
    const onSite = cells.filter((cell) => cell.includes("Local Government Association: on site"));
    expect(onSite).toHaveLength(4);
    for (const cell of onSite) expect(cell).toContain("Clash: ");
    const [, list = ""] = html.split("candour-month-list");
    expect(textOf(list)).toContain("18 May 2026 to 21 May 2026");
    for (const text of ["Tarrowshire", "An election", "Clash", "approach or visit, 20 May 2026"])
      expect(textOf(list)).toContain(text);
    for (const other of ["2026-04", "2026-06"]) expect(html).toContain(`href="${REGION}/diary?month=${other}"`);
  });

  it("begins with this month, and with today in the list, which goes on", async () => {
    expect((await hub.open("cib-lead", `${REGION}/diary`)).html).toContain("Diary of East Midlands, March 2026");
    const { html } = await hub.open("cib-lead", `${REGION}/diary/list`);
    for (const text of ["From 2 March 2026 to 2 March 2027", "An election", "Local Government Association: on site", "Clash"])
      expect(html).toContain(text);
    expect(findInternal(html)).toEqual([]);
    const later = await hub.open("cib-lead", `${REGION}/diary/list?from=2026-05-22`);
    expect(later.html).toContain("Nothing is in the diary of these days.");
  });

  it("has what its reader may see alone: an adviser's support that the council hides is not in a lead's", async () => {
    const hidden = await done(hub, "adviser", "offerSupport", {
      ...offer,
      strand: "CORPORATE",
      causes: ["FINANCE"],
      from: "2026-08-01",
    });
    await done(hub, "chief-executive", "answerSupport", { support: hidden, answer: "AGREED", regionSees: "NOTHING" });
    await done(hub, "adviser", "planPresence", { support: hidden, from: "2026-08-10", to: "2026-08-11", place: "Here" });
    const august = `${REGION}/diary?month=2026-08`;
    expect((await hub.open("adviser", august)).html).toContain("10 August 2026 to 11 August 2026");
    const { html } = await hub.open("cib-lead", august);
    expect(html).toContain("Nothing is in the diary of this month.");
  });

  it("is downloaded with the same entries, as the API writes them", async () => {
    const { html } = await hub.open("cib-lead", month);
    const links = [...html.matchAll(/href="([^"]+\/file[^"]+)"/g)].map(([, link = ""]) => link.replaceAll("&amp;", "&"));
    expect(links).toHaveLength(2);
    const [csv, ics] = await Promise.all(links.map((link) => hub.open("cib-lead", link)));
    expect(csv?.headers.get("content-type")).toBe("text/csv; charset=utf-8");
    expect(csv?.headers.get("content-disposition")).toBe("attachment; filename=candour-diary-2026-05-01-2026-05-31.csv");
    for (const text of ["On site", "Approach or visit", "Election"]) expect(csv?.html).toContain(text);
    expect(ics?.headers.get("content-type")).toBe("text/calendar; charset=utf-8");
    expect(ics?.html.match(/BEGIN:VEVENT/g)).toHaveLength(3);
    const long = await hub.open("cib-lead", `${REGION}/diary/file?format=CSV&from=2026-01-01&to=2028-01-01`);
    expect([long.status, textOf(long.html)]).toEqual([400, expect.stringContaining("a month at a time")]);
  });

  it("is the same not-found page for others, and for days that do not exist", async () => {
    const paths = ["", "/list", "/file?format=CSV&from=2026-05-01&to=2026-05-31"].map((path) => `${REGION}/diary${path}`);
    for (const person of OTHERS)
      for (const path of paths) expect((await hub.open(person, path)).status, `${person} ${path}`).toBe(404);
    const wrong = [
      "?month=2026-13",
      "?month=2026-05-01",
      "?month=9999-12",
      "/list?from=2026-02-30",
      "/list?from=x",
      "/list?after=x",
    ];
    for (const path of wrong) expect((await hub.open("adviser", `${REGION}/diary${path}`)).status, path).toBe(404);
  });
});

describe("The page of a council", () => {
  const COUNCIL = `/councils/${TARROWSHIRE}`;

  it("is linked from its region, and has what its reader may see", async () => {
    const { html } = await hub.open("adviser", `${REGION}/support`);
    expect(html).toContain(`href="${COUNCIL}"`);
    const ofAdviser = await hub.open("adviser", COUNCIL);
    expect([findEmbedded(ofAdviser.html), findInternal(ofAdviser.html)]).toEqual([[], []]);
    for (const text of [
      ...[
        "Service performance",
        "Support package",
        "On site: 18 May 2026 to 21 May 2026, The library",
        "An election: 7 May 2026",
      ],
      ...[
        "The new leadership team",
        "by 4 March 2026",
        "Tea.",
        "Priya Fenwick (invented), Senior Adviser",
        `${COUNCIL}/contacts/new`,
      ],
    ])
      expect(textOf(ofAdviser.html) + ofAdviser.html).toContain(text);
    expect(ofAdviser.html.match(/href="\/concerns\/[0-9a-f-]+"/g)).toHaveLength(2);
    const ofLead = await hub.open("cib-lead", COUNCIL);
    for (const text of [
      "Local Government Association",
      "What it is for and how it goes is withheld from you",
      "An election",
      "Tea.",
    ])
      expect(ofLead.html).toContain(text);
    for (const text of ["Support package", "The library", "leadership team", "contacts/new"])
      expect(ofLead.html).not.toContain(text);
    expect(ofLead.html.match(/href="\/concerns\/[0-9a-f-]+"/g)).toHaveLength(1);
  });

  it("is the same not-found page for others, for a council that does not exist, and for a lead who has an interest in it", async () => {
    for (const person of OTHERS)
      for (const path of [COUNCIL, `${COUNCIL}/contacts/new`]) expect((await hub.open(person, path)).status, person).toBe(404);
    expect((await hub.open("cib-lead", `${COUNCIL}/contacts/new`)).status).toBe(404);
    for (const path of ["/councils/nothing", "/councils/E09000033"]) expect((await hub.open("adviser", path)).status).toBe(404);
    await done(hub, "adass-lead", "declareInterests", { person: "adass-lead", councils: [TARROWSHIRE] });
    expect((await hub.open("adass-lead", COUNCIL)).status).toBe(404);
    await done(hub, "adass-lead", "declareInterests", { person: "adass-lead", councils: [] });
    expect((await hub.open("adass-lead", COUNCIL)).status).toBe(200);
  });

  it("has a form on which an adviser records a contact, which the council reads", async () => {
    const path = `${COUNCIL}/contacts/new`;
    const press = (html: string, go: string, words = {}) => hub.submit("adviser", path, { ...formWords(html), ...words, go });
    let page = await hub.open("adviser", path);
    const answers = [
      { strand: "CHILDRENS", channel: "TELEPHONE", "heldOn-day": "1", "heldOn-month": "3", "heldOn-year": "2026" },
      { offices: "CHIEF_EXECUTIVE", people: "Maren Tolliver (invented)" },
      { topic: "Late <b>returns</b>.", agreed: "A call in April." },
      { nextStep: "Ask again.", "nextStepBy-day": "31", "nextStepBy-month": "2", "nextStepBy-year": "2026" },
    ];
    for (const words of answers) page = await press(page.html, "next", words);
    expect([page.status, page.html]).toEqual([422, expect.stringContaining("Enter a real date, or leave it empty.")]);
    page = await press(page.html, "next", { "nextStepBy-day": "", "nextStepBy-month": "", "nextStepBy-year": "" });
    const unconfirmed = await press(page.html, "next");
    expect([unconfirmed.status, formWords(unconfirmed.html)]).toEqual([
      422,
      expect.objectContaining({ agreed: "A call in April." }),
    ]);
    const check = await press(unconfirmed.html, "next", { saysNothingUntold: "yes" });
    expect([findEmbedded(check.html), findInternal(check.html)]).toEqual([[], []]);
    const by = { "nextStepBy-day": "30", "nextStepBy-month": "3", "nextStepBy-year": "2026" };
    const refused = await press(check.html, "send", { ...by, nextStep: "" });
    expect(refused.status).toBe(422);
    expect(refused.html).toMatch(/<li>\s*<button[^>]* value="change-next">/);
    const sent = await press((await press(refused.html, "change-next")).html, "next", { nextStep: "Ask again." });
    expect((await press(sent.html, "send")).headers.get("location")).toBe(`${COUNCIL}#contacts`);
    const { html } = await hub.open("second-adviser", COUNCIL);
    for (const text of ["Late &lt;b&gt;returns&lt;/b&gt;.", "A call in April.", "Next step, by 30 March 2026"])
      expect(html).toContain(text);
    expect((await hub.open("cib-lead", COUNCIL)).html).not.toContain("A call in April.");
    const { body } = await hub.ask("chief-executive", `{ council(code: "${TARROWSHIRE}") { routineContacts { agreed } } }`);
    expect(JSON.stringify(body)).toContain("A call in April.");
  });

  it("has a form on which an adviser corrects a contact, and one to withdraw it", async () => {
    const { html } = await hub.open("second-adviser", COUNCIL);
    const linkTo = (act: string, from: string) => new RegExp(`href="(/councils/[^"]+/${act})"`).exec(from)?.[1] ?? "";
    const [correct, withdraw] = [linkTo("correct", html), linkTo("withdraw", html)];
    for (const person of [...OTHERS, "cib-lead"])
      for (const path of [correct, withdraw]) expect((await hub.open(person, path)).status, `${person} ${path}`).toBe(404);
    const { press, send } = openJourneys(hub);
    const first = await hub.open("second-adviser", correct);
    expect(formWords(first.html)).toMatchObject({ people: "Maren Tolliver (invented)" });
    const about = await press("second-adviser", correct, first, "next");
    expect(formWords(about.html)).toMatchObject({ topic: "Late <b>returns</b>.", agreed: "A call in April." });
    const next = await press("second-adviser", correct, about, "next", { topic: "Late <i>forms</i>." });
    expect(formWords(next.html)).toMatchObject({ nextStep: "Ask again.", "nextStepBy-day": "30", "nextStepBy-month": "03" });
    const reason = await press("second-adviser", correct, await press("second-adviser", correct, next, "next"), "next", {
      saysNothingUntold: "yes",
    });
    const check = await press("second-adviser", correct, reason, "next", { reason: "Correction-mark." });
    expect((await press("second-adviser", correct, check, "send")).headers.get("location")).toBe(`${COUNCIL}#contacts`);
    const corrected = (await hub.open("adviser", COUNCIL)).html;
    for (const text of [
      "Late &lt;i&gt;forms",
      "Correction-mark.",
      "What it said before correction 1",
      "Next step, by 30 March 2026",
    ])
      expect(corrected).toContain(text);
    const gone = await send("adviser", withdraw, [{ reason: "Withdrawal-mark." }]);
    expect(gone.html).toContain("Withdrawal-mark.");
    for (const path of [correct, withdraw]) expect((await hub.open("adviser", path)).status).toBe(404);
    expect(gone.html).not.toContain(`href="${correct}"`);
  });
});

describe("A date of a council", () => {
  const COUNCIL = `/councils/${TARROWSHIRE}`;
  const days = (from: string, to: string) => ({
    ...{ "from-day": from, "from-month": "6", "from-year": "2026" },
    ...{ "to-day": to, "to-month": "6", "to-year": "2026" },
  });

  it("is noted by an adviser after a check, is in the diary of leads, and is cancelled", async () => {
    const path = `${COUNCIL}/dates/new`;
    expect((await hub.open("adviser", COUNCIL)).html).toContain(`href="${path}"`);
    const first = await hub.open("adviser", path);
    const press = (html: string, go: string, words = {}) => hub.submit("adviser", path, { ...formWords(html), ...words, go });
    const check = await press(first.html, "next", { kind: "INSPECTION", ...days("16", "15") });
    const refused = await press(check.html, "send");
    expect([refused.status, formWords(refused.html)]).toEqual([
      422,
      expect.objectContaining({ kind: "INSPECTION", "to-day": "15" }),
    ]);
    expect((await press(check.html, "send", days("15", "16"))).headers.get("location")).toBe(`${COUNCIL}#dates`);
    const june = `${REGION}/diary?month=2026-06`;
    expect((await hub.open("cib-lead", june)).html).toContain("An inspection");
    const { html } = await hub.open("second-adviser", COUNCIL);
    const [cancel = ""] = html.match(/(?<=An inspection: 15 June[^\n]*?href=")\/councils\/[^"]+\/cancel(?=")/) ?? [];
    const page = await hub.open("second-adviser", cancel);
    expect(page.html).toContain("An inspection: 15 June 2026 to 16 June 2026");
    expect([findEmbedded(page.html), findInternal(page.html)]).toEqual([[], []]);
    for (const person of [...OTHERS, "cib-lead"])
      for (const one of [path, cancel]) expect((await hub.open(person, one)).status, `${person} ${one}`).toBe(404);
    const sent = await hub.submit("second-adviser", cancel, formWords(page.html));
    expect(sent.headers.get("location")).toBe(`${COUNCIL}#dates`);
    expect((await hub.open("cib-lead", june)).html).not.toContain("An inspection");
    expect((await hub.open("adviser", COUNCIL)).html).toMatch(/An inspection: 15 June[^\n]*Cancelled by Priya Fenwick/);
    expect((await hub.open("adviser", cancel)).status).toBe(404);
  });
});

describe("A clash", () => {
  const SUPPORT = `${REGION}/support`;
  const NOTE = "The leads <b>come along</b> on Wednesday.";
  const clashPath = (html: string) => /href="(\/councils\/[^"]+\/clashes\/[^"]+)"/.exec(html)?.[1] ?? "";
  const press = async (person: string, path: string, html: string, go: string, words = {}) =>
    hub.submit(person, path, { ...formWords(html), ...words, go });

  it("is listed beside the support by strand, with its way to settle it, for advisers and leads alone", async () => {
    for (const person of ["adviser", "cib-lead", "adass-lead"]) {
      const { html } = await hub.open(person, SUPPORT);
      expect([findEmbedded(html), findInternal(html)]).toEqual([[], []]);
      for (const text of ["Local Government Association: on site, 18 May 2026 to 21 May 2026", "approach or visit, 20 May 2026"])
        expect(html, person).toContain(text);
      expect(rowOf(html, /scope="row"[\s\S]*Tarrowshire/)).toContain("Children's 0 1 0 0 0 1 due within 4 weeks");
    }
    const path = clashPath((await hub.open("adviser", SUPPORT)).html);
    expect(path).toContain(TARROWSHIRE);
    for (const person of OTHERS)
      for (const one of [SUPPORT, path]) expect((await hub.open(person, one)).status, `${person} ${one}`).toBe(404);
    expect((await hub.open("adviser", `/councils/${TARROWSHIRE}/clashes/nothing`)).status).toBe(404);
  });

  it("is settled by a lead after a check of the answers, and no longer waits", async () => {
    const path = clashPath((await hub.open("cib-lead", SUPPORT)).html);
    const first = await hub.open("cib-lead", path);
    expect(first.html).toContain("approach or visit, 20 May 2026.");
    const unsaid = await press("cib-lead", path, first.html, "next", { note: NOTE });
    expect([unsaid.status, unsaid.html]).toEqual([422, expect.stringContaining("Select how it is settled.")]);
    expect(formWords(unsaid.html)).toMatchObject({ note: NOTE });
    const check = await press("cib-lead", path, unsaid.html, "next", { how: "MERGED" });
    for (const text of ["Check your answers", "They become one", "&lt;b&gt;come along", "18 May 2026 to 21 May 2026"])
      expect(check.html).toContain(text);
    expect([findEmbedded(check.html), findInternal(check.html)]).toEqual([[], []]);
    const long = await press("cib-lead", path, check.html, "send", { note: "x".repeat(10_001) });
    expect(long.status).toBe(422);
    expect(long.html).toContain('value="change-how"');
    for (let times = 0; times < 2; times += 1) {
      const sent = await press("cib-lead", path, check.html, "send");
      expect([sent.status, sent.headers.get("location")]).toEqual([303, SUPPORT]);
    }
    const { html } = await hub.open("adviser", SUPPORT);
    expect(clashPath(html)).toBe("");
    expect(html).toContain("Clashes that are settled: Tarrowshire County Council (invented) (1).");
    expect((await hub.open("adviser", `${REGION}/diary?month=2026-05`)).html).not.toContain("<strong>Clash:");
    const again = await press("adviser", path, (await hub.open("adviser", path)).html, "next", { how: "MERGED", note: NOTE });
    expect(again.html).toContain("Leonie Marsh (invented)");
    expect((await press("adviser", path, again.html, "send")).status).toBe(422);
  });
});
