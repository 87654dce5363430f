// A read model's file that this version of the hub cannot use: the hub rebuilds it from the log, and answers.
import { closeSync, mkdtempSync, openSync, readdirSync, rmSync, statSync, writeFileSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openDatabase } from "../../event-log/stores/database.ts";
import { concern } from "../examples/api-inputs.ts";
import { done } from "../helpers/send-command.ts";
import { startHub, type TestHub } from "../helpers/test-hub.ts";

describe.each([
  ["by the serving thread", false],
  ["by another thread", true],
])("A read model's file that is written %s,", (_, inThreads) => {
  let dir: string;
  let id: string;
  let hub: TestHub | undefined;
  beforeEach(async () => {
    dir = mkdtempSync(join(tmpdir(), "candour-files-"));
    hub = await startHub({ dir, inThreads });
    id = await done(hub, "adviser", "logConcern", concern);
    await hub.close();
    hub = undefined;
  });
  afterEach(async () => {
    await hub?.close();
    rmSync(dir, { recursive: true, force: true });
  });

  const fileOf = (model: string): string => {
    const [name, ...others] = readdirSync(join(dir, "read-models")).filter(
      (one) => one.startsWith(`${model}-`) && one.endsWith(".sqlite"),
    );
    expect([typeof name, others]).toEqual(["string", []]);
    return join(dir, "read-models", name ?? "");
  };
  const change = (model: string, statement: string): string => {
    const file = fileOf(model);
    const db = openDatabase(file, "rebuildable");
    db.exec(statement);
    db.close();
    return file;
  };
  async function reopened(): Promise<TestHub> {
    hub = await startHub({ dir, seed: false, inThreads });
    return hub;
  }
  const seen = async (of: TestHub) => {
    const { body } = await of.ask<{ concern: { version: number } }>(
      "adviser",
      "query($id: ID!) { concern(id: $id) { version } }",
      { id },
    );
    return body.data.concern.version;
  };
  const ANEW = "cannot be used and is rebuilt";

  it("whose tables differ is rebuilt at the start", async () => {
    const file = change("people", "ALTER TABLE people RENAME COLUMN state TO condition");
    const again = await reopened();
    expect(await seen(again)).toBe(2);
    expect(fileOf("people")).not.toBe(file);
    expect(again.logged.filter((line) => line.includes(ANEW))).toHaveLength(1);
  });

  it("that is no database is rebuilt at the start", async () => {
    const file = fileOf("register");
    for (const suffix of ["-wal", "-shm"]) rmSync(file + suffix, { force: true });
    writeFileSync(file, "no database at all, and long enough to be looked at as one".repeat(500));
    expect(await seen(await reopened())).toBe(2);
  });

  it("with a damaged row is rebuilt when an event changes that row, and the command is answered", async () => {
    const file = change("register", "UPDATE states SET state = '{'");
    const again = await reopened();
    await done(again, "adviser", "addEvidence", { concern: id, evidence: concern.evidence[0] });
    expect(await seen(again)).toBe(3);
    expect(fileOf("register")).not.toBe(file);
    expect(again.logged.filter((line) => line.includes(ANEW))).toHaveLength(1);
    expect(again.hub.readiness().ready).toBe(true);
  });

  it("that is damaged while it is read is rebuilt, and answers again", async () => {
    const again = await reopened();
    const file = fileOf("register");
    const { size } = statSync(file);
    const handle = openSync(file, "r+");
    // All but the first page, which says that it is a database.
    writeSync(handle, Buffer.alloc(size - 8_192, 7), 0, size - 8_192, 8_192);
    closeSync(handle);
    for (const text of ["overspend", "plan"])
      await again.ask("adviser", "query($text: String!) { concerns(filter: { text: $text }) { totalCount } }", { text });
    await expect.poll(() => again.hub.readiness().ready && fileOf("register") !== file).toBe(true);
    expect(await seen(again)).toBe(2);
    expect(again.logged.filter((line) => line.includes(ANEW))).toHaveLength(1);
  });

  it("of another form is not opened", async () => {
    const file = fileOf("people");
    expect(file).toMatch(/people-v\d+\.[0-9a-f]{8}-\d{6}\.sqlite$/);
  });
});
