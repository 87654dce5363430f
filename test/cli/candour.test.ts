// The command line: its output, its error output and its exit codes. One case of each kind is a process of its own, and the others run in this one.
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { decodeJwt, exportJWK, generateKeyPair, SignJWT } from "jose";
import pino from "pino";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { tokenFor } from "../../bin/client.ts";
import { demonstrationPeople } from "../../demonstration/people.ts";
import { readConfig } from "../../hub/config.ts";
import { dataPaths } from "../../hub/folder/data-folder.ts";
import { openHub } from "../../hub/hub.ts";
import { askAt, type Ended, type Env, run as runProcess, serving, start } from "../helpers/cli.ts";
import { run } from "../helpers/cli-in-process.ts";
import { shipped } from "../helpers/policy-files.ts";
import { mutation } from "../helpers/send-command.ts";
import { startHub, type TestHub } from "../helpers/test-hub.ts";

const KEY = Buffer.alloc(32, 7).toString("base64");
const ISSUER = { CANDOUR_TOKEN_ISSUER: "https://sign-in.example/", CANDOUR_JWKS_URL: "http://127.0.0.1:9/keys" };
const PRODUCTION = { CANDOUR_ENV: "production", CANDOUR_MASTER_KEY: KEY, ...ISSUER };
const FIXTURES = join(import.meta.dirname, "../fixtures/lginform");

let dir: string;
const made: string[] = [];
/** A data folder that is not there yet. */
function fresh(): string {
  made.push("");
  return join(dir, `data-${made.length}`);
}
const file = (name: string, lines: readonly (string | object)[]): string => {
  const path = join(dir, name);
  writeFileSync(path, lines.map((line) => `${typeof line === "string" ? line : JSON.stringify(line)}\n`).join(""));
  return path;
};
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), "candour-cli-"));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** The last line of what an import prints. */
const totals = (stdout: string): string => stdout.trimEnd().split("\n").at(-1) ?? "";

/** The lines on stderr without the hub's log lines. */
const besideLog = (stderr: string): string => stderr.replace(/^\{.*\}\n/gm, "");

/** One sentence on stderr beside the lines of the hub's log, no trace, nothing on stdout, exit code 1. */
function expectRefused({ code, stdout, stderr }: Ended, sentence: RegExp): void {
  const said = besideLog(stderr);
  expect(said).toMatch(sentence);
  expect(said).toMatch(/^[^\n]*[.:!?a-z]\n$/);
  expect(stderr).not.toMatch(/Error:|\n\s+at |node:internal|node_modules/);
  expect([code, stdout]).toEqual([1, ""]);
}

describe("candour token", () => {
  it("prints only one line, a token for the person", async () => {
    const env = { CANDOUR_DATA_DIR: fresh() };
    await run(["init"], env);
    const { code, stdout, stderr } = await runProcess(["token", "--as", "adviser"], env);
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+\n$/);
    expect(decodeJwt(stdout.trim())).toMatchObject({ sub: "adviser", aud: "candour" });
  });

  it("prints a message for an unknown person", async () => {
    expectRefused(
      await run(["token", "--as", "nobody"], { CANDOUR_DATA_DIR: fresh() }),
      /^There is no demonstration person "nobody"\./,
    );
  });

  it("requests a person if none is given", async () => {
    const { code, stdout, stderr } = await run(["token"], { CANDOUR_DATA_DIR: fresh() });
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toContain("--as <person>");
  });

  it.each([
    ["in production", PRODUCTION],
    ["in production with nothing else set", { CANDOUR_ENV: "production" }],
  ])("refuses %s", async (_, env) => {
    expectRefused(await run(["token", "--as", "adviser"], { CANDOUR_DATA_DIR: fresh(), ...env }), /issuer/);
  });
});

describe("candour people", () => {
  it("lists every demonstration person on a separate line", async () => {
    const { code, stdout, stderr } = await run(["people"], { CANDOUR_DATA_DIR: fresh() });
    expect([code, stderr]).toEqual([0, ""]);
    const listed = stdout.trim().split("\n");
    expect(listed.map((line) => line.split(/\s/)[0])).toEqual(demonstrationPeople.map(({ id }) => id));
    for (const line of listed) expect(line).toContain("(invented)");
  });

  it("refuses in production", async () => {
    expectRefused(
      await run(["people"], { CANDOUR_DATA_DIR: fresh(), ...PRODUCTION }),
      /^There are no demonstration people in production\.$/m,
    );
  });
});

describe("candour refuses settings", () => {
  it.each<[string, Env, RegExp]>([
    [
      "in production without an issuer",
      { CANDOUR_ENV: "production", CANDOUR_MASTER_KEY: KEY },
      /CANDOUR_TOKEN_ISSUER and CANDOUR_JWKS_URL/,
    ],
    ["in production without a master key", { CANDOUR_ENV: "production", ...ISSUER }, /CANDOUR_MASTER_KEY/],
    ["in development for other machines", { HOST: "0.0.0.0" }, /^HOST: /],
    ["on a port that is no number", { PORT: "abc" }, /PORT/],
    ["with an event log that does not exist", { CANDOUR_EVENT_LOG: "foo" }, /CANDOUR_EVENT_LOG/],
    ["with a master key of another length", { CANDOUR_MASTER_KEY: "c2hvcnQ=" }, /^CANDOUR_MASTER_KEY: .*32 bytes/],
  ])("%s", async (_, env, sentence) => {
    expectRefused(await run(["people"], { CANDOUR_DATA_DIR: fresh(), ...env }), sentence);
  });
});

describe("candour serve refuses to start", () => {
  it.each<[string, Env, RegExp]>([
    ["with settings that are not valid", { PORT: "abc" }, /PORT/],
    ["with a data folder that cannot be made", { CANDOUR_DATA_DIR: "/dev/null/data" }, /CANDOUR_DATA_DIR/],
  ])("%s", async (_, env, sentence) => {
    expectRefused(await runProcess(["serve"], { CANDOUR_DATA_DIR: fresh(), ...env }), sentence);
  });

  it("with another master key than its data was sealed with", async () => {
    const data = fresh();
    const config = readConfig({ CANDOUR_DATA_DIR: data, CANDOUR_MASTER_KEY: KEY });
    const hub = await openHub(config, pino({ level: "silent" }), { shipped });
    await hub.live();
    await hub.close();
    const other = Buffer.alloc(32, 8).toString("base64");
    const refused = await runProcess(["serve"], { CANDOUR_DATA_DIR: data, CANDOUR_MASTER_KEY: other });
    expectRefused(refused, /^The master key is not the one/);
    expect(refused.stderr).not.toContain(other);
  });

  it("on a folder with lost data, with a specific exit code, until the loss is accepted", async () => {
    const env = { CANDOUR_DATA_DIR: fresh(), CANDOUR_DEMONSTRATION: "false" };
    const started = () => startHub({ dir: env.CANDOUR_DATA_DIR, env, seed: false });
    await (await started()).close();
    const { issuerKeyFile, masterKeyFile } = dataPaths({ dataDir: env.CANDOUR_DATA_DIR });
    const masterKey = readFileSync(masterKeyFile);
    for (const made of [issuerKeyFile, masterKeyFile]) rmSync(made);
    expect((await run(["token", "--as", "adviser"], env)).code).toBe(0);
    expect(existsSync(masterKeyFile)).toBe(false);
    await expect(started()).rejects.toThrow(/keys\.sqlite: the master key that its keys were wrapped with is missing/);
    writeFileSync(masterKeyFile, masterKey);
    rmSync(join(env.CANDOUR_DATA_DIR, "log", "events.sqlite"));
    const lost = await runProcess(["serve"], env);
    expect([lost.code, lost.stdout]).toEqual([78, ""]);
    expect(besideLog(lost.stderr)).toMatch(
      /^The hub does not start, because some of its data is lost:\n- .*events\.sqlite: the file is missing\. It should hold everything up to \d+/,
    );
    expect((await run(["accept-loss"], env)).code).toBe(1);
    expectRefused(await run(["accept-loss", "--reason", " "], env), /Enter why/);
    const accepted = await run(["accept-loss", "--reason", "The file was deleted."], env);
    expect(accepted).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^This data is recorded as lost:.*\n- .*events\.sqlite/),
    });
    const again = await started();
    await again.hub.live();
    await again.close();
    expectRefused(await run(["accept-loss", "--reason", "Again."], env), /^Nothing is lost/);
  });

  it("on a data folder that another hub uses, at once; and the other hub continues", async () => {
    const data = fresh();
    const first = await startHub({ dir: data, seed: false });
    const [refused, refusedMs] = await timed(() => runProcess(["serve"], { CANDOUR_DATA_DIR: data }));
    expectRefused(refused, /^CANDOUR_DATA_DIR: another hub is using this data folder\./);
    expect((await fetch(`${first.url}/ready`)).status).toBe(200);
    const { port } = new URL(first.url);
    const [portTaken, startMs] = await timed(() => runProcess(["serve"], { CANDOUR_DATA_DIR: fresh(), PORT: port }));
    expectRefused(portTaken, /^PORT: Another program uses port/);
    // Waiting for the other hub would take ten seconds more; on a busy machine a whole start takes proportionally longer.
    expect(refusedMs).toBeLessThan(2 * startMs + 5_000);
    await first.close();
  });

  async function timed<T>(work: () => Promise<T>): Promise<readonly [result: T, ms: number]> {
    const began = performance.now();
    return [await work(), performance.now() - began];
  }
});

describe("candour serve in production", () => {
  it("accepts its issuer's tokens, registers its first governance officer, and has no demonstration people", async () => {
    const { privateKey, publicKey } = await generateKeyPair("ES256");
    const keys = JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid: "one", alg: "ES256" }] });
    const server = createServer((_, response) => response.setHeader("content-type", "application/json").end(keys));
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/keys`;
    const token = (person: string) =>
      new SignJWT({ iss: ISSUER.CANDOUR_TOKEN_ISSUER, aud: "candour", sub: person })
        .setProtectedHeader({ alg: "ES256", kid: "one" })
        .setExpirationTime("5m")
        .sign(privateKey);
    const settings = {
      ...PRODUCTION,
      CANDOUR_JWKS_URL: url,
      CANDOUR_DATA_DIR: fresh(),
      CANDOUR_FIRST_GOVERNANCE_OFFICER: "ines",
    };
    // A folder that is not there may be a disk that was not mounted.
    expectRefused(await runProcess(["serve"], settings), /there is no hub in this folder/);
    expect(existsSync(settings.CANDOUR_DATA_DIR)).toBe(false);
    expect(await run(["init"], settings)).toMatchObject({ code: 0, stderr: "" });
    expectRefused(await run(["init"], settings), /holds something of a hub/);
    const hub = await serving(settings);
    try {
      expect(hub.said()).not.toMatch(/demonstration|invented/i);
      const asked = "{ viewer { person assignments { role current } } people { nodes { id } } }";
      expect(await askAt(hub.url, await token("ines"), asked)).toEqual({
        viewer: { person: "ines", assignments: [{ role: "GOVERNANCE_OFFICER", current: true }] },
        people: { nodes: [{ id: "ines" }] },
      });
      expect(
        await askAt(hub.url, await token("adviser"), '{ viewer { assignments { role } } council(code: "X00000004") { name } }'),
      ).toEqual({
        viewer: { assignments: [] },
        council: null,
      });
    } finally {
      await hub.stop();
      server.close();
    }
  });
});

describe("candour import", () => {
  /** Lines of an import that is interrupted after a fifth of them. */
  const MANY = 60;
  const HEAD = "{ concerns { totalCount } }";
  let data: string;
  let hub: TestHub;
  let adviser: string;
  const env = () => ({ CANDOUR_DATA_DIR: data });
  const token = (person: string) => tokenFor(readConfig(env()), person);
  /** With the time of the processes that use the same folder. */
  const startNow = (seed: boolean) => startHub({ dir: data, at: new Date().toISOString(), seed });
  const importing = (url: string, what: string, path: string, person: string, ...more: string[]) => [
    ...["import", what, path, "--as", person, "--url", url],
    ...more,
  ];
  const imported = (what: string, path: string, person: string, ...more: string[]) =>
    run(importing(hub.url, what, path, person, ...more), env());
  /** The log's last position, read beside the hub. */
  const head = (): number => {
    const log = new DatabaseSync(join(data, "log/events.sqlite"), { readOnly: true });
    const { last } = log.prepare("SELECT max(position) AS last FROM events").get() as { last: number };
    log.close();
    return last;
  };
  /** Waits until so many more concerns are recorded, each as two events. */
  async function recorded(concerns: number): Promise<void> {
    const before = head();
    while (head() < before + 2 * concerns) await new Promise((resolve) => setTimeout(resolve, 5));
  }
  const held = async (text?: string): Promise<number> => {
    const query = "query($f: ConcernFilter) { concerns(filter: $f) { totalCount } }";
    return (await askAt<{ concerns: { totalCount: number } }>(hub.url, adviser, query, { f: text ? { text } : {} })).concerns
      .totalCount;
  };

  beforeAll(async () => {
    data = fresh();
    hub = await startNow(true);
    adviser = await token("adviser");
  });
  afterAll(() => hub.close());

  const period = { from: "2025-04-01", to: "2025-09-30" };
  const item = {
    kind: "conversation",
    account: "Test text, says nothing about the council.",
    source: "Test",
    period,
    grading: { source: "1", content: "B" },
    handling: "P",
  };
  const line = (summary: string, differing: object = {}) => ({
    ...{
      council: "X00000005",
      strand: "corporate",
      cause: "finance",
      period,
      summary,
      observed: "Observed in a test.",
      evidence: [item],
    },
    ...differing,
  });

  describe("lg-inform", () => {
    it("accepts LG Inform's own exports, and evidence can cite their values", async () => {
      const exports = [
        ["1072_enterprise_deaths_calendar_year", 18],
        ["3404_ndr_collected_financial_quarter", 49],
        ["4274_council_tax_base_tax_year", 14],
      ] as const;
      for (const [name, series] of exports) {
        const { code, stdout, stderr } = await imported("lg-inform", join(FIXTURES, `metric_${name}.csv`), "adviser-london");
        expect([code, totals(stdout), stderr]).toEqual([
          0,
          `${series} series: ${series} new, 0 changed, 0 unchanged, 0 refused.`,
          "",
        ]);
      }
      const neutral = "Test text, says nothing about the council.";
      const cites = { metric: "3404", area: "E09000022", period: "fq_Q1_2022_23" };
      const evidence = {
        ...item,
        kind: "PUBLISHED_METRIC",
        account: neutral,
        source: "LG Inform",
        grading: { source: "GRADE_1", content: "A" },
        cites,
      };
      const input = {
        idempotencyKey: "cites",
        council: "E09000022",
        strand: "CORPORATE",
        cause: "FINANCE",
        period,
        summary: neutral,
        observed: neutral,
        evidence: [evidence],
      };
      const also =
        "... on ConcernChanged { concern { evidence { citation { label unit area period periodLabel value region england } } } }";
      const london = await token("adviser-london");
      type Cited = { result: { concern: { evidence: { citation: object }[] } } };
      const { result } = await askAt<Cited>(hub.url, london, mutation("logConcern", also), { input });
      expect(result.concern.evidence[0]?.citation).toEqual({
        ...{
          label: expect.stringMatching(/^Non-domestic rates collected/),
          unit: expect.stringContaining("GBP"),
          area: "E09000022",
          period: "fq_Q1_2022_23",
        },
        ...{ periodLabel: "2022/23 Q1", value: 46_669, region: null, england: null },
      });
    });

    it("a second time records nothing", async () => {
      const before = head();
      const { stdout } = await imported(
        "lg-inform",
        join(FIXTURES, "metric_4274_council_tax_base_tax_year.csv"),
        "adviser-london",
      );
      expect([totals(stdout), head()]).toEqual(["14 series: 0 new, 0 changed, 14 unchanged, 0 refused.", before]);
    });

    it("of a malformed file reports the line and column, and records nothing", async () => {
      const before = head();
      const good = readFileSync(join(FIXTURES, "metric_4274_council_tax_base_tax_year.csv"), "utf8").split(/\r?\n/);
      good[8] = String(good[8]).replace(/"[\d.]+"/, '"about 100"');
      const path = file("bad.csv", good);
      expectRefused(
        await imported("lg-inform", path, "adviser-london"),
        /bad\.csv: Line 9, column 4 .*"about 100" is not a number/,
      );
      expect(head()).toBe(before);
    });

    it("refuses who may not bring data in, and a file that is not there", async () => {
      const path = join(FIXTURES, "metric_4274_council_tax_base_tax_year.csv");
      expectRefused(await imported("lg-inform", path, "cib-lead"), /you cannot do this in your current role/i);
      expectRefused(
        await imported("lg-inform", join(dir, "nothing.csv"), "adviser"),
        /^The file .*nothing\.csv cannot be read\. Check its name .*\.$/m,
      );
      expectRefused(await imported("lg-inform", dir, "adviser"), /^The file .* cannot be read\. Check its name .*\.$/m);
    });
  });

  describe("concerns", () => {
    const lines = () => [
      line("First good line."),
      line("Vague line.", { evidence: [] }),
      '{"council": "X00000005", "strand":',
      line("Unknown council.", { council: "E99999999" }),
      "",
      line("Second good line."),
      line("Of another region.", { council: "X00000009" }),
      line("Polluted.", JSON.parse('{"__proto__": {"idempotencyKey": "taken"}}')),
      "[]",
      "null",
      line("Last good line."),
    ];

    it("accepts the good lines and reports the others by line, with a file of them if one is named", async () => {
      const before = await held();
      const report = join(dir, "report.jsonl");
      const { code, stdout, stderr } = await imported("concerns", file("concerns.jsonl", lines()), "adviser", "--report", report);
      expect([code, stdout]).toEqual([
        1,
        "line 1: new\nline 6: new\nline 11: new\n10 lines: 3 new, 0 changed, 0 unchanged, 7 refused.\n",
      ]);
      const found = stderr
        .trim()
        .split("\n")
        .map((text) => text.match(/^line (\d+): ([A-Z_]+)/)?.slice(1));
      expect(found).toEqual([
        ["2", "VAGUE_CONCERN"],
        ["3", "NOT_JSON"],
        ["4", "UNKNOWN_COUNCIL"],
        ["7", "NOT_PERMITTED"],
        ["8", "INVALID_INPUT"],
        ["9", "INVALID_INPUT"],
        ["10", "INVALID_INPUT"],
      ]);
      const reported = readFileSync(report, "utf8")
        .trim()
        .split("\n")
        .map((text) => JSON.parse(text));
      expect(reported.map(({ line, code }) => [String(line), code])).toEqual(found);
      expect(stderr).not.toMatch(/Observed in a test|says nothing/);
      expect(await held()).toBe(before + 3);
    });

    it("a second time accepts the same lines and records nothing", async () => {
      const before = head();
      const { code, stdout } = await imported("concerns", file("concerns.jsonl", lines()), "adviser");
      expect([code, totals(stdout), head()]).toEqual([1, "10 lines: 0 new, 0 changed, 3 unchanged, 7 refused.", before]);
    });

    it("ends well when every line is", async () => {
      const { code, stdout, stderr } = await imported("concerns", file("good.jsonl", lines().slice(0, 1)), "adviser");
      expect([code, stdout, stderr]).toEqual([0, "line 1: unchanged\n1 line: 0 new, 0 changed, 1 unchanged, 0 refused.\n", ""]);
    });

    it.each([
      ["begins with a byte order mark", "\ufeff", "", "\n"],
      ["has other line ends and none at its end", "", "", "\r\n"],
      ["has line and paragraph separators within a text, as JSON may", "", " \u2028 \u2029", "\n"],
    ])("reads a file that %s", async (_, mark, within, end) => {
      const path = join(dir, "written-elsewhere.jsonl");
      const summaries = [`Elsewhere${within} one.`, `Elsewhere${within} two.`];
      writeFileSync(path, mark + summaries.map((summary) => JSON.stringify(line(summary, { cause: "leadership" }))).join(end));
      const { code, stdout, stderr } = await imported("concerns", path, "adviser");
      expect([stderr, code, totals(stdout)]).toEqual(["", 0, expect.stringMatching(/^2 lines: .*, 0 refused\.$/)]);
    });

    it("records each concern once, even if it is killed and run again", async () => {
      const path = file(
        "many.jsonl",
        Array.from({ length: MANY }, (_, i) => line(`Manyfold ${i}.`)),
      );
      const running = start(importing(hub.url, "concerns", path, "adviser"), env());
      await recorded(MANY / 5);
      running.child.kill("SIGKILL");
      expect((await running.ended).signal).toBe("SIGKILL");
      expect(await held("manyfold")).toBeLessThan(MANY);
      const { stdout } = await imported("concerns", path, "adviser");
      expect(totals(stdout)).toMatch(new RegExp(`^${MANY} lines: [1-9]\\d* new, 0 changed, [1-9]\\d* unchanged, 0 refused\\.$`));
      expect(await held("manyfold")).toBe(MANY);
    });

    it("whose hub is killed reports the line to continue from and earlier refusals, and continuing there completes it", async () => {
      const path = file("more.jsonl", ["not json", ...Array.from({ length: MANY }, (_, i) => line(`Morefold ${i}.`))]);
      await hub.close();
      const killed = await serving(env());
      const stopped = run(importing(killed.url, "concerns", path, "adviser"), env());
      await recorded(MANY / 5);
      await killed.stop("SIGKILL");
      const { code, stderr } = await stopped;
      expect(code).toBe(1);
      expect(stderr).not.toMatch(/\n\s+at |node:internal/);
      const [, from = ""] = stderr.match(/--from-line (\d+)\./) ?? [];
      expect(Number(from)).toBeGreaterThan(1);
      hub = await startNow(false);
      const { stdout } = await imported("concerns", path, "adviser", "--from-line", from);
      expect(totals(stdout)).toMatch(new RegExp(`^${MANY + 2 - Number(from)} lines: [1-9]\\d* new, .*, 0 refused\\.$`));
      expect(await held("morefold")).toBe(MANY);
      expect(stderr).toContain("line 1: NOT_JSON");
    });

    it("reports that no hub answers, no person is named, or the start line is not valid", async () => {
      const path = file("good.jsonl", lines().slice(0, 1));
      const nowhere = ["import", "concerns", path, "--as", "adviser", "--url", "http://127.0.0.1:9"];
      const { code, stderr } = await run(nowhere, env());
      expect(code).toBe(1);
      expect(stderr).toMatch(/^No hub answers at http:\/\/127\.0\.0\.1:9\. Start one/);
      expect(stderr).not.toMatch(/\n\s+at /);
      expectRefused(await run(["import", "concerns", path, "--url", hub.url], env()), /^Say who you are\. /);
      expectRefused(await imported("concerns", path, "adviser", "--from-line", "0"), /^--from-line: /);
      expectRefused(await run(["import", "concerns", path, "--as", "adviser", "--url", "nonsense"], env()), /nonsense|--url/);
      expectRefused(await imported("concerns", path, "adviser", "--report", "/dev/null/x"), /report|\/dev\/null\/x/);
    });
  });

  describe("people", () => {
    const assignment = { role: "cib-lead", regions: ["E12000004"], from: "2026-01-01", until: "2099-12-31" };
    const lines = [
      { person: "import-one", name: "One (invented)", assignments: [assignment] },
      { person: "import-two ", name: "A blank at the end of an id" },
      "{",
      { person: "import-three", name: "Three (invented)", assignments: [{ ...assignment, role: "king" }] },
      {
        person: "import-four",
        name: "Four (invented)",
        assignments: [assignment, { role: "leader", council: "E99999999", from: "2026-01-01", until: "2026-12-31" }],
      },
      { person: "import-five", name: "Five (invented)" },
      { person: "import-six", name: "Six (invented)", assignments: "none" },
    ];
    type People = { people: { nodes: { id: string; assignments: { role: string }[] }[] } };
    const known = async (): Promise<Readonly<Record<string, number>>> => {
      const { people } = await askAt<People>(
        hub.url,
        await token("administrator"),
        "{ people(first: 100) { nodes { id assignments { role } } } }",
      );
      return Object.fromEntries(
        people.nodes.filter(({ id }) => id.startsWith("import")).map(({ id, assignments }) => [id, assignments.length]),
      );
    };

    it("accepts the good lines, reports the others by line, and a second time records nothing", async () => {
      const path = file("people.jsonl", lines);
      const refusals = [
        ["2", "INVALID_INPUT"],
        ["3", "NOT_JSON"],
        ["4", "INVALID_INPUT"],
        ["5", "UNKNOWN_COUNCIL"],
        ["7", "INVALID_INPUT"],
      ];
      for (const time of ["first", "second"]) {
        const before = head();
        const { code, stdout, stderr } = await imported("people", path, "administrator");
        const counts = time === "first" ? "2 new, 0 changed, 0 unchanged" : "0 new, 0 changed, 2 unchanged";
        expect([code, totals(stdout)]).toEqual([1, `7 lines: ${counts}, 5 refused.`]);
        expect(
          stderr
            .trim()
            .split("\n")
            .map((text) => text.match(/^line (\d+): ([A-Z_]+)/)?.slice(1)),
        ).toEqual(refusals);
        if (time === "second") expect(head()).toBe(before);
      }
      expect(await known()).toEqual({ "import-one": 1, "import-four": 1, "import-five": 0 });
    });

    it("records each person and assignment once, even if it is killed and run again", async () => {
      const many = Array.from({ length: MANY }, (_, i) => ({
        person: `import-many-${i}`,
        name: `Many ${i} (invented)`,
        assignments: [assignment],
      }));
      const path = file("many-people.jsonl", many);
      const before = head();
      const running = start(importing(hub.url, "people", path, "administrator"), env());
      while (head() < before + (2 * MANY) / 5) await new Promise((resolve) => setTimeout(resolve, 5));
      running.child.kill("SIGKILL");
      await running.ended;
      expect(head()).toBeLessThan(before + 2 * MANY);
      const { stdout } = await imported("people", path, "administrator");
      expect(totals(stdout)).toMatch(
        new RegExp(`^${MANY} lines: [1-9]\\d* new, \\d+ changed, [1-9]\\d* unchanged, 0 refused\\.$`),
      );
      expect(head()).toBe(before + 2 * MANY);
    });

    it("refuses who keeps no people, line by line", async () => {
      const { code, stderr } = await imported("people", file("one.jsonl", [{ person: "import-new", name: "New" }]), "adviser");
      expect([code, stderr]).toEqual([1, expect.stringMatching(/^line 1: NOT_PERMITTED: /)]);
    });
  });

  describe("support", () => {
    const HEADINGS =
      "Council,Strand,Kind,Provider,Causes,Aim,Lead,Offered to,Told name,Channel,Offered on,From,Until,Answer by,Notes";
    const offer = (differing: Readonly<Record<string, string>> = {}): string => {
      const cells = {
        ...{ council: "X00000004", strand: "Children's", kind: "Mentoring", provider: "cib-east-midlands" },
        ...{ causes: "Service performance; leadership", aim: '"A serving director, a day a week"', lead: "Lead (invented)" },
        ...{ offeredTo: "Chief executive", toldName: "Chief (invented)", channel: "In person", offeredOn: "01/02/2026" },
        ...{ from: "31/3/2099", until: "2099-12-31", answerBy: "31/01/2099", notes: "ours" },
        ...differing,
      };
      return Object.values(cells).join(",");
    };
    type Supports = {
      council: { supports: { nodes: { kind: string; causes: string[]; from: string; detail: { aim: string } }[] } };
    };
    const SUPPORTS = `{ council(code: "X00000004") { supports(first: 100) { nodes { kind causes from detail { aim } } } } }`;

    it("accepts a region's spreadsheet in people's own spelling, reports the other rows by line, and a second time records nothing", async () => {
      const path = file("support.csv", [
        `\uFEFF${HEADINGS}`,
        offer(),
        offer({ kind: "Children's peer challenge of everything" }),
        offer({ council: "E99999999" }),
        offer({ offeredOn: "31/02/2026" }),
        "",
        offer({ kind: "Support package, developed with us" }),
        offer({ strand: "CORPORATE", causes: "finance", provider: "lga" }),
      ]);
      for (const time of ["first", "second"]) {
        const before = head();
        const { code, stdout, stderr } = await imported("support", path, "adviser");
        const counts = time === "first" ? "2 new, 0 changed, 0 unchanged" : "0 new, 0 changed, 2 unchanged";
        expect([code, totals(stdout)], stderr).toEqual([1, `6 lines: ${counts}, 4 refused.`]);
        const refused = stderr.trim().split("\n");
        expect(refused.map((text) => text.match(/^line (\d+): ([A-Z_]+)(?: \((\w+)\))?/)?.slice(1))).toEqual([
          ["3", "INVALID_INPUT", "kind"],
          ["4", "UNKNOWN_COUNCIL", "council"],
          ["5", "INVALID_INPUT", "offeredOn"],
          // A text that is cut in two by a comma moves all that follows it.
          ["7", "INVALID_INPUT", undefined],
        ]);
        if (time === "second") expect(head()).toBe(before);
      }
      const { council } = await askAt<Supports>(hub.url, adviser, SUPPORTS);
      const ours = council.supports.nodes.filter(({ detail }) => detail.aim === "A serving director, a day a week");
      expect(ours.map(({ kind, causes, from }) => ({ kind, causes, from }))).toEqual([
        { kind: "MENTORING", causes: ["FINANCE"], from: "2099-03-31" },
        { kind: "MENTORING", causes: ["LEADERSHIP", "SERVICE_PERFORMANCE"], from: "2099-03-31" },
      ]);
    });

    it("reports missing columns, and files that are not readable CSV, and records nothing", async () => {
      const before = head();
      expectRefused(
        await imported("support", file("few.csv", ["Council,Strand", "X00000004,adults"]), "adviser"),
        /columns are missing: kind, /,
      );
      const ansi = join(dir, "ansi.csv");
      writeFileSync(ansi, Buffer.from(`${HEADINGS}\n${offer({ aim: "Zo\u00eb" })}\n`, "latin1"));
      expectRefused(await imported("support", ansi, "adviser"), /Save the file as UTF-8 \(in Excel "CSV UTF-8"/);
      expectRefused(await imported("support", file("open.csv", [HEADINGS, 'X00000004,"adults']), "adviser"), /not a CSV file/);
      expectRefused(await imported("support", join(dir, "nowhere.csv"), "adviser"), /cannot be read/);
      expect(head()).toBe(before);
    });
  });

  describe("and after all of it, candour verify", () => {
    const WHOLE = expect.stringMatching(
      /^No faults found: \d+ events, \d+ records of disclosure, \d+ attachments, \d+ keys, 9 read models\.\n$/,
    );

    it("reports no flaw, while the hub runs and after it has stopped", async () => {
      expect(await run(["verify"], env())).toMatchObject({ code: 0, stdout: WHOLE, stderr: "" });
      await askAt(hub.url, adviser, HEAD);
      await hub.close();
      expect(await run(["verify"], env())).toMatchObject({ code: 0, stdout: WHOLE, stderr: "" });
    });

    it("reports what was changed, what is missing and what was truncated, and exits with 1", async () => {
      const log = new DatabaseSync(join(data, "log/events.sqlite"));
      const at = Number(
        (log.prepare("SELECT max(position) AS last FROM events WHERE type LIKE 'ConcernLogged.%'").get() as { last: number })
          .last,
      );
      const tampered = async (verify: () => Promise<Ended>, tamper: string, restore: string): Promise<Ended> => {
        log.exec(tamper);
        const ended = await verify();
        log.exec(restore);
        return ended;
      };
      const plain = await tampered(
        () => runProcess(["verify"], env()),
        `UPDATE events SET data = replace(data, '"council"', '"Council"') WHERE position = ${at}`,
        `UPDATE events SET data = replace(data, '"Council"', '"council"') WHERE position = ${at}`,
      );
      expect([plain.code, plain.stdout]).toEqual([1, expect.stringMatching(/^(1 fault|\d+ faults) found\.\n$/)]);
      expect(plain.stderr).toMatch(new RegExp(`position ${at}: .*the event was changed`));
      const json = await tampered(
        () => run(["verify", "--json"], env()),
        `UPDATE events SET at = '2020-01-01T00:00:00.000Z' || at WHERE position = ${at}`,
        `UPDATE events SET at = substr(at, 25) WHERE position = ${at}`,
      );
      expect([json.code, JSON.parse(json.stdout).flaws]).toEqual([
        1,
        expect.arrayContaining([
          expect.objectContaining({
            file: "log/events.sqlite",
            what: expect.stringContaining("the event was changed"),
            position: String(at).padStart(16, "0"),
          }),
        ]),
      ]);
      log.exec(`DELETE FROM events WHERE position >= ${at}`);
      const { code, stderr } = await run(["verify"], env());
      expect([code, stderr]).toEqual([1, expect.stringContaining("missing")]);
      log.close();
    });

    it("of a folder that lacks a file names the file, and exits with 2", async () => {
      const copy = fresh();
      cpSync(data, copy, { recursive: true });
      for (const model of readdirSync(join(copy, "read-models"))) rmSync(join(copy, "read-models", model));
      for (const name of ["log/events.sqlite", "log/events.sqlite-wal", "log/events.sqlite-shm"])
        rmSync(join(copy, name), { force: true });
      const { code, stdout, stderr } = await run(["verify"], { ...env(), CANDOUR_DATA_DIR: copy });
      expect([code, stdout]).toEqual([2, "Not everything could be checked.\n"]);
      expect(stderr).toBe("log/events.sqlite: not checked, the file is missing\n");
    });

    it("of a folder without a log reports that, and creates none", async () => {
      const { code, stdout, stderr } = await run(["verify"], { CANDOUR_DATA_DIR: fresh() });
      expect([code, stdout, stderr]).toEqual([
        2,
        "",
        expect.stringMatching(/^CANDOUR_DATA_DIR: there is no event log in [^\n]*\.\n$/),
      ]);
    });
  });
});

describe("candour", () => {
  it("reports an unknown command", async () => {
    expect(await runProcess(["nonsense"], {})).toMatchObject({
      code: 1,
      stdout: "",
      stderr: expect.stringContaining("unknown command 'nonsense'"),
    });
  });

  it("prints help", async () => {
    const { code, stdout } = await run(["--help"], {});
    expect(code).toBe(0);
    for (const command of ["serve", "people", "token", "verify", "import"]) expect(stdout).toContain(command);
  });
});
