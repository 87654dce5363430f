// A hub whose logs are moved into a cluster and back, over a stand-in for EventStoreDB: nothing is lost on the way, and nothing outside the stores
// knows where they are.
import { cpSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readConfig } from "../../hub/config.ts";
import { NeedsOperator } from "../../hub/exit-codes.ts";
import { dataPaths, findDataFolder, hasHub } from "../../hub/folder/data-folder.ts";
import { type Direction, migrate } from "../../hub/folder/migrate.ts";
import { StoresLost } from "../../hub/folder/prepare-folder.ts";
import { verifyStores } from "../../hub/verification/verify.ts";
import { READ_MODELS } from "../../projections/all.ts";
import { concern, TARROWSHIRE } from "../examples/api-inputs.ts";
import { type StandIn, startStandIn } from "../helpers/kurrentdb-stand-in/start.ts";
import { command, done } from "../helpers/send-command.ts";
import { startHub, type TestHub } from "../helpers/test-hub.ts";

let dir: string;
let standIn: StandIn;
let env: Readonly<Record<string, string>>;
const LIST = "{ concerns(first: 100) { totalCount nodes { id stage version summary { text } } } }";
const LEDGER = `{ ledger(council: "${TARROWSHIRE}") { ... on Ledger { losses concerns { nodes { id } } disclosures(first: 100) { nodes { at surface person { id } } } } } }`;

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), "candour-cluster-"));
  standIn = await startStandIn();
  // The machine may be busy: what the lag does is tested by a clock of the test.
  env = { CANDOUR_EVENT_LOG: "kurrentdb", CANDOUR_KURRENTDB_URL: standIn.connectionString, CANDOUR_NODE_LAG_SECONDS: "60" };
});
afterAll(async () => {
  await standIn.close();
  rmSync(dir, { recursive: true, force: true });
});

async function move(direction: Direction, folder = dir, settings = env) {
  const config = readConfig({ CANDOUR_DATA_DIR: folder, ...settings });
  if (config.eventLog.kind !== "kurrentdb") throw new Error("It has no cluster.");
  return migrate({ ...config, eventLog: config.eventLog }, direction, {
    now: new Date("2026-03-02T12:00:00.000Z"),
    progress: () => {},
  });
}
const inFiles = () => startHub({ dir });
const inCluster = (folder = dir) => startHub({ dir: folder, env, seed: false });
async function asked(hub: TestHub) {
  const list = await hub.ask("adviser", LIST);
  const ledger = await hub.ask("chief-executive", LEDGER);
  expect([list.body.errors, ledger.body.errors]).toEqual([undefined, undefined]);
  return { list: list.body.data, ledger: ledger.body.data };
}

describe("A hub", () => {
  it("is moved into a cluster, serves there, takes commands, is moved back, and has everything", async () => {
    const first = await inFiles();
    const repeated = { ...concern, idempotencyKey: "before the move" };
    const id = await done(first, "adviser", "logConcern", repeated);
    const before = await asked(first);
    await expect(move("to-cluster")).rejects.toThrow("another hub is using this data folder");
    await first.close();

    const moved = await move("to-cluster");
    expect(moved.every(({ written, already }) => written > 0 && already === 0)).toBe(true);
    expect((await move("to-cluster")).map(({ written }) => written)).toEqual([0, 0]);

    const hub = await inCluster();
    const there = await asked(hub);
    expect(there.list).toEqual(before.list);
    expect(there.ledger).toMatchObject({ ledger: { losses: [] } });
    // A repeat of before the move is known; what is new is on record and shown.
    expect(await command(hub, "adviser", "logConcern", repeated)).toMatchObject({ recorded: false });
    const next = await done(hub, "adviser", "logConcern", { ...concern, summary: "Logged in the cluster." });
    expect(next).not.toBe(id);
    expect(JSON.stringify((await asked(hub)).list)).toContain("Logged in the cluster.");
    const after = await asked(hub);
    const folder = findDataFolder(hub.hub.config);
    expect(hasHub(hub.hub.config)).toBe(true);
    expect(await verifyStores(folder, { now: hub.clock.now() })).toMatchObject({
      flaws: [],
      unchecked: [],
      counts: { readModels: 9 },
    });
    await hub.close();

    // Started again it goes on, with the read models that it has.
    const again = await inCluster();
    expect((await asked(again)).list).toEqual(after.list);
    await again.close();

    await move("to-files");
    const back = await startHub({ dir, seed: false });
    expect((await asked(back)).list).toEqual(after.list);
    expect(await back.hub.log.verify()).toEqual([]);
    await back.close();
  });

  it("is moved into files where it was begun in the cluster", async () => {
    const begun = mkdtempSync(join(tmpdir(), "candour-cluster-begun-"));
    const server = await startStandIn();
    const settings = { ...env, CANDOUR_KURRENTDB_URL: server.connectionString };
    const hub = await startHub({ dir: begun, env: settings, at: "2026-03-03T12:00:00.000Z" });
    const id = await done(hub, "adviser", "logConcern", concern);
    await hub.close();
    await move("to-files", begun, settings);
    const inFiles = await startHub({ dir: begun, seed: false, at: "2026-03-03T13:00:00.000Z" });
    expect(JSON.stringify((await asked(inFiles)).list)).toContain(id);
    await inFiles.close();
    await server.close();
    rmSync(begun, { recursive: true, force: true });
  });

  it("is a new node that continues copied read models with what was recorded since, and builds none", async () => {
    const parent = mkdtempSync(join(tmpdir(), "candour-cluster-node-"));
    const [first, second] = [join(parent, "n1"), join(parent, "n2")];
    const server = await startStandIn();
    const node = (folder: string, name: string, at: string) =>
      startHub({ dir: folder, env: { ...env, CANDOUR_KURRENTDB_URL: server.connectionString, CANDOUR_NODE: name }, at });
    const logAt = async (at: string) => {
      const hub = await node(first, "n1", at);
      const id = await done(hub, "adviser", "logConcern", concern);
      await hub.close();
      return id;
    };
    const before = await logAt("2026-03-03T12:00:00.000Z");
    const models = "read-models";
    cpSync(join(first, models), join(second, models), { recursive: true });
    const since = await logAt("2026-03-03T13:00:00.000Z");
    cpSync(join(first, "keys"), join(second, "keys"), { recursive: true });
    // A read model that is built anew is another file.
    const files = () => readdirSync(join(second, models)).filter((name) => name.endsWith(".sqlite"));
    const inodes = () => Object.fromEntries(files().map((name) => [name, statSync(join(second, models, name)).ino]));
    const copied = inodes();
    const hub = await node(second, "n2", "2026-03-03T14:00:00.000Z");
    const list = JSON.stringify((await asked(hub)).list);
    expect([list.includes(before), list.includes(since)]).toEqual([true, true]);
    expect(inodes()).toEqual(copied);
    expect(Object.keys(copied)).toHaveLength(READ_MODELS.length);
    await hub.close();
    await server.close();
    rmSync(parent, { recursive: true, force: true });
  });

  it("is not moved into a cluster while some of its data is lost", async () => {
    const lacking = mkdtempSync(join(tmpdir(), "candour-cluster-lacking-"));
    const server = await startStandIn();
    const hub = await startHub({ dir: lacking, seed: "people" });
    await hub.close();
    const { disclosuresFile } = dataPaths({ dataDir: lacking });
    for (const part of ["", "-wal", "-shm"]) rmSync(disclosuresFile + part, { force: true });
    await expect(move("to-cluster", lacking, { ...env, CANDOUR_KURRENTDB_URL: server.connectionString })).rejects.toThrow(
      StoresLost,
    );
    await server.close();
    rmSync(lacking, { recursive: true, force: true });
  });

  it("does not go into a cluster that holds another hub's log, nor start on one", async () => {
    const other = mkdtempSync(join(tmpdir(), "candour-cluster-other-"));
    // Made anew: hubs of other tests are copies of one.
    const hub = await startHub({ dir: other, seed: "people", at: "2026-03-03T12:00:00.000Z" });
    await hub.close();
    await expect(move("to-cluster", other)).rejects.toThrow(NeedsOperator);
    await expect(inCluster(other)).rejects.toThrow("belongs to another hub");
    rmSync(other, { recursive: true, force: true });
  });

  it("does not start on a cluster that has less than its own files have seen, and says which", async () => {
    const [older, newer] = [
      mkdtempSync(join(tmpdir(), "candour-cluster-older-")),
      mkdtempSync(join(tmpdir(), "candour-cluster-newer-")),
    ];
    const hub = await startHub({ dir: older, seed: "people", at: "2026-03-03T12:00:00.000Z" });
    await hub.close();
    cpSync(older, newer, { recursive: true });
    const [first, restored] = [await startStandIn(), await startStandIn()];
    const settings = ({ connectionString }: StandIn) => ({ ...env, CANDOUR_KURRENTDB_URL: connectionString });
    const at = "2026-03-03T13:00:00.000Z";
    await move("to-cluster", newer, settings(first));
    const ahead = await startHub({ dir: newer, env: settings(first), seed: false, at });
    await done(ahead, "adviser", "logConcern", concern);
    await ahead.close();
    await move("to-cluster", older, settings(restored));
    await expect(startHub({ dir: newer, env: settings(restored), seed: false, at })).rejects.toThrow(
      /log in the cluster: it (?:is older than it should be|holds something else than it should)/,
    );
    const again = await startHub({ dir: newer, env: settings(first), seed: false, at });
    await again.close();
    for (const standIn of [first, restored]) await standIn.close();
    for (const folder of [older, newer]) rmSync(folder, { recursive: true, force: true });
  });

  it("names what is wrong with a cluster that it cannot use, and has nothing of the address but the hosts", async () => {
    const folder = mkdtempSync(join(tmpdir(), "candour-cluster-gone-"));
    const gone = await startStandIn();
    await gone.close();
    const settings = {
      CANDOUR_EVENT_LOG: "kurrentdb",
      CANDOUR_KURRENTDB_URL: gone.connectionString.replace("esdb://", "kurrentdb://hub:SECRET@"),
    };
    const error = await startHub({ dir: folder, env: settings, seed: false }).catch((thrown: unknown) => thrown);
    expect(String(error)).toMatch(/no server of the event log can be reached.*127\.0\.0\.1:\d+/);
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain("SECRET");
    rmSync(folder, { recursive: true, force: true });
  });
});
