// The demonstration's region: two years of twelve councils, so that every list shows something to the people who use it.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pino from "pino";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { playRegion } from "../../demonstration/region/play-region.ts";
import { readConfig } from "../../hub/config.ts";
import { type Answer, startHub, type TestHub } from "../helpers/test-hub.ts";

const NOW = "2026-03-02T12:00:00.000Z";
const REGION = { CANDOUR_DEMONSTRATION: "region" };

describe("The demonstration's region", () => {
  const folder = mkdtempSync(join(tmpdir(), "candour-region-"));
  const dir = join(folder, "data");
  let hub: TestHub;
  const settings = readConfig({ CANDOUR_DATA_DIR: dir, PORT: "0", ...REGION });
  const logger = pino({ level: "silent" });
  beforeAll(async () => {
    await playRegion(settings, logger, new Date(NOW));
    hub = await startHub({ dir, env: REGION });
  });
  afterAll(async () => {
    await hub?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function nodes<Node>(person: string, list: string, fields: string, which = ""): Promise<readonly Node[]> {
    const found: Node[] = [];
    for (let after: string | null = null; ; ) {
      type Page = { readonly list: { nodes: Node[]; pageInfo: { hasNextPage: boolean; endCursor: string | null } } };
      const query = `query($after: String) { list: ${list}(${which} first: 50, after: $after) { nodes { ${fields} } pageInfo { hasNextPage endCursor } } }`;
      const { body }: Answer<Page> = await hub.ask<Page>(person, query, { after });
      const { nodes: page, pageInfo }: Page["list"] = body.data?.list ?? expect.fail(JSON.stringify(body.errors));
      found.push(...page);
      if (!pageInfo.hasNextPage) return found;
      after = pageInfo.endCursor;
    }
  }
  const different = <T>(values: readonly T[]): readonly T[] => [...new Set(values)].sort();

  it("has twelve councils with concerns, at every stage, over two years", async () => {
    type Concern = { council: { code: string }; stage: string; summary: { loggedAt: string } };
    const concerns = await nodes<Concern>("adviser", "concerns", "council { code } stage summary { loggedAt }");
    expect(different(concerns.map(({ council }) => council.code))).toHaveLength(12);
    expect(different(concerns.map(({ stage }) => stage))).toEqual(["AWARE", "CLOSED", "CONCLUDED", "LOGGED", "SHARED"]);
    const days = concerns.map(({ summary }) => summary.loggedAt.slice(0, 10)).sort();
    expect([days[0]?.slice(0, 7), days.at(-1)?.slice(0, 7)]).toEqual(["2024-03", "2026-03"]);
  });

  it("has support in every status: offered, agreed, running, ended and declined", async () => {
    const query = "query($code: ID!) { council(code: $code) { supports(first: 50) { nodes { status } } } }";
    type Supports = { readonly council: { readonly supports: { readonly nodes: readonly { readonly status: string }[] } } };
    const councils = ["X00000004", "X00000005", ...Array.from({ length: 10 }, (_, n) => `X00000${101 + n}`)];
    const statuses: string[] = [];
    for (const code of councils) {
      const { body } = await hub.ask<Supports>("adviser", query, { code });
      expect(body.data.council.supports.nodes.length, code).toBeGreaterThan(1);
      statuses.push(...body.data.council.supports.nodes.map(({ status }) => status));
    }
    expect(different(statuses)).toEqual(["AGREED", "COMPLETED", "DECLINED", "OFFERED", "RUNNING"]);
  });

  it("has submissions, requests, tasks and disclosures for those who use the hub", async () => {
    const submissions = await nodes<{ from: string; considered: boolean }>("adviser", "submissions", "from considered");
    expect(different(submissions.map(({ considered }) => considered))).toEqual([false, true]);
    expect(different(submissions.map(({ from }) => from)).length).toBeGreaterThan(2);
    expect((await nodes("adviser", "signals", "id")).length).toBeGreaterThan(10);
    for (const person of ["cib-lead", "adass-lead", "regional-improvement"])
      expect((await nodes(person, "submissions", "id")).length, person).toBeGreaterThan(0);
    for (const person of ["adviser", "chief-executive", "leader-ambleford"])
      expect((await nodes(person, "inbox", "kind")).length, person).toBeGreaterThan(0);
    for (const person of ["panel-member", "chief-executive", "regional-improvement"])
      expect((await nodes(person, "concerns", "id")).length, person).toBeGreaterThan(0);
    const query = 'query { ledger(council: "X00000004") { ... on Ledger { disclosures(first: 5) { nodes { id } } } } }';
    type Ledger = { readonly ledger: { readonly disclosures: { readonly nodes: readonly object[] } } };
    expect((await hub.ask<Ledger>("chief-executive", query)).body.data.ledger.disclosures.nodes).toHaveLength(5);
  });

  it("has a caseload for its two advisers, and the one covers for the other", async () => {
    for (const person of ["adviser", "second-adviser"]) {
      const fields = "owner { id }";
      const mine = await nodes<{ owner: { id: string } }>(person, "concerns", fields, "filter: { mine: true },");
      const owners = different(mine.map(({ owner }) => owner.id));
      expect(owners).toEqual(person === "adviser" ? ["adviser", "second-adviser"] : ["second-adviser"]);
    }
  });

  it("has a diary of presence, reviews, approaches and noted dates, some of which clash, and days that were moved", async () => {
    const days = 'region: "E12000004", from: "2025-06-01", to: "2026-05-31",';
    for (const person of ["adviser", "regional-improvement"]) {
      const entries = await nodes<{ kind: string; council: { code: string } }>(person, "diary", "kind council { code }", days);
      expect(different(entries.map(({ kind }) => kind)), person).toEqual(expect.arrayContaining(["NOTED_DATE", "PRESENCE"]));
      expect(different(entries.map(({ council }) => council.code)).length, person).toBeGreaterThan(6);
    }
    type Aligned = { readonly alignedSupport: readonly { readonly clashCount: number }[] };
    const { body } = await hub.ask<Aligned>("adviser", 'query { alignedSupport(region: "E12000004") { clashCount } }');
    expect(body.data.alignedSupport.reduce((sum, { clashCount }) => sum + clashCount, 0)).toBeGreaterThan(0);
  });

  it("has a next task about each council, which is the first about it in the reader's inbox", async () => {
    type Row = { readonly council: { readonly code: string }; readonly nextTask: object | null };
    const task = "kind sentence due overdue";
    for (const person of ["adviser", "second-adviser", "cib-lead"]) {
      const rows = await nodes<Row>(person, "regionCouncils", `council { code } nextTask { ${task} }`, 'region: "E12000004",');
      for (const { council, nextTask } of rows) {
        const query = `query($council: ID!) { inbox(first: 1, filter: { council: $council }) { nodes { ${task} } } }`;
        const { body } = await hub.ask<{ inbox: { nodes: readonly object[] } }>(person, query, { council: council.code });
        expect([council.code, nextTask]).toEqual([council.code, body.data.inbox.nodes[0] ?? null]);
      }
      if (person !== "cib-lead") expect(rows.filter(({ nextTask }) => nextTask !== null).length, person).toBeGreaterThan(6);
    }
  });

  it("has contacts without a concern, and news for each of those who use the hub", async () => {
    const query = 'query { council(code: "X00000004") { contacts: routineContacts(first: 50) { topic nextStep } } }';
    type Contacts = { readonly council: { readonly contacts: readonly object[] } };
    for (const person of ["adviser", "chief-executive"])
      expect((await hub.ask<Contacts>(person, query)).body.data.council.contacts.length, person).toBeGreaterThan(5);
    for (const person of ["adviser", "chief-executive", "panel-member", "regional-improvement", "cib-lead", "adass-lead"])
      expect((await nodes(person, "news", "kind")).length, person).toBeGreaterThan(0);
  });

  it("is played on an empty folder alone, and its hub believes its clock", async () => {
    expect(hub.hub.clock.isBelieved()).toBe(true);
    const head = await hub.hub.log.head();
    await playRegion(settings, logger, new Date(NOW));
    expect(await hub.hub.log.head()).toEqual(head);
  });
});
