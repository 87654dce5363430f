// The release that wrote a log last, and a release tried on a folder before it is started there.
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openDatabase } from "../../event-log/stores/database.ts";
import { readIdentity } from "../../event-log/stores/identity.ts";
import { openReadOnly } from "../../event-log/stores/read-only.ts";
import { findDataFolder } from "../../hub/folder/data-folder.ts";
import { checkRelease } from "../../hub/verification/check.ts";
import { isNewer, RELEASE } from "../../hub/verification/release.ts";
import { run } from "../helpers/cli.ts";
import { startHub } from "../helpers/test-hub.ts";

const LOG = join("log", "events.sqlite");
let dir: string;
let whole: string;
let now: Date;
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), "candour-release-"));
  whole = join(dir, "whole");
  mkdirSync(whole);
  const hub = await startHub({ dir: whole });
  now = hub.clock.now();
  await hub.close();
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

function changed(...statements: readonly string[]): string {
  const copy = mkdtempSync(join(dir, "copy-"));
  cpSync(whole, copy, { recursive: true });
  const db = openDatabase(join(copy, LOG), "durable");
  for (const statement of statements) db.exec(statement);
  db.close();
  return copy;
}
const NEWER = "UPDATE identity SET release = '9.8.7'";
const UNKNOWN =
  "UPDATE events SET type = 'SomethingNew.v1' WHERE position = (SELECT max(position) FROM events WHERE stream LIKE 'concern-%')";
async function started(folder: string, env: Readonly<Record<string, string>> = {}): Promise<string> {
  try {
    const hub = await startHub({ dir: folder, seed: false, env });
    await hub.close();
    return "started";
  } catch (error) {
    return (error as Error).message;
  }
}

describe("A log", () => {
  it("says which release wrote it last", () => {
    const file = openReadOnly(join(whole, LOG));
    expect(readIdentity(file.db)?.release).toBe(RELEASE);
    file.close();
  });

  it("that a newer release wrote stops an older hub, which names both and says what to do", async () => {
    const copy = changed(NEWER);
    const message = await started(copy);
    for (const part of [
      "Release 9.8.7 of Candour wrote",
      LOG,
      `this is release ${RELEASE}.`,
      "candour check",
      `CANDOUR_OLDER_RELEASE=${RELEASE}.`,
    ])
      expect(message).toContain(part);
    expect(await started(copy, { CANDOUR_OLDER_RELEASE: "9.8.7" })).toBe(message);
  });

  it("that a newer release wrote is gone on with where somebody says so and every type in it is known, and then is the older one's", async () => {
    const copy = changed(NEWER);
    expect(await started(copy, { CANDOUR_OLDER_RELEASE: RELEASE })).toBe("started");
    expect(await started(copy)).toBe("started");
  });

  it("with an event that only the newer release knows stops the older one by the type's name, whatever the setting", async () => {
    const message = await started(changed(NEWER, UNKNOWN), { CANDOUR_OLDER_RELEASE: RELEASE });
    expect(message).toContain("does not know SomethingNew.v1");
  });

  it.each([
    ["1.0.0", "0.9.9", true],
    ["0.10.0", "0.9.0", true],
    ["0.1.0", "0.1.0", false],
    ["0.1.0", "0.1.1", false],
    ["", "0.1.0", false],
    ["newest", "0.1.0", false],
  ])("of release %s is newer than release %s: %s", (one, other, newer) => expect(isNewer(one, other)).toBe(newer));
});

describe("A release that is tried on a folder", () => {
  const tried = (folder: string) =>
    checkRelease(findDataFolder({ dataDir: folder, masterKey: undefined }), { now, policyApproved: undefined });

  it("goes on with what it wrote itself, and writes nothing", async () => {
    const files = () =>
      readdirSync(whole, { recursive: true, encoding: "utf8" })
        .sort()
        .map((name) => [name, statSync(join(whole, name)).mtimeMs]);
    const before = files();
    const { problems, unchecked, readModels, events, streams } = await tried(whole);
    expect({ problems, unchecked, readModels }).toEqual({ problems: [], unchecked: [], readModels: 9 });
    expect(events).toBeGreaterThan(streams);
    expect(files()).toEqual(before);
  });

  it("names an event that it cannot read, the stream that it could not fold, and the newer release", async () => {
    const { problems } = await tried(changed(NEWER, UNKNOWN));
    const said = problems.map(({ file, what }) => [file, what]);
    expect(said).toContainEqual([LOG, "this release cannot read it: its stream would be put in quarantine"]);
    expect(said).toContainEqual([LOG, "no state can be made of the stream: commands on it would be refused"]);
    expect(said).toContainEqual([LOG, expect.stringContaining("release 9.8.7 wrote it last")]);
    expect(problems.filter(({ stream }) => stream.startsWith("concern-")).length).toBeGreaterThan(1);
  });

  it("names a policy on record that it would not start on", async () => {
    const { problems } = await tried(
      changed(
        `UPDATE events SET data = json_set(data, '$.version', '0123456789ab', '$.files', json('{"1.cedar":"permit nothing","candour.cedarschema":""}')) WHERE stream = 'policy'`,
      ),
    );
    expect(problems.map(({ stream, what }) => [stream, what])).toContainEqual([
      "policy",
      expect.stringMatching(/^the hub would not start on the policy on record: /),
    ]);
  });

  it("is tried from the command line, which ends with 0, 1 or 2", async () => {
    const good = await run(["check"], { CANDOUR_DATA_DIR: whole });
    expect(good).toMatchObject({
      code: 0,
      stderr: "",
      stdout: expect.stringMatching(/^Release \d\S+ can use this data: \d+ events, \d+ streams, 9 read models\.\n$/),
    });
    const bad = await run(["check"], { CANDOUR_DATA_DIR: changed(UNKNOWN) });
    expect([bad.code, bad.stderr]).toEqual([1, expect.stringContaining("would be put in quarantine")]);
    const none = await run(["check", "--json"], { CANDOUR_DATA_DIR: join(dir, "nowhere") });
    expect([none.code, none.stdout]).toEqual([2, ""]);
  });
});
