// What a council can check in its record of disclosures. Over random histories the leaves in its ledger are numbered without a gap and lead to
// their roots, whatever is read meanwhile of concerns that it has not been made aware of; and the program of docs/ledger.md finds out what is not so.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readLeaves } from "../../disclosure/answers.ts";
import { hashOfLeaf, parseLeaf } from "../../disclosure/leaf.ts";
import {
  awareness,
  concern,
  evidence,
  offer,
  signal,
  submission as submissionInput,
  TARROWSHIRE,
  told,
} from "../examples/api-inputs.ts";
import { isIncluded } from "../helpers/disclosure/inclusion.ts";
import { blocksOf } from "../helpers/documentation.ts";
import { done } from "../helpers/send-command.ts";
import { cases } from "../helpers/soak.ts";
import { startHub, type TestHub } from "../helpers/test-hub.ts";

const NEIGHBOUR = "X00000005";
const HOUR_MS = 3_600_000;

let hub: TestHub;
let instant = Date.parse("2026-03-10T09:00:00.000Z");
/** Every concern, and every submission about Tarrowshire, and whether the council has been told of it. */
const concerns = new Map<string, { readonly council: string; readonly bodies: readonly string[]; aware: boolean }>();
const submissions = new Map<string, { readonly council: string; aware: boolean }>();
const supports: string[] = [];
beforeAll(async () => {
  hub = await startHub({ seed: "people" });
});
afterAll(() => hub.close());

type Shown = {
  readonly leaf: string;
  readonly index: number;
  readonly size: number;
  readonly path: string[];
  readonly root: string;
};
type Node = { readonly concern: string | null; readonly surface: string; readonly record: Shown | null };
type Page = { readonly nodes: Node[]; readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null } };

/** Every disclosure in the ledger, page by page. */
async function disclosures(): Promise<readonly Node[]> {
  const query = `query($after: String) { ledger(council: "${TARROWSHIRE}") { ... on Ledger { page: disclosures(first: 40, after: $after) {
    nodes { concern surface record { leaf index size path root } } pageInfo { hasNextPage endCursor } } } } }`;
  const nodes: Node[] = [];
  for (let after: string | null = null; ; ) {
    const answer: Awaited<ReturnType<typeof hub.ask<{ ledger: { page: Page } }>>> = await hub.ask("chief-executive", query, {
      after,
    });
    expect(answer.body.errors).toBeUndefined();
    const { page } = answer.body.data.ledger;
    nodes.push(...page.nodes);
    if (!page.pageInfo.hasNextPage) return nodes;
    after = page.pageInfo.endCursor;
  }
}

const ask = async (person: string, query: string) => {
  const { body } = await hub.ask(person, query);
  expect(body.errors).toBeUndefined();
};
const action = fc.record({
  what: fc.constantFrom(
    ...["log", "log elsewhere", "make aware", "list", "list elsewhere", "count", "read", "read as the council"],
    ...["submit", "submit", "tell of a submission", "cite a submission", "read a submission", "list submissions"],
    ...["read everything at once", "offer support", "read support", "picture", "ask for support", "list requests"],
  ),
  of: fc.nat(),
});
async function act({ what, of }: { readonly what: string; readonly of: number }): Promise<void> {
  instant += 2 * HOUR_MS;
  hub.clock.set(new Date(instant).toISOString());
  const all = [...concerns];
  const some = all[of % Math.max(all.length, 1)]?.[0];
  const list = (council: string) => `concerns(first: 50, filter: { council: "${council}" })`;
  const council = what === "log" ? TARROWSHIRE : NEIGHBOUR;
  // A district is responsible for the corporate strand alone, of which children's leads are told nothing.
  const about = council === NEIGHBOUR ? { council, strand: "CORPORATE", cause: "FINANCE" } : { council };
  const bodies = council === NEIGHBOUR ? ["performance-support-panel"] : awareness.bodies;
  if (what.startsWith("log"))
    concerns.set(await done(hub, "adviser", "logConcern", { ...concern, ...about }), { council, bodies, aware: false });
  else if (what === "make aware") {
    // The newest first: the older one stays what the council may not learn of.
    const [id, state] = all.findLast(([, { aware }]) => !aware) ?? [];
    if (!id || !state) return;
    await done(hub, "adviser", "recordAwareness", { ...awareness, bodies: state.bodies, concern: id });
    state.aware = true;
  } else if (what === "list")
    await ask("adviser", `{ ${list(TARROWSHIRE)} { nodes { summary { text } } pageInfo { hasNextPage } } }`);
  else if (what === "list elsewhere") await ask("adviser", `{ concerns(first: 50) { nodes { id stage } } }`);
  else if (what === "count") await ask("adviser", `{ ${list(TARROWSHIRE)} { totalCount } }`);
  else if (some && what === "read") await ask("adviser", `{ concern(id: "${some}") { id evidence { account } } }`);
  else if (some && what === "read as the council") await ask("chief-executive", `{ concern(id: "${some}") { id } }`);
  else await actOnOthers(what, of);
}

/** What is done with submissions, supports and requests for support. */
async function actOnOthers(what: string, of: number): Promise<void> {
  const submission = [...submissions.keys()][of % Math.max(submissions.size, 1)];
  const untold = [...submissions].findLast(([, { aware }]) => !aware);
  const SUBMISSIONS = "submissions(first: 100) { nodes { account handling { councilAware } } }";
  const SIGNALS = "signals(first: 100) { nodes { wanted } }";
  const PICTURE = `alignedSupport(region: "E12000004") { strands { running } clashes { first { support { id } } } }`;
  if (what === "submit")
    submissions.set(await done(hub, "department", "submitInformation", submissionInput), { council: TARROWSHIRE, aware: false });
  else if (what === "tell of a submission" && untold) {
    await done(hub, "adviser", "tellCouncilOfSubmission", { submission: untold[0], ...told });
    untold[1].aware = true;
  } else if (what === "cite a submission" && untold) {
    const citing = { ...concern, evidence: [{ ...evidence, submission: untold[0] }] };
    const id = await done(hub, "adviser", "logConcern", citing);
    await done(hub, "adviser", "recordAwareness", { ...awareness, concern: id });
    concerns.set(id, { council: TARROWSHIRE, bodies: awareness.bodies, aware: true });
    untold[1].aware = true;
  } else if (what === "read a submission" && submission)
    for (const person of ["adviser", "department", "chief-executive"])
      await ask(person, `{ submission(id: "${submission}") { account handling { councilAware } } }`);
  else if (what === "list submissions") for (const person of ["adviser", "department"]) await ask(person, `{ ${SUBMISSIONS} }`);
  else if (what === "read everything at once") {
    const list = `concerns(first: 50, filter: { council: "${TARROWSHIRE}" }) { nodes { id } }`;
    await ask("adviser", `{ ${list} ${SUBMISSIONS} ${SIGNALS} ${PICTURE} }`);
  } else if (what === "offer support") supports.push(await done(hub, "adviser", "offerSupport", offer));
  else if (what === "read support" && supports.length > 0)
    await ask("adviser", `{ support(id: "${supports[of % supports.length]}") { lead detail { aim } } }`);
  else if (what === "picture") await ask("cib-lead", `{ ${PICTURE} }`);
  else if (what === "ask for support") await done(hub, "chief-executive", "requestSupport", signal);
  else if (what === "list requests") await ask("adviser", `{ ${SIGNALS} }`);
}

async function expectNoGaps(): Promise<void> {
  const shown = (await disclosures()).flatMap(({ record }) => record ?? []);
  // Whatever the council had been made aware of before this reading of its ledger, which is on record itself.
  const events = (await hub.hub.disclosures.readAll("", 100_000)).filter(({ stream }) => stream.startsWith("answers-"));
  const recorded = events.flatMap(readLeaves).filter(({ leaf }) => leaf.council === TARROWSHIRE);
  const byText = new Map(shown.map((one) => [one.leaf, one]));
  const texts = (series: string) => recorded.filter(({ leaf }) => leaf.series === series).map(({ text }) => text);
  for (const [text, { index, size, path, root }] of byText) {
    const hashes = path.map((hash) => Buffer.from(hash, "base64url"));
    expect(isIncluded(hashOfLeaf(text), { index, size, path: hashes }, Buffer.from(root, "base64url"))).toBe(true);
  }
  const series = Map.groupBy(byText.keys(), (text) => `${parseLeaf(text).stream} ${parseLeaf(text).series}`);
  for (const ofSeries of series.values())
    expect(ofSeries.map((text) => parseLeaf(text).number).toSorted((a, b) => a - b)).toEqual(ofSeries.map((_, n) => n + 1));
  for (const [id, { council, aware }] of [...concerns, ...submissions]) {
    if (aware && council === TARROWSHIRE) expect(texts(id).filter((text) => !byText.has(text))).toEqual([]);
    else expect([...byText.keys()].filter((text) => text.includes(id))).toEqual([]);
  }
  expect(texts("counts").filter((text) => byText.has(text))).toEqual([]);
  // Of the council's own series nothing is held back but what this reading itself added.
  const missing = texts("").filter((text) => !byText.has(text));
  expect(missing.filter((text) => parseLeaf(text).at < new Date(instant).toISOString())).toEqual([]);
}

describe("A council's leaves", () => {
  it("are shown without a gap, each with its tree, and without leaves about records that the council has not been made aware of", async () => {
    // A count is not shown that was made before the first concern that the council can see.
    const counted = ["log", "count", "log", "make aware", "count"].map((what) => ({ what, of: 0 }));
    // A picture of support is counted before the council was made aware of any concern.
    const pictured = ["offer support", "picture", "submit", "list submissions", "log", "list", "picture"].map((what) => ({
      what,
      of: 0,
    }));
    const mixed = [
      ...["log", "submit", "read a submission", "submit", "list submissions", "read everything at once", "tell of a submission"],
      ...["read everything at once", "submit", "cite a submission", "log", "submit", "read everything at once"],
    ].map((what) => ({ what, of: 0 }));
    const random = fc.sample(fc.array(action, { minLength: 15, maxLength: 30 }), { numRuns: cases(4, 40), seed: 20261129 });
    for (const actions of [pictured, counted, ...random, mixed]) {
      for (const one of actions) await act(one);
      instant += 2 * HOUR_MS;
      hub.clock.set(new Date(instant).toISOString());
      await expectNoGaps();
    }
    for (const records of [concerns, submissions])
      expect(new Set([...records.values()].map(({ aware }) => aware))).toEqual(new Set([true, false]));
  });

  it("are in trees whose size does not depend on concerns and submissions that the council has not been told of", async () => {
    const listed = async () => {
      instant += 2 * HOUR_MS;
      hub.clock.set(new Date(instant).toISOString());
      const SUBMISSIONS = "submissions(first: 100) { nodes { account } }";
      await ask(
        "adviser",
        `{ concerns(first: 100, filter: { council: "${TARROWSHIRE}" }) { nodes { summary { text } } } ${SUBMISSIONS} }`,
      );
      const found = (await disclosures()).find(({ surface, record }) => surface === "LIST" && record);
      return found?.record?.size;
    };
    const before = await listed();
    for (let n = 0; n < 20; n++) await act({ what: n % 2 === 0 ? "log" : "submit", of: 0 });
    expect(before).toBe(16);
    expect(await listed()).toBe(before);
  });

  it("are shown to the council in its ledger, and to nobody with a concern, nor to its advisers", async () => {
    const [id] = [...concerns].find(([, { council, aware }]) => aware && council === TARROWSHIRE) ?? expect.fail();
    for (const person of ["adviser", "chief-executive"]) {
      const query = `{ concern(id: "${id}") { disclosures { nodes { at record { leaf } } } } }`;
      const { body } = await hub.ask<{ concern: { disclosures: { nodes: { record: unknown }[] } } }>(person, query);
      expect(body.data.concern.disclosures.nodes.length).toBeGreaterThan(0);
      expect(body.data.concern.disclosures.nodes.filter(({ record }) => record !== null)).toEqual([]);
    }
  });
});

describe("The program of docs/ledger.md", () => {
  const dir = mkdtempSync(join(tmpdir(), "candour-leaves-"));
  afterAll(() => rmSync(dir, { recursive: true, force: true }));
  function check(nodes: readonly Node[]) {
    const [program = ""] = blocksOf("docs/ledger.md", "js");
    writeFileSync(join(dir, "check.mjs"), program);
    writeFileSync(join(dir, "disclosures.json"), JSON.stringify(nodes));
    const { stdout, stderr, status } = spawnSync(process.execPath, ["check.mjs", "disclosures.json"], {
      cwd: dir,
      encoding: "utf8",
    });
    return { status, said: stdout + stderr };
  }
  const numberOf = ({ record }: Node) => (record && parseLeaf(record.leaf).series === "" ? parseLeaf(record.leaf).number : 0);

  it("accepts a complete ledger, and detects a missing, changed or moved leaf", async () => {
    const nodes = await disclosures();
    const whole = check(nodes);
    expect(whole).toMatchObject({ status: 0, said: expect.stringMatching(/^Checked \d+ series\.\n$/) });
    expect(check(nodes.filter((node) => numberOf(node) !== 3))).toMatchObject({
      status: 1,
      said: expect.stringContaining(": 3 is missing"),
    });
    const changed = (change: (record: Shown) => Shown) =>
      check(nodes.map((node) => (node.record && numberOf(node) === 3 ? { ...node, record: change(node.record) } : node)));
    for (const change of [
      (record: Shown) => ({ ...record, leaf: record.leaf.replace("2026", "2027") }),
      (record: Shown) => ({ ...record, index: record.index ^ 1 }),
      (record: Shown) => ({ ...record, path: record.path.slice(1) }),
    ])
      expect(changed(change)).toMatchObject({ status: 1, said: expect.stringContaining("Not in its tree") });
    // A leaf that another hub's operator made and put into a tree of its own.
    const forged = (number: number): Node => {
      const found = nodes.find((node) => numberOf(node) === 3) ?? expect.fail();
      const { record } = found;
      if (!record) return expect.fail();
      const leaf = JSON.stringify((JSON.parse(record.leaf) as unknown[]).map((member, at) => (at === 4 ? number : member)));
      return { ...found, record: { leaf, index: 0, size: 1, path: [], root: hashOfLeaf(leaf).toString("base64url") } };
    };
    const putIn = (number: number) => check([...nodes, forged(number)]);
    for (const number of [0, -1, 1.5])
      expect(putIn(number)).toMatchObject({ status: 1, said: expect.stringContaining("Not a number of a leaf") });
    expect(putIn(2)).toMatchObject({ status: 1, said: expect.stringContaining("two leaves have the number 2") });
    expect(check([forged(2), ...nodes])).toMatchObject({
      status: 1,
      said: expect.stringContaining("two leaves have the number 2"),
    });
    expect(putIn(100_000)).toMatchObject({ status: 1, said: expect.stringContaining("is missing, or does not follow") });
  });
});
