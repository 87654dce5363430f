// A real hub is killed, and its acknowledged data is removed: the next hub reports the loss. Another test lets a hub take over the folder of a running one.
import { cpSync, mkdtempSync, rmSync, truncateSync, unlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pino from "pino";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { clientFor, tokenFor } from "../../bin/client.ts";
import { openDatabase } from "../../event-log/stores/database.ts";
import { readHighWater } from "../../event-log/stores/high-water.ts";
import { readConfig } from "../../hub/config.ts";
import { dataPaths } from "../../hub/folder/data-folder.ts";
import { prepareFolder } from "../../hub/folder/prepare-folder.ts";
import { openHub } from "../../hub/hub.ts";
import { concern } from "../examples/api-inputs.ts";
import { run, type Serving, serving } from "../helpers/cli.ts";
import { shipped } from "../helpers/policy-files.ts";

const root = mkdtempSync(join(tmpdir(), "candour-crash-lost-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const MUTATION = "mutation($input: LogConcernInput!) { logConcern(input: $input) { ... on ConcernChanged { id position } } }";
const envOf = (dir: string) => ({ CANDOUR_DATA_DIR: dir, CANDOUR_LOG_LEVEL: "error" });

async function log(hub: Serving, dir: string, key: string): Promise<string> {
  const client = clientFor(hub.url, await tokenFor(readConfig(envOf(dir)), "adviser"));
  const input = { ...concern, idempotencyKey: key };
  const { logConcern } = await client.ask<{ logConcern: { position: string } }>(MUTATION, { input });
  return logConcern.position;
}

describe("A hub that was killed", () => {
  const killed = join(root, "killed");
  beforeAll(async () => {
    const hub = await serving(envOf(killed));
    for (let n = 0; n < 5; n += 1) await log(hub, killed, `concern-${n}`);
    await hub.stop("SIGKILL");
  });

  /** A copy whose log's write-ahead file is damaged, and the last position that was acknowledged. */
  function damaged(damage: (wal: string) => void) {
    copies += 1;
    const dir = join(root, `damaged-${copies}`);
    cpSync(killed, dir, { recursive: true });
    const { highWaterFile, logFile } = dataPaths({ dataDir: dir });
    const written = readHighWater(highWaterFile);
    damage(`${logFile}-wal`);
    return { dir, sentence: `should hold everything up to ${written.kind === "read" && written.marks.log?.[0]}` };
  }
  let copies = 0;

  it("does not start without the log's write-ahead file, and reports the last acknowledged position", async () => {
    const { dir, sentence } = damaged(unlinkSync);
    const { code, stdout, stderr } = await run(["serve"], envOf(dir));
    expect([code, stdout]).toEqual([78, ""]);
    expect(stderr).toMatch(/write-ahead file is missing/);
    expect(stderr).toContain(sentence);
  });

  it.each<[string, (wal: string) => void]>([
    ["emptied", (wal) => truncateSync(wal, 0)],
    ["cut to a half", (wal) => truncateSync(wal, 32 + 20 * 4120)],
  ])("does not open its folder with the log's write-ahead file %s either", async (_, damage) => {
    const { dir, sentence } = damaged(damage);
    const opening = prepareFolder(readConfig(envOf(dir)), pino({ level: "silent" }), new Date());
    await expect(opening).rejects.toThrow(/older than it should be/);
    await expect(opening).rejects.toThrow(sentence);
  });

  it("starts on what it left, though it had no time to give its files back", async () => {
    const hub = await openHub(readConfig(envOf(killed)), pino({ level: "silent" }), { shipped });
    await hub.live();
    expect(hub.health.report().state).toBe("ready");
    await hub.close();
  });
});

describe("A hub whose lock file is removed", () => {
  it("prevents others from starting while it runs, and exits with a specific code after another has taken over its stores", async () => {
    const dir = join(root, "taken");
    const hub = await serving(envOf(dir));
    await log(hub, dir, "before");
    unlinkSync(join(dir, "lock.sqlite"));
    const second = await run(["serve"], envOf(dir));
    expect([second.code, second.stdout]).toEqual([1, ""]);
    expect(second.stderr).toMatch(/another hub is using this data folder/);
    await log(hub, dir, "between");

    // As a hub does that cannot see the first one's process, on another machine or in a container.
    const db = openDatabase(dataPaths({ dataDir: dir }).logFile, "durable");
    db.exec("UPDATE identity SET owner = 'another', owner_process = ''");
    db.close();
    await expect(log(hub, dir, "after")).rejects.toThrow();
    const { code, stderr } = await hub.ended;
    expect(code).toBe(78);
    expect(stderr).toContain("OWNER_REPLACED");
  });
});
