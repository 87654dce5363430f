// Moves a hub with its keyring in a file to two hubs over a cluster and a real PostgreSQL server, and back to one hub over files.
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import pino from "pino";
import { afterEach, beforeAll, expect, it } from "vitest";
import { migrateStores } from "../../bin/stores.ts";
import { keyringInFile } from "../../event-log/keys/keyring-in-file.ts";
import { keyringInPostgres } from "../../event-log/keys/keyring-in-postgres.ts";
import { moveKeyring } from "../../event-log/keys/move-keyring.ts";
import { openPostgresKeyring, type PostgresLocation } from "../../event-log/keys/postgres-keys.ts";
import { readConfig } from "../../hub/config.ts";
import { NeedsOperator } from "../../hub/exit-codes.ts";
import { dataPaths } from "../../hub/folder/data-folder.ts";
import { migrateKeyring } from "../../hub/folder/migrate-keyring.ts";
import { prepareFolder } from "../../hub/folder/prepare-folder.ts";
import { keyOf } from "../../services/confidential.ts";
import { concern, evidence } from "../examples/api-inputs.ts";
import { type StandIn, startStandIn } from "../helpers/kurrentdb-stand-in/start.ts";
import { command, done } from "../helpers/send-command.ts";
import { fetchAttachment, TABLE, uploaded } from "../helpers/send-file.ts";
import { HUB, type PostgresServer, startPostgres } from "../helpers/system/postgres-server.ts";
import { describeWith, temporaryFolder } from "../helpers/system/programs.ts";
import { startHub, type TestHub } from "../helpers/test-hub.ts";

const LIST = "{ concerns(first: 100) { totalCount nodes { id stage version erased summary { text } } } }";
/** A story date of its own, because hubs of other tests are copies of one. */
const AT = "2026-03-02T12:00:02.000Z";

describeWith(["initdb", "postgres"], "A keyring that is moved into PostgreSQL", (programs) => {
  let server: PostgresServer;
  let standIn: StandIn;
  beforeAll(async () => {
    server = await startPostgres(programs);
    return server.stop;
  });
  beforeAll(async () => {
    standIn = await startStandIn();
    return standIn.close;
  });

  const cleanups: (() => unknown)[] = [];
  afterEach(async () => {
    for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
  });
  async function surroundings() {
    const folder = temporaryFolder();
    cleanups.push(folder.remove);
    const database = await server.makeDatabase();
    const location: PostgresLocation = {
      kind: "postgres",
      url: server.url(database),
      plain: false,
      setting: "CANDOUR_KEYRING_URL",
    };
    const keyring = { CANDOUR_KEYRING: "postgres", CANDOUR_KEYRING_URL: location.url };
    const dir = join(folder.path, "data");
    const { keysFile } = dataPaths({ dataDir: dir });
    return { folder: folder.path, dir, database, location, keyring, keysFile };
  }
  const cluster = () => ({
    CANDOUR_EVENT_LOG: "kurrentdb",
    CANDOUR_KURRENTDB_URL: standIn.connectionString,
    // The machine may be busy.
    CANDOUR_NODE_LAG_SECONDS: "60",
  });
  async function start(dir: string, env: Readonly<Record<string, string>> = {}): Promise<TestHub> {
    const hub = await startHub({ dir, env, seed: existsSync(dir) || env.CANDOUR_EVENT_LOG ? false : "people", at: AT });
    let isClosed = false;
    const close = async () => {
      if (!isClosed) await hub.close();
      isClosed = true;
    };
    cleanups.push(close);
    return { ...hub, close };
  }
  async function listOf(hub: TestHub) {
    const { body } = await hub.ask("adviser", LIST);
    expect(body.errors).toBeUndefined();
    return body.data;
  }
  async function destroyKeyOf(hub: TestHub, id: string): Promise<void> {
    const state = hub.hub.register.queries().findUnchecked(id)?.state();
    await hub.hub.keys.destroy(keyOf(state?.narrative ?? { plain: null }));
  }

  it("lets a hub with its data in files become two hubs with the same answers, and one hub over files again", async () => {
    const { folder, dir, keyring, keysFile } = await surroundings();
    const { attachmentsFile } = dataPaths({ dataDir: dir });
    const both = { ...keyring, ...cluster() };
    const migrate = (env: Readonly<Record<string, string>>, options: Parameters<typeof migrateStores>[1]) =>
      migrateStores(readConfig({ CANDOUR_DATA_DIR: dir, ...env }), options);
    const first = await start(dir);
    const repeated = { ...concern, idempotencyKey: "before the move" };
    await done(first, "adviser", "logConcern", repeated);
    const erased = await done(first, "adviser", "logConcern", { ...concern, summary: "To be erased." });
    await destroyKeyOf(first, erased);
    const attachments = [await uploaded(first, "adviser")];
    const withFile = await done(first, "adviser", "logConcern", { ...concern, evidence: [{ ...evidence, attachments }] });
    const fileIn = async (hub: TestHub) => {
      const query = "query($id: ID!) { concern(id: $id) { evidence { attachments { id } } } }";
      type Seen = {
        readonly concern: { readonly evidence: readonly { readonly attachments: readonly { readonly id: string }[] }[] };
      };
      const { body } = await hub.ask<Seen>("adviser", query, { id: withFile });
      return fetchAttachment(hub, "adviser", withFile, body.data.concern.evidence[0]?.attachments[0]?.id ?? "");
    };
    await expect(migrate(keyring, { keyring: "postgres" })).rejects.toThrow("another hub is using this data folder");
    const before = await listOf(first);
    await first.close();

    const said = await migrate(keyring, { keyring: "postgres" });
    expect(said).toMatch(/keyring: \d+ keys, 2 of them destroyed, were written; both sides were compared, and are equal\./);
    expect(said).toContain("attachments: 1 were copied.");
    expect(said).toContain(`delete the files ${keysFile} and ${attachmentsFile}, and their copies in backups`);
    expect(said).not.toContain(HUB.password);
    expect(await migrate(keyring, { keyring: "postgres" })).toContain("were there");

    // With its logs still in files the hub starts, reports the leftover key file, and does not use the older file again.
    const alone = await start(dir, keyring);
    expect(await listOf(alone)).toMatchObject(before as object);
    expect((await fileIn(alone)).text).toBe(TABLE);
    expect(alone.logged.join("")).toContain("KEYRING_FILE_LEFT");
    await expect(migrate(keyring, { keyring: "file" })).rejects.toThrow("another hub is using this data folder");
    const gone = await done(alone, "adviser", "logConcern", { ...concern, summary: "Destroyed in PostgreSQL." });
    await destroyKeyOf(alone, gone);
    await alone.close();
    await expect(migrate(keyring, { keyring: "postgres" })).rejects.toThrow(/it was used there/);
    const older = prepareFolder(readConfig({ CANDOUR_DATA_DIR: dir }), pino({ level: "silent" }), new Date(AT));
    await expect(older).rejects.toThrow(/older than it should be/);
    for (const part of ["", "-wal", "-shm"]) rmSync(`${keysFile}${part}`, { force: true });

    expect(await migrate(both, { to: "cluster" })).toContain("both were compared, and are equal");
    expect(await migrate(both, { to: "cluster" })).toContain("log: 0 events were written");
    const masterKey = readFileSync(dataPaths({ dataDir: dir }).masterKeyFile, "utf8");
    const one = await start(dir, { ...both, CANDOUR_NODE: "one" });
    const two = await start(join(folder, "two"), { ...both, CANDOUR_NODE: "two", CANDOUR_MASTER_KEY: masterKey });
    const there = await listOf(one);
    expect(await listOf(two)).toEqual(there);
    expect(JSON.stringify(there)).toContain(`"id":"${erased}"`);
    expect(await command(two, "adviser", "logConcern", repeated)).toMatchObject({ recorded: false });
    await done(two, "adviser", "logConcern", { ...concern, summary: "Logged by the second hub." });
    await expect.poll(async () => JSON.stringify(await listOf(one))).toContain("Logged by the second hub.");
    const last = await listOf(one);
    expect(await listOf(two)).toEqual(last);
    await one.close();
    for (const options of [{ keyring: "file" }, { to: "files" }] as const)
      await expect(migrate(both, options)).rejects.toThrow("A hub uses the keyring in PostgreSQL. Stop every hub first.");
    await two.close();

    await migrate(both, { to: "files" });
    expect(await migrate(both, { keyring: "file" })).toContain("Start the hub without CANDOUR_KEYRING and CANDOUR_KEYRING_URL.");
    const back = await start(dir);
    expect(await listOf(back)).toEqual(last);
    await done(back, "adviser", "logConcern", { ...concern, summary: "In files again." });
    await back.close();
  });

  it("leaves no partial keyring after an interruption, and the next run copies it", async () => {
    const { dir, location, keyring, database, keysFile } = await surroundings();
    const hub = await start(dir);
    const id = await done(hub, "adviser", "logConcern", concern);
    await hub.close();
    const config = readConfig({ CANDOUR_DATA_DIR: dir, ...keyring });
    const cut = () => {
      throw new Error("cut");
    };
    await expect(migrateKeyring({ dataDir: dir, keyring: location }, "postgres", cut)).rejects.toThrow();
    const [tables] = await server.run<{ found: boolean }>("SELECT to_regclass('keyring') IS NOT NULL AS found", database);
    expect(tables).toEqual({ found: false });
    await expect(prepareFolder(config, pino({ level: "silent" }), new Date(AT))).rejects.toThrow(
      /candour migrate --keyring postgres/,
    );
    expect(await migrateKeyring({ dataDir: dir, keyring: location }, "postgres")).toMatchObject({ isWritten: true, keysFile });
    const moved = await start(dir, keyring);
    expect(JSON.stringify(await listOf(moved))).toContain(id);
  });

  it("replaces an earlier copy of itself, leaves nothing of keys in the files that were destroyed since, and reports a missing checkpoint", async () => {
    const { dir, location, database, keysFile } = await surroundings();
    const hub = await start(dir);
    const id = await done(hub, "adviser", "logConcern", concern);
    await hub.close();
    let withoutCheckpoint = 0;
    const [file, postgres] = [keyringInFile(keysFile), keyringInPostgres(location, () => (withoutCheckpoint += 1))];
    await moveKeyring(file, postgres);
    expect(withoutCheckpoint).toBe(0);
    const again = await start(dir);
    const key = keyOf(again.hub.register.queries().findUnchecked(id)?.state().narrative ?? { plain: null });
    const [row] = await server.run<{ wrapped: Buffer }>(`SELECT wrapped FROM keyring_keys WHERE id = '${key}'`, database);
    await destroyKeyOf(again, id);
    await again.close();
    await server.run(`REVOKE pg_checkpoint FROM ${HUB.user}`);
    expect(await moveKeyring(file, postgres)).toMatchObject({ destroyed: 1, isWritten: true });
    expect(withoutCheckpoint).toBe(1);
    await server.run(`GRANT pg_checkpoint TO ${HUB.user}`);
    const oid = (await server.run<{ oid: number }>(`SELECT oid FROM pg_database WHERE datname = '${database}'`))[0]?.oid;
    expect(server.filesWith(row?.wrapped ?? Buffer.alloc(0)).filter((name) => name.startsWith(`base/${oid}/`))).toEqual([]);
  });

  it("is refused without showing the password if the database has another hub's keyring, which is unchanged, or if the server is down", async () => {
    const { dir, location, database, keyring } = await surroundings();
    const hub = await start(dir);
    await hub.close();
    const { keys } = await openPostgresKeyring(location, Buffer.alloc(32, 5), { identity: { hub: "another", epoch: 1 } });
    await keys.newKey();
    await keys.close();
    const held = () =>
      server.run("SELECT (SELECT last_token FROM keyring) AS token, count(*) AS keys FROM keyring_keys", database);
    const before = await held();
    const moving = migrateKeyring({ dataDir: dir, keyring: location }, "postgres");
    await expect(moving).rejects.toThrow(NeedsOperator);
    await expect(moving).rejects.toThrow("Another hub's keyring is in the database of CANDOUR_KEYRING_URL.");
    await expect(migrateKeyring({ dataDir: dir, keyring: location }, "file")).rejects.toThrow(
      "The keyring is another hub's than the logs of this data folder.",
    );
    expect(await held()).toEqual(before);
    const absent = keyring.CANDOUR_KEYRING_URL.replace(String(server.port), "1");
    const failed = await migrateKeyring({ dataDir: dir, keyring: { ...location, url: absent } }, "postgres").catch(
      (error) => error,
    );
    expect(failed.message).toMatch(
      /^The PostgreSQL server 127\.0\.0\.1:1, database \w+ cannot be used: .* Nothing was changed\.$/,
    );
    expect(JSON.stringify(failed, Object.getOwnPropertyNames(failed))).not.toContain(HUB.password);
  });
});
