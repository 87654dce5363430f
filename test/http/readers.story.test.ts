// A hub with two reader threads, to which every query goes that they can execute: a command takes effect in each of them with the next query.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect } from "vitest";
import { CURRENT } from "../../event-log/sqlite/tables.ts";
import { openDatabase } from "../../event-log/stores/database.ts";
import { concern } from "../examples/api-inputs.ts";
import { policyFiles } from "../helpers/policy-files.ts";
import { queriesInReaders } from "../helpers/queries-in-readers.ts";
import { command } from "../helpers/send-command.ts";
import { type Story, startStory } from "../helpers/story-hub.ts";
import { check, storySteps } from "../helpers/story-steps.ts";

const CONCERN = "query($id: ID!) { concern(id: $id) { stage summary { text } } }";
const LIST = "{ concerns(first: 100) { nodes { id } totalCount cannotBeRead } }";
const ASSIGNMENTS = "{ people(first: 100) { nodes { id assignments { id } } } }";

describe("In reader threads", () => {
  const step = storySteps();
  const dir = mkdtempSync(join(tmpdir(), "candour-readers-"));
  let story: Story;
  let shared: string;
  beforeAll(async () => {
    story = await startStory(undefined, { inThreads: true, env: { CANDOUR_READERS: "3" }, dir });
  });
  afterAll(async () => {
    await story?.close();
    rmSync(dir, { recursive: true, force: true });
  });

  /** Both reader threads execute the query, and answer the same. */
  async function inEachReader<Data>(person: string, query: string, variables: object = {}): Promise<Data> {
    const before = await queriesInReaders(story.hub, "answered");
    const [one, other] = await Promise.all([1, 2].map(() => story.asks<Data>(person, query, variables)));
    expect(other).toEqual(one);
    expect(await queriesInReaders(story.hub, "answered")).toBe(before + 2);
    return one as Data;
  }
  const sees = async (person: string, id: string) =>
    (await inEachReader<{ concern: object | null }>(person, CONCERN, { id })).concern !== null;
  const list = async (person: string) =>
    (await inEachReader<{ concerns: { nodes: { id: string }[]; totalCount: number; cannotBeRead: number } }>(person, LIST))
      .concerns;

  step("a concern is listed as soon as it is logged", async () => {
    for (let n = 1; n <= 5; n += 1) {
      const id = await story.does("adviser", "logConcern", concern);
      check((await list("adviser")).nodes.map((node) => node.id)).toContain(id);
      check((await list("adviser")).totalCount).toBe(n);
    }
  });

  step("the council's objection suspends a share, and a share that is withdrawn has ended", async () => {
    shared = await story.awareConcern(["cib-east-midlands"]);
    check(await sees("cib-lead", shared)).toBe(false);
    const share = await story.share(shared, "cib-east-midlands");
    check(await sees("cib-lead", shared)).toBe(true);
    await story.does("chief-executive", "statePosition", { concern: shared, share, position: "OBJECTS" });
    check(await sees("cib-lead", shared)).toBe(false);
    await story.does("chief-executive", "statePosition", { concern: shared, share, position: "AGREES" });
    check(await sees("cib-lead", shared)).toBe(true);
    await story.does("adviser", "withdrawShare", { concern: shared, share, reason: "Not needed." });
    check(await sees("cib-lead", shared)).toBe(false);
    await story.share(shared, "cib-east-midlands");
    check(await sees("cib-lead", shared)).toBe(true);
  });

  step("the words of a concern that was discarded are gone", async () => {
    const id = await story.does("adviser", "logConcern", { ...concern, summary: "A mistaken summary." });
    check(await sees("adviser", id)).toBe(true);
    await story.does("adviser", "proposeDiscard", { concern: id, ground: "DID_NOT_STAND" });
    await story.does("second-adviser", "discardConcern", { concern: id });
    check(await sees("adviser", id)).toBe(false);
  });

  step("an assignment that has ended gives no right", async () => {
    check(await sees("second-adviser", shared)).toBe(true);
    const { people } = await story.asks<{ people: { nodes: { id: string; assignments: { id: string }[] }[] } }>(
      "governance-officer",
      ASSIGNMENTS,
    );
    for (const { id: assignment } of people.nodes.find(({ id }) => id === "second-adviser")?.assignments ?? [])
      await story.does("governance-officer", "endAssignment", { person: "second-adviser", assignment, reason: "Moved." });
    check(await sees("second-adviser", shared)).toBe(false);
    check((await list("second-adviser")).totalCount).toBe(0);
  });

  step("a policy decides as soon as it is published", async () => {
    const publish = (files: ReturnType<typeof policyFiles>, reason: string) =>
      command(story.test, "governance-officer", "publishPolicy", { basedOn: story.hub.policy.version, files, reason });
    const without = (text: string) => text.replace(/@id\("cib-lead-reads-(?:headline|summary|evidence)"\)[^;]*;\n/g, "");
    check(
      (await publish(policyFiles({ "4-recipients.cedar": without }), "Recipients read nothing meanwhile.")).code,
    ).toBeUndefined();
    check(await sees("cib-lead", shared)).toBe(false);
    check((await publish(policyFiles({}), "As before.")).code).toBeUndefined();
    check(await sees("cib-lead", shared)).toBe(true);
  });

  step("a rebuilt read model answers", async () => {
    const before = await list("adviser");
    await story.hub.rebuild();
    check(await list("adviser")).toEqual(before);
    const id = await story.does("adviser", "logConcern", concern);
    check((await list("adviser")).nodes.map((node) => node.id)).toContain(id);
  });

  step("a share ends with its last day", async () => {
    story.on("2026-06-30");
    // The first query of a day has the rows turned, which the serving thread does.
    await story.asks("cib-lead", CONCERN, { id: shared });
    check(await sees("cib-lead", shared)).toBe(true);
    story.on("2026-07-01");
    check(await story.asks("cib-lead", CONCERN, { id: shared })).toEqual({ concern: null });
    check(await sees("cib-lead", shared)).toBe(false);
  });

  step("an unreadable stream is withdrawn, and counted", async () => {
    const before = await list("adviser");
    const [first] = before.nodes;
    {
      using db = openDatabase(join(dir, "log", "events.sqlite"), "durable");
      const where = `position = (SELECT max(position) FROM ${CURRENT.events} WHERE stream = ?)`;
      db.prepare(`UPDATE events SET data = replace(data, '20', '21') WHERE ${where}`).run(`concern-${first?.id}`);
    }
    check(await story.refused("adviser", "addEvidence", { concern: first?.id, evidence: concern.evidence[0] })).toBe(
      "CANNOT_BE_READ",
    );
    const now = await list("adviser");
    check([now.cannotBeRead, now.nodes.length]).toEqual([1, before.nodes.length - 1]);
  });
});
