// A real hub is killed, and its acknowledged data is removed: the next hub reports the loss. Another test lets a hub take over the folder of a running one.
import { cpSync, mkdtempSync, rmSync, truncateSync, unlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { clientFor, tokenFor } from "../../bin/client.ts";
import { openDatabase } from "../../event-log/stores/database.ts";
import { readHighWater } from "../../event-log/stores/high-water.ts";
import { readConfig } from "../../hub/config.ts";
import { dataPaths } from "../../hub/folder/data-folder.ts";
import { concern } from "../examples/api-inputs.ts";
import { run, type Serving, serving } from "../helpers/cli.ts";

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

  it.each<[string, (wal: string) => void, RegExp]>([
    ["without the log's write-ahead file", unlinkSync, /write-ahead file is missing/],
    ["with the log's write-ahead file emptied", (wal) => truncateSync(wal, 0), /older than it should be/],
    ["with half of the log's write-ahead file", (wal) => truncateSync(wal, 32 + 20 * 4120), /older than it should be/],
  ])("does not start %s, and reports the last acknowledged position", async (_, damage, sentence) => {
    const dir = join(root, `damaged-${sentence.source.length}-${Math.random()}`);
    cpSync(killed, dir, { recursive: true });
    const written = readHighWater(dataPaths({ dataDir: dir }).highWaterFile);
    damage(`${dataPaths({ dataDir: dir }).logFile}-wal`);
    const { code, stdout, stderr } = await run(["serve"], envOf(dir));
    expect([code, stdout]).toEqual([78, ""]);
    expect(stderr).toMatch(sentence);
    expect(stderr).toContain(`should hold everything up to ${written.kind === "read" && written.marks.log?.[0]}`);
  });

  it("starts on what it left, though it had no time to give its files back", async () => {
    expect((await (await serving(envOf(killed))).stop()).code).toBe(0);
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
