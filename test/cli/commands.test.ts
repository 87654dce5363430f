// Every command of the program on a data folder that is not there: only the two that make a hub make anything.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Command } from "commander";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { program } from "../../bin/program.ts";
import { start } from "../helpers/cli.ts";
import { run } from "../helpers/cli-in-process.ts";

const FILES = join(import.meta.dirname, "../../demonstration");
const NO_HUB = /^CANDOUR_DATA_DIR: there is (?:no event log in [^\n]+|no hub in this folder)\. [^\n]+\.\n$/;
const COUNCIL = ["--council", "X00000004"];

/** The arguments of a command that needs a hub, and its exit code if there is none. */
const needsHub = (args: readonly string[] = [], code = 1) => ({ args, code, said: NO_HUB });
/** One that needs none. */
const answers = (said: RegExp, args: readonly string[] = []) => ({ args, code: 0, said });
type Case = ReturnType<typeof needsHub>;

const MAKE_A_HUB = ["serve", "init"];
const CASES: Readonly<Record<string, Case>> = {
  "accept-loss": needsHub(["--reason", "Lost."]),
  migrate: { args: ["--to", "cluster"], code: 1, said: /^Set CANDOUR_EVENT_LOG=kurrentdb and CANDOUR_KURRENTDB_URL [^\n]+\.\n$/ },
  people: answers(/^adviser /),
  token: needsHub(["--as", "adviser"]),
  verify: needsHub([], 2),
  "confirm-clock": needsHub(["--reason", "It is right."]),
  "end-sessions": needsHub(["--all"]),
  "invite-first-officer": needsHub(["--name", "Ottilie Vane", "--address", "ottilie.vane@candour.test"]),
  check: needsHub([], 2),
  "quarantine list": needsHub(),
  "quarantine retry": needsHub(),
  ask: needsHub(["{ regions { code } }", "--as", "adviser"]),
  schema: answers(/^schema \{\n/),
  ledger: needsHub([...COUNCIL, "--as", "chief-executive", "--out", "ledger.json"]),
  "import people": needsHub([join(FILES, "people.jsonl"), "--as", "administrator", "--report", "refused.jsonl"]),
  "import concerns": needsHub([join(FILES, "concerns.jsonl"), "--as", "adviser", "--report", "refused.jsonl"]),
  "import support": needsHub([join(FILES, "support.csv"), "--as", "adviser", "--report", "refused.jsonl"]),
  "import lg-inform": needsHub([join(FILES, "metrics.csv"), "--as", "administrator", "--report", "refused.jsonl"]),
  // The release's own policy is checked in policy.test.ts.
  "policy check": { args: ["nowhere"], code: 1, said: /^The folder nowhere cannot be read\. / },
  "policy simulate": needsHub([join(FILES, "../policies"), "--as", "governance-officer"]),
  "policy fetch": needsHub(["mine", "--as", "governance-officer"]),
  "policy publish": needsHub([
    ...[join(FILES, "../policies"), "--reason", "As agreed.", "--based-on", "000000000000"],
    ...["--as", "governance-officer"],
  ]),
};

const namesOf = (command: Command, above = ""): readonly string[] =>
  command.commands.length === 0
    ? [above + command.name()]
    : command.commands.flatMap((one) => namesOf(one, command === program ? "" : `${above}${command.name()} `));

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), "candour-commands-"));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

describe("The commands", () => {
  it("are each tried here, or make a hub", () => {
    expect(namesOf(program).toSorted()).toEqual([...Object.keys(CASES), ...MAKE_A_HUB].toSorted());
  });

  it.each(Object.entries(CASES))(
    "%s makes nothing where there is no hub, and says so plainly",
    async (name, { args, code, said }) => {
      const cwd = join(dir, name);
      mkdirSync(cwd);
      const ended = await run([...name.split(" "), ...args], { CANDOUR_DATA_DIR: join(cwd, "none") }, cwd);
      expect(ended).toMatchObject({ code, ...(code === 0 ? { stderr: "" } : { stdout: "" }) });
      expect(code === 0 ? ended.stdout : ended.stderr).toMatch(said);
      expect(readdirSync(cwd)).toEqual([]);
    },
  );

  it.each(["token", "verify", "quarantine list", "accept-loss", "confirm-clock", "end-sessions"])(
    "%s does so too where the folder is there and empty",
    async (name) => {
      const { args, code, said } = CASES[name] as Case;
      const data = join(dir, `empty ${name}`);
      mkdirSync(data);
      const ended = await run([...name.split(" "), ...args], { CANDOUR_DATA_DIR: data });
      expect(ended).toMatchObject({ code, stdout: "", stderr: expect.stringMatching(said) });
      // Commands that change a stopped hub first lock its folder.
      expect(readdirSync(data).filter((made) => made !== "lock.sqlite")).toEqual([]);
    },
  );

  it("succeed when the reader of a pipe closes it, and fail when their output cannot be written", () => {
    const typed = (rest: string) =>
      spawnSync("bash", ["-c", `set -o pipefail; "$0" "$1" schema ${rest}`, process.execPath, join(FILES, "../bin/candour.ts")], {
        encoding: "utf8",
      });
    expect(typed("| head -1")).toMatchObject({ status: 0, stdout: "schema {\n", stderr: "" });
    if (existsSync("/dev/full"))
      expect(typed("> /dev/full")).toMatchObject({
        status: 1,
        stderr: expect.stringMatching(/^The output cannot be written \(ENOSPC\)\./),
      });
  });

  it("print their release", async () => {
    expect(await run(["--version"], {})).toMatchObject({ code: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) });
  });
});

describe("The story", () => {
  it("creates nothing without a hub either", async () => {
    const cwd = join(dir, "story");
    mkdirSync(cwd);
    const { code, stderr } = await start([], { CANDOUR_DATA_DIR: join(cwd, "none") }, [], undefined, cwd, "bin/story.ts").ended;
    expect([code, stderr]).toEqual([1, expect.stringMatching(NO_HUB)]);
    expect(readdirSync(cwd)).toEqual([]);
  });
});
