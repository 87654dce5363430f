// A data folder with a store that is missing, emptied, truncated, older or another hub's: the hub does not start on it, names the loss, and changes
// nothing before an operator has accepted the loss.
import { createHash } from "node:crypto";
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pino from "pino";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { listQuarantine, retryQuarantine } from "../../bin/quarantine.ts";
import { WrongMasterKey } from "../../event-log/keys/port.ts";
import { openSqliteKeyring } from "../../event-log/keys/sqlite-keys.ts";
import { openSqliteLog } from "../../event-log/sqlite/sqlite-log.ts";
import type { StoreName } from "../../event-log/store-names.ts";
import { openDatabase } from "../../event-log/stores/database.ts";
import { openUntouched } from "../../event-log/stores/read-only.ts";
import { type Config, readConfig } from "../../hub/config.ts";
import { ConfigInvalid } from "../../hub/exit-codes.ts";
import { acceptLoss, beginAccepting } from "../../hub/folder/accept-loss.ts";
import { AcceptanceInterrupted } from "../../hub/folder/acceptance.ts";
import { dataPaths, findDataFolder, storeFiles } from "../../hub/folder/data-folder.ts";
import { findStores } from "../../hub/folder/found-stores.ts";
import type { Loss, LossCode } from "../../hub/folder/losses.ts";
import { prepareFolder, StoresLost } from "../../hub/folder/prepare-folder.ts";
import { verifyStores } from "../../hub/verification/verify.ts";
import { READ_MODELS } from "../../projections/all.ts";
import { concern } from "../examples/api-inputs.ts";
import { done } from "../helpers/send-command.ts";
import { startHub, type TestHub } from "../helpers/test-hub.ts";

const root = mkdtempSync(join(tmpdir(), "candour-lost-"));
/** Folders of one hub: early on, later after a clean shutdown, and later after a kill. */
const [early, closed, killed, another] = ["early", "closed", "killed", "another"].map((name) => join(root, name)) as [
  string,
  string,
  string,
  string,
];
let id: string;
beforeAll(async () => {
  const live = join(root, "live");
  let hub = await startHub({ dir: live, seed: false, env: { CANDOUR_DEMONSTRATION: "false" } });
  await hub.close();
  cpSync(live, early, { recursive: true });
  hub = await startHub({ dir: live });
  id = await done(hub, "adviser", "logConcern", concern);
  await hub.ask("adviser", "query($id: ID!) { concern(id: $id) { version } }", { id });
  await hub.hub.keys.destroy(await hub.hub.keys.newKey());
  await done(hub, "adviser", "logConcern", { ...concern, summary: "Another." });
  for (let n = 0; n < 130; n += 1) await hub.hub.keys.newKey();
  cpSync(live, killed, { recursive: true });
  await hub.close();
  cpSync(live, closed, { recursive: true });
  hub = await startHub({ dir: another, seed: false });
  await hub.close();
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

let copies = 0;
function copyOf(folder: string): Config {
  copies += 1;
  const dir = join(root, `copy-${copies}`);
  cpSync(folder, dir, { recursive: true });
  return readConfig({ CANDOUR_DATA_DIR: dir, PORT: "0" });
}
const NOW = new Date("2026-03-02T12:00:00.000Z");
const logger = pino({ level: "silent" });
const fileOf = (config: Config, store: StoreName) => storeFiles(dataPaths(config))[store];

/** The contents of every file of the folder, except the lock and the index of a write-ahead file. */
const contentsOf = ({ dataDir }: Config): Readonly<Record<string, string>> =>
  Object.fromEntries(
    readdirSync(dataDir, { recursive: true, encoding: "utf8" })
      .filter((name) => !/^lock\.sqlite|-shm$/.test(name) && statSync(join(dataDir, name)).isFile())
      .map((name) => [
        name,
        createHash("sha256")
          .update(readFileSync(join(dataDir, name)))
          .digest("hex"),
      ]),
  );
async function lossesOf(config: Config): Promise<readonly object[]> {
  const before = contentsOf(config);
  const error = await prepareFolder(config, logger, NOW).then(
    ({ unlock }) => {
      unlock();
      return undefined;
    },
    (thrown: unknown) => thrown,
  );
  if (error === undefined) return [];
  expect(error).toBeInstanceOf(StoresLost);
  expect(contentsOf(config)).toEqual(before);
  return (error as StoresLost).losses;
}
const put = (config: Config, name: string, from: string) => cpSync(join(from, name), join(config.dataDir, name));

describe("A temporarily unreadable folder", () => {
  const failing = (errcode: number) => (config: Config) =>
    findStores(dataPaths(config), false, (file) => {
      if (file === fileOf(config, "log")) throw Object.assign(new Error("It fails."), { code: "ERR_SQLITE_ERROR", errcode });
      return openUntouched(file);
    });

  it.each([
    ["an I/O error", 10],
    ["an I/O error while reading", 266],
    ["no memory", 7],
  ])("does not count as lost: %s", (_, errcode) => {
    expect(() => failing(errcode)(copyOf(closed))).toThrow("It fails.");
  });

  it("differs from one whose file is shorter than its first page says", () => {
    expect(failing(522)(copyOf(closed)).stores.log).toEqual({ kind: "unreadable" });
  });

  it("is refused with a message that says what to do, and the hub starts after the file is readable again", async () => {
    const config = copyOf(closed);
    const file = fileOf(config, "log");
    renameSync(file, `${file}.away`);
    // Reading the start of the file gives an I/O error.
    symlinkSync("/proc/self/mem", file);
    writeFileSync(`${file}-wal`, "");
    await expect(prepareFolder(config, logger, NOW)).rejects.toThrow(
      /cannot be read at the moment \(SQLITE_IOERR_CORRUPTFS\)\. Check the disk/,
    );
    for (const path of [file, `${file}-wal`]) rmSync(path);
    renameSync(`${file}.away`, file);
    expect(await lossesOf(config)).toEqual([]);
  });
});

describe("The list of streams in quarantine", () => {
  const everyFile = ({ dataDir }: Config) => readdirSync(dataDir, { recursive: true, encoding: "utf8" }).sort();
  const noHub = (config: Config) => expect(() => retryQuarantine(config)).toThrow(/No hub is running/);

  it.each([
    ["a hub that was closed", () => closed],
    ["a hub that was killed", () => killed],
  ])("creates no file in the folder of %s", (_, folder) => {
    const config = copyOf(folder());
    const before = everyFile(config);
    const printed = vi.spyOn(console, "log").mockImplementation(() => {});
    listQuarantine(config, { json: true });
    noHub(config);
    expect(printed.mock.calls).toEqual([["[]"]]);
    printed.mockRestore();
    expect(everyFile(config)).toEqual(before);
  });

  it("does not hide that a write-ahead file is missing", async () => {
    const config = copyOf(killed);
    for (const part of ["-wal", "-shm"]) rmSync(`${fileOf(config, "log")}${part}`, { force: true });
    const before = await lossesOf(config);
    noHub(config);
    expect(before).toContainEqual(expect.objectContaining({ store: "log", code: "write-ahead-lost" }));
    expect(await lossesOf(config)).toEqual(before);
  });
});

describe("A folder without a loss", () => {
  it.each([
    ["closed in order", () => closed],
    ["killed", () => killed],
  ])("that was %s is opened", async (_, folder) => {
    expect(await lossesOf(copyOf(folder()))).toEqual([]);
  });

  it.each<[string, (config: Config) => void]>([
    ["no read models", ({ dataDir }) => rmSync(join(dataDir, "read-models"), { recursive: true })],
    ["no newest marks", (config) => unlinkSync(dataPaths(config).highWaterFile)],
    ["newest marks that cannot be read", (config) => truncateSync(dataPaths(config).highWaterFile, 100)],
    ["older newest marks", (config) => put(config, "high-water.json", early)],
    ["no lock", ({ dataDir }) => unlinkSync(join(dataDir, "lock.sqlite"))],
  ])("but %s is opened", async (_, change) => {
    for (const folder of [closed, killed]) {
      const config = copyOf(folder);
      change(config);
      expect(await lossesOf(config)).toEqual([]);
    }
  });
});

const STORES = ["log", "disclosures", "keys"] as const;
const NAMES = { log: "log/events.sqlite", disclosures: "log/disclosures.sqlite", keys: "keys/keys.sqlite" } as const;
const DAMAGES: Readonly<Record<string, readonly [LossCode, (config: Config, store: StoreName) => void]>> = {
  missing: ["missing", (config, store) => unlinkSync(fileOf(config, store))],
  emptied: ["empty", (config, store) => writeFileSync(fileOf(config, store), "")],
  "cut in half": [
    "cut",
    (config, store) => truncateSync(fileOf(config, store), Math.floor(statSync(fileOf(config, store)).size / 8192) * 4096),
  ],
  "cut to a few bytes": ["cut", (config, store) => truncateSync(fileOf(config, store), 50)],
  "no database": ["unreadable", (config, store) => writeFileSync(fileOf(config, store), "no database".repeat(50_000))],
  older: ["behind", (config, store) => put(config, NAMES[store], early)],
  "another hub's": ["other-hub", (config, store) => put(config, NAMES[store], another)],
};

describe("A folder in which one store is", () => {
  it.each(Object.keys(DAMAGES).flatMap((how) => STORES.map((store) => [how, store] as const)))(
    "%s (%s) is refused, and left as it is",
    async (how, store) => {
      const [code, damage] = DAMAGES[how] as (typeof DAMAGES)[string];
      const config = copyOf(closed);
      damage(config, store);
      expect(await lossesOf(config)).toMatchObject([{ store, code }]);
    },
  );

  it.each(STORES)("without its write-ahead file after a crash (%s) is refused", async (store) => {
    const config = copyOf(killed);
    unlinkSync(`${fileOf(config, store)}-wal`);
    expect(await lossesOf(config)).toEqual(
      expect.arrayContaining([expect.objectContaining({ store, code: "write-ahead-lost" })]),
    );
  });

  it.each(STORES)("with a write-ahead file that was emptied or truncated after a crash (%s) is refused", async (store) => {
    for (const keep of [0, 0.5]) {
      const config = copyOf(killed);
      const file = `${fileOf(config, store)}-wal`;
      const { size } = statSync(file);
      truncateSync(file, Math.floor(size * keep));
      if (size > 0) expect(await lossesOf(config)).toMatchObject([{ store }]);
    }
  });

  it("restored completely except for the newest marks is refused", async () => {
    const config = copyOf(early);
    put(config, "high-water.json", closed);
    expect(await lossesOf(config)).toMatchObject([{ store: "log" }, { store: "disclosures" }, { store: "keys" }]);
  });

  it("that is behind only its read models is refused, and they stay", async () => {
    const config = copyOf(closed);
    rmSync(join(config.dataDir, "high-water.json"));
    for (const name of Object.values(NAMES)) put(config, name, early);
    expect(await lossesOf(config)).toMatchObject([
      { store: "log", code: "behind" },
      { store: "disclosures", code: "behind" },
    ]);
  });

  it("without the development master key is refused, and no key is created", async () => {
    const config = copyOf(closed);
    unlinkSync(dataPaths(config).masterKeyFile);
    expect(await lossesOf(config)).toMatchObject([{ store: "keys", code: "no-master-key" }]);
  });
});

describe("A folder of an earlier release", () => {
  const formerOf = (folder: string): Config => {
    const config = copyOf(folder);
    for (const file of Object.values(storeFiles(dataPaths(config)))) {
      const db = openDatabase(file, "durable");
      db.exec("DROP TABLE identity; DROP TABLE marks; DROP TABLE IF EXISTS changes");
      db.close();
    }
    unlinkSync(dataPaths(config).highWaterFile);
    rmSync(dataPaths(config).readModels, { recursive: true });
    return config;
  };

  it("gets an identity after every store is verified, and keeps its events", async () => {
    const config = formerOf(closed);
    const hub = await startHub({ dir: config.dataDir, seed: false });
    const { body } = await hub.ask<{ concern: { version: number } }>(
      "adviser",
      "query($id: ID!) { concern(id: $id) { version } }",
      { id },
    );
    expect(body.data.concern.version).toBe(2);
    await hub.close();
    expect(await lossesOf(config)).toEqual([]);
    unlinkSync(fileOf(config, "disclosures"));
    expect(await lossesOf(config)).toMatchObject([{ store: "disclosures", code: "missing" }]);
  });

  it("is refused while it has flaws, which are named", async () => {
    const config = formerOf(closed);
    const db = openDatabase(fileOf(config, "log"), "durable");
    db.exec("UPDATE events SET at = '2020-01-01T00:00:00.000Z' WHERE position = 3");
    db.close();
    await expect(prepareFolder(config, logger, NOW)).rejects.toThrow(
      /former release.*\n.*events\.sqlite: .* at 0000000000000003: the event was changed/,
    );
  });

  it("lets the clock be believed by its last event, even if a loss was accepted while the clock was years ahead", async () => {
    const config = formerOf(closed);
    unlinkSync(fileOf(config, "keys"));
    await acceptLoss(config, "The keyring is gone.", new Date("2029-03-02T12:30:00.000Z"));
    const log = openDatabase(fileOf(config, "log"), "read-only");
    const { heartbeat } = log.prepare("SELECT heartbeat FROM identity").get() as { heartbeat: string };
    log.close();
    expect(heartbeat).toMatch(/^2026-/);
  });
});

describe("Accepting a loss", () => {
  const reason = "The disk broke, and the backup is of last week.";
  const accept = (config: Config) => acceptLoss(config, reason, new Date("2026-03-02T12:30:00.000Z"));
  const accepted = async ({ hub }: TestHub) => (await hub.log.readStream("hub")).map(({ type, data }) => ({ type, data }));

  it.each([
    ["log", "missing"],
    ["log", "older"],
    ["log", "cut in half"],
    ["disclosures", "another hub's"],
    ["keys", "missing"],
    ["keys", "older"],
  ] as const)(
    "of %s, %s, begins a new epoch, is on record, and the hub serves; what was there stands aside",
    async (store, how) => {
      const [code, damage] = DAMAGES[how] as (typeof DAMAGES)[string];
      const config = copyOf(closed);
      damage(config, store);
      expect(await accept(config)).toHaveLength(1);
      expect(existsSync(`${fileOf(config, store)}.lost-1`)).toBe(how === "cut in half" || how === "another hub's");
      const hub = await startHub({ dir: config.dataDir, seed: false });
      try {
        expect(hub.hub.stores.identity.epoch).toBe(2);
        expect(hub.hub.readiness().ready).toBe(true);
        const [event] = await accepted(hub);
        expect(event).toMatchObject({ type: "LossAccepted.v1", data: { epoch: 2, losses: [{ store, code }] } });
        expect(JSON.stringify(event)).not.toContain("disk");
        expect(hub.hub.keys.unseal(event?.data.text as never)).toEqual({ reason });
        expect(hub.hub.disclosed.queries().losses()).toEqual([{ at: "2026-03-02T12:30:00.000Z", store }]);
        if (store !== "log") {
          const { body } = await hub.ask<{ concern: { version: number; summary: { text: string | null } } }>(
            "adviser",
            "query($id: ID!) { concern(id: $id) { version summary { text } } }",
            { id },
          );
          expect(body.data.concern.version).toBe(2);
          expect(typeof body.data.concern.summary.text === "string").toBe(store !== "keys");
          // New events are sealed under an existing key.
          const conversation = {
            heldOn: "2026-03-01",
            channel: "TELEPHONE",
            offices: ["CHIEF_EXECUTIVE"],
            people: "Test",
            discussed: "Test",
            agreed: "Kept.",
          };
          await done(hub, "adviser", "recordConversation", { concern: id, ...conversation });
          await done(hub, "adviser", "recordConversation", { concern: id, ...conversation });
          const after = await hub.ask<{ concern: { conversations: { agreed: string }[] } }>(
            "adviser",
            "query($id: ID!) { concern(id: $id) { conversations { agreed } } }",
            { id },
          );
          expect(after.body.data.concern.conversations.map(({ agreed }) => agreed)).toEqual(["Kept.", "Kept."]);
        }
        expect(await hub.hub.log.verify()).toEqual([]);
      } finally {
        await hub.close();
      }
      expect(await lossesOf(config)).toEqual([]);
    },
  );

  it("is shown in the ledger, and in its export", async () => {
    const config = copyOf(closed);
    unlinkSync(fileOf(config, "disclosures"));
    await accept(config);
    const hub = await startHub({ dir: config.dataDir, seed: false });
    const { body } = await hub.ask<{ ledger: { losses: string[] } }>(
      "chief-executive",
      `{ ledger(council: "X00000004") { ... on Ledger { losses } } }`,
    );
    expect(body.data.ledger.losses).toEqual([
      "On 2 March 2026 it was recorded that some of the record of disclosures was lost. Earlier disclosures may be missing, and it is not known which.",
    ]);
    await hub.close();
  });

  it("that was interrupted after the log was written is completed by accepting it again", async () => {
    const config = copyOf(closed);
    unlinkSync(fileOf(config, "keys"));
    const log = copyOf(closed);
    unlinkSync(fileOf(log, "keys"));
    await accept(log);
    put(config, NAMES.log, log.dataDir);
    expect(await lossesOf(config)).toMatchObject([{ store: "disclosures" }, { store: "keys", code: "missing" }]);
    await accept(config);
    expect(await lossesOf(config)).toEqual([]);
  });

  const INTERRUPTED: Readonly<
    Record<string, readonly [store: StoreName, folder: () => string, damage: (config: Config) => void]>
  > = {
    "keyring and master key are gone": [
      "keys",
      () => closed,
      (config) => {
        unlinkSync(fileOf(config, "keys"));
        unlinkSync(dataPaths(config).masterKeyFile);
      },
    ],
    "master key is gone": ["keys", () => closed, (config) => unlinkSync(dataPaths(config).masterKeyFile)],
    "log is cut after a crash": ["log", () => killed, (config) => truncateSync(fileOf(config, "log"), 50)],
  };

  it.each(Object.entries(INTERRUPTED))(
    "where the %s is carried on by the same command whatever it was interrupted after, and no hub starts before",
    async (_, [store, folder, damage]) => {
      const interrupted = copyOf(folder());
      damage(interrupted);
      // Read models are left out, because copying them takes time.
      rmSync(dataPaths(interrupted).readModels, { recursive: true });
      const losses = (await lossesOf(interrupted)) as Loss[];
      expect(losses.map((loss) => loss.store)).toContain(store);
      const after: string[] = [];
      for (let isOver = false; !isOver; ) {
        const config = copyOf(interrupted.dataDir);
        const accepting = await beginAccepting(config, reason, NOW);
        const { steps } = accepting;
        let step = await steps.next();
        for (let n = 0; n < after.length && !step.done; n += 1) step = await steps.next();
        await accepting[Symbol.asyncDispose]();
        isOver = step.done === true;
        if (!isOver) {
          after.push(String(step.value));
          await expect(prepareFolder(config, logger, NOW)).rejects.toThrow(AcceptanceInterrupted);
          await accept(config);
        }
        expect(await lossesOf(config), after.at(-1)).toEqual([]);
        expect(
          readdirSync(config.dataDir, { recursive: true, encoding: "utf8" }).filter((name) => /\.new|accept-/.test(name)),
        ).toEqual([]);
        const paths = dataPaths(config);
        const keys = openSqliteKeyring(paths.keysFile, findDataFolder(config).masterKey as Buffer);
        for (const file of [paths.logFile, paths.disclosuresFile]) {
          const log = openSqliteLog(file, "reading");
          const events = await log.readStream("hub");
          expect(
            events.map(({ data }) => data),
            after.at(-1),
          ).toMatchObject([{ epoch: 2, losses: losses.map((loss) => ({ store: loss.store, code: loss.code })) }]);
          if (file === paths.logFile) expect(keys.unseal(events[0]?.data.text as never)).toEqual({ reason });
          await log.close();
        }
        keys.close();
      }
      expect(after).toEqual(
        expect.arrayContaining(["written down", "folders and master key there", "log written", "newest marks removed"]),
      );
    },
    60_000,
  );

  it("of the keyring leaves read models that are rebuilt at the next start and count neither as a flaw nor for the quarantine", async () => {
    const config = copyOf(closed);
    unlinkSync(fileOf(config, "keys"));
    await accept(config);
    const { flaws, unchecked, outdated, counts } = await verifyStores(findDataFolder(config), {
      now: new Date("2026-03-02T13:00:00.000Z"),
    });
    expect({ flaws, unchecked }).toEqual({ flaws: [], unchecked: [] });
    expect(outdated).toHaveLength(READ_MODELS.length);
    expect(counts.readModels).toBe(0);
    const [printed, errors] = [vi.spyOn(console, "log"), vi.spyOn(console, "error")];
    for (const spy of [printed, errors]) spy.mockImplementation(() => {});
    listQuarantine(config, { json: false });
    expect([printed.mock.calls, errors.mock.calls]).toEqual([[], [[expect.stringContaining("are not built yet")]]]);
    process.exitCode = 0;
    for (const spy of [printed, errors]) spy.mockRestore();
  });

  it("that was interrupted starts again if more was lost meanwhile, and both losses are recorded", async () => {
    const config = copyOf(closed);
    unlinkSync(fileOf(config, "keys"));
    const accepting = await beginAccepting(config, reason, NOW);
    for await (const step of accepting.steps) if (step === "keys in place") break;
    await accepting[Symbol.asyncDispose]();
    unlinkSync(fileOf(config, "log"));
    await accept(config);
    expect(await lossesOf(config)).toEqual([]);
    const log = openSqliteLog(fileOf(config, "log"), "reading");
    const [event] = await log.readStream("hub");
    expect(event?.data).toMatchObject({ epoch: 3 });
    for (const store of ["keys", "log"])
      expect(event?.data.losses).toEqual(expect.arrayContaining([expect.objectContaining({ store, code: "missing" })]));
    await log.close();
  });

  it("with another master key is refused before anything is changed", async () => {
    const config = { ...copyOf(closed), masterKey: Buffer.alloc(32, 1) };
    unlinkSync(fileOf(config, "log"));
    const before = contentsOf(config);
    await expect(accept(config)).rejects.toThrow(WrongMasterKey);
    expect(contentsOf(config)).toEqual(before);
  });

  it("is refused if nothing is lost", async () => {
    const config = copyOf(closed);
    await expect(accept(config)).rejects.toThrow(ConfigInvalid);
    expect(await lossesOf(config)).toEqual([]);
  });
});

describe("A running hub", () => {
  it("prevents another hub from using its folder, even if the lock file was removed", async () => {
    const dir = join(root, "running");
    const hub = await startHub({ dir, seed: false });
    renameSync(join(dir, "lock.sqlite"), join(dir, "lock.gone"));
    await expect(prepareFolder(readConfig({ CANDOUR_DATA_DIR: dir }), logger, NOW)).rejects.toThrow(/another hub is using/);
    await hub.close();
  });
});
