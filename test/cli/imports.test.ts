// Files as people have them, brought in through the real command line into a hub that runs: what is taken, what is refused and with which
// advice, and that nothing is recorded twice or wrongly.
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { tokenFor } from "../../bin/client.ts";
import { readConfig } from "../../hub/config.ts";
import { askAt, type Ended, run, type Serving, serving, start } from "../support/cli.ts";

const CASES = join(import.meta.dirname, "../fixtures/imports");
const POLICIES = join(import.meta.dirname, "../../policies");
const caseFile = (name: string): string => join(CASES, name);

let dir: string;
let data: string;
let hub: Serving;
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), "candour-imports-"));
  data = join(dir, "data");
  hub = await serving({ CANDOUR_DATA_DIR: data });
});
afterAll(async () => {
  await hub.stop();
  rmSync(dir, { recursive: true, force: true });
});

const candour = (...args: string[]): Promise<Ended> => run(args, { CANDOUR_DATA_DIR: data });
const imported = (what: string, path: string, person: string, ...more: string[]): Promise<Ended> =>
  candour("import", what, path, "--as", person, "--url", hub.url, ...more);
async function ask<Data>(person: string, query: string, variables: object = {}): Promise<Data> {
  return askAt<Data>(hub.url, await tokenFor(readConfig({ CANDOUR_DATA_DIR: data }), person), query, variables);
}
function written(name: string, content: string | Uint8Array): string {
  const path = join(dir, name);
  writeFileSync(path, content);
  return path;
}
/** The log's last position, read beside the hub. */
function head(): number {
  const log = new DatabaseSync(join(data, "log/events.sqlite"), { readOnly: true });
  const { last } = log.prepare("SELECT max(position) AS last FROM events").get() as { last: number };
  log.close();
  return last;
}

describe("Letters that are not UTF-8", () => {
  it.each([
    ["concerns", "concerns-windows-1252.jsonl", "adviser"],
    ["people", "people-windows-1252.jsonl", "administrator"],
  ])("in %s are refused by line with how to save the file, and nothing is recorded", async (what, name, person) => {
    const before = head();
    const { code, stderr } = await imported(what, caseFile(name), person);
    expect([code, head()]).toEqual([1, before]);
    expect(stderr).toMatch(/^line 1: NOT_UTF8: .*Save the file as UTF-8/);
  });

  it("are refused in the lines that have them, and the other lines go on", async () => {
    const good = JSON.stringify({ person: "utf8-one", name: "Siôn (invented)", assignments: [] });
    const path = written(
      "mixed.jsonl",
      Buffer.concat([Buffer.from(`${good}\n`), readFileSync(caseFile("people-windows-1252.jsonl"))]),
    );
    const { code, stderr } = await imported("people", path, "administrator");
    expect([code, stderr]).toEqual([1, expect.stringMatching(/^line 2: NOT_UTF8/)]);
    const { people } = await ask<{ people: { nodes: { id: string; name: string }[] } }>(
      "administrator",
      "{ people(first: 100) { nodes { id name } } }",
    );
    expect(people.nodes.filter(({ id }) => /^utf8|^officer-b/.test(id))).toEqual([{ id: "utf8-one", name: "Siôn (invented)" }]);
  });

  it("that another program has lost already are refused with the same advice", async () => {
    const path = written(
      "lost.jsonl",
      `${JSON.stringify({ person: "lost-one", name: "Si\ufffdn" })}\n{"person":"lost-two","name":"Si\\ufffdn"}\n`,
    );
    const before = head();
    const { code, stderr } = await imported("people", path, "administrator");
    expect([code, head()]).toEqual([1, before]);
    expect(stderr).toMatch(/^line 1: NOT_UTF8.*Save the file as UTF-8.*\nline 2: INVALID_INPUT \(name\).*Save the file as UTF-8/);
  });

  it("in a file that is UTF-16 are refused as such", async () => {
    const text = readFileSync(caseFile("concerns-lf.jsonl"), "utf8");
    for (const bytes of [Buffer.from(`\ufeff${text}`, "utf16le"), Buffer.from(`\ufeff${text}`, "utf16le").swap16()]) {
      const { code, stderr } = await imported("concerns", written("utf16.jsonl", bytes), "adviser");
      expect([code, stderr]).toEqual([1, expect.stringMatching(/this is UTF-16\. Save the file as UTF-8/)]);
    }
  });

  it("from standard input are refused as from a file", async () => {
    const running = start(
      ["import", "people", "-", "--as", "administrator", "--url", hub.url],
      { CANDOUR_DATA_DIR: data },
      [],
      readFileSync(caseFile("people-windows-1252.jsonl")),
    );
    expect(await running.ended).toMatchObject({ code: 1, stderr: expect.stringMatching(/^line 1: NOT_UTF8/) });
  });

  it("in policy files are refused by file and line, when they are checked and when they are published", async () => {
    const folder = join(dir, "policies");
    mkdirSync(folder);
    for (const name of readdirSync(POLICIES).filter((one) => /\.cedar(schema)?$/.test(one)))
      copyFileSync(join(POLICIES, name), join(folder, name));
    const [name = ""] = readdirSync(folder).filter((one) => one.endsWith(".cedar"));
    writeFileSync(join(folder, name), Buffer.concat([Buffer.from("// Si\u00f4n\n", "latin1"), readFileSync(join(folder, name))]));
    const before = head();
    for (const { code, stderr } of [
      await candour("policy", "check", folder),
      await candour("policy", "publish", folder, "--reason", "Test.", "--as", "governance-officer", "--url", hub.url),
    ])
      expect([code, stderr]).toEqual([1, expect.stringMatching(`^${name}, line 1: .*Save the file as UTF-8`)]);
    expect(head()).toBe(before);
  });

  it("in settings and key files are refused by the setting's name", async () => {
    const key = Buffer.alloc(32, 7).toString("base64");
    const env = (file: string) => ({ CANDOUR_DATA_DIR: join(dir, "unused"), CANDOUR_MASTER_KEY_FILE: file });
    const latin = await run(["token", "--as", "adviser"], env(written("latin.key", Buffer.from("\u00e9", "latin1"))));
    expect([latin.code, latin.stderr]).toEqual([1, expect.stringMatching(/^CANDOUR_MASTER_KEY_FILE: .*Save the file as UTF-8/)]);
    for (const bytes of [Buffer.from(`\ufeff${key}\r\n`), Buffer.from(`\ufeff${key}\r\n`, "utf16le")])
      expect(await run(["token", "--as", "adviser"], env(written("marked.key", bytes)))).toMatchObject({ code: 0, stderr: "" });
  });
});
