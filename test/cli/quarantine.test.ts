// Unreadable events and the command line: the hub still starts, except if its policy is unreadable; and an incomplete list reports that.
import { cpSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Database, openDatabase } from "../../event-log/stores/database.ts";
import { appointFirstGovernanceOfficer } from "../../hub/sign-in/first-officer.ts";
import { run as runProcess, serving } from "../helpers/cli.ts";
import { run } from "../helpers/cli-in-process.ts";
import { startHub } from "../helpers/test-hub.ts";

let root: string;
let whole: string;
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), "candour-cannot-"));
  whole = join(root, "whole");
  await (await serving({ CANDOUR_DATA_DIR: whole })).stop();
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const NUMBER = "(SELECT number FROM streams WHERE name = ?)";

let copies = 0;
/** A copy whose read models are to be built, with the first event of a stream changed. */
function unreadable(from: string, stream: string): string {
  copies += 1;
  const dir = join(root, `copy-${copies}`);
  cpSync(from, dir, { recursive: true });
  rmSync(join(dir, "read-models"), { recursive: true });
  const db = openDatabase(join(dir, "log", "events.sqlite"), "durable");
  db.prepare(`UPDATE events SET data = '{}' WHERE stream = ${NUMBER} AND version = 1`).run(stream);
  db.close();
  return dir;
}

describe("A hub of which something cannot be read", () => {
  it("starts even if it is a person of the demonstration, and reports that", async () => {
    const hub = await serving({ CANDOUR_DATA_DIR: unreadable(whole, "person-adviser") });
    const { code, stderr } = await hub.stop();
    expect(code).toBe(0);
    expect(stderr).toContain('"code":"DEMONSTRATION_PARTIAL"');
  });

  it("does not start if it is the policy, with one message and a specific exit code", async () => {
    const { code, stderr } = await runProcess(["serve"], { CANDOUR_DATA_DIR: unreadable(whole, "policy") });
    expect(code).toBe(78);
    expect(stderr.replace(/^\{.*\}\n/gm, "")).toMatch(
      /^The hub does not start, because the policy on record cannot be read: stream policy, position \d+, .*\n$/,
    );
  });

  it("counts an unreadable person: nobody else is appointed as its first officer", async () => {
    const dir = join(root, "officer");
    const env = { CANDOUR_DEMONSTRATION: "false" };
    let hub = await startHub({ dir, env, seed: false });
    await appointFirstGovernanceOfficer(hub.hub, "first");
    await hub.close();
    hub = await startHub({ dir: unreadable(dir, "person-first"), env, seed: false });
    await hub.hub.live();
    expect(hub.hub.people.queries().isEmpty()).toBe(true);
    expect(await appointFirstGovernanceOfficer(hub.hub, "second")).toBe(true);
    expect(hub.hub.people.queries().isEmpty()).toBe(true);
    await hub.close();
  });
});

describe("candour quarantine list", () => {
  it("reports that there is no hub", async () => {
    const { code, stdout, stderr } = await run(["quarantine", "list"], { CANDOUR_DATA_DIR: join(root, "none") });
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toMatch(/^CANDOUR_DATA_DIR: there is no event log in .*\n$/);
  });

  it("does not report an empty quarantine if read models are not built", async () => {
    const dir = unreadable(whole, "person-adviser");
    const { code, stdout, stderr } = await run(["quarantine", "list"], { CANDOUR_DATA_DIR: dir });
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toMatch(/not built.*people/);
  });
});

describe("candour quarantine retry", () => {
  it("makes a running hub read repaired streams again, only in the read models that could not read them", async () => {
    const dir = unreadable(whole, "person-adviser");
    const log = join(dir, "log", "events.sqlite");
    const env = { CANDOUR_DATA_DIR: dir };
    const hub = await serving(env);
    const lines: string[] = [];
    hub.child.stderr?.on("data", (text) => lines.push(String(text)));
    const retried = async (times: number) => {
      const said = () =>
        [...lines.join("").matchAll(/^\{.*"code":"QUARANTINE_RETRIED".*\}$/gm)].map(([line]) => JSON.parse(line));
      expect((await run(["quarantine", "retry"], env)).code).toBe(0);
      while (said().length < times) await new Promise((resolve) => hub.child.stderr?.once("data", resolve));
      return said()[times - 1].streams;
    };
    const list = async () => (await run(["quarantine", "list"], env)).stdout;
    const files = () => readdirSync(join(dir, "read-models")).filter((name) => name.endsWith(".sqlite"));
    const before = files();

    // Not repaired: it stays, and that is said.
    expect(await retried(1)).toBe(1);
    expect(await list()).toMatch(/^stream person-adviser, position \d+, .*\(people\)\n$/);
    const changed = files().filter((name) => !before.includes(name));
    expect(changed.map((name) => name.split("-v")[0])).toEqual(["people"]);

    const data = inDatabase(join(whole, "log", "events.sqlite"), (db) =>
      db.prepare(`SELECT data FROM events WHERE stream = ${NUMBER} AND version = 1`).get("person-adviser"),
    ) as { data: string };
    inDatabase(log, (db) =>
      db.prepare(`UPDATE events SET data = ? WHERE stream = ${NUMBER} AND version = 1`).run(data.data, "person-adviser"),
    );
    expect(await retried(2)).toBe(0);
    expect(await list()).toBe("Nothing is in quarantine.\n");
    const { code, stderr } = await run(
      ["ask", "--as", "adviser", "--url", hub.url, "{ concerns(first: 1) { totalCount } }"],
      env,
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    await hub.stop();
  });
});

function inDatabase<T>(file: string, work: (db: Database) => T): T {
  const db = openDatabase(file, "durable");
  try {
    return work(db);
  } finally {
    db.close();
  }
}
