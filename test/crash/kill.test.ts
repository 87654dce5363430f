// A real hub in a separate process, killed without warning while people log concerns, and restarted on its files.
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect } from "vitest";
import { clientFor, tokenFor } from "../../bin/client.ts";
import { openSqliteKeyring } from "../../event-log/keys/sqlite-keys.ts";
import { openSqliteLog } from "../../event-log/sqlite/sqlite-log.ts";
import { readConfig } from "../../hub/config.ts";
import { openDataFolder } from "../../hub/folder/data-folder.ts";
import { READ_MODELS } from "../../projections/all.ts";
import { currentFile } from "../../projections/runtime/files.ts";
import { openStore } from "../../projections/runtime/store.ts";
import { londonDate } from "../../services/dates.ts";
import { concernUnder, LOG_CONCERN, type Logged } from "../examples/log-concern.ts";
import { contentsOf } from "../helpers/read-model-contents.ts";
import { cases } from "../helpers/soak.ts";
import { storySteps } from "../helpers/story-steps.ts";

const ROUNDS = cases(2, 20);
const WRITERS = 16;
/** The number of acknowledged commands in a round before the hub is killed. */
const ACKNOWLEDGED = 60;
const dataDir = mkdtempSync(join(tmpdir(), "candour-crash-"));
const config = readConfig({ CANDOUR_DATA_DIR: dataDir, PORT: "0" });
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

async function start(): Promise<{ child: ChildProcess; url: string }> {
  const child = spawn(process.execPath, ["bin/candour.ts", "serve"], {
    env: { ...process.env, CANDOUR_DATA_DIR: dataDir, PORT: "0", CANDOUR_LOG_LEVEL: "error" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const url = await new Promise<string>((resolve, reject) => {
    child.once("exit", (code) => reject(new Error(`The hub ended with ${code} before it was ready.`)));
    child.stdout?.on("data", (text) => {
      const [, found] = String(text).match(/ready at (\S+) /) ?? [];
      if (found) resolve(found);
    });
  });
  return { child, url };
}

/** Waits until there is enough, without a time limit. */
async function enough(isEnough: () => boolean): Promise<void> {
  while (!isEnough()) await new Promise((resolve) => setTimeout(resolve, 1));
}

describe("a hub killed while people log concerns", () => {
  const step = storySteps();
  /** The id of each concern that was acknowledged, by its key. */
  const acknowledged = new Map<string, string>();

  step("starts again each time on what it left", async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const { child, url } = await start();
      const client = clientFor(url, await tokenFor(config, "adviser"));
      let going = true;
      let made = 0;
      const writers = Array.from({ length: WRITERS }, async (_, writer) => {
        while (going) {
          made += 1;
          const key = `round-${round}-${writer}-${made}`;
          const answer = await client.ask<Logged>(LOG_CONCERN, { input: concernUnder(key) }).catch(() => undefined);
          if (!answer) return;
          if (answer.logConcern.id) acknowledged.set(key, answer.logConcern.id);
          else throw new Error(answer.logConcern.message);
        }
      });
      await enough(() => acknowledged.size >= (round + 1) * ACKNOWLEDGED);
      const gone = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGKILL");
      await gone;
      going = false;
      await Promise.all(writers);
    }
    expect(acknowledged.size).toBeGreaterThanOrEqual(ROUNDS * ACKNOWLEDGED);
  });

  step("answers each key again with its first outcome, and shows the concern to its reader", async () => {
    const { child, url } = await start();
    try {
      const client = clientFor(url, await tokenFor(config, "adviser"));
      for (const [key, id] of acknowledged) {
        const { logConcern } = await client.ask<Logged>(LOG_CONCERN, { input: concernUnder(key) });
        expect(logConcern).toEqual({ id });
      }
      const [last] = [...acknowledged.values()].slice(-1);
      const { concern } = await client.ask<{ concern: { summary: { text: string } } }>(
        "query($id: ID!) { concern(id: $id) { summary { text } } }",
        { id: last },
      );
      expect(concern.summary.text).toMatch(/^Summary round-/);
    } finally {
      const gone = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGTERM");
      await gone;
    }
  });

  step("has every acknowledged concern once, in an unbroken chain", async () => {
    const log = openSqliteLog(openDataFolder(config).logFile);
    expect(await log.verify()).toEqual([]);
    const events = await log.readAll("", 1_000_000);
    for (const id of acknowledged.values()) {
      const types = events.filter(({ stream }) => stream === `concern-${id}`).map(({ type }) => type);
      expect(types).toEqual(["ConcernLogged.v2", "EvidenceAdded.v2"]);
    }

    await log.close();
  });

  step("has read models that equal a rebuild", async () => {
    const folder = openDataFolder(config);
    const log = openSqliteLog(folder.logFile);
    const events = await log.readAll("", 1_000_000);
    const keys = openSqliteKeyring(folder.keysFile, folder.masterKey);
    const tools = { keys, today: () => londonDate(new Date()) };
    const disclosures = openSqliteLog(folder.disclosuresFile);
    expect(await disclosures.verify()).toEqual([]);
    const left = await disclosures.readAll("", 1_000_000);
    for (const model of READ_MODELS) {
      const followed = model.name === "disclosures" ? left : events;
      const file = currentFile(model, folder.readModels);
      expect(file && existsSync(file)).toBe(true);
      const kept = openStore(model, String(file), tools);
      const rebuilt = openStore(model, ":memory:", tools);
      rebuilt.applyPage(followed);
      // Disclosures are applied a quarter of a second later, when the hub may have stopped.
      kept.applyPage(followed.filter(({ position }) => position > kept.position()));
      expect(kept.position()).toBe(followed.at(-1)?.position);
      expect(contentsOf(kept.db)).toEqual(contentsOf(rebuilt.db));
      kept.close();
      rebuilt.close();
    }
    keys.close();
    await disclosures.close();
    await log.close();
  });
});
