// `candour ledger` as a chief executive types it.
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { run } from "../helpers/cli-in-process.ts";
import { startHub, type TestHub } from "../helpers/test-hub.ts";

const TARROWSHIRE = "X00000004";

describe("candour ledger", () => {
  let dir: string;
  let hub: TestHub;
  const env = () => ({ CANDOUR_DATA_DIR: join(dir, "data") });
  const ledger = (...args: readonly string[]) =>
    run(["ledger", "--url", hub.url, "--council", TARROWSHIRE, "--as", "chief-executive", ...args], env());
  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), "candour-ledger-"));
    hub = await startHub({ dir: join(dir, "data") });
  });
  afterAll(async () => {
    await hub?.close();
    rmSync(dir, { recursive: true, force: true });
  });

  it("prints it, as JSON unless another format is named", async () => {
    const { code, stdout, stderr } = await ledger();
    expect([code, stderr]).toEqual([0, ""]);
    const { council, totals, concerns } = JSON.parse(stdout);
    expect(council.code).toBe(TARROWSHIRE);
    expect(totals.concerns).toBe(concerns.length);
    expect(concerns.length).toBeGreaterThan(0);
  });

  it.each([
    ["csv", '\uFEFF"record","when"'],
    ["html", "<!doctype html>"],
  ])(
    "writes %s into a file that only its owner can read, even if it replaces one that others could read",
    async (format, begins) => {
      const out = join(dir, `ledger.${format}`);
      writeFileSync(out, "old");
      chmodSync(out, 0o644);
      const { code, stdout, stderr } = await ledger("--format", format, "--out", out);
      expect([code, stderr]).toEqual([0, ""]);
      expect(stdout).toMatch(/^The ledger is in .*: [\d,]+ bytes\. Only you can read the file\. It is confidential: .*\n$/);
      expect(stdout).toContain(out);
      expect(readFileSync(out, "utf8").startsWith(begins)).toBe(true);
      expect(statSync(out).mode & 0o777).toBe(0o600);
      expect(readdirSync(dir).filter((name) => name.endsWith(".part"))).toEqual([]);
    },
  );

  it.each<[string, readonly string[], RegExp]>([
    [
      "of a council that is not one's own",
      ["--council", "X00000005"],
      /^There is no such record, or you may not see it\. Check its reference\.$/m,
    ],
    ["of a moment to come", ["--at", "2099-01-01T00:00:00Z"], /^Enter a date and time in the past\.$/m],
    ["of what is no moment", ["--at", "yesterday"], /^--at: Enter a date and time .* 2026-03-31T09:30:00Z\.$/m],
    ["of a day alone", ["--at", "2026-03-31"], /^--at: Enter a date and time/m],
    ["in a format that there is not", ["--format", "pdf"], /json, csv, html/],
    [
      "into a folder that is not there",
      ["--out", "/nowhere/ledger.json"],
      /^The file \/nowhere\/ledger\.json cannot be written\. Check its name .*\.$/m,
    ],
  ])("%s gives the reason, and writes nothing", async (_, args, sentence) => {
    const { code, stdout, stderr } = await ledger(...args);
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toMatch(sentence);
    expect(stderr).not.toMatch(/\n\s+at /);
  });
});
