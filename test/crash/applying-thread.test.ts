// A real hub whose thread that applies events waits or ends: others read meanwhile, and nothing that was acknowledged is lost.
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { clientFor, tokenFor } from "../../bin/client.ts";
import { readConfig } from "../../hub/config.ts";
import { concernUnder, LOG_CONCERN, type Logged } from "../examples/log-concern.ts";
import { type Serving, serving } from "../helpers/cli.ts";

const STOP_COMMITS = join(import.meta.dirname, "../helpers/stop-commits.mjs");
const root = mkdtempSync(join(tmpdir(), "candour-applying-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

let folders = 0;
let env: Readonly<Record<string, string>>;
let commits: string;
beforeEach(() => {
  folders += 1;
  const dir = join(root, `hub-${folders}`);
  commits = `${dir}-commits`;
  mkdirSync(commits);
  env = { CANDOUR_DATA_DIR: dir, CANDOUR_LOG_LEVEL: "error", CANDOUR_TEST_THREAD: "applying", CANDOUR_TEST_COMMITS: commits };
});
const put = (name: string) => writeFileSync(join(commits, name), "");
const remove = (name: string) => rmSync(join(commits, name));

const serveStoppable = () => serving(env, ["--import", STOP_COMMITS]);
const clientOf = async ({ url }: Serving) => clientFor(url, await tokenFor(readConfig(env), "adviser"));
type Client = Awaited<ReturnType<typeof clientOf>>;
const log = async (client: Client, key: string): Promise<string | undefined> =>
  (await client.ask<Logged>(LOG_CONCERN, { input: concernUnder(key) })).logConcern.id;
const LISTED = "{ concerns(first: 100) { nodes { id } totalCount } }";
type Listed = { readonly concerns: { readonly nodes: readonly { readonly id: string }[]; readonly totalCount: number } };
const listed = async (client: Client) => (await client.ask<Listed>(LISTED)).concerns;

describe("Events that are being applied", () => {
  it("hold up nobody who reads, and are seen by whoever waited for them", async () => {
    const hub = await serveStoppable();
    const client = await clientOf(hub);
    const before = await listed(client);
    put("hold");
    let isDone = false;
    const logged = log(client, "one").then((id) => {
      isDone = true;
      return id;
    });
    await expect.poll(() => existsSync(join(commits, "held"))).toBe(true);
    for (let n = 0; n < 20; n += 1) expect(await listed(client)).toEqual(before);
    expect(isDone).toBe(false);
    remove("hold");
    const id = await logged;
    const after = await listed(client);
    expect([after.totalCount, after.nodes[0]?.id]).toEqual([before.totalCount + 1, id]);
    expect((await hub.stop()).code).toBe(0);
  });
});

describe("A thread that applies events, and ends by itself", () => {
  it.each(["end-before", "end-after"])(
    "(%s a commit) ends the hub with exit code 70, and another start finds what was recorded once",
    async (moment) => {
      const hub = await serveStoppable();
      const client = await clientOf(hub);
      const first = await log(client, "first");
      const before = await listed(client);
      put(moment);
      await expect(log(client, "second")).rejects.toThrow();
      const { code, stderr } = await hub.ended;
      expect([code, stderr.includes("READ_MODEL_THREAD_ENDED")]).toEqual([70, true]);

      remove(moment);
      const again = await serveStoppable();
      const other = await clientOf(again);
      expect(await log(other, "first")).toBe(first);
      const second = await log(other, "second");
      const after = await listed(other);
      expect([after.totalCount, after.nodes[0]?.id]).toEqual([before.totalCount + 1, second]);
      expect((await again.stop()).code).toBe(0);
    },
  );
});
