// Files as people have them, brought in through the command line into a hub that runs: what is taken, what is refused and with which
// advice, and that nothing is recorded twice or wrongly.
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { tokenFor } from "../../bin/client.ts";
import { readConfig } from "../../hub/config.ts";
import { keyOfText } from "../../imports/keys.ts";
import { askAt, type Ended, start } from "../helpers/cli.ts";
import { run } from "../helpers/cli-in-process.ts";
import { startHub, type TestHub } from "../helpers/test-hub.ts";

const CASES = join(import.meta.dirname, "../fixtures/imports");
const POLICIES = join(import.meta.dirname, "../../policies");
const caseFile = (name: string): string => join(CASES, name);

let dir: string;
let data: string;
let hub: TestHub;
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), "candour-imports-"));
  data = join(dir, "data");
  // Today, because the files have dates of this year.
  hub = await startHub({ dir: data, at: new Date().toISOString() });
});
afterAll(async () => {
  await hub.close();
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

  it("are refused in their lines, and the other lines continue", async () => {
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
      expect([code, stderr]).toEqual([1, expect.stringMatching(/This is UTF-16\. Save the file as UTF-8/)]);
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
      await candour(
        "policy",
        "publish",
        folder,
        "--reason",
        "Test.",
        "--based-on",
        "0",
        "--as",
        "governance-officer",
        "--url",
        hub.url,
      ),
    ])
      expect([code, stderr]).toEqual([1, expect.stringMatching(`^${name}, line 1: .*Save the file as UTF-8`)]);
    expect(head()).toBe(before);
  });

  it("in settings and key files are refused by the setting's name", async () => {
    const key = Buffer.alloc(32, 7).toString("base64");
    const env = (file: string) => ({ CANDOUR_DATA_DIR: join(dir, "unused"), CANDOUR_MASTER_KEY_FILE: file });
    const latin = await run(["people"], env(written("latin.key", Buffer.from("\u00e9", "latin1"))));
    expect([latin.code, latin.stderr]).toEqual([1, expect.stringMatching(/^CANDOUR_MASTER_KEY_FILE: .*Save the file as UTF-8/)]);
    for (const bytes of [Buffer.from(`\ufeff${key}\r\n`), Buffer.from(`\ufeff${key}\r\n`, "utf16le")])
      expect(await run(["people"], env(written("marked.key", bytes)))).toMatchObject({ code: 0, stderr: "" });
  });
});

/** The last line of what an import prints. */
const totals = ({ stdout }: Ended): string => stdout.trimEnd().split("\n").at(-1) ?? "";
const countHolding = async (text: string): Promise<number> => {
  const query = "query($f: ConcernFilter) { concerns(filter: $f) { totalCount } }";
  return (await ask<{ concerns: { totalCount: number } }>("adviser", query, { f: { text } })).concerns.totalCount;
};

describe("A file that was imported before", () => {
  it("and saved again with other line ends records nothing", async () => {
    const first = await imported("concerns", caseFile("concerns-lf.jsonl"), "adviser");
    expect([first.code, first.stdout]).toEqual([0, "line 1: new\n1 line: 1 new, 0 changed, 0 unchanged, 0 refused.\n"]);
    const before = head();
    const again = await imported("concerns", caseFile("concerns-crlf.jsonl"), "adviser");
    expect([again.code, again.stdout, head()]).toEqual([
      0,
      "line 1: unchanged\n1 line: 0 new, 0 changed, 1 unchanged, 0 refused.\n",
      before,
    ]);
  });

  it("by the release before this one records nothing, saved again or not", async () => {
    const text = readFileSync(caseFile("concerns-lf.jsonl"), "utf8").trim().replace("left two", "left seven");
    const { strand, cause, evidence, ...rest } = JSON.parse(text);
    const upper = (word: string) => word.toUpperCase().replaceAll("-", "_");
    const input = {
      ...rest,
      ...{ idempotencyKey: keyOfText(text), strand: upper(strand), cause: upper(cause) },
      evidence: evidence.map((item: { kind: string; grading: { source: string; content: string } }) => ({
        ...item,
        kind: upper(item.kind),
        grading: { source: `GRADE_${item.grading.source}`, content: item.grading.content },
      })),
    };
    const logged = await ask<{ logConcern: object }>(
      "adviser",
      "mutation($input: LogConcernInput!) { logConcern(input: $input) { __typename ... on Refused { message } } }",
      { input },
    );
    expect(logged.logConcern).toEqual({ __typename: "ConcernChanged" });
    const before = head();
    for (const end of ["\n", "\r\n"]) {
      const ended = await imported("concerns", written("before-the-upgrade.jsonl", text + end), "adviser");
      expect([totals(ended), head()]).toEqual(["1 line: 0 new, 0 changed, 1 unchanged, 0 refused.", before]);
    }
  });

  it("with the same line twice records it once, and reports which line repeats which", async () => {
    const ended = await imported("concerns", caseFile("concerns-line-twice.jsonl"), "adviser");
    expect([ended.code, ended.stdout]).toEqual([
      0,
      "line 1: new\nline 2: unchanged (repeats line 1)\n2 lines: 1 new, 0 changed, 1 unchanged, 0 refused.\n",
    ]);
    expect(await countHolding("twice the same line")).toBe(1);
  });
});

describe("A line of people", () => {
  const dates = { regions: ["E12000004"], from: "2026-01-01", until: "2099-12-31" };
  const assignment = { ...dates, role: "cib-lead", seat: "director" };
  const person = (id: string, ...assignments: object[]) => JSON.stringify({ person: id, name: "Part (invented)", assignments });

  it("of which a part was refused reports which part was done", async () => {
    const wrong = { role: "leader", council: "E99999999", from: "2026-01-01", until: "2026-12-31" };
    const path = written("part.jsonl", person("part-one", assignment, wrong, { ...dates, role: "adass-lead" }));
    const { code, stderr, stdout } = await imported("people", path, "administrator");
    expect([code, stdout]).toEqual([1, "1 line: 0 new, 0 changed, 0 unchanged, 1 refused.\n"]);
    expect(stderr).toMatch(/^line 1: UNKNOWN_COUNCIL \(assignments\.1\.council\): /);
    expect(stderr).toContain(
      "This part was imported: the person was registered; assignment 1 (cib-lead) was started; assignment 3 (adass-lead) was started.",
    );
  });

  it("with roles that do not mix is refused, and both are named", async () => {
    const { code, stderr } = await imported(
      "people",
      written(
        "mixed.jsonl",
        person("part-mixed", assignment, { role: "advisory-board", from: "2026-01-01", until: "2026-12-31" }),
      ),
      "administrator",
    );
    expect(code).toBe(1);
    expect(stderr).toMatch(/^line 1: ROLES_DO_NOT_MIX \(assignments\.1\.role\): /);
    expect(stderr).toContain('The roles are "Advisory Board" and "CIB regional lead", which lasts until 31 December 2099.');
  });

  it("reports its additions to an existing person, and its assignments that have been ended since", async () => {
    await imported("people", written("added.jsonl", person("part-two", assignment)), "administrator");
    const more = written("added.jsonl", person("part-two", assignment, { ...dates, role: "adass-lead" }));
    const changed = await imported("people", more, "administrator");
    expect(changed.stdout).toMatch(/^line 1: changed \(assignment 2 \(adass-lead\) was started\)\n/);
    type People = { people: { nodes: { id: string; assignments: { id: string; role: string }[] }[] } };
    const { people } = await ask<People>("administrator", "{ people(first: 100) { nodes { id assignments { id role } } } }");
    const held = people.nodes.find(({ id }) => id === "part-two")?.assignments.find(({ role }) => role === "CIB_LEAD");
    await ask("administrator", "mutation($input: EndAssignmentInput!) { endAssignment(input: $input) { __typename } }", {
      input: { idempotencyKey: "end-part-two", person: "part-two", assignment: held?.id },
    });
    const before = head();
    const again = await imported("people", more, "administrator");
    expect(again.stdout).toMatch(/^line 1: unchanged \(assignment 1 \(cib-lead\) has been ended since and stays ended\)\n/);
    expect(head()).toBe(before);
  });
});

describe("Values that go back to earlier ones", () => {
  const VALUE = "query($id: ID!, $area: ID!, $period: ID!) { metric(id: $id) { value(area: $area, period: $period) } }";
  const value = async (id: string, area: string, period: string): Promise<number | null | undefined> =>
    (await ask<{ metric: { value: number | null } | null }>("adviser", VALUE, { id, area, period })).metric?.value;

  it("take effect, and each import reports its changes", async () => {
    for (const [name, kind, now] of [
      ["then", "new", 4.1],
      ["then", "unchanged", 4.1],
      ["between", "changed", 9.9],
      ["then", "changed", 4.1],
      ["between", "changed", 9.9],
      ["then", "changed", 4.1],
      ["then", "unchanged", 4.1],
    ] as const) {
      const { code, stdout } = await imported("lg-inform", caseFile(`lg-inform-${name}.csv`), "administrator");
      expect([code, stdout.split("\n")[0]]).toEqual([0, `990101, 2025/26: ${kind}`]);
      expect(await value("990101", "X00000004", "fin_2025_26")).toBe(now);
    }
  });

  it("take effect with a genuine export and an older vintage of it", async () => {
    const newer = join(CASES, "../lginform/metric_1072_enterprise_deaths_calendar_year.csv");
    const older = caseFile("lg-inform-1072-older-vintage.csv");
    const seen: (number | null | undefined)[] = [];
    for (const path of [older, newer, older, newer, older]) {
      expect(await imported("lg-inform", path, "administrator")).toMatchObject({ code: 0, stderr: "" });
      seen.push(await value("1072", "E09000022", "cal_2019"));
    }
    expect(seen).toEqual([75.07, 71.92, 75.07, 71.92, 75.07]);
  });
});

describe("An area under a council's former code", () => {
  it("has its value by the current code and by the former one", async () => {
    expect(await imported("lg-inform", caseFile("lg-inform-former-code.csv"), "administrator")).toMatchObject({
      code: 0,
      stderr: "",
    });
    const value =
      'metric(id: "990102") { current: value(area: "E08000038", period: "fin_2025_26") former: value(area: "E08000016", period: "fin_2025_26") }';
    expect(await ask("adviser", `{ ${value} }`)).toEqual({ metric: { current: 7.5, former: 7.5 } });
  });

  it("and under the current one with another value is refused: in the report too, by the series", async () => {
    const text = readFileSync(caseFile("lg-inform-former-code.csv"), "utf8").replaceAll("990102", "990103");
    const path = written("both.csv", `${text.trimEnd()}\n"Barnsley","Barnsley","E08000038","8.5"\n`);
    const report = join(dir, "both.jsonl");
    const { code, stdout } = await imported("lg-inform", path, "administrator", "--report", report);
    expect([code, stdout]).toEqual([1, "1 series: 0 new, 0 changed, 0 unchanged, 1 refused.\n"]);
    expect(
      readFileSync(report, "utf8")
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line)),
    ).toEqual([
      {
        ...{ series: "990103, 2025/26", code: "INVALID_INPUT", field: "values" },
        message: expect.stringMatching(/The council E08000038 has two values/),
      },
    ]);
  });
});

describe("Spreadsheets as people have them", () => {
  it("end in rows of nothing, which are passed over", async () => {
    const ended = await imported("lg-inform", caseFile("lg-inform-blank-tail.csv"), "administrator");
    expect([ended.code, totals(ended)]).toEqual([0, "3 series: 3 new, 0 changed, 0 unchanged, 0 refused."]);
  });

  it.each([[], ["--metric", "990201", "--label", "Invented"]])(
    "with periods made into dates are refused with advice (options %j)",
    async (...options) => {
      const before = head();
      const { code, stderr } = await imported("lg-inform", caseFile("lg-inform-excel-periods.csv"), "administrator", ...options);
      expect([code, head()]).toEqual([1, before]);
      expect(stderr).toMatch(/Line 1, column 4 .*"Dec-11" looks like a date that a spreadsheet has made of a period/);
    },
  );

  it("have marks for withheld values, which become no value and no number", async () => {
    const text = readFileSync(caseFile("lg-inform-blank-tail.csv"), "utf8")
      .replaceAll("990200", "990205")
      .replace("39.5", "[c]")
      .replace("93.0", "*");
    const { code, stdout } = await imported("lg-inform", written("marks.csv", text), "administrator");
    expect([code, stdout]).toEqual([
      0,
      expect.stringMatching(/^990205, 2005: new \(no value where the file has "\[c\]", "\*"\)$/m),
    ]);
    const query =
      '{ metric(id: "990205") { none: value(area: "E09000002", period: "cal_2005") some: value(area: "E09000004", period: "cal_2005") } }';
    expect(await ask("adviser", query)).toEqual({ metric: { none: null, some: 51.1 } });
  });

  /** The case with its days to come so far ahead that they stay ahead. */
  function later(name: string): string {
    const encoding = name.endsWith(".txt") ? "utf16le" : "utf8";
    return written(name, Buffer.from(readFileSync(caseFile(name), encoding).replaceAll("/2027", "/2099"), encoding));
  }

  it.each(["support-nbsp-heading.csv", "support-semicolons.csv", "support-excel-unicode-text.txt"])(
    "offer support: %s",
    async (name) => {
      const path = later(name);
      const ended = await imported("support", path, "adviser");
      expect([ended.stderr, ended.code, totals(ended)]).toEqual(["", 0, "1 line: 1 new, 0 changed, 0 unchanged, 0 refused."]);
      const before = head();
      expect(totals(await imported("support", path, "adviser"))).toBe("1 line: 0 new, 0 changed, 1 unchanged, 0 refused.");
      expect(head()).toBe(before);
    },
  );
});
