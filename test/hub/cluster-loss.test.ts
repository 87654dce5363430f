// A hub whose cluster was restored from an older backup, is empty or belongs to another hub: what the hub says, and how the loss is accepted.
import { cpSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pino from "pino";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Config, readConfig } from "../../hub/config.ts";
import { acceptLoss, beginAccepting } from "../../hub/folder/accept-loss.ts";
import { AcceptanceInterrupted } from "../../hub/folder/acceptance.ts";
import { dataPaths } from "../../hub/folder/data-folder.ts";
import { migrate } from "../../hub/folder/migrate.ts";
import { identityOf, openNodeLogs } from "../../hub/folder/node-logs.ts";
import { prepareFolder, StoresLost } from "../../hub/folder/prepare-folder.ts";
import { concern, TARROWSHIRE } from "../examples/api-inputs.ts";
import { type StandIn, startStandIn } from "../helpers/kurrentdb-stand-in/start.ts";
import { done } from "../helpers/send-command.ts";
import { startHub } from "../helpers/test-hub.ts";

const NOW = new Date("2026-03-02T13:00:00.000Z");
const REASON = "There is no newer backup of the cluster.";
const LEDGER = `{ ledger(council: "${TARROWSHIRE}") { ... on Ledger { losses } } }`;
const logger = pino({ level: "silent" });
const envOf = ({ connectionString }: StandIn) => ({
  ...{ CANDOUR_EVENT_LOG: "kurrentdb", CANDOUR_KURRENTDB_URL: connectionString, CANDOUR_NODE_LAG_SECONDS: "60" },
});

let root: string;
let folder: string;
/** The cluster as it was before the last concern was logged. */
let backup: string;
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), "candour-cluster-loss-"));
  [folder, backup] = [join(root, "data"), join(root, "backup")];
  const record = join(root, "record");
  for (const seed of ["people", false] as const) {
    const standIn = await startStandIn({ file: record });
    const hub = await startHub({
      dir: folder,
      env: envOf(standIn),
      seed,
      at: seed ? "2026-03-02T11:00:00.000Z" : NOW.toISOString(),
    });
    if (!seed) await done(hub, "adviser", "logConcern", concern);
    await hub.close();
    await standIn.close();
    if (seed) cpSync(record, backup);
  }
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

let copies = 0;
/** A copy of the hub's folder, and a cluster with a copy of the record in the file, or with nothing. */
async function copyOver(file?: string): Promise<{ readonly config: Config; readonly standIn: StandIn }> {
  copies += 1;
  const [dir, record] = [join(root, `data-${copies}`), join(root, `record-${copies}`)];
  cpSync(folder, dir, { recursive: true });
  if (file) cpSync(file, record);
  const standIn = await startStandIn({ file: record });
  return { config: readConfig({ CANDOUR_DATA_DIR: dir, PORT: "0", ...envOf(standIn) }), standIn };
}
async function prepare(config: Config): Promise<number> {
  const { identity, nodeLogs, unlock } = await prepareFolder(config, logger, NOW);
  await nodeLogs?.close();
  unlock();
  return identity.epoch;
}
/** The epoch of each log, and the losses on its record. */
async function recordedIn({ eventLog }: Config) {
  if (eventLog.kind !== "kurrentdb") throw new Error("It has no cluster.");
  const logs = await openNodeLogs(eventLog.address, { node: "1", isBelieved: () => true });
  const found = [];
  for (const log of [logs.log, logs.disclosures])
    found.push({ epoch: (await identityOf(log))?.epoch, events: (await log.readStream("hub")).map(({ type }) => type) });
  await logs.close();
  return found;
}
const ACCEPTED = { epoch: 2, events: ["LossAccepted.v1"] };

describe("A hub whose cluster was restored from an older backup", () => {
  it("does not start, and names the cluster, its backup and what can be done, and no file", async () => {
    const { config, standIn } = await copyOver(backup);
    const error = await prepare(config).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(StoresLost);
    const [, ...lines] = String(error).split("\n");
    expect(lines.join("\n")).toMatch(
      /^- log in the cluster: it is older than it should be\. It holds up to \d+\. It should hold /,
    );
    expect(lines.at(-2)).toMatch(
      /^Stop here if there is a newer backup of the log in the cluster.*: restore it, and start again\.$/,
    );
    expect(lines.at(-1)).toMatch(/^Otherwise stop every hub that shares the log, and run on this one: candour accept-loss /);
    expect(lines.join("\n")).not.toMatch(/\bfiles?\b/);
    await standIn.close();
  });

  it("is not moved into files, which would hide the loss", async () => {
    const { config, standIn } = await copyOver(backup);
    if (config.eventLog.kind !== "kurrentdb") throw new Error("It has no cluster.");
    const moving = { ...config, eventLog: config.eventLog };
    await expect(migrate(moving, "to-files", { now: NOW, progress: () => {} })).rejects.toThrow(StoresLost);
    expect(existsSync(dataPaths({ dataDir: config.dataDir }).logFile)).toBe(false);
    await standIn.close();
  });

  it("starts after the loss was accepted, records and shows it, and takes commands", async () => {
    const { config, standIn } = await copyOver(backup);
    const lost = await acceptLoss(config, REASON, NOW);
    expect(lost[0]).toMatch(/^log in the cluster: it is older/);
    await expect(acceptLoss(config, REASON, NOW)).rejects.toThrow(/Nothing is lost/);
    const hub = await startHub({ dir: config.dataDir, env: envOf(standIn), seed: false, at: "2026-03-02T14:00:00.000Z" });
    expect((await hub.ask("adviser", "{ concerns(first: 9) { totalCount } }")).body).toEqual({
      data: { concerns: { totalCount: 0 } },
    });
    await done(hub, "adviser", "logConcern", concern);
    const { body } = await hub.ask("chief-executive", LEDGER);
    expect(body).toMatchObject({
      data: { ledger: { losses: [/disclosures was lost/, /records were lost/].map((text) => expect.stringMatching(text)) } },
    });
    await hub.close();
    await standIn.close();
  });

  it("continues an acceptance that was interrupted after any step, and records the loss once", async () => {
    const steps: string[] = [];
    for (let isOver = false; !isOver; ) {
      const { config, standIn } = await copyOver(backup);
      const accepting = await beginAccepting(config, REASON, NOW);
      let step = await accepting.steps.next();
      for (let n = 0; n < steps.length && !step.done; n += 1) step = await accepting.steps.next();
      await accepting[Symbol.asyncDispose]();
      isOver = step.done === true;
      if (!isOver) {
        steps.push(String(step.value));
        await expect(prepare(config)).rejects.toThrow(AcceptanceInterrupted);
        await acceptLoss(config, REASON, NOW);
      }
      expect(await recordedIn(config), steps.at(-1)).toEqual([ACCEPTED, ACCEPTED]);
      expect(await prepare(config), steps.at(-1)).toBe(2);
      await standIn.close();
    }
    expect(steps).toEqual(expect.arrayContaining(["log written", "disclosures written", "newest marks removed"]));
  });
});

describe("A hub whose cluster", () => {
  it("is empty does not start, says what can be done, and begins a new log once the loss was accepted", async () => {
    const { config, standIn } = await copyOver();
    await expect(prepare(config)).rejects.toThrow(
      /If the cluster has lost its log, restore the newest backup of it, or .*accept-loss/,
    );
    expect(await acceptLoss(config, REASON, NOW)).toHaveLength(2);
    expect(await recordedIn(config)).toEqual([ACCEPTED, ACCEPTED]);
    expect(await prepare(config)).toBe(2);
    await standIn.close();
  });

  it("holds the log of another hub accepts nothing, and changes nothing", async () => {
    const { config, standIn } = await copyOver();
    const other = await startHub({ dir: join(root, "other"), env: envOf(standIn), seed: false });
    await other.close();
    await expect(acceptLoss(config, REASON, NOW)).rejects.toThrow(/belong to two hubs/);
    expect(existsSync(dataPaths(config).acceptanceFile)).toBe(false);
    await standIn.close();
  });
});
