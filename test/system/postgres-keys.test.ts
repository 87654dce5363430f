// The keyring in a real PostgreSQL server: the contract of every keyring, and behaviour when the server is shared, disconnected or killed.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type KeyStore, type Sealed, WrongMasterKey } from "../../event-log/keys/port.ts";
import { type HubKeyring, MAX_LAG_MS, openPostgresKeyring, type PostgresOptions } from "../../event-log/keys/postgres-keys.ts";
import { withKeys } from "../../event-log/keys/with-keys.ts";
import { LogUnavailable } from "../../event-log/port.ts";
import { PostgresUnusable } from "../../event-log/postgres/unusable.ts";
import { keyringContract } from "../helpers/keyring-contract.ts";
import { HUB, type PostgresServer, startPostgres } from "../helpers/system/postgres-server.ts";
import { describeWith, runProgram, temporaryFolder } from "../helpers/system/programs.ts";

const MASTER = Buffer.alloc(32, 5);
const IDENTITY = { hub: "8e7f3f52-6a0b-4f3c-9f53-0d6f5c8f6f11", epoch: 1 };
/** Twice the limit of a hub, because the machine may be busy with other tests. */
const LAG_MS = 2 * MAX_LAG_MS;

/** For tests of what the server does with a key, and not of how fast it is. */
const PATIENT = { maxLagMs: 30_000 };

describeWith(["initdb", "postgres"], "A keyring in PostgreSQL", (programs) => {
  let server: PostgresServer;
  beforeAll(async () => {
    // Makes the server remove write-ahead log that is no longer needed, instead of keeping it for reuse.
    server = await startPostgres(programs, {
      configuration: ["wal_recycle = off", "min_wal_size = 32MB", "max_connections = 60"],
    });
    return server.stop;
  });

  const open: HubKeyring[] = [];
  afterEach(async () => {
    await Promise.all(open.splice(0).map(({ keys }) => keys.close()));
  });
  async function hubOn(database: string, options: PostgresOptions = {}, masterKey = MASTER): Promise<KeyStore> {
    const opened = await openPostgresKeyring(
      { url: server.url(database), plain: false, setting: "CANDOUR_KEYRING_URL" },
      masterKey,
      {
        identity: IDENTITY,
        maxLagMs: LAG_MS,
        ...options,
      },
    );
    open.push(opened);
    return opened.keys;
  }
  const wrappedKey = async (database: string, id: string): Promise<Buffer> => {
    const [row] = await server.run<{ wrapped: Buffer }>(`SELECT wrapped FROM keyring_keys WHERE id = '${id}'`, database);
    return row?.wrapped ?? Buffer.alloc(0);
  };
  const sealNew = async (keys: KeyStore, text: string): Promise<Sealed> => {
    const key = await keys.newKey();
    return withKeys(keys, () => keys.seal(key, text));
  };
  const unseal = (keys: KeyStore, sealed: Sealed) => withKeys(keys, () => keys.unseal(sealed));

  keyringContract(
    "PostgreSQL",
    async () => {
      const database = await server.makeDatabase();
      return {
        open: async (masterKey, lagMs) =>
          (
            await openPostgresKeyring({ url: server.url(database), plain: false, setting: "CANDOUR_KEYRING_URL" }, masterKey, {
              identity: IDENTITY,
              ...PATIENT,
              ...(lagMs !== undefined && { maxLagMs: lagMs }),
            })
          ).keys,
        wrappedKey: (id) => wrappedKey(database, id),
        async copyWrapped(from, to) {
          const set = `SET wrapped = (SELECT wrapped FROM keyring_keys WHERE id = '${from}')`;
          await server.run(`UPDATE keyring_keys ${set} WHERE id = '${to}'`, database);
        },
        close: async () => {},
      };
    },
    { lagMs: LAG_MS },
  );

  describe("Destroying a key", () => {
    /** Any recognisable part of the wrapped key. */
    const filesWith = (wrapped: Buffer) => [
      ...new Set([wrapped.subarray(0, 16), wrapped.subarray(20, 36), wrapped.subarray(-16)].flatMap(server.filesWith)),
    ];

    it("removes its bytes from the data files, although their pages were vacuumed, and from the write-ahead log when that is removed", async () => {
      const database = await server.makeDatabase();
      const keys = await hubOn(database, PATIENT);
      const ids = await Promise.all(Array.from({ length: 2_000 }, keys.newKey));
      const key = ids[777] ?? "";
      const wrapped = await wrappedKey(database, key);
      await server.run("VACUUM keyring_keys", database);
      await server.run("CHECKPOINT", database);
      expect(filesWith(wrapped).some((name) => name.startsWith("base/"))).toBe(true);
      expect(await keys.destroy(key)).toBe(true);
      expect(filesWith(wrapped).filter((name) => !name.startsWith("pg_wal/"))).toEqual([]);
      for (let n = 0; n < 3; n += 1) {
        await server.run("SELECT pg_switch_wal()", database);
        await server.run("CHECKPOINT", database);
      }
      expect(filesWith(wrapped)).toEqual([]);
      // All other keys still exist.
      await keys.fetch(ids);
      expect(ids.filter((id) => id !== key).map((id) => keys.unseal(keys.seal(id, "text")))).toHaveLength(1_999);
    });

    it("removes its bytes from the data files even if another transaction could still see the row", async () => {
      const database = await server.makeDatabase();
      const keys = await hubOn(database, PATIENT);
      const key = await keys.newKey();
      const wrapped = await wrappedKey(database, key);
      const { Client } = await import("pg");
      const old = new Client(server.url(database));
      await old.connect();
      await old.query("BEGIN ISOLATION LEVEL REPEATABLE READ; CREATE TEMP TABLE t AS SELECT 1");
      expect(await keys.destroy(key)).toBe(true);
      expect(filesWith(wrapped).filter((name) => !name.startsWith("pg_wal/"))).toEqual([]);
      await old.end();
    });

    it("reports that a backup has locked the tables, and erases at the next heartbeat", async () => {
      const database = await server.makeDatabase();
      const keys = await hubOn(database, PATIENT);
      const sealed = await sealNew(keys, "text");
      const wrapped = await wrappedKey(database, sealed.key);
      const { Client } = await import("pg");
      const backup = new Client(server.url(database));
      await backup.connect();
      await backup.query("BEGIN; LOCK TABLE keyring_keys IN ACCESS SHARE MODE");
      await expect(keys.destroy(sealed.key)).rejects.toThrow(/destroyed, but its bytes are still in the database's files/);
      expect(await unseal(keys, sealed)).toBeUndefined();
      await backup.end();
      await open[0]?.heartbeat(undefined, ["", ""], {});
      expect(filesWith(wrapped).filter((name) => !name.startsWith("pg_wal/"))).toEqual([]);
      expect(await keys.destroy(sealed.key)).toBe(false);
    });

    it("reports that the hub's user may not request a checkpoint", async () => {
      const database = await server.makeDatabase();
      let told = 0;
      const keys = await hubOn(database, { ...PATIENT, onNoCheckpoint: () => (told += 1) });
      await keys.destroy(await keys.newKey());
      expect(told).toBe(0);
      await server.run(`REVOKE pg_checkpoint FROM ${HUB.user}`);
      await keys.destroy(await keys.newKey());
      expect(told).toBe(1);
      await server.run(`GRANT pg_checkpoint TO ${HUB.user}`);
    });

    it("reports a missing checkpoint also if the bytes could only be erased at a heartbeat", async () => {
      const database = await server.makeDatabase();
      let reports = 0;
      const keys = await hubOn(database, { ...PATIENT, onNoCheckpoint: () => (reports += 1) });
      const key = await keys.newKey();
      const { Client } = await import("pg");
      const backup = new Client(server.url(database));
      await backup.connect();
      await backup.query("BEGIN; LOCK TABLE keyring_keys IN ACCESS SHARE MODE");
      await expect(keys.destroy(key)).rejects.toThrow(LogUnavailable);
      await backup.end();
      await server.run(`REVOKE pg_checkpoint FROM ${HUB.user}`);
      expect(reports).toBe(0);
      await open[0]?.heartbeat(undefined, ["", ""], {});
      expect(reports).toBe(1);
      await open[0]?.heartbeat(undefined, ["", ""], {});
      expect(reports).toBe(1);
      await server.run(`GRANT pg_checkpoint TO ${HUB.user}`);
    });
  });

  describe("A key that another hub destroys", () => {
    it("becomes known at once to a hub that listens, and its listeners are called", async () => {
      const database = await server.makeDatabase();
      const [one, other] = [await hubOn(database), await hubOn(database)];
      const sealed = await sealNew(one, "text");
      expect(await unseal(other, sealed)).toBe("text");
      await pause(500);
      const told = Promise.withResolvers<string>();
      other.onDestroy(told.resolve);
      await one.destroy(sealed.key);
      expect(await told.promise).toBe(sealed.key);
      expect(other.unseal(sealed)).toBeUndefined();
    });

    it("becomes known to a hub that was stopped, before the hub is ready", async () => {
      const database = await server.makeDatabase();
      const one = await hubOn(database);
      const sealed = await sealNew(one, "text");
      await one.destroy(sealed.key);
      const other = await hubOn(database);
      expect(await other.destroyedKeys()).toEqual([sealed.key]);
      expect(await unseal(other, sealed)).toBeUndefined();
    });

    it("becomes known to a hub whose connections were cut meanwhile, after it has reconnected", async () => {
      const database = await server.makeDatabase();
      const [one, other] = [await hubOn(database), await hubOn(database)];
      const sealed = await sealNew(one, "text");
      expect(await unseal(other, sealed)).toBe("text");
      const cut = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${database}'`;
      await server.run(cut);
      await expect.poll(() => one.destroy(sealed.key).catch(() => undefined)).toBeDefined();
      await pause(LAG_MS);
      expect(await unseal(other, sealed)).toBeUndefined();
    });
  });

  describe("A server that fails", () => {
    it("is suspended: nothing is sealed or unsealed after the lag, no call hangs, and the hub recovers by itself", async () => {
      const database = await server.makeDatabase();
      const keys = await hubOn(database);
      const sealed = await sealNew(keys, "text");
      server.freeze();
      try {
        expect(keys.unseal(sealed)).toBe("text");
        await pause(LAG_MS + 100);
        expect(() => keys.unseal(sealed)).toThrow(LogUnavailable);
        expect(() => keys.seal(sealed.key, "more")).toThrow(LogUnavailable);
        const began = performance.now();
        await expect(unseal(keys, sealed)).rejects.toThrow(LogUnavailable);
        expect(performance.now() - began).toBeLessThan(10_000);
      } finally {
        server.thaw();
      }
      await expect.poll(() => unseal(keys, sealed).catch(() => undefined)).toBe("text");
    });

    it("is killed: acknowledged changes are there after its restart, and the hub recovers by itself", async () => {
      const database = await server.makeDatabase();
      const keys = await hubOn(database);
      const [kept, gone] = [await sealNew(keys, "kept"), await sealNew(keys, "gone")];
      await keys.destroy(gone.key);
      await server.kill();
      await pause(LAG_MS + 100);
      expect(() => keys.unseal(kept)).toThrow(LogUnavailable);
      await server.start();
      await expect.poll(() => unseal(keys, kept).catch(() => undefined)).toBe("kept");
      expect(await unseal(keys, gone)).toBeUndefined();
      expect(await unseal(await hubOn(database), kept)).toBe("kept");
      const told = Promise.withResolvers<string>();
      (await hubOn(database)).onDestroy(told.resolve);
      await keys.destroy(kept.key);
      expect(await told.promise).toBe(kept.key);
    });

    it("gets at most four connections and a listening one from a hub, under any load", async () => {
      const database = await server.makeDatabase();
      const keys = await hubOn(database);
      const ids = await Promise.all(Array.from({ length: 300 }, keys.newKey));
      const reader = await hubOn(database);
      await Promise.all(ids.map((id) => reader.fetch([id])));
      await Promise.all(ids.slice(0, 50).map((id) => reader.destroy(id)));
      const [count] = await server.run<{ n: string }>(`SELECT count(*) AS n FROM pg_stat_activity WHERE datname = '${database}'`);
      expect(Number(count?.n)).toBeLessThanOrEqual(10);
    });
  });

  describe("A hub does not start, and gives the reason without any secret,", () => {
    async function reason(url: string, options: PostgresOptions = { identity: IDENTITY }, masterKey = MASTER): Promise<Error> {
      const error = await openPostgresKeyring({ url, plain: false, setting: "CANDOUR_KEYRING_URL" }, masterKey, options).then(
        () => expect.fail("It was opened."),
        (thrown) => thrown as Error,
      );
      const everything = JSON.stringify([error, error.message, error.stack, error.cause]);
      for (const secret of [HUB.password, "not-the-password"]) expect(everything).not.toContain(secret);
      return error;
    }

    it("if the server is down", async () => {
      const error = await reason("postgres://hub:not-the-password@127.0.0.1:1/keyring");
      expect(error).toBeInstanceOf(PostgresUnusable);
      expect(error.message).toBe(
        "The PostgreSQL server 127.0.0.1:1, database keyring cannot be used: it does not answer (ECONNREFUSED). Nothing was changed.",
      );
    });

    it("if the password is wrong or missing", async () => {
      const database = await server.makeDatabase();
      const error = await reason(server.url(database, { ...HUB, password: "not-the-password" }));
      expect(error.message).toMatch(/does not accept this user and password/);
      expect((await reason(server.url(database, { ...HUB, password: "" }))).message).toMatch(/user and password/);
    });

    it("if the database does not exist", async () => {
      expect((await reason(server.url("nowhere"))).message).toMatch(/there is no such database/);
    });

    it("if the master key is wrong, and changes nothing", async () => {
      const database = await server.makeDatabase();
      const keys = await hubOn(database);
      const sealed = await sealNew(keys, "text");
      expect(await reason(server.url(database), { identity: IDENTITY }, Buffer.alloc(32, 6))).toBeInstanceOf(WrongMasterKey);
      expect(await unseal(await hubOn(database), sealed)).toBe("text");
    });

    it("if the keyring belongs to another hub or a newer release, or is missing", async () => {
      const database = await server.makeDatabase();
      expect((await reason(server.url(database), {})).message).toMatch(/holds no keyring/);
      await hubOn(database);
      const others = { identity: { ...IDENTITY, hub: "another" } };
      expect((await reason(server.url(database), others)).message).toMatch(/is another hub's/);
      await server.run("UPDATE keyring SET schema_version = 2", database);
      expect((await reason(server.url(database))).message).toMatch(/A newer release made the keyring's tables/);
    });

    it("if the user may not create tables", async () => {
      await server.run("CREATE DATABASE forbidden");
      expect((await reason(server.url("forbidden"))).message).toMatch(/may not do this: let it own the database/);
    });
  });

  describe("A keyring restored from an older backup while a hub runs", () => {
    const TABLES = ["keyring", "keyring_keys", "keyring_changes"];
    /** Returns a function that restores the backup, in one transaction. */
    async function backUp(database: string): Promise<() => Promise<unknown>> {
      await server.run(
        `CREATE SCHEMA backup; ${TABLES.map((t) => `CREATE TABLE backup.${t} AS TABLE ${t}`).join(";")}`,
        database,
      );
      const restore = TABLES.map((table) => `DELETE FROM ${table}; INSERT INTO ${table} TABLE backup.${table}`).join(";");
      return () => server.run(restore, database);
    }
    /** The error of the hub at its next confirmation. */
    const refusal = (keys: KeyStore, sealed: Sealed) =>
      expect.poll(
        () =>
          unseal(keys, sealed).then(
            (value) => ({ value }),
            ({ message }) => message,
          ),
        { timeout: 2 * LAG_MS },
      );
    const LESS = "The keyring holds less than this hub knows of it.";

    it("is not used by a hub that has created a key since", async () => {
      const database = await server.makeDatabase();
      const keys = await hubOn(database);
      await keys.fetch([]);
      const restore = await backUp(database);
      const sealed = await sealNew(keys, "text");
      await restore();
      await refusal(keys, sealed).toBe(LESS);
    });

    it("is not used by a hub that has destroyed a key since, and the key stays destroyed", async () => {
      const database = await server.makeDatabase();
      const keys = await hubOn(database);
      const [kept, gone] = [await sealNew(keys, "kept"), await sealNew(keys, "gone")];
      const restore = await backUp(database);
      await keys.destroy(gone.key);
      await restore();
      expect(keys.unseal(gone)).toBeUndefined();
      await refusal(keys, kept).toBe(LESS);
      await expect(keys.destroy(kept.key)).rejects.toThrow(LESS);
    });

    it("is not used by a hub that has read a key that another hub created since", async () => {
      const database = await server.makeDatabase();
      const [one, other] = [await hubOn(database), await hubOn(database)];
      await other.fetch([]);
      const restore = await backUp(database);
      const sealed = await sealNew(one, "text");
      expect(await unseal(other, sealed)).toBe("text");
      await restore();
      await refusal(other, sealed).toBe(LESS);
    });

    it("is neither used nor changed by a hub with a newer change, although other hubs have changed it since", async () => {
      const database = await server.makeDatabase();
      const keys = await hubOn(database, PATIENT);
      const restore = await backUp(database);
      const sealed = await sealNew(keys, "text");
      await restore();
      const started = await hubOn(database, PATIENT);
      for (let n = 0; n < 3; n += 1) await started.destroy(await started.newKey());
      await expect(keys.destroy(sealed.key)).rejects.toThrow(LESS);
      await expect(keys.fetch(["another"])).rejects.toThrow(LESS);
      await expect(keys.mark()).rejects.toThrow(LESS);
      expect(await started.destroy(await started.newKey())).toBe(true);
    });
  });

  it("A hub that creates and destroys many keys at once misses none of its own changes", async () => {
    const database = await server.makeDatabase();
    const failures: unknown[] = [];
    const keys = await hubOn(database, { ...PATIENT, onConfirmed: (error) => error && failures.push(error) });
    const ids = await Promise.all(Array.from({ length: 400 }, keys.newKey));
    const [, ...found] = await Promise.all([
      ...[Promise.all(ids.slice(0, 40).map(keys.destroy)), Promise.all(Array.from({ length: 400 }, keys.newKey))],
      ...Array.from({ length: 200 }, () => keys.mark()),
    ]);
    expect(found).toHaveLength(201);
    expect(failures).toEqual([]);
  });

  it("Two hubs that create a keyring at the same time create one", async () => {
    const database = await server.makeDatabase();
    const [one, other] = (await Promise.all([hubOn(database), hubOn(database)])) as [KeyStore, KeyStore];
    expect(one.deriveId("a")).toBe(other.deriveId("a"));
    expect(await unseal(other, await sealNew(one, "text"))).toBe("text");
  });
});

describeWith(["initdb", "postgres", "openssl"], "A keyring on a PostgreSQL server with TLS", (programs) => {
  const folder = temporaryFolder();
  const at = (name: string) => join(folder.path, name);
  let server: PostgresServer;
  let other: string;

  /** A certificate for one name, with its own authority. */
  async function certificate(name: string, host: string): Promise<{ certificate: string; key: string }> {
    const made = await runProgram(programs.openssl, [
      ...["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"],
      ...[
        "-keyout",
        at(`${name}.key`),
        "-out",
        at(`${name}.crt`),
        "-subj",
        `/CN=${host}`,
        "-addext",
        `subjectAltName=DNS:${host}`,
      ],
    ]);
    expect(made.status, made.output).toBe(0);
    return { certificate: readFileSync(at(`${name}.crt`), "utf8"), key: readFileSync(at(`${name}.key`), "utf8") };
  }
  beforeAll(async () => {
    server = await startPostgres(programs, { tls: await certificate("server", "localhost") });
    await certificate("other", "localhost");
    other = at("other.crt");
  });
  afterAll(async () => {
    await server.stop();
    folder.remove();
  });

  const opening = async (host: string, authority: string) => {
    const url = `${server.url(await server.makeDatabase(), HUB, host)}?sslmode=verify-full&sslrootcert=${authority}`;
    const { keys } = await openPostgresKeyring({ url, plain: false, setting: "CANDOUR_KEYRING_URL" }, MASTER, {
      identity: IDENTITY,
    });
    try {
      return await withKeys(keys, async () => keys.unseal(keys.seal(await keys.newKey(), "text")));
    } finally {
      await keys.close();
    }
  };

  it("is used if the certificate is valid for the server's name", async () => {
    expect(await opening("localhost", at("server.crt"))).toBe("text");
  });

  it.each([
    ["of another authority", "localhost", () => other],
    ["of another name", "127.0.0.1", () => at("server.crt")],
  ])("is refused if the certificate is %s", async (_, host, authority) => {
    await expect(opening(host, authority())).rejects.toThrow(PostgresUnusable);
  });
});
