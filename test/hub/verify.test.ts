// The check of all stores: of a running hub, of a stopped one, of copies, and after damage to each file.
import { chmodSync, copyFileSync, cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { removePassed } from "../../disclosure/retention.ts";
import { DISCLOSURE_STREAMS } from "../../disclosure/streams.ts";
import { openSqliteLog } from "../../event-log/sqlite/sqlite-log.ts";
import { type Database, openDatabase } from "../../event-log/stores/database.ts";
import { openReadOnly } from "../../event-log/stores/read-only.ts";
import { streamParts } from "../../event-log/stream-name.ts";
import { recordDeadlines } from "../../hub/clock/scheduled-jobs.ts";
import { type FoundFolder, findDataFolder } from "../../hub/folder/data-folder.ts";
import { verifyStores } from "../../hub/verification/verify.ts";
import { kindOf, LOG_STREAMS } from "../../services/streams.ts";
import { concern } from "../examples/api-inputs.ts";
import { damage, replaceBytes } from "../helpers/damage-file.ts";
import { playEveryEvent } from "../helpers/play-every-event.ts";
import { contentsOf } from "../helpers/read-model-contents.ts";
import { done } from "../helpers/send-command.ts";
import { uploaded } from "../helpers/send-file.ts";
import { cases, isSoak } from "../helpers/soak.ts";
import { appendOf } from "../helpers/stored-event.ts";
import { startHub, type TestHub } from "../helpers/test-hub.ts";

let dir: string;
let whole: string;
let now: Date;
let masterKey: Buffer;
const LOG = join("log", "events.sqlite");
const KEYS = join("keys", "keys.sqlite");
const ATTACHMENTS = join("keys", "attachments.sqlite");

/** A folder with demonstration data, a concern and its disclosures; the hub is stopped. */
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), "candour-verify-"));
  whole = join(dir, "whole");
  mkdirSync(whole);
  const hub = await startHub({ dir: whole });
  const id = await done(hub, "adviser", "logConcern", concern);
  const attachments = [await uploaded(hub, "adviser")];
  await done(hub, "adviser", "addEvidence", { concern: id, evidence: { ...concern.evidence[0], attachments } });
  await hub.ask("adviser", "query($id: ID!) { concern(id: $id) { id narrative { summary } } }", { id });
  now = hub.clock.now();
  ({ masterKey } = hub.hub.folder);
  await hub.close();
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const folderAt = (dataDir: string): FoundFolder => findDataFolder({ dataDir, masterKey });
const verify = (dataDir: string) => verifyStores(folderAt(dataDir), { now });
/** Every file of a folder, with the attributes that show whether it was changed. */
const filesIn = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .sort()
    .map((name) => [name, statSync(join(folder, name)).mtimeMs, statSync(join(folder, name)).size]);
const databases = (): readonly string[] =>
  readdirSync(whole, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".sqlite") && name !== "lock.sqlite")
    .sort();
function copied(): string {
  const copy = mkdtempSync(join(dir, "copy-"));
  cpSync(whole, copy, { recursive: true });
  return copy;
}
function changed(name: string, ...statements: readonly string[]): string {
  const copy = copied();
  const db = openDatabase(join(copy, name), "durable");
  for (const statement of statements) db.exec(statement);
  db.close();
  return copy;
}

const PERSON = "SELECT number FROM streams WHERE name = 'person-adviser'";

describe("The check of attachments", () => {
  const flawsOf = async (folder: string) => (await verify(folder)).flaws.map(({ file, what }) => [file, what]);

  it("compares the content of each with what the log says of it", async () => {
    expect((await verify(whole)).counts.attachments).toBe(1);
    const missing = changed(ATTACHMENTS, "DELETE FROM attachments");
    expect(await flawsOf(missing)).toEqual([[ATTACHMENTS, "the content of an attachment is missing"]]);
    const withoutPieces = changed(ATTACHMENTS, "DELETE FROM pieces");
    expect(await flawsOf(withoutPieces)).toEqual([[ATTACHMENTS, "a piece of an attachment is missing"]]);
    const changedByOne = changed(ATTACHMENTS, "UPDATE pieces SET content = CAST(content || x'00' AS BLOB)");
    expect(await flawsOf(changedByOne)).toEqual([[ATTACHMENTS, "a piece of an attachment does not open"]]);
    const removed = copied();
    for (const suffix of ["", "-wal", "-shm"]) rmSync(join(removed, ATTACHMENTS + suffix), { force: true });
    expect(await flawsOf(removed)).toEqual([[ATTACHMENTS, "the file is missing, and with it 1 attachments"]]);
  });

  it("finds content that was exchanged for another under the same key", async () => {
    const copy = copied();
    const hub = await startHub({ dir: copy, seed: false, at: now.toISOString() });
    const attachments = [await uploaded(hub, "adviser", "Other.csv", "a,b\n1,2\n")];
    const [id = ""] = (
      await hub.ask<{ concerns: { nodes: { id: string }[] } }>("adviser", "{ concerns(first: 1) { nodes { id } } }")
    ).body.data.concerns.nodes.map((one) => one.id);
    await done(hub, "adviser", "addEvidence", { concern: id, evidence: { ...concern.evidence[0], attachments } });
    await hub.close();
    const db = openDatabase(join(copy, ATTACHMENTS), "durable");
    db.exec("UPDATE pieces SET content = (SELECT content FROM pieces ORDER BY length(content) LIMIT 1)");
    db.close();
    expect(await flawsOf(copy)).toEqual([[ATTACHMENTS, "the content of an attachment is not what was added"]]);
  });
});

describe("The check", () => {
  it("finds no flaw in a stopped hub's folder, counts every event, key and read model, and creates or changes no file", async () => {
    const before = filesIn(whole);
    const { flaws, unchecked, counts } = await verify(whole);
    expect({ flaws, unchecked }).toEqual({ flaws: [], unchecked: [] });
    expect(counts).toMatchObject({ readModels: 9, destroyedKeys: 1 });
    expect(counts.events).toBeGreaterThan(50);
    expect(counts.disclosures).toBeGreaterThan(0);
    expect(counts.keys).toBeGreaterThan(counts.unusedKeys);
    expect(filesIn(whole)).toEqual(before);
  });

  it("knows every type of event", () => {
    const kinds = [...LOG_STREAMS, ...DISCLOSURE_STREAMS];
    const stored = readFileSync(join(import.meta.dirname, "../golden/events.jsonl"), "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line))
      .filter(({ stream }) => stream !== undefined)
      .map((event) => ({ ...event, ...streamParts(event.stream) }));
    for (const event of stored) expect(() => kindOf(kinds, event.category)?.read(event), event.type).not.toThrow();
    expect(stored.filter(({ category }) => !kindOf(kinds, category))).toEqual([]);
  });
});

describe("A running hub", () => {
  let hub: TestHub;
  beforeAll(async () => {
    hub = await startHub({ dir: copied(), seed: false });
    hub.clock.set("2026-03-03T12:00:00.000Z");
  });
  afterAll(() => hub.close());

  it("has no flaw while commands continue, at each check", async () => {
    const folder = findDataFolder(hub.hub.config);
    let logged = 0;
    let isOver = false;
    const writing = (async () => {
      while (!isOver) {
        await done(hub, "adviser", "logConcern", { ...concern, summary: `${concern.summary} ${logged}` });
        logged += 1;
      }
    })();
    for (let look = 0; look < cases(2, 10); look += 1) {
      const before = logged;
      const { flaws, unchecked } = await verifyStores(folder, { now: hub.clock.now(), pace: () => new Promise(setImmediate) });
      expect({ flaws, unchecked }).toEqual({ flaws: [], unchecked: [] });
      while (logged === before) await new Promise(setImmediate);
    }
    isOver = true;
    await writing;
  });
});

describe("A hub with every kind of event", () => {
  it("has no flaw, even after days and deadlines have passed, disclosures were removed and it was restarted", async () => {
    const kept = mkdtempSync(join(dir, "lived-"));
    let hub = await startHub({ dir: kept });
    const check = async () => {
      const { flaws, unchecked } = await verifyStores(findDataFolder(hub.hub.config), { now: hub.clock.now() });
      expect({ flaws, unchecked }).toEqual({ flaws: [], unchecked: [] });
    };
    await playEveryEvent(hub);
    for (const day of ["2026-07-03", "2026-07-09", "2026-07-14", "2026-07-20"]) {
      hub.clock.set(`${day}T12:00:00.000Z`);
      await hub.ask("adviser", "{ concerns(first: 20) { nodes { id stage } } }");
      await recordDeadlines(hub.hub);
      if (isSoak) await check();
    }
    await check();
    await hub.close();
    hub = await startHub({ dir: kept, seed: false });
    hub.clock.set("2026-07-21T12:00:00.000Z");
    await hub.ask("adviser", "{ concerns(first: 20) { nodes { id stage } } }");
    await check();
    // Due disclosures are marked first, and removed if they are still due a day later.
    for (const day of ["2026-09-01", "2026-09-03"]) {
      hub.clock.set(`${day}T12:00:00.000Z`);
      const { removed } = await removePassed({ log: hub.hub.disclosures, today: day, now: hub.clock.now(), keptMonths: 1 });
      expect(removed > 0).toBe(day === "2026-09-03");
    }
    await hub.hub.disclosed.reached(await hub.hub.disclosures.head(), 10_000);
    await check();
    await hub.close();
  });
});

describe("Damage", () => {
  /** The number of damages that are done to each file. */
  const SEEDS = cases(1, 10);

  /** The contents of a file's tables; undefined if the file cannot be read. */
  function contents(path: string): unknown {
    let db: Database | undefined;
    try {
      db = openReadOnly(path).db;
      return contentsOf(db, { withTextIndex: true });
    } catch {
      return undefined;
    } finally {
      db?.close();
    }
  }

  it("to bits, bytes and pages is reported with the file's name wherever it changes data, and nothing is thrown", async () => {
    let found = 0;
    for (const [place, name] of databases().entries())
      for (let seed = 1; seed <= SEEDS; seed += 1) {
        const copy = copied();
        const done = damage(join(copy, name), 100 * place + seed);
        const { flaws, unchecked } = await verify(copy);
        const isNamed = [...flaws, ...unchecked].some(({ file }) => file === name);
        found += isNamed ? 1 : 0;
        // Most of a small file is unused space.
        if (!isNamed) expect(contents(join(copy, name)), `${name} ${JSON.stringify(done)}`).toEqual(contents(join(whole, name)));
        rmSync(copy, { recursive: true });
      }
    expect(found).toBeGreaterThan((SEEDS * databases().length) / 3);
  });

  it("to a page of the log does not stop the check of the rest of the log and of other files", async () => {
    const copy = changed(LOG, "UPDATE events SET data = '{}' WHERE position = (SELECT max(position) - 1 FROM events)");
    const path = join(copy, LOG);
    const bytes = readFileSync(path);
    const page = 4096 * Math.floor(bytes.length / 4096 / 2);
    bytes.fill(0, page, page + 4096);
    copyFileSync(path, `${path}.before`);
    (await import("node:fs")).writeFileSync(path, bytes);
    const { flaws } = await verify(copy);
    expect(flaws.some(({ file, what }) => file === LOG && /page/.test(what))).toBe(true);
    expect(flaws.some(({ file, what }) => file === LOG && what.startsWith("the event was changed after it was appended"))).toBe(
      true,
    );
  });

  it.each([
    [
      LOG,
      "a key that was taken out of the log's commands",
      "DELETE FROM commands WHERE position = 3",
      "its command is not recorded",
    ],
    [
      LOG,
      "a command's digest that was changed, so that a repeat of it would be refused",
      "UPDATE commands SET body_digest = replace(body_digest, substr(body_digest, 7, 1), '/') WHERE position = 3",
      "its command was changed after it was recorded",
    ],
    [
      LOG,
      "a whole stream that is gone with its commands",
      ["commands", "events"].map((table) => `DELETE FROM ${table} WHERE stream = (${PERSON})`).join(";"),
      "an event is missing before this one",
    ],
    [
      LOG,
      "a time to come",
      "UPDATE events SET at = '2031-01-01T00:00:00.000Z' WHERE position = 3",
      "its time lies in the future",
    ],
    [
      LOG,
      "a time before that of the event before it",
      "UPDATE events SET at = '2020-01-01T00:00:00.000Z' WHERE version = 2",
      "its time is before that of the event before it in its stream",
    ],
    [
      LOG,
      "an id that no command made",
      "UPDATE events SET stored_id = 'another' WHERE position = 3",
      "its id is none that a log gives",
    ],
    [
      LOG,
      "metadata of another form",
      `UPDATE events SET metadata = '{"actor":"hub"}' WHERE position = 3`,
      "its metadata or its data is not in the form of an event",
    ],
    [
      LOG,
      "a type that is not known",
      "UPDATE events SET type = 'Unheard.v9' WHERE position = 3",
      "this release cannot read an event of its type and form (Unheard.v9)",
    ],
    [
      LOG,
      "sealed text that was changed",
      `UPDATE events SET data = replace(data, '"box":"', '"box":"A') WHERE stream IN (SELECT number FROM streams WHERE name LIKE 'concern-%')`,
      "a sealed value in it does not open",
    ],
    [
      KEYS,
      "a key that was changed",
      "UPDATE keys SET wrapped = zeroblob(60) WHERE id = (SELECT min(id) FROM keys)",
      "a key does not open under the master key",
    ],
    [
      KEYS,
      "a key of ids that is gone",
      "DELETE FROM derivation_keys WHERE use = 'ids'",
      "a key that ids or digests are made with is missing",
    ],
  ])("in %s is reported: %s", async (name, _, statements, what) => {
    const { flaws } = await verify(changed(name, ...statements.split("; ")));
    expect(flaws.map((flaw) => [flaw.file, flaw.what])).toContainEqual([name, what]);
  });

  it("that empties the keyring is reported with each event that can no longer be unsealed", async () => {
    const { flaws } = await verify(changed(KEYS, "DELETE FROM keys"));
    const lost = flaws.filter(
      ({ file, what }) => file === LOG && what === "a sealed value names a key that is not in the keyring",
    );
    expect(lost.length).toBeGreaterThan(5);
    expect(lost.every(({ stream, position }) => stream !== "" && position !== "")).toBe(true);
  });

  it("does not include a destroyed key, because the values sealed under it are erased on purpose", async () => {
    const copy = changed(KEYS, "UPDATE keys SET wrapped = NULL");
    const { flaws, counts } = await verify(copy);
    expect(flaws.filter(({ file }) => !file.startsWith("read-models"))).toEqual([]);
    expect(counts.destroyedKeys).toBe(counts.keys);
  });

  it.each([
    ["register", "UPDATE concerns SET version = version + 1", "concerns"],
    ["register", "DELETE FROM texts WHERE rowid = (SELECT min(row) FROM texts_rows)", "texts"],
    ["register", "UPDATE classes SET fingerprint = replace(fingerprint, 'finance', 'finances')", "classes"],
    ["people", "DELETE FROM people WHERE id = 'adviser'", "people"],
    ["disclosures", "UPDATE leaves SET leaf = replace(leaf, 'adviser', 'nobody')", "leaves"],
    ["metrics", "UPDATE metrics SET label = label || '.'", "metrics"],
    ["policy", "DELETE FROM texts", "texts"],
  ])("to a row of the read model %s is reported with its table: %s", async (model, statement, table) => {
    const name = databases().find((one) => one.startsWith(join("read-models", `${model}-`))) ?? "";
    const { flaws } = await verify(changed(name, statement));
    expect(flaws.map(({ file, what }) => [file, what])).toContainEqual([
      name,
      `its table ${table} does not hold what the log gives`,
    ]);
    expect(new Set(flaws.map(({ file }) => file))).toEqual(new Set([name]));
  });

  it("includes a log or a record of disclosures that is older than the other stores' marks", async () => {
    const copy = copied();
    for (const name of ["events.sqlite", "disclosures.sqlite"]) {
      const db = openDatabase(join(copy, "log", name), "durable");
      db.exec(
        "DELETE FROM commands WHERE position > 1; DELETE FROM events WHERE position > 1; UPDATE sqlite_sequence SET seq = 1 WHERE name = 'events'",
      );
      db.close();
    }
    const { flaws } = await verify(copy);
    const older = flaws.filter(({ what }) => what.startsWith("the file is older than it should be"));
    expect(older.map(({ file }) => file)).toContain(LOG);
  });

  it("includes a missing write-ahead file of a hub that was not stopped", async () => {
    const copy = changed(KEYS, "UPDATE identity SET in_use = 1", "PRAGMA wal_checkpoint(TRUNCATE)");
    rmSync(join(copy, `${KEYS}-wal`));
    const { flaws } = await verify(copy);
    expect(flaws).toEqual([
      {
        file: KEYS,
        position: "",
        stream: "",
        what: expect.stringMatching(/^the hub did not close it, and its write-ahead file is missing\./),
      },
    ]);
  });

  it("includes a changed file of marks", async () => {
    const copy = copied();
    replaceBytes(join(copy, "high-water.json"), '"epoch":1', '"epoch":2');
    expect((await verify(copy)).flaws).toEqual([
      { file: "high-water.json", position: "", stream: "", what: "the marks in it are not as they were written" },
    ]);
  });

  it("includes a read model that is ahead of its log", async () => {
    const copy = copied();
    const db = openDatabase(join(copy, LOG), "durable");
    db.exec("DELETE FROM commands WHERE position > 40; DELETE FROM events WHERE position > 40");
    db.close();
    const { flaws } = await verify(copy);
    const what = "it stands at a position that the log does not hold, or holds another event at";
    expect(flaws.filter((flaw) => flaw.what === what)).toHaveLength(8);
  });
});

describe("A file", () => {
  it("that is missing is not checked, while the others are", async () => {
    const copy = copied();
    rmSync(join(copy, "log", "disclosures.sqlite"));
    const { flaws, unchecked, counts } = await verify(copy);
    expect({ flaws, unchecked }).toEqual({
      flaws: [],
      unchecked: [{ file: join("log", "disclosures.sqlite"), why: "the file is missing" }],
    });
    expect(counts.events).toBeGreaterThan(50);
  });

  it.each([
    ["with the index of its write-ahead log, as a crash leaves it", true],
    ["without that index, as a copy has it", false],
  ])(
    "whose last events are in its write-ahead log alone is read whole, %s, and nothing is made beside it",
    async (_, hasIndex) => {
      const from = mkdtempSync(join(dir, "log-"));
      const log = openSqliteLog(join(from, "log.sqlite"));
      await log.append(appendOf("a", [{ type: "Noted.v1", data: {} }], { expected: "new", at: now.toISOString() }));
      const copy = mkdtempSync(join(dir, "log-"));
      for (const end of ["", "-wal", ...(hasIndex ? ["-shm"] : [])])
        copyFileSync(join(from, `log.sqlite${end}`), join(copy, `log.sqlite${end}`));
      await log.close();
      const before = filesIn(copy);
      const left = readdirSync(tmpdir()).filter((name) => name.startsWith("candour-read-"));
      const file = openReadOnly(join(copy, "log.sqlite"));
      expect(file.db.prepare("SELECT count(*) AS n FROM events").get()).toEqual({ n: 1 });
      expect(() => file.db.exec("CREATE TABLE more (one INTEGER)")).toThrow(/readonly/);
      file.close();
      expect(filesIn(copy)).toEqual(before);
      expect(readdirSync(tmpdir()).filter((name) => name.startsWith("candour-read-"))).toEqual(left);
    },
  );

  it("in a folder without write permission (if the system enforces it for the test user) is read as usual", async () => {
    const copy = copied();
    const folders = ["log", "keys", "read-models", ""].map((name) => join(copy, name));
    for (const folder of folders) chmodSync(folder, 0o500);
    const before = filesIn(copy);
    expect((await verify(copy)).flaws).toEqual([]);
    expect(filesIn(copy)).toEqual(before);
    for (const folder of folders) chmodSync(folder, 0o700);
  });
});
