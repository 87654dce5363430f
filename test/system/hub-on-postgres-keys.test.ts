// Hubs whose keyring is in a real PostgreSQL server: daily work, a rebuild in a worker, checks, a lost keyring, and a server that is down.
import { existsSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import pino from "pino";
import { afterEach, beforeAll, expect, it } from "vitest";
import { initHub } from "../../bin/stores.ts";
import { openPostgresKeyring } from "../../event-log/keys/postgres-keys.ts";
import { readConfig } from "../../hub/config.ts";
import { acceptLoss } from "../../hub/folder/accept-loss.ts";
import { createHubInSteps } from "../../hub/folder/create-hub.ts";
import { dataPaths, findDataFolder } from "../../hub/folder/data-folder.ts";
import { prepareFolder, StoresLost } from "../../hub/folder/prepare-folder.ts";
import { checkRelease } from "../../hub/verification/check.ts";
import { verifyStores } from "../../hub/verification/verify.ts";
import { registerModel } from "../../projections/register/register.ts";
import { openBuilder } from "../../projections/runtime/builder.ts";
import { keyOf } from "../../services/confidential.ts";
import { concern } from "../examples/api-inputs.ts";
import { done } from "../helpers/send-command.ts";
import { type PostgresServer, startPostgres } from "../helpers/system/postgres-server.ts";
import { describeWith, temporaryFolder } from "../helpers/system/programs.ts";
import { startHub, type TestHub } from "../helpers/test-hub.ts";

const SUMMARY = "query($id: ID!) { concern(id: $id) { erased summary { text } } }";

describeWith(["initdb", "postgres"], "A hub whose keyring is in PostgreSQL", (programs) => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres(programs);
    return server.stop;
  });

  const cleanups: (() => unknown)[] = [];
  afterEach(async () => {
    for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
  });

  async function surroundings() {
    const folder = temporaryFolder();
    cleanups.push(folder.remove);
    const database = await server.makeDatabase();
    const env = { CANDOUR_KEYRING: "postgres", CANDOUR_KEYRING_URL: server.url(database) };
    const dir = join(folder.path, "data");
    return { dir, database, env, config: readConfig({ CANDOUR_DATA_DIR: dir, ...env }) };
  }
  async function start({ dir, env }: Pick<Awaited<ReturnType<typeof surroundings>>, "dir" | "env">): Promise<TestHub> {
    // Uses a story date of its own, because the folder that tests share has its keyring in a file.
    const hub = await startHub({ dir, env, seed: "people", at: "2026-03-02T12:00:01.000Z" });
    let isClosed = false;
    const close = async () => {
      if (!isClosed) await hub.close();
      isClosed = true;
    };
    cleanups.push(close);
    return { ...hub, close };
  }
  const summaryOf = async (hub: TestHub, id: string) => (await hub.ask("adviser", SUMMARY, { id })).body;

  it("records, reads, rebuilds in a worker, restarts and passes verification, and its folder holds no key", async () => {
    const around = await surroundings();
    let hub = await start(around);
    const ids: string[] = [];
    for (let n = 0; n < 5; n += 1) ids.push(await done(hub, "adviser", "logConcern", { ...concern, summary: `Summary ${n}.` }));
    await hub.hub.rebuild();
    const { logFile, masterKey, keyring } = hub.hub.folder;
    const log = { kind: "sqlite", file: logFile } as const;
    const { log: source, today, stores } = hub.hub;
    const builder = openBuilder({ log, source, masterKey, keyring, today, identity: stores.identity });
    const file = join(around.dir, "built.sqlite");
    await builder.build(registerModel, file);
    await builder.close();
    expect(statSync(file).size).toBeGreaterThan(0);
    await hub.close();
    hub = await start(around);
    for (const [n, id] of ids.entries())
      expect(await summaryOf(hub, id)).toEqual({ data: { concern: { erased: false, summary: { text: `Summary ${n}.` } } } });
    // Reads every concern in one answer, with a cache that has none of their keys yet.
    const list = await hub.ask("adviser", "{ concerns(first: 50) { nodes { summary { text } } } }", {});
    expect(list.body).not.toHaveProperty("errors");

    const beside = await verifyStores(findDataFolder(around.config), { now: new Date(hub.hub.now()) });
    expect(beside).toMatchObject({ flaws: [], unchecked: [] });
    expect(beside.counts.keys).toBeGreaterThan(0);
    await hub.close();
    expect(existsSync(join(around.dir, "keys", "keys.sqlite"))).toBe(false);
    const checked = await checkRelease(findDataFolder(around.config), {
      now: new Date(hub.hub.now()),
      policyApproved: undefined,
    });
    expect(checked).toMatchObject({ problems: [], unchecked: [] });
  });

  it("removes the words of a concern from its index when another hub destroys the key", async () => {
    const around = await surroundings();
    const hub = await start(around);
    const id = await done(hub, "adviser", "logConcern", { ...concern, summary: "About a zucchini." });
    const search = '{ concerns(filter: { text: "zucchini" }) { nodes { id } } }';
    expect((await hub.ask("adviser", search, {})).body).toMatchObject({ data: { concerns: { nodes: [{ id }] } } });
    const state = hub.hub.register.queries().findUnchecked(id)?.state();
    const { masterKey } = findDataFolder(around.config);
    const other = await openPostgresKeyring(
      { url: server.url(around.database), plain: true, setting: "CANDOUR_KEYRING_URL" },
      masterKey as Buffer,
      {
        identity: hub.hub.stores.identity,
      },
    );
    await other.keys.destroy(keyOf(state?.narrative ?? { plain: null }));
    await other.keys.close();
    await expect
      .poll(async () => (await hub.ask("adviser", search, {})).body)
      .toMatchObject({ data: { concerns: { nodes: [] } } });
    expect(await summaryOf(hub, id)).toMatchObject({ data: { concern: { erased: true } } });
  });

  it("answers UNAVAILABLE for sealed text while the server is suspended, is not ready, and recovers by itself", async () => {
    const around = await surroundings();
    const hub = await start(around);
    const id = await done(hub, "adviser", "logConcern", concern);
    server.freeze();
    try {
      await pause(2_500);
      const { errors } = await summaryOf(hub, id);
      expect(new Set(errors?.map(({ extensions }) => extensions?.code))).toEqual(new Set(["UNAVAILABLE"]));
      expect(await hub.ask("adviser", "query($id: ID!) { concern(id: $id) { stage } }", { id })).not.toHaveProperty(
        "body.errors",
      );
      await expect.poll(() => hub.hub.readiness().problems).toMatchObject([{ condition: "keys", code: "KEYRING_UNCONFIRMED" }]);
    } finally {
      server.thaw();
    }
    await expect.poll(() => hub.hub.readiness().problems).toEqual([]);
    expect(await summaryOf(hub, id)).toMatchObject({ data: { concern: { summary: { text: concern.summary } } } });
  });

  it("does not start on an older or an empty keyring, and starts after the loss was accepted", async () => {
    const around = await surroundings();
    let hub = await start(around);
    const id = await done(hub, "adviser", "logConcern", concern);
    await hub.close();
    const prepare = () => prepareFolder(around.config, pino({ level: "silent" }), new Date());
    await server.run(
      "UPDATE keyring SET last_change = last_change - 1; DELETE FROM keyring_changes WHERE number > (SELECT last_change FROM keyring)",
      around.database,
    );
    await expect(prepare()).rejects.toThrow(
      /keyring in PostgreSQL: it is older than it should be.*\n.*newer backup of the keyring in PostgreSQL: restore it/,
    );
    await server.run("DROP OWNED BY hub", around.database);
    await server.run("GRANT CREATE ON SCHEMA public TO hub", around.database);
    await expect(prepare()).rejects.toThrow(StoresLost);
    expect(await acceptLoss(around.config, "The database was lost.", new Date())).toHaveLength(1);
    hub = await start(around);
    expect(await summaryOf(hub, id)).toMatchObject({ data: { concern: { erased: true } } });
    const later = await done(hub, "adviser", "logConcern", { ...concern, summary: "After the loss." });
    expect(await summaryOf(hub, later)).toMatchObject({ data: { concern: { summary: { text: "After the loss." } } } });
    const [row] = await server.run<{ epoch: number }>("SELECT epoch, lost_before FROM keyring", around.database);
    expect(row).toEqual({ epoch: 2, lost_before: 2 });
  });

  it("is created by repeating an interrupted command, and from no other folder", async () => {
    const around = await surroundings();
    for (const step of ["identity written down", "stores made"])
      for await (const made of createHubInSteps(around.config, pino({ level: "silent" }), new Date())) if (made === step) break;
    const other = { ...around.config, dataDir: `${around.dir}-of-another-hub` };
    await expect(initHub(other)).rejects.toThrow(/this database holds the keyring of a hub/);
    expect(await initHub(around.config)).toContain("A new hub is ready");
    await done(await start(around), "adviser", "logConcern", concern);
  });

  it("is not created on another hub's keyring, and keeps its own key file", async () => {
    const around = await surroundings();
    const hub = await start(around);
    await hub.close();
    rmSync(around.dir, { recursive: true });
    await expect(initHub(around.config)).rejects.toThrow(/holds the keyring of a hub. For a new hub name an empty one/);
    const ofFile = await startHub({ dir: around.dir, seed: false });
    await ofFile.close();
    await expect(prepareFolder(around.config, pino({ level: "silent" }), new Date())).rejects.toThrow(
      /Set CANDOUR_KEYRING=sqlite/,
    );
    expect(existsSync(dataPaths({ dataDir: around.dir }).keysFile)).toBe(true);
  });
});
