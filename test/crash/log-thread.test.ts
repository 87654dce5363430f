// A real hub whose log's thread waits or ends: others are served meanwhile, and nothing that was acknowledged is lost.
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { clientFor, tokenFor } from "../../bin/client.ts";
import { openSqliteLog } from "../../event-log/sqlite/sqlite-log.ts";
import { readConfig } from "../../hub/config.ts";
import { dataPaths } from "../../hub/folder/data-folder.ts";
import { concernUnder, LOG_CONCERN, type Logged } from "../examples/log-concern.ts";
import { type Serving, serving } from "../helpers/cli.ts";

const STOP_COMMITS = join(import.meta.dirname, "../helpers/stop-commits.mjs");
const root = mkdtempSync(join(tmpdir(), "candour-log-thread-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

let folders = 0;
let dir: string;
let env: Readonly<Record<string, string>>;
beforeEach(() => {
  folders += 1;
  dir = join(root, `hub-${folders}`);
  env = { CANDOUR_DATA_DIR: dir, CANDOUR_LOG_LEVEL: "error", CANDOUR_TEST_THREAD: "log", CANDOUR_TEST_COMMITS: `${dir}-commits` };
  mkdirSync(`${dir}-commits`);
});
const fileOf = (name: string) => join(`${dir}-commits`, name);
const put = (name: string) => writeFileSync(fileOf(name), "");

const serveStoppable = () => serving(env, ["--import", STOP_COMMITS]);
const clientOf = async ({ url }: Serving) => clientFor(url, await tokenFor(readConfig(env), "adviser"));
type Client = Awaited<ReturnType<typeof clientOf>>;
const log = async (client: Client, key: string): Promise<string | undefined> => {
  const { logConcern } = await client.ask<Logged>(LOG_CONCERN, { input: concernUnder(key) });
  return logConcern.id;
};

describe("A commit of the log that waits for the disk", () => {
  it("holds up nobody else, and the commands that wait for it are done afterwards", async () => {
    const hub = await serveStoppable();
    const client = await clientOf(hub);
    put("hold");
    let done = 0;
    const logged = ["one", "two", "three"].map(async (key) => {
      const id = await log(client, key);
      done += 1;
      return id;
    });
    await expect.poll(() => existsSync(fileOf("held"))).toBe(true);
    for (let n = 0; n < 20; n += 1) expect(await client.ask("{ viewer { person } }")).toEqual({ viewer: { person: "adviser" } });
    expect(done).toBe(0);
    // The hub reports a disk that hangs: after ten seconds it is not ready.
    const isReady = async () => (await fetch(`${hub.url}/ready`)).ok;
    await expect.poll(isReady).toBe(false);
    rmSync(fileOf("hold"));
    expect(new Set(await Promise.all(logged)).size).toBe(3);
    await expect.poll(isReady).toBe(true);
    expect((await hub.stop()).code).toBe(0);
  });
});

describe("A log's thread that ends by itself", () => {
  it.each(["end-before", "end-after"])(
    "(%s a commit) ends the hub with exit code 70, and another start finds every acknowledged command once",
    async (moment) => {
      const hub = await serveStoppable();
      const client = await clientOf(hub);
      const first = await log(client, "first");
      put(moment);
      await expect(log(client, "second")).rejects.toThrow();
      const { code, stderr } = await hub.ended;
      expect([code, stderr.includes("WRITER_ENDED")]).toEqual([70, true]);

      rmSync(fileOf(moment));
      const again = await serveStoppable();
      const other = await clientOf(again);
      expect(await log(other, "first")).toBe(first);
      const second = await log(other, "second");
      expect((await again.stop()).code).toBe(0);
      const file = openSqliteLog(dataPaths({ dataDir: dir }).logFile, "reading");
      for (const id of [first, second])
        expect((await file.readStream(`concern-${id}`)).map(({ type }) => type)).toEqual([
          "ConcernLogged.v2",
          "EvidenceAdded.v2",
        ]);
      expect(await file.verify()).toEqual([]);
      await file.close();
    },
  );
});
