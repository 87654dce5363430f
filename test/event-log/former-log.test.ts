// A log's file in the form of an earlier release: it is read as it is, and brought into the form of this release when it is opened for writing.
import { spawnSync } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, test } from "vitest";
import { isPassing } from "../../event-log/faults.ts";
import type { AppendOutcome, EventLog, Flaw, StoredEvent } from "../../event-log/port.ts";
import type { RawEvent } from "../../event-log/raw-event.ts";
import { checkLog } from "../../event-log/sqlite/check-log.ts";
import { LogNotUpgraded, type LogUpgrade, upgradeLogFiles } from "../../event-log/sqlite/log-file.ts";
import { openLogReader } from "../../event-log/sqlite/log-reader.ts";
import { openRawSqliteLog } from "../../event-log/sqlite/raw-log.ts";
import { openSqliteLog } from "../../event-log/sqlite/sqlite-log.ts";
import { formOf } from "../../event-log/sqlite/tables.ts";
import { openDatabase } from "../../event-log/stores/database.ts";
import { readIdentity } from "../../event-log/stores/identity.ts";
import { openReadOnly } from "../../event-log/stores/read-only.ts";
import { command } from "../helpers/event-log-contract.ts";
import { fillBytes, mountSmallDisk, whyNoSmallDisk } from "../helpers/faults/small-disk.ts";

const FORMER = join(import.meta.dirname, "../fixtures/former-log");
type Read = {
  readonly head: string;
  readonly events: readonly StoredEvent[];
  /** Position -> proof. */
  readonly proofs: Readonly<Record<string, string>>;
  readonly outcomes: readonly (readonly [stream: string, command: string, digest: string, outcome: AppendOutcome | null])[];
  readonly concerns: readonly string[];
  readonly flaws: readonly Flaw[];
};
/** What the earlier release read of the file. */
const FORMER_READ: Read = JSON.parse(readFileSync(join(FORMER, "read.json"), "utf8"));

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "candour-former-log-"));
  path = copyTo(folder);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** As a kill left it. */
function copyTo(to: string): string {
  for (const end of ["", "-wal"]) copyFileSync(join(FORMER, `log.sqlite${end}`), join(to, `log.sqlite${end}`));
  return join(to, "log.sqlite");
}

async function readOf(log: EventLog): Promise<Read> {
  const events = await log.readAll("", 1_000);
  const proofs: Record<string, string> = {};
  for (const { position } of events) proofs[position] = (await log.proofAt(position)) ?? "";
  const outcomes = [];
  for (const [stream, id, digest] of FORMER_READ.outcomes)
    outcomes.push([stream, id, digest, (await log.outcomeOf(stream, id, digest)) ?? null] as const);
  return {
    ...{ head: await log.head(), events, proofs, outcomes },
    concerns: await log.streams("concern"),
    flaws: await log.verify(),
  };
}

async function rawEvents(): Promise<readonly RawEvent[]> {
  const log = openRawSqliteLog(path);
  const events = await log.read("", 1_000);
  await log.close();
  return events;
}

const flawsOf = (db: Parameters<typeof checkLog>[0]): readonly Flaw[] => [...checkLog(db)].filter((flaw) => flaw !== undefined);

/** Changes the file directly, as anybody with access to it could. */
function sql(...statements: readonly string[]): void {
  const db = openDatabase(path, "durable");
  for (const statement of statements) db.exec(statement);
  db.close();
}

/** Opens the log for writing, and closes it. */
const upgrade = () => openSqliteLog(path).close();
const filesIn = (dir: string) => readdirSync(dir).sort();

describe("A log of an earlier release", () => {
  it("is read and checked as it is by whoever only reads, who writes nothing", async () => {
    const before = filesIn(folder).map((name) => readFileSync(join(folder, name)));
    {
      using file = openReadOnly(path);
      const reader = openLogReader(file.db);
      expect(await reader.readAll("", 1_000)).toEqual(FORMER_READ.events);
      expect(await reader.streams("concern")).toEqual(FORMER_READ.concerns);
      const streams = [...new Set(FORMER_READ.events.map(({ stream }) => stream))].reverse();
      const together = streams.map((name) => FORMER_READ.events.filter(({ stream }) => stream === name));
      expect(await reader.readStreams(streams)).toEqual(together);
      for (const [position, proof] of Object.entries(FORMER_READ.proofs)) expect(await reader.proofAt(position)).toBe(proof);
      expect(flawsOf(file.db)).toEqual([]);
    }
    expect(filesIn(folder).map((name) => readFileSync(join(folder, name)))).toEqual(before);
    const log = openSqliteLog(path, "reading");
    expect(await readOf(log)).toEqual(FORMER_READ);
    await log.close();
  });

  it("gives the same events, proofs and first outcomes after its upgrade, with the same hash of each event", async () => {
    const raw = await rawEvents();
    const log = openSqliteLog(path);
    expect(await readOf(log)).toEqual(FORMER_READ);
    await log.close();
    expect(await rawEvents()).toEqual(raw);
    expect(raw).toHaveLength(FORMER_READ.events.length);
  });

  it("goes on after its upgrade: streams, positions and chains continue, and none is given out twice", async () => {
    const log = openSqliteLog(path);
    const [event] = FORMER_READ.events;
    const { stream, version } = (await log.readStream(event?.stream ?? "")).at(-1) ?? expect.fail();
    const appended = await log.append(command({ stream, expected: { version } }));
    expect(appended).toMatchObject({ position: String(Number(FORMER_READ.head) + 1).padStart(16, "0"), version: version + 1 });
    await log.append(command({ stream: "concern-new" }));
    expect(await log.verify()).toEqual([]);
    expect(await log.streams("concern")).toEqual([...FORMER_READ.concerns, "new"]);
    await log.close();
  });

  it("is upgraded once, which reports how long that took and from which size to which", async () => {
    const reports: (number | LogUpgrade)[] = [];
    const options = {
      upgrading: (_: string, bytes: number) => reports.push(bytes),
      upgraded: (done: LogUpgrade) => reports.push(done),
    };
    upgradeLogFiles([path], options);
    upgradeLogFiles([path], options);
    const [bytes, done] = reports as [number, LogUpgrade];
    expect(reports).toHaveLength(2);
    expect(done).toEqual({
      ...{ file: path, events: FORMER_READ.events.length, bytesBefore: bytes, bytesAfter: statSync(path).size },
      ms: expect.any(Number),
    });
    expect(filesIn(folder)).toEqual(["log.sqlite"]);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it("keeps what it records of itself and of the other stores, except that a hub writes to it", async () => {
    const identityNow = () => {
      using file = openReadOnly(path);
      return readIdentity(file.db);
    };
    const before = identityNow();
    await upgrade();
    expect(before).toMatchObject({ inUse: true, epoch: 2, marks: { keys: ["0000000000000007", "dG9rZW4"] } });
    expect(identityNow()).toEqual({ ...before, inUse: false });
  });

  it("of the first form, whose commands have no checksum and ids of their own, is read and upgraded too", async () => {
    sql(
      `CREATE TABLE first (id TEXT PRIMARY KEY, body_digest TEXT NOT NULL, stream TEXT NOT NULL, version INTEGER NOT NULL,
        position INTEGER NOT NULL) STRICT, WITHOUT ROWID;
       INSERT INTO first SELECT id, body_digest, stream, version, position FROM commands;
       DROP TABLE commands; ALTER TABLE first RENAME TO commands`,
    );
    const reading = openSqliteLog(path, "reading");
    expect(await readOf(reading)).toEqual(FORMER_READ);
    await reading.close();
    const log = openSqliteLog(path);
    expect(await readOf(log)).toEqual(FORMER_READ);
    await log.close();
  });

  test.each([
    ["data that were changed", `UPDATE events SET data = '{"number":9}' WHERE position = 5`],
    ["an id that no command made", "UPDATE events SET id = 'another' WHERE position = 5"],
    ["an id in capitals", "UPDATE events SET id = upper(id) WHERE position = 5"],
    ["a longer id", "UPDATE events SET id = id || 'ab' WHERE position = 5"],
    ["a hash that is none", "UPDATE events SET hash = 'f00' WHERE position = 5"],
    ["no hash", "UPDATE events SET hash = '' WHERE position = 5"],
    ["an event missing within a stream", "DELETE FROM events WHERE position = 5"],
    ["the last event missing", "DELETE FROM events WHERE position = 31"],
    ["a command missing", "DELETE FROM commands WHERE position = 6"],
    ["a digest that was changed", "UPDATE commands SET body_digest = 'other' WHERE position = 6"],
    ["a stream without its events", "DELETE FROM events WHERE stream = 'policy'"],
    ["metadata that are no JSON", "UPDATE events SET metadata = '{' WHERE position = 5"],
  ])("with %s has the same flaws after its upgrade", async (_, tampering) => {
    sql(tampering);
    const before = openReadOnly(path);
    const flaws = flawsOf(before.db);
    before.close();
    expect(flaws.length).toBeGreaterThan(0);
    const reading = openSqliteLog(path, "reading");
    const read = await readOf(reading);
    await reading.close();
    const log = openSqliteLog(path);
    const { flaws: after, ...rest } = await readOf(log);
    expect(rest).toEqual({ ...read, flaws: undefined });
    expect(after.toSorted(byText)).toEqual(flaws.toSorted(byText));
    await log.close();
  });
});

const byText = (one: Flaw, other: Flaw): number => JSON.stringify(one).localeCompare(JSON.stringify(other));

describe("The upgrade of a log", () => {
  it("refuses to begin without as much room as the file takes, and leaves it as it was", async () => {
    expect(() => upgradeLogFiles([path], { freeIn: () => 0 })).toThrow(
      "is of an earlier release, and is copied into the form of this one: that takes up to 1 MB, and 0 MB are free. Make room",
    );
    await stillWhole();
  });

  it("of a damaged file needs an operator, and leaves it as it was", async () => {
    const bytes = damage();
    const error = failure();
    expect(error).toBeInstanceOf(LogNotUpgraded);
    expect(error).toMatchObject({ isPassing: false, message: expect.stringContaining("SQLITE_CORRUPT") });
    expect(filesIn(folder)).toEqual(["log.sqlite"]);
    expect(readFileSync(path).equals(bytes)).toBe(true);
  });

  it("of two logs upgrades none if one is damaged, so that the former release can go on with both", async () => {
    const other = path;
    const second = join(folder, "second");
    mkdirSync(second);
    path = copyTo(second);
    damage();
    expect(failure({}, [other, path])).toMatchObject({ isPassing: false, message: expect.stringContaining(path) });
    path = other;
    expect(filesIn(folder)).toEqual(["log.sqlite", "second"]);
    expect(filesIn(second)).toEqual(["log.sqlite"]);
    {
      using file = openReadOnly(path);
      expect(formOf(file.db)).toBe("former");
    }
    await stillWhole();
  });

  it("leaves a file of this release as a kill left it, so that its write-ahead file is not missed", async () => {
    await upgrade();
    const db = openDatabase(path, "durable");
    db.exec("UPDATE identity SET in_use = 1");
    const copy = join(folder, "copy");
    mkdirSync(copy);
    for (const end of ["", "-wal"]) copyFileSync(path + end, join(copy, `log.sqlite${end}`));
    db.close();
    upgradeLogFiles([join(copy, "log.sqlite")]);
    path = join(copy, "log.sqlite");
    await stillWhole();
    expect(existsSync(`${path}-wal`)).toBe(true);
  });

  const why = whyNoSmallDisk();
  it.skipIf(why !== undefined)(`on a disk that fills up can be tried again, and leaves it as it was${why ?? ""}`, async () => {
    const disk = join(folder, "disk");
    const unmount = mountSmallDisk(disk, "size=300k");
    try {
      path = copyTo(disk);
      for (const left of [0, 4_096, 40_000, 60_000, 80_000]) {
        const empty = fillBytes(disk, left);
        // The check finds enough free space, as if another program used it up afterwards.
        const error = failure({ freeIn: () => 1e9 });
        empty();
        if (error) expect(isPassing(error)).toBe(true);
        await stillWhole();
      }
      await upgrade();
      await stillWhole();
    } finally {
      unmount();
    }
  });

  it("of two logs, killed at any moment, leaves of each the former file in use or the new one, and whatever was begun is completed", async () => {
    let isOver = false;
    for (let call = 1; !isOver; call += 1) {
      rmSync(folder, { recursive: true });
      folder = mkdtempSync(join(tmpdir(), "candour-former-log-"));
      const second = join(folder, "second");
      mkdirSync(second);
      const paths = [copyTo(folder), copyTo(second)];
      isOver = killedAt(call, paths) === 0;
      for (path of paths) await stillWhole();
      upgradeLogFiles(paths);
      for (path of paths) await stillWhole();
      expect([filesIn(folder), filesIn(second)]).toEqual([["log.sqlite", "second"], ["log.sqlite"]]);
      if (isOver) expect(call).toBeGreaterThan(40);
    }
  });

  /** The exit code; null where it was killed. */
  function killedAt(call: number, paths: readonly string[]): number | null {
    const upgrading = `import { upgradeLogFiles } from ${JSON.stringify(join(import.meta.dirname, "../../event-log/sqlite/log-file.ts"))};
      upgradeLogFiles(${JSON.stringify(paths)});`;
    const dying = join(import.meta.dirname, "../helpers/die-at-call.mjs");
    const { status } = spawnSync(process.execPath, ["--import", dying, "--input-type=module", "-e", upgrading], {
      env: { ...process.env, CANDOUR_TEST_DIE_AT: String(call) },
      stdio: ["ignore", "ignore", "inherit"],
    });
    return status;
  }

  /** Damages a page of the file, and returns what is in it. */
  function damage(): Buffer {
    sql("UPDATE identity SET in_use = 0", "PRAGMA wal_checkpoint(TRUNCATE)");
    const bytes = readFileSync(path);
    const at = bytes.indexOf("quoted");
    bytes.fill(0xff, at - (at % 4096), at - (at % 4096) + 4096);
    writeFileSync(path, bytes);
    return bytes;
  }

  function failure(options = {}, paths = [path]): unknown {
    try {
      upgradeLogFiles(paths, options);
      return undefined;
    } catch (error) {
      return error;
    }
  }

  /** Also that no write-ahead file is missed at the next start. */
  async function stillWhole(): Promise<void> {
    {
      using file = openReadOnly(path);
      if (readIdentity(file.db)?.inUse) expect(existsSync(`${path}-wal`)).toBe(true);
      expect(await openLogReader(file.db).readAll("", 1_000)).toEqual(FORMER_READ.events);
      expect(flawsOf(file.db)).toEqual([]);
    }
  }
});
