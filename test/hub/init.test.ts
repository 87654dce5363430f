// `candour init` after an interruption between any two of its steps: the same command completes the hub, and nothing else starts it.
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pino from "pino";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { initHub } from "../../bin/stores.ts";
import { type Config, readConfig } from "../../hub/config.ts";
import { acceptLoss } from "../../hub/folder/accept-loss.ts";
import { createHub, createHubInSteps } from "../../hub/folder/create-hub.ts";
import { dataPaths, storeFiles } from "../../hub/folder/data-folder.ts";
import { identityOf, openNodeLogs } from "../../hub/folder/node-logs.ts";
import { prepareFolder } from "../../hub/folder/prepare-folder.ts";
import { concern } from "../examples/api-inputs.ts";
import { type StandIn, startStandIn } from "../helpers/kurrentdb-stand-in/start.ts";
import { done } from "../helpers/send-command.ts";
import { startHub } from "../helpers/test-hub.ts";

const NOW = new Date("2026-03-02T11:00:00.000Z");
const logger = pino({ level: "silent" });
let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "candour-init-"));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const STEPS = ["identity written down", "folders and master key made"];
const IN_CLUSTER = ["log in the cluster identified", "disclosures in the cluster identified"];
const clusterEnv = ({ connectionString }: StandIn) => ({
  ...{ CANDOUR_EVENT_LOG: "kurrentdb", CANDOUR_KURRENTDB_URL: connectionString, CANDOUR_NODE_LAG_SECONDS: "60" },
});
let folders = 0;
function configOf(env: Readonly<Record<string, string>> = {}): Config {
  folders += 1;
  return readConfig({ CANDOUR_DATA_DIR: join(root, `data-${folders}`), PORT: "0", ...env });
}

/** Runs the command up to this step, as if the power failed then. */
async function interruptAfter(step: string, config: Config): Promise<void> {
  for await (const done of createHubInSteps(config, logger, NOW)) if (done === step) return;
  throw new Error(`There is no such step: ${step}`);
}
/** The identity of a hub whose stores are all there: in production nothing else is opened. */
async function identityOfWhole(config: Config) {
  const { identity, nodeLogs, unlock } = await prepareFolder({ ...config, development: false }, logger, NOW);
  await nodeLogs?.close();
  unlock();
  return identity;
}
async function identitiesIn(config: Config) {
  if (config.eventLog.kind !== "kurrentdb") throw new Error("It has no cluster.");
  const logs = await openNodeLogs(config.eventLog.address, { node: "1", isBelieved: () => true });
  const identities = [await identityOf(logs.log), await identityOf(logs.disclosures)];
  await logs.close();
  return identities;
}

describe("Making a hub over a cluster", () => {
  it.each([...STEPS, ...IN_CLUSTER, "stores made"])(
    "is completed by the same command if it was interrupted after: %s",
    async (step) => {
      const standIn = await startStandIn();
      const config = configOf(clusterEnv(standIn));
      await interruptAfter(step, config);
      await expect(prepareFolder(config, logger, NOW)).rejects.toThrow(/Making this hub was interrupted.*candour init/);
      await expect(acceptLoss(config, "It is gone.", NOW)).rejects.toThrow(/Making this hub was interrupted/);
      await createHub(config, logger, NOW);
      const identity = await identityOfWhole(config);
      expect(await identitiesIn(config)).toEqual([identity, identity]);
      await expect(createHub(config, logger, NOW)).rejects.toThrow(/holds something of a hub/);
      await standIn.close();
    },
  );

  it("makes a hub that serves, after interruptions at each step", async () => {
    const standIn = await startStandIn();
    const env = clusterEnv(standIn);
    const config = configOf(env);
    for (const step of [...STEPS, ...IN_CLUSTER, "stores made"]) await interruptAfter(step, config);
    expect(await initHub(config)).toContain("A new hub is ready");
    const hub = await startHub({ dir: config.dataDir, env });
    await done(hub, "adviser", "logConcern", concern);
    await hub.close();
    await standIn.close();
  });

  it("is refused over the log of a hub that another folder made, or began to make", async () => {
    const standIn = await startStandIn();
    const config = configOf(clusterEnv(standIn));
    await interruptAfter("log in the cluster identified", config);
    const other = configOf(clusterEnv(standIn));
    await expect(createHub(other, logger, NOW)).rejects.toThrow(/this cluster holds the log of a hub/);
    await createHub(config, logger, NOW);
    await expect(createHub(other, logger, NOW)).rejects.toThrow(/this cluster holds the log of a hub/);
    await expect(interruptAfter("stores made", configOf(clusterEnv(standIn)))).rejects.toThrow(/holds the log of a hub/);
    expect((await identitiesIn(config))[0]).toEqual(await identityOfWhole(config));
    await standIn.close();
  });
});

describe("Making a hub in files", () => {
  it.each([...STEPS, "stores made"])("is completed by the same command if it was interrupted after: %s", async (step) => {
    const config = configOf();
    await interruptAfter(step, config);
    await expect(prepareFolder(config, logger, NOW)).rejects.toThrow(/Making this hub was interrupted/);
    await createHub(config, logger, NOW);
    await identityOfWhole(config);
    await expect(createHub(config, logger, NOW)).rejects.toThrow(/holds something of a hub/);
  });

  it.each(["log", "disclosures", "keys"] as const)(
    "is completed if the power failed before the store was written: %s",
    async (store) => {
      const config = configOf();
      await interruptAfter("stores made", config);
      const paths = dataPaths(config);
      for (const part of ["", "-wal", "-shm"]) rmSync(storeFiles(paths)[store] + part, { force: true });
      // A file that nobody has flushed.
      truncateSync(paths.highWaterFile, 0);
      await createHub(config, logger, NOW);
      await identityOfWhole(config);
    },
  );

  it("is refused if the folder has a store of another hub", async () => {
    const config = configOf();
    await createHub(config, logger, NOW);
    const another = { hub: "6f1c7b0e-6c1d-4f0e-9f57-1b0a3f1f0c11", epoch: 1 };
    writeFileSync(dataPaths(config).initFile, JSON.stringify(another));
    await expect(createHub(config, logger, NOW)).rejects.toThrow(/holds something of a hub/);
  });

  it("is refused if the file with the identity is damaged", async () => {
    const config = configOf();
    await interruptAfter("identity written down", config);
    writeFileSync(dataPaths(config).initFile, "{}");
    await expect(createHub(config, logger, NOW)).rejects.toThrow(/init\.json is not as it was written/);
  });
});
