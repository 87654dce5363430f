// Nothing that a page reads is left out of it: each word of the answer to its document is in its text, and is written as it was sent.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readDocument } from "../../web/documents.ts";
import { awareness, concern, EAST_MIDLANDS, TARROWSHIRE } from "../examples/api-inputs.ts";
import { askInProcess } from "../helpers/ask-in-process.ts";
import { startFullHub } from "../helpers/full-hub.ts";
import { startPages } from "../helpers/pages.ts";
import { done } from "../helpers/send-command.ts";

let hub: Awaited<ReturnType<typeof startPages>>;
let dir: string;
let concerns: readonly string[];
const PEOPLE = ["adviser", "chief-executive", "cib-lead", "department", "panel-member"];

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), "candour-pages-"));
  const full = await startFullHub(dir);
  const at = full.hub.clock.now().toISOString();
  await done(full.hub, "governance-officer", "renamePerson", {
    person: "adviser",
    name: `Niamh O'Hara & Sons <b> "Ash"`,
    reason: "So it is.",
  });
  await full.hub.close();
  hub = await startPages({ dir, seed: false, at });
  const { data } = await askInProcess(hub.hub)("adviser", "{ concerns(first: 100) { nodes { id } } }");
  concerns = (data as { concerns: { nodes: { id: string }[] } }).concerns.nodes.map(({ id }) => id);
});
afterAll(async () => {
  await hub.close();
  rmSync(dir, { recursive: true, force: true });
});

const ENTITIES: Readonly<Record<string, string>> = { "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#39;": "'", "&amp;": "&" };
const textOf = (html: string) =>
  html
    .replace(/<[^>]*>/g, " ")
    .replace(/&(?:lt|gt|quot|#39|amp);/g, (entity) => ENTITIES[entity] ?? "")
    .replace(/\s+/g, " ");

/** The texts of an answer that have two words or more: what people wrote, and names. */
function wordsIn(value: unknown): readonly string[] {
  if (typeof value === "string") return /\S \S/.test(value) ? [value.replace(/\s+/g, " ").trim()] : [];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(wordsIn) : [];
}

async function missingFrom(person: string, path: string, document: Parameters<typeof readDocument>[0], variables: object) {
  const { data, errors } = await askInProcess(hub.hub)(person, readDocument(document), { ...variables });
  expect(errors, path).toBeUndefined();
  const { html, status } = await hub.open(person, path);
  const { offices: _, ...shown } = data as Record<string, unknown>;
  if (status !== 200) return { words: 0, missing: [] };
  const text = textOf(html);
  const words = wordsIn(shown);
  expect(html, path).not.toMatch(/&amp;(?:amp|lt|gt|quot|#39);/);
  return { words: words.length, missing: words.filter((one) => !text.includes(one)) };
}

describe("The page of a concern, and its page for paper,", () => {
  it.each(PEOPLE)("show every word of it that %s may read", async (person) => {
    let words = 0;
    for (const id of concerns) {
      for (const path of [`/concerns/${id}`, `/concerns/${id}/print`]) {
        const found = await missingFrom(person, path, "concern/concern.graphql", { id });
        expect(found.missing, path).toEqual([]);
        words += found.words;
      }
    }
    expect(words).toBeGreaterThan(5);
  });
});

describe("The page of a share, and of a record that the council was told,", () => {
  it.each(["adviser", "chief-executive"])("shows every word of it that %s may read", async (person) => {
    let pages = 0;
    for (const concern of concerns) {
      const query = `{ concern(id: "${concern}") { sharingRecord { id } awareness { id } } }`;
      const { data } = await askInProcess(hub.hub)(person, query);
      const of = (data as { concern: { sharingRecord: { id: string }[] | null; awareness: { id: string }[] | null } | null })
        .concern;
      for (const { id: share } of of?.sharingRecord ?? []) {
        const variables = { concern, share, parts: null, until: null };
        const found = await missingFrom(person, `/concerns/${concern}/shares/${share}`, "share/share.graphql", variables);
        expect(found.missing, share).toEqual([]);
        pages += 1;
      }
      for (const { id } of of?.awareness ?? []) {
        const { html, status } = await hub.open(person, `/concerns/${concern}/awareness/${id}`);
        expect([status, html.match(/&amp;(?:amp|lt|gt|quot|#39);/)], id).toEqual([200, null]);
      }
    }
    expect(pages).toBeGreaterThan(3);
  });
});

describe("The page that says why somebody can see a concern", () => {
  it.each(["adviser", "chief-executive", "cib-lead"])("shows every word of it that %s may read", async (person) => {
    let words = 0;
    for (const concern of concerns.slice(0, 6)) {
      const variables = { concern, person: null };
      const found = await missingFrom(person, `/concerns/${concern}/access`, "concern-access/access.graphql", variables);
      expect(found.missing, concern).toEqual([]);
      words += found.words;
    }
    expect(words).toBeGreaterThan(20);
  });
});

describe("The pages of people and of invitations", () => {
  it("show every word of them that the governance officer may read", async () => {
    const { data } = await askInProcess(hub.hub)("governance-officer", "{ invitations(first: 100) { nodes { id } } }");
    const { invitations } = data as { invitations: { nodes: { id: string }[] } };
    expect(invitations.nodes.length).toBeGreaterThan(1);
    const people = ["adviser", "newcomer", "group-office", "named-officer"];
    for (const [path, document, variables] of [
      ["/people", "people/people.graphql", { after: null }],
      ["/invitations", "invitations/invitations.graphql", { after: null }],
      ...invitations.nodes.map(({ id }) => [`/invitations/${id}`, "invitations/invitation.graphql", { id }] as const),
      ...people.map((id) => [`/people/${id}`, "people/person.graphql", { id }] as const),
    ] as const) {
      const { words, missing } = await missingFrom("governance-officer", path, document, variables);
      expect([path, missing]).toEqual([path, []]);
      expect(words, path).toBeGreaterThan(0);
    }
  });
});

describe("The page of one's own interests", () => {
  it("shows every word of it that somebody may read who declared some", async () => {
    const me = "group-office";
    const { words, missing } = await missingFrom(me, "/your-interests", "own-interests/own-interests.graphql", { me });
    expect(missing).toEqual([]);
    expect(words).toBeGreaterThan(1);
  });
});

describe("The pages of a region and of a council", () => {
  it.each(["adviser", "cib-lead"])("show every word of them that %s may read", async (person) => {
    const region = { region: EAST_MIDLANDS };
    const year = { from: "2026-01-01", to: "2027-01-01", first: 20, after: null };
    for (const [path, document, variables] of [
      [`/councils/${TARROWSHIRE}`, "council/council.graphql", { council: TARROWSHIRE }],
      [`/regions/${EAST_MIDLANDS}`, "region/region.graphql", region],
      [`/regions/${EAST_MIDLANDS}/support`, "region-support/support.graphql", region],
      [`/regions/${EAST_MIDLANDS}/diary/list?from=2026-01-01`, "region-diary/diary.graphql", { ...region, ...year }],
    ] as const) {
      const { words, missing } = await missingFrom(person, path, document, variables);
      // All nine regions, of which a page has one.
      expect([path, missing.filter((one) => !OTHER_REGIONS.test(one))]).toEqual([path, []]);
      expect(words, path).toBeGreaterThan(8);
    }
  });
});

const OTHER_REGIONS = /^(?:North (?:East|West)|Yorkshire and [Tt]he Humber|West Midlands|East of England|South (?:East|West))$/;

describe("The page of a support, and its page for paper,", () => {
  it.each(["adviser", "chief-executive", "cib-lead"])("show every word of it that %s may read", async (person) => {
    const { data } = await askInProcess(hub.hub)(person, "{ supports(first: 100) { nodes { id } } }");
    const { nodes } = (data as { supports: { nodes: readonly { id: string }[] } }).supports;
    let words = 0;
    for (const { id } of nodes)
      for (const path of [`/supports/${id}`, `/supports/${id}/print`]) {
        const found = await missingFrom(person, path, "support/support.graphql", { id });
        expect(found.missing, path).toEqual([]);
        words += found.words;
      }
    expect(words).toBeGreaterThan(5);
  });
});

describe("The page of what a council has agreed in advance", () => {
  it("shows every word of it that its chief executive may read", async () => {
    const variables = { council: TARROWSHIRE };
    const path = `/councils/${TARROWSHIRE}/agreements`;
    const { words, missing } = await missingFrom("chief-executive", path, "agreements/agreements.graphql", variables);
    expect(missing).toEqual([]);
    expect(words).toBeGreaterThan(3);
  });
});

describe("The pages of what others submitted", () => {
  beforeAll(async () => {
    const submission = await done(hub, "cib-lead", "submitInformation", {
      ...{ body: "cib-east-midlands", council: TARROWSHIRE, strand: "CHILDRENS", period: concern.period },
      ...{ account: "Two managers say so.", source: "A deputy (invented)", protectedSource: true },
    });
    const { bodies: _, ...told } = awareness;
    await done(hub, "adviser", "tellCouncilOfSubmission", { ...told, submission });
  });

  it.each(["adviser", "chief-executive", "department", "cib-lead"])("show every word of it that %s may read", async (person) => {
    const { data } = await askInProcess(hub.hub)(person, "{ submissions(first: 100) { nodes { id } } }");
    const { nodes } = (data as { submissions: { nodes: readonly { id: string }[] } }).submissions;
    for (const { id } of nodes) {
      const { words, missing } = await missingFrom(person, `/submissions/${id}`, "submissions/submission.graphql", { id });
      expect(missing, id).toEqual([]);
      expect(words, id).toBeGreaterThan(2);
    }
    expect(nodes.length).toBeGreaterThan(0);
  });
});

describe("The pages of councils' own requests for support", () => {
  it.each(["adviser", "chief-executive"])("show every word of them that %s may read", async (person) => {
    const { data } = await askInProcess(hub.hub)(person, "{ signals(first: 100) { nodes { id } } }");
    const { nodes } = (data as { signals: { nodes: readonly { id: string }[] } }).signals;
    for (const { id } of nodes) {
      const { words, missing } = await missingFrom(person, `/requests-for-support/${id}`, "requests-for-support/signal.graphql", {
        id,
      });
      expect(missing, id).toEqual([]);
      expect(words, id).toBeGreaterThan(2);
    }
    expect(nodes.length).toBeGreaterThan(0);
  });
});

describe("The pages of what is shared with a body, and of the panel's caseload,", () => {
  it.each([
    ["cib-lead", "/shared-with-us", "shared-with-us/shared-with-us.graphql"],
    ["department", "/shared-with-us", "shared-with-us/shared-with-us.graphql"],
    ["panel-member", "/shared-with-us", "shared-with-us/shared-with-us.graphql"],
    ["cib-lead", "/shared-with-us/conditions", "shared-with-us/shares-to-accept.graphql"],
    ["cib-lead", "/shared-with-us/ended", "shared-with-us/ended-shares.graphql"],
    ["panel-member", "/panel", "panel/panel.graphql"],
  ] as const)("show every word of them that %s may read on %s", async (person, path, document) => {
    const { words, missing } = await missingFrom(person, path, document, { after: null });
    expect(missing).toEqual([]);
    expect(words).toBeGreaterThan(0);
  });
});

describe("The pages about people: one's own details, the officers of a council, and a person", () => {
  it.each([
    ["adviser", "/your-details", "own-details/own-details.graphql", {}],
    ["chief-executive", "/your-details", "own-details/own-details.graphql", {}],
    ["chief-executive", `/councils/${TARROWSHIRE}/officers`, "officers/officers.graphql", { council: TARROWSHIRE }],
    ["monitoring-officer", `/councils/${TARROWSHIRE}/officers`, "officers/officers.graphql", { council: TARROWSHIRE }],
    ["governance-officer", "/people/adviser", "people/person.graphql", { id: "adviser" }],
  ] as const)("show to %s everything that they may read on %s", async (person, path, document, variables) => {
    const { words, missing } = await missingFrom(person, path, document, variables);
    expect(missing).toEqual([]);
    expect(words).toBeGreaterThan(0);
  });
});
