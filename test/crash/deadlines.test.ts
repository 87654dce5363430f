// A real hub in a separate process, killed without warning while it records hundreds of passed deadlines, and restarted on
// what is left: each is on record once, and so is each of the rest of what happened.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pino from "pino";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { asPerson } from "../../demonstration/ask.ts";
import type { EventLog } from "../../event-log/port.ts";
import { openSqliteLog } from "../../event-log/sqlite/sqlite-log.ts";
import { confirmClock } from "../../hub/clock/confirm-clock.ts";
import { recordDeadlines } from "../../hub/clock/scheduled-jobs.ts";
import { readConfig } from "../../hub/config.ts";
import { openDataFolder } from "../../hub/folder/data-folder.ts";
import { type Hub, openHub } from "../../hub/hub.ts";
import type { ConcernCommandName } from "../../services/concern/commands.ts";
import type { SupportCommandName } from "../../services/support/commands.ts";
import { start } from "../helpers/cli.ts";
import { shipped } from "../helpers/policy-files.ts";
import { cases } from "../helpers/soak.ts";

const REVIEWS = cases(40, 100);
const SHARES = cases(10, 20);
/** Shared concerns that ended, whose shares pass their last day too. */
const OUTCOMES = cases(10, 20);
const SUPPORTS = 3;
const MILESTONES = cases(20, 60);
/** Usual milestones of a peer challenge, beside those that are set. */
const USUAL = 3;
const DEADLINES = REVIEWS + SHARES + 2 * OUTCOMES + SUPPORTS * (MILESTONES + USUAL);
/** When the hubs kill themselves, by events appended. */
const KILLS = ["3 before-commit", "25 after-commit", "47 before-insert"];
const DIE_ON_APPEND = join(import.meta.dirname, "../helpers/die-on-append.mjs");

const dataDir = mkdtempSync(join(tmpdir(), "candour-deadlines-"));
const env = { CANDOUR_DATA_DIR: dataDir, PORT: "0", CANDOUR_DEMONSTRATION: "false", CANDOUR_LOG_LEVEL: "error" };
const config = readConfig(env);
const silent = pino({ level: "silent" });
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

/** An event that puts a deadline on record, and which deadline that is. */
const FALLEN: Readonly<Record<string, string>> = {
  "ReviewFellDue.v1": "conclusion",
  "ShareExpired.v1": "share",
  "OutcomeOpened.v1": "conclusion",
  "MilestoneFellDue.v1": "milestone",
};

/** Returns the recorded deadlines in order. Each call continues from the position of the last one. */
function recordIn(log: EventLog): () => Promise<readonly string[]> {
  const found: string[] = [];
  let reached = "";
  return async () => {
    const events = await log.readAll(reached, 1_000_000);
    for (const { type, stream, data, position } of events) {
      const named = FALLEN[type];
      if (named !== undefined) found.push(`${stream} ${type} ${(data as Record<string, unknown>)[named]}`);
      reached = position;
    }
    return found;
  };
}

/** Concerns and supports of 2024, all of whose dates have passed by now. */
async function writeHistory(hub: Hub): Promise<void> {
  const [council] = hub.councils.inRegion("E12000004", hub.today());
  if (!council) throw new Error("There is no such region.");
  const assign = async (person: string, role: string, reach: object) => {
    await hub.services.people.execute(
      "registerPerson",
      { person, name: `${person} (invented)` },
      hub.asHub(`register-${person}`),
    );
    const lasting = { person, role, ...reach, from: "2020-01-01", until: "2039-12-31" };
    await hub.services.people.execute("startAssignment", lasting, hub.asHub(`assign-${person}`));
  };
  await assign("adviser", "principal-adviser", { regions: ["E12000004"], strands: ["corporate"] });
  await assign("chief-executive", "chief-executive", { council: council.code });

  let keys = 0;
  const contextOf = (person: string) => {
    keys += 1;
    return asPerson(hub, person, `history-${keys}`);
  };
  const concern = async (name: ConcernCommandName, person: string, input: object): Promise<string> => {
    const outcome = await hub.services.concern.execute(name, input, await contextOf(person));
    if (outcome.kind === "refused") throw new Error(outcome.message);
    return outcome.id;
  };
  const support = async (name: SupportCommandName, person: string, input: object): Promise<string> => {
    const context = await contextOf(person);
    const outcome = await hub.services.support.execute(name, input, context);
    if (outcome.kind === "refused") throw new Error(outcome.message);
    return outcome.id;
  };
  const body = "regional-improvement-east-midlands";
  const period = { from: "2024-01-01", to: "2024-01-31" };
  const told = { toldName: "Test", toldOffice: "chief-executive", channel: "letter", toldOn: "2024-02-05", about: "Test." };
  const awareConcern = async (): Promise<string> => {
    const evidence = {
      kind: "conversation",
      account: "Test.",
      source: "Test",
      period,
      grading: { source: "1", content: "A" },
      handling: "P",
    };
    const about = { council: council.code, strand: "corporate", cause: "finance", period };
    const id = await concern("logConcern", "adviser", { ...about, summary: "Test.", observed: "Test.", evidence: [evidence] });
    await concern("recordAwareness", "adviser", { concern: id, ...told, bodies: [body] });
    return id;
  };
  const underReview = async (): Promise<void> => {
    const id = await awareConcern();
    await concern("concludeConcern", "adviser", { concern: id, kind: "under-review", acting: "Test.", reviewOn: "2024-06-03" });
  };
  const cleared = async (): Promise<void> => {
    const id = await shared();
    const ending = { kind: "satisfactory-explanation", explanation: "Test.", appearance: "Test.", told };
    await concern("concludeConcern", "adviser", { concern: id, ...ending });
  };
  const shared = async (): Promise<string> => {
    const id = await awareConcern();
    const terms = {
      parts: ["headline"],
      purpose: "align-support",
      explanation: "Test.",
      until: "2024-07-31",
      answerBy: "2024-02-19",
    };
    await concern("proposeShare", "adviser", { concern: id, body, ...terms });
    const share = hub.register.queries().findUnchecked(id)?.state().shares[0]?.id;
    await concern("statePosition", "chief-executive", { concern: id, share, position: "agrees" });
    await concern("makeShare", "adviser", { concern: id, share });
    return id;
  };
  const peerChallenge = async (): Promise<void> => {
    const offered = {
      offeredTo: "chief-executive",
      toldName: "Test",
      channel: "letter",
      offeredOn: "2024-02-05",
      answerBy: "2024-02-19",
    };
    const id = await support("offerSupport", "adviser", {
      ...{ council: council.code, strand: "corporate", kind: "corporate-peer-challenge", provider: "lga", causes: ["finance"] },
      ...{ aim: "Test.", lead: "Test", from: "2024-02-05", until: "2024-12-31", ...offered },
    });
    await support("answerSupport", "chief-executive", { support: id, answer: "agreed" });
    await support("beginSupport", "adviser", { support: id, begunOn: "2024-02-05" });
    const milestones = Array.from({ length: MILESTONES }, () =>
      support("setMilestone", "adviser", { support: id, kind: "other", due: "2024-05-01" }),
    );
    await Promise.all(milestones);
  };
  const times = (n: number, make: () => Promise<unknown>) => Array.from({ length: n }, make);
  await Promise.all([
    ...times(REVIEWS, underReview),
    ...times(SHARES, shared),
    ...times(OUTCOMES, cleared),
    ...times(SUPPORTS, peerChallenge),
  ]);
}

describe("A hub killed while it puts passed deadlines on record", () => {
  beforeAll(async () => {
    const now = () => new Date("2024-02-05T12:00:00.000Z");
    const hub = await openHub(config, silent, { shipped, now });
    await hub.live();
    await writeHistory(hub);
    await hub.close();
    // Years have passed since: a hub that was stopped for so long waits until its clock is confirmed.
    await confirmClock(config, "The hub stood still for years.", new Date(), silent);
  });

  it(`records each of ${DEADLINES} deadlines exactly once, however often it is killed`, async () => {
    const log = openSqliteLog(openDataFolder(config).logFile);
    const onRecord = recordIn(log);
    expect(await onRecord()).toEqual([]);
    // Each hub kills itself at a point of the work, so that it works at any machine load.
    for (const moment of KILLS) {
      const hub = start(["serve"], { ...env, CANDOUR_TEST_DIE: moment }, ["--import", DIE_ON_APPEND]);
      expect(await hub.ended).toMatchObject({ signal: "SIGKILL" });
    }
    // The last one too was killed on the way. What it left is done by the next, and then nothing is left to do.
    const left = DEADLINES - (await onRecord()).length;
    expect(left).toBeGreaterThan(0);
    expect(left).toBeLessThan(DEADLINES);
    const hub = await openHub(config, silent, { shipped });
    await hub.live();
    expect(await recordDeadlines(hub)).toBe(left);
    expect(await recordDeadlines(hub)).toBe(0);
    await hub.close();

    const recorded = await onRecord();
    expect(new Set(recorded).size).toBe(recorded.length);
    expect(recorded).toHaveLength(DEADLINES);
    expect(await log.verify()).toEqual([]);
    await log.close();
  });
});
