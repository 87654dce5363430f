// `candour policy` as one types it: checked offline, tried out and published against a running hub.
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Env } from "../helpers/cli.ts";
import { run } from "../helpers/cli-in-process.ts";
import { changedFiles, policyText, shipped } from "../helpers/policy-files.ts";
import { startHub, type TestHub } from "../helpers/test-hub.ts";

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), "candour-policy-cli-"));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** Creates a folder of policies. */
function folder(name: string, changes: Parameters<typeof changedFiles>[0]): string {
  const path = join(dir, name);
  mkdirSync(path);
  for (const [file, text] of Object.entries(changedFiles(changes))) writeFileSync(join(path, file), text);
  return path;
}
const withoutRecipients = { "4-recipients.cedar": undefined };

describe("candour policy check", () => {
  const check = (...args: readonly string[]) => run(["policy", "check", ...args], {});

  it("accepts the policy that the hub comes with, and creates no file", async () => {
    const cwd = join(dir, "working-folder");
    mkdirSync(cwd);
    const { code, stdout, stderr } = await run(["policy", "check"], { CANDOUR_DATA_DIR: join(cwd, "none") }, cwd);
    expect(readdirSync(cwd)).toEqual([]);
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toBe(`The policy is valid: ${shipped.texts.size} policies, version ${shipped.version}.\n`);
  });

  it("reports the flaws of each policy, and exits with 1", async () => {
    const board = policyText(
      "board-reads",
      'permit (principal is Person, action == Action::"readHeadline", resource) when { principal.advisoryBoard };',
    );
    const never = policyText(
      "never",
      'forbid (principal is Person, action == Action::"readHeadline", resource) when { resource.strand == "adults" && resource.strand == "corporate" };',
    );
    const { code, stdout, stderr } = await check(folder("idle", { "9-idle.cedar": board + never }));
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr.trim().split("\n")).toEqual([
      expect.stringMatching(/^"board-reads" can never permit readHeadline: "principle-3-in-confidence-headline" forbids/),
      expect.stringMatching(/^"never" can never forbid anything/),
    ]);
  });

  it("reports which principle is weakened", async () => {
    const weak = (text: string) => text.replace("when { !resource.evidenced }\nunless", "unless");
    const { code, stderr } = await check(folder("weak", { "1-principles.cedar": weak }));
    expect([code, stderr]).toEqual([1, `"principle-2-evidence-based" does not say what this hub's policy of that name says.\n`]);
  });

  it.each([
    ["that is not there", () => join(dir, "nowhere"), /^The folder .*nowhere cannot be read\. Check its name .*\.$/],
    ["without a schema", () => folder("empty", { ...emptied }), /^There is no candour\.cedarschema in /],
  ])("of a folder %s prints a sentence", async (_, at, sentence) => {
    const { code, stdout, stderr } = await check(at());
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr.trim()).toMatch(sentence);
  });

  it("of a folder with any other file names it, and reads nothing", async () => {
    const path = folder("mixed", {});
    const others = ["4-Recipients.cedar", "4-recipients.cedar.txt", "notes.md", "9_own.cedar"];
    for (const name of others) writeFileSync(join(path, name), "");
    mkdirSync(join(path, "more.cedar"));
    mkdirSync(join(path, "further"));
    for (const name of [".gitignore", "VERSION"]) writeFileSync(join(path, name), "");
    const { code, stderr } = await check(path);
    expect(code).toBe(1);
    const [, named] = stderr.match(/contains files that are not part of a policy: (.*?)\. Remove them, or rename them/) ?? [];
    expect(named?.split(", ")).toEqual([...others, "more.cedar", "further"].sort());
  });
  const emptied = Object.fromEntries(Object.keys(shipped.files).map((name) => [name, undefined]));
});

describe("candour policy, against a running hub", () => {
  let hub: TestHub;
  let env: Env;
  beforeAll(async () => {
    env = { CANDOUR_DATA_DIR: join(dir, "data") };
    hub = await startHub({ dir: join(dir, "data") });
  });
  afterAll(() => hub.close());
  const as = (person: string, ...args: readonly string[]) => run(["policy", ...args, "--as", person, "--url", hub.url], env);

  it("tries one out and publishes it", async () => {
    const candidate = folder("without-recipients", withoutRecipients);
    const tried = await as("governance-officer", "simulate", candidate);
    expect([tried.code, tried.stderr]).toEqual([0, ""]);
    const recipients = [...shipped.texts.keys()].filter(isOfRecipients);
    const [first, added, removed, changed, ...rows] = tried.stdout.trim().split("\n");
    expect(first).toMatch(/^Version [0-9a-f]{12}, compared with the policy in force:$/);
    expect([added, removed, changed]).toEqual([
      "It adds no policy.",
      `It removes ${recipients.join(", ")}.`,
      "It changes no policy.",
    ]);
    expect(rows).toContainEqual("CIB regional lead (2 people) would lose the summary of these kinds of concern:");
    expect(rows.at(-1)).toMatch(/^This covers who can see concerns\./);

    const basedOn = ["--based-on", shipped.version];
    const published = await as("governance-officer", "publish", candidate, "--reason", "Nothing is shared for now.", ...basedOn);
    const [, version] = tried.stdout.match(/^Version (\w+),/) ?? [];
    expect(published).toMatchObject({ code: 0, stderr: "", stdout: `Version ${version} is in force.\n` });
    expect(await as("governance-officer", "publish", candidate, "--reason", "Again.", ...basedOn)).toMatchObject({
      ...{ code: 0, stderr: "", stdout: `Version ${version} was already in force; nothing was published.\n` },
    });
    const again = (await as("governance-officer", "simulate", candidate)).stdout;
    expect(again).toContain("It adds no policy.\nIt removes no policy.\nIt changes no policy.\n");
    expect(again).toContain("Nobody would see more or less of any concern.\n");
  });
  const isOfRecipients = (id: string) => shipped.files["4-recipients.cedar"]?.includes(`@id("${id}")`) ?? false;

  it("names changed policies about resources other than concerns, because only access to concerns is simulated", async () => {
    const reworded = (text: string) => text.replace('@reason("', '@reason("In other words: ');
    const candidate = folder("other-things", { "5-people.cedar": reworded, "6-support.cedar": undefined });
    const { code, stdout, stderr } = await as("governance-officer", "simulate", candidate);
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(/^It removes .*support.*\.$/m);
    expect(stdout).toMatch(/^It changes [a-z-]+\.$/m);
    expect(stdout).toMatch(/^This covers who can see concerns\. It does not cover support, /m);
  });

  it("is refused with the hub's sentence", async () => {
    const weak = folder("weaker", {
      "1-principles.cedar": (text) => text.replace(/@id\("principle-1-council-aware"\)[^;]*;\n/, ""),
    });
    const { code, stdout } = await as("governance-officer", "fetch", join(dir, "in-force"));
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^Version [0-9a-f]{12} is in .*in-force/)]);
    copyFileSync(join(dir, "in-force", "VERSION"), join(weak, "VERSION"));
    const refused = await as("governance-officer", "publish", weak, "--reason", "None.");
    expect([refused.code, refused.stdout]).toEqual([1, ""]);
    expect(refused.stderr).toMatch(
      /^POLICY_WEAKENS_PRINCIPLE: .*"principle-1-council-aware" is missing\. And \d+ more: see candour policy check\.\n$/,
    );
    expect(await as("governance-officer", "simulate", weak)).toMatchObject({
      code: 1,
      stdout: "",
      stderr: expect.stringMatching(
        /^"principle-1-council-aware" is missing\.\nIt breaks a promise, as readHeadline could be permitted to more people/,
      ),
    });
  });

  it("is fetched, changed and published, and refused if another person has published in between", async () => {
    const [mine, theirs] = [join(dir, "mine"), join(dir, "theirs")];
    for (const at of [mine, theirs]) expect(await as("governance-officer", "fetch", at)).toMatchObject({ code: 0, stderr: "" });
    expect(await as("governance-officer", "fetch", mine)).toMatchObject({
      code: 1,
      stderr: `The folder ${mine} is not empty. Give a new one.\n`,
    });
    const before = readFileSync(join(mine, "VERSION"), "utf8");
    for (const [at, name] of [
      [mine, "mine"],
      [theirs, "theirs"],
    ] as const)
      writeFileSync(
        join(at, `9-${name}.cedar`),
        policyText(
          name,
          `forbid (principal is Person, action == Action::"importMetrics", resource) when { principal.${name === "mine" ? "advisoryBoard" : "improvementBoard"} };`,
        ),
      );
    expect(await as("governance-officer", "publish", theirs, "--reason", "Theirs.")).toMatchObject({ code: 0, stderr: "" });
    const refused = await as("governance-officer", "publish", mine, "--reason", "Mine.");
    expect([refused.code, refused.stdout]).toEqual([1, ""]);
    expect(refused.stderr).toMatch(
      /^STALE_POLICY: The policy in force has changed .* Get the policy in force, add .* The version in force is [0-9a-f]{12}\.\n$/,
    );
    // Later changes are based on the published folder.
    expect(readFileSync(join(theirs, "VERSION"), "utf8")).not.toBe(before);
    expect(await as("governance-officer", "publish", theirs, "--reason", "Again.")).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/nothing was published/),
    });
    const nameless = folder("nameless", withoutRecipients);
    const { stderr } = await as("governance-officer", "publish", nameless, "--reason", "None.");
    expect(stderr).toMatch(
      /does not say which version you changed\. Start with "candour policy fetch <folder>", or give the version with --based-on\.\n$/,
    );
  });

  it("is for the governance officer", async () => {
    const candidate = folder("anybody's", withoutRecipients);
    for (const args of [["simulate"], ["publish", "--reason", "None.", "--based-on", shipped.version]]) {
      const [name = "", ...more] = args;
      const { code, stdout, stderr } = await as("adviser", name, candidate, ...more);
      expect([code, stdout]).toEqual([1, ""]);
      expect(stderr).toMatch(/You cannot do this in your current role\. .*\n$/);
    }
  });
});
