// Plain values in the files of the event log: a person who has the files without the master key cannot confirm a guess with them.
import { createHash, createHmac, hkdfSync } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pino from "pino";
import { afterEach, describe, expect, it } from "vitest";

import { seedDemonstration } from "../../demonstration/seed.ts";
import { type HashedRow, hashOf } from "../../event-log/hash-chain.ts";
import { deriveId } from "../../event-log/ids.ts";
import { storedHash, storedId } from "../../event-log/sqlite/stored-ids.ts";
import { CURRENT } from "../../event-log/sqlite/tables.ts";
import { type Database, openDatabase } from "../../event-log/stores/database.ts";
import { readConfig } from "../../hub/config.ts";
import { type Hub, openHub } from "../../hub/hub.ts";
import { keyOfCommand, keyOfText } from "../../imports/keys.ts";
import { parseConcernCommand } from "../../services/concern/commands.ts";
import { shipped } from "../helpers/policy-files.ts";
import { startHub } from "../helpers/test-hub.ts";

const NAME = "Wilhelmina Thackthwaite";
const ADDRESS = "w.thackthwaite@wendlehaugh.example";
const REGISTER = { person: "adviser-17", name: NAME };
const PERSON_LINE = JSON.stringify({ ...REGISTER, assignments: [] });
const CONCERN = {
  council: "X00000005",
  strand: "corporate",
  cause: "finance",
  period: { from: "2025-04-01", to: "2025-09-30" },
  summary: "Reserves have halved in a year.",
  observed: "The strategy balances the next year from reserves alone.",
  evidence: [
    {
      ...{ kind: "conversation", account: "The treasurer said so twice.", source: "Piers Holm, treasurer" },
      ...{ period: { from: "2025-04-01", to: "2025-09-30" }, grading: { source: "1", content: "B" }, handling: "P" },
    },
  ],
};
const CONCERN_LINE = JSON.stringify(CONCERN);
const WORDS = [NAME, ADDRESS, CONCERN.summary, CONCERN.observed, "The treasurer said so twice.", "Piers Holm, treasurer"];

const toClose: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of toClose.splice(0).reverse()) await close();
});

const as = (hub: Hub, person: string, idempotencyKey: string) => {
  const viewer = hub.people.queries().viewer(person) ?? expect.fail(`Nobody is ${person}.`);
  return { ...hub.asHub(idempotencyKey), principal: { type: "Person", facts: viewer.facts } } as const;
};

/** Commands of an import of people and concerns, and of a person, with idempotency keys that are derived from the lines' contents. */
async function importAll(hub: Hub): Promise<string> {
  const { people, concern } = hub.services;
  const registered = await people.execute("registerPerson", REGISTER, as(hub, "governance-officer", keyOfText(PERSON_LINE)));
  expect(registered.kind).toBe("done");
  const addressed = { person: "adviser", address: ADDRESS };
  const given = await people.execute("setMailAddress", addressed, as(hub, "adviser", `mail ${ADDRESS}`));
  expect(given.kind).toBe("done");
  const logged = await concern.execute("logConcern", CONCERN, as(hub, "adviser", keyOfText(CONCERN_LINE)));
  if (logged.kind === "refused") return expect.fail(logged.message);
  return logged.id;
}

/** All bytes of log and keys, write-ahead logs and all. */
const filesOf = (dir: string): Buffer =>
  Buffer.concat(
    ["log", "keys"].flatMap((folder) =>
      readdirSync(join(dir, folder))
        .filter((name) => name.includes(".sqlite"))
        .map((name) => readFileSync(join(dir, folder, name))),
    ),
  );

/** Every form of a guess that needs no key: plain text, and each common digest in each common encoding. */
function formsOf(text: string): readonly (readonly [what: string, bytes: Buffer])[] {
  const digests = ["sha256", "sha1", "md5", "sha512"].flatMap((name) => {
    const bytes = createHash(name).update(text).digest();
    const forms = { hex: bytes.toString("hex"), base64: bytes.toString("base64"), base64url: bytes.toString("base64url") };
    return [
      [`${name} bytes`, bytes.subarray(0, 16)],
      ...Object.entries(forms).map(([form, written]) => [`${name} ${form}`, Buffer.from(written.slice(0, 20))]),
    ] as [string, Buffer][];
  });
  return [["plain", Buffer.from(text)], ...digests];
}

describe("The files of the record", () => {
  it("contain nothing with which a guess about imported data can be confirmed", async () => {
    const test = await startHub();
    toClose.push(test.close);
    const before = filesOf(test.dir);
    const id = await importAll(test.hub);
    // A read adds the record of disclosures to the files.
    const read = await test.ask("adviser", "query($id: ID!) { concern(id: $id) { id summary { text } } }", { id });
    expect(read.body.data).toEqual({ concern: { id, summary: { text: CONCERN.summary } } });
    const files = filesOf(test.dir);
    expect(files.length).toBeGreaterThan(before.length);

    const keys = [keyOfText(PERSON_LINE), keyOfText(CONCERN_LINE), keyOfCommand("logConcern", CONCERN), `mail ${ADDRESS}`];
    const inputs: [string, object][] = [
      ["registerPerson", REGISTER],
      ["setMailAddress", { person: "adviser", address: ADDRESS }],
      ["logConcern", CONCERN],
    ];
    const bodies = inputs.flatMap(([name, input]) => [JSON.stringify(input), JSON.stringify([name, input])]);
    const guessed = [...WORDS, PERSON_LINE, CONCERN_LINE, ...keys, ...bodies];
    const found = [...guessed, ...guessed.map((text) => JSON.stringify([text]))].flatMap((text) =>
      formsOf(text).flatMap(([what, bytes]) => (files.includes(bytes) ? [`${what} of ${text.slice(0, 40)}`] : [])),
    );
    // Derived ids are guessed too: of a command, and of the records it creates.
    const actors = ["governance-officer", "adviser", "hub"];
    const commands = actors.flatMap((actor) =>
      ["Person", "Hub"].flatMap((type) => keys.map((key) => deriveId("command", type, actor, key))),
    );
    const made = commands.flatMap((id) => [
      ...["1", "2", "concern", "assignment", "notice"].map((word) => deriveId(id, word)),
      deriveId(id, "evidence", "0"),
    ]);
    const words = guessed.flatMap((text) => [deriveId(text), deriveId("command", text), deriveId("import", text)]);
    const confirmed = [...commands, ...made, ...words].filter((id) => files.includes(id));
    expect([...found, ...confirmed]).toEqual([]);
    // Names that are plain on purpose are found, which shows that the search works.
    for (const open of ["person-adviser-17", "X00000005", "PersonRegistered.v1"]) expect(files.includes(open), open).toBe(true);
  });
});

describe("A data folder of an earlier release", () => {
  /** Derives the ids of events from their command, and the hashes of their content. */
  function chainAnew(log: Database, stream: string, command: string): void {
    const rows = log
      .prepare(`SELECT * FROM ${CURRENT.events} WHERE stream = ? ORDER BY version`)
      .all<Omit<HashedRow, "previousHash"> & { readonly position: number }>(stream);
    let previousHash = "";
    for (const row of rows) {
      const id = deriveId(command, String(row.version));
      const hash = hashOf({ ...row, id, previousHash });
      log
        .prepare("UPDATE events SET stored_id = ?, stored_hash = ? WHERE position = ?")
        .run(storedId(id), storedHash(hash), row.position);
      previousHash = hash;
    }
  }

  /** Writes the data of that release: its own ids and digests, and a key file without keys for them. */
  function makeFormer(dir: string, masterKey: Buffer, concern: string): string {
    const former = deriveId("command", "Person", "adviser", keyOfText(CONCERN_LINE));
    const formerConcern = deriveId(former, "concern");
    const log = openDatabase(join(dir, "log", "events.sqlite"), "durable");
    const parsed = parseConcernCommand("logConcern", CONCERN);
    if (parsed.kind === "refused") return expect.fail(parsed.message);
    const digestKey = Buffer.from(hkdfSync("sha256", masterKey, "candour", "digest", 32));
    const digest = createHmac("sha256", digestKey)
      .update(JSON.stringify(["logConcern", parsed.input]))
      .digest("base64url");
    const { id } = log
      .prepare(`SELECT metadata ->> '$.commandId' AS id FROM ${CURRENT.events} WHERE stream = ?`)
      .get(`concern-${concern}`) as { id: string };
    log
      .prepare("UPDATE commands SET id = ?, body_digest = ?, checksum = '' WHERE id = ?")
      .run(storedId(former), digest, storedId(id));
    log.prepare("UPDATE streams SET name = ? WHERE name = ?").run(`concern-${formerConcern}`, `concern-${concern}`);
    log
      .prepare("UPDATE events SET metadata = replace(metadata, ?, ?) WHERE stream = (SELECT number FROM streams WHERE name = ?)")
      .run(id, former, `concern-${formerConcern}`);
    chainAnew(log, `concern-${formerConcern}`, former);
    log.close();
    const keys = openDatabase(join(dir, "keys", "keys.sqlite"), "durable");
    keys.exec("DROP TABLE derivation_keys");
    keys.close();
    // Stores of that release also kept no marks of each other.
    for (const file of ["log/events.sqlite", "log/disclosures.sqlite", "keys/keys.sqlite"]) {
      const store = openDatabase(join(dir, file), "durable");
      store.exec("DROP TABLE identity; DROP TABLE marks");
      store.close();
    }
    rmSync(join(dir, "high-water.json"));
    rmSync(join(dir, "read-models"), { recursive: true });
    return formerConcern;
  }

  it("returns the first outcome of a repeated command, with its first ids, and records nothing twice", async () => {
    const dir = mkdtempSync(join(tmpdir(), "candour-former-"));
    toClose.push(async () => rmSync(dir, { recursive: true, force: true }));
    const now = () => new Date("2026-03-02T12:00:00.000Z");
    const open = async () => {
      const hub = await openHub(readConfig({ CANDOUR_DATA_DIR: dir }), pino({ level: "silent" }), { shipped, now });
      await hub.live();
      return hub;
    };
    const before = await open();
    await seedDemonstration(before);
    const concern = await importAll(before);
    await before.close();
    const formerConcern = makeFormer(dir, before.folder.masterKey, concern);

    const hub = await open();
    try {
      const head = await hub.log.head();
      const asking = as(hub, "adviser", keyOfText(CONCERN_LINE));
      for (let time = 0; time < 2; time += 1) {
        const again = await hub.services.concern.execute("logConcern", CONCERN, asking);
        expect(again).toMatchObject({ kind: "done", id: formerConcern, version: 2 });
      }
      const other = await hub.services.concern.execute("logConcern", { ...CONCERN, cause: "leadership" }, asking);
      expect(other).toMatchObject({ kind: "refused", code: "KEY_REUSED" });
      expect(await hub.log.head()).toBe(head);
      // New commands get ids of this release, and their repeats are recognised too.
      const next = as(hub, "adviser", "another key");
      const first = await hub.services.concern.execute("logConcern", CONCERN, next);
      expect(await hub.services.concern.execute("logConcern", CONCERN, next)).toEqual({ ...first, recorded: false });
      const [logged] = await hub.log.readAll(head, 1);
      expect(logged?.metadata.commandId).not.toBe(deriveId("command", "Person", "adviser", "another key"));
    } finally {
      await hub.close();
    }
  });
});
