// The release that wrote a log last, and the check of a folder with a release before it is started there.
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { check } from "../../bin/verify.ts";
import { openDatabase } from "../../event-log/stores/database.ts";
import { readIdentity } from "../../event-log/stores/identity.ts";
import { openReadOnly } from "../../event-log/stores/read-only.ts";
import { readConfig } from "../../hub/config.ts";
import { findDataFolder } from "../../hub/folder/data-folder.ts";
import { checkRelease } from "../../hub/verification/check.ts";
import { isNewer, RELEASE } from "../../hub/verification/release.ts";
import { verifyStores } from "../../hub/verification/verify.ts";
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
  "UPDATE events SET type = 'SomethingNew.v1' WHERE position = (SELECT max(position) FROM events WHERE stream IN (SELECT number FROM streams WHERE name LIKE 'concern-%'))";
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
  it("records the release that wrote it last", () => {
    const file = openReadOnly(join(whole, LOG));
    expect(readIdentity(file.db)?.release).toBe(RELEASE);
    file.close();
  });

  it("that a newer release wrote prevents an older hub from starting, which names both and says what to do", async () => {
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

  it("that a newer release wrote is used if an operator allows it and every event type is known, and then records the older release", async () => {
    const copy = changed(NEWER);
    expect(await started(copy, { CANDOUR_OLDER_RELEASE: RELEASE })).toBe("started");
    expect(await started(copy)).toBe("started");
  });

  it("with an event type that only the newer release knows stops the older one, which names the type, whatever the setting", async () => {
    const message = await started(changed(NEWER, UNKNOWN), { CANDOUR_OLDER_RELEASE: RELEASE });
    expect(message).toContain("does not know SomethingNew.v1");
  });

  it("in a form that only a newer release knows stops the hub and its checks, which say so, and is left as it is", async () => {
    const copy = changed("PRAGMA user_version = 99");
    const before = readFileSync(join(copy, LOG));
    expect(await started(copy, { CANDOUR_OLDER_RELEASE: RELEASE })).toBe(
      `${join(copy, LOG)} cannot be used: a later release wrote it, in a form that this one does not know. Start that release, or restore the copy from before it.`,
    );
    const { flaws, unchecked } = await verifyStores(findDataFolder({ dataDir: copy, masterKey: undefined }), { now });
    expect(flaws.map(({ file }) => file)).not.toContain(LOG);
    expect(unchecked).toContainEqual({ file: LOG, why: "a later release wrote it, in a form that this one does not know" });
    expect(readFileSync(join(copy, LOG)).equals(before)).toBe(true);
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

describe("The check of a folder with a release", () => {
  const tried = (folder: string) =>
    checkRelease(findDataFolder({ dataDir: folder, masterKey: undefined }), { now, policyApproved: undefined });

  it("accepts the folder of the same release, and writes nothing", async () => {
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

  it("names an unreadable event, the stream that cannot be folded, and the newer release", async () => {
    const { problems } = await tried(changed(NEWER, UNKNOWN));
    const said = problems.map(({ file, what }) => [file, what]);
    expect(said).toContainEqual([LOG, "this release cannot read it: its stream would be put in quarantine"]);
    expect(said).toContainEqual([LOG, "no state can be made of the stream: commands on it would be refused"]);
    expect(said).toContainEqual([LOG, expect.stringContaining("release 9.8.7 wrote it last")]);
    expect(problems.filter(({ stream }) => stream.startsWith("concern-")).length).toBeGreaterThan(1);
  });

  it("names a recorded policy on which the release would not start", async () => {
    const { problems } = await tried(
      changed(
        `UPDATE events SET data = json_set(data, '$.version', '0123456789ab', '$.files', json('{"1.cedar":"permit nothing","candour.cedarschema":""}')) WHERE stream = (SELECT number FROM streams WHERE name = 'policy')`,
      ),
    );
    expect(problems.map(({ stream, what }) => [stream, what])).toContainEqual([
      "policy",
      expect.stringMatching(/^the hub would not start on the policy on record: /),
    ]);
  });

  it("prints that the release can use the data, with exit code 0, or nothing but a message without a hub, with 2", async () => {
    const printed = [vi.spyOn(console, "log"), vi.spyOn(console, "error")].map((print) => print.mockImplementation(() => {}));
    const [log, error] = printed;
    try {
      expect(await check(readConfig({ CANDOUR_DATA_DIR: whole }), {})).toBe(0);
      expect(error?.mock.calls).toEqual([]);
      expect(log?.mock.calls).toEqual([
        [expect.stringMatching(/^Release \d\S+ can use this data: \d+ events, \d+ streams, 9 read models\.$/)],
      ]);
      log?.mockClear();
      expect(await check(readConfig({ CANDOUR_DATA_DIR: join(dir, "nowhere") }), { json: true })).toBe(2);
      expect(log?.mock.calls).toEqual([]);
      expect(error?.mock.calls.length).toBeGreaterThan(0);
    } finally {
      for (const print of printed) print.mockRestore();
    }
  });

  it("runs from the command line, and exits with that code", async () => {
    const bad = await run(["check"], { CANDOUR_DATA_DIR: changed(UNKNOWN) });
    expect([bad.code, bad.stderr]).toEqual([1, expect.stringContaining("would be put in quarantine")]);
  });
});
