import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

describe("the story", () => {
  const dir = mkdtempSync(join(tmpdir(), "candour-story-"));
  const env = { ...process.env, CANDOUR_DATA_DIR: dir, PORT: "0" };
  let hub: ChildProcess;
  let url = "";
  beforeAll(async () => {
    const serving = spawn(process.execPath, ["bin/candour.ts", "serve"], { env, stdio: ["ignore", "pipe", "inherit"] });
    hub = serving;
    url = await new Promise<string>((resolve, reject) => {
      serving.once("exit", (code) => reject(new Error(`The hub ended with ${code}.`)));
      serving.stdout.on("data", (text) => {
        const [, found] = String(text).match(/ready at (\S+) /) ?? [];
        if (found) resolve(found);
      });
    });
  });
  afterAll(async () => {
    const gone = new Promise((resolve) => hub.once("exit", resolve));
    hub.kill("SIGTERM");
    await gone;
    rmSync(dir, { recursive: true, force: true });
  });

  /** Tells a story; returns its exit code and all that it printed. */
  async function tell(...words: readonly string[]): Promise<{ readonly code: unknown; readonly told: string }> {
    const story = spawn(process.execPath, ["bin/story.ts", ...words], { env, stdio: ["ignore", "pipe", "pipe"] });
    let told = "";
    for (const stream of [story.stdout, story.stderr])
      stream.on("data", (text) => {
        told += text;
      });
    return { code: await new Promise((resolve) => story.once("close", resolve)), told };
  }

  it("of consent is told to its end on a fresh hub, and prints each step with the hub's answer", async () => {
    const { code, told } = await tell("consent", url);
    expect(code, told).toBe(0);
    for (const refused of [
      ...["ANSWER_DATE_TOO_EARLY", "AWAITING_COUNCIL", "LETTER_BY_SENDER", "EXTENSION_BY_LOGGER", "EXTENSION_USED"],
      ...["DISCARD_BY_PROPOSER", "HEAD_HAS_SPOKEN", "COUNCIL_OBJECTS", "AWARENESS_DISPUTED", "TOLD_BY_SAME_ADVISER"],
      "NOT_A_SPEAKER",
    ])
      expect(told).toContain(`refused, ${refused}`);
    expect(told).toMatch(/A word of the concern was in [1-9]\d* of the files in the data folder, and is in 0 now\./);
    expect(told).toContain("the council is divided, which is an objection");
    expect(told).toContain("the share is suspended");
    expect(told.trimEnd()).toMatch(/Every step went as the story expects\.$/);
  });

  it("of consent ends with 1 at the first step that goes otherwise, on a hub on which it was told before, and says what to do", async () => {
    const { code, told } = await tell("consent", url);
    expect(code, told).toBe(1);
    expect(told).toMatch(
      /^The story expected EXTENSION_BY_LOGGER here and got EXTENSION_USED\.\nThis story needs a fresh hub\./m,
    );
    expect(told).toContain("(CANDOUR_DATA_DIR=./another npm start)");
    expect(told).not.toContain("4. ");
  });

  it("of the main use is played with a running hub to its end, with every expected refusal", async () => {
    const { code, told } = await tell(url);
    expect(code, told).toBe(0);
    for (const refused of [
      "VAGUE_CONCERN",
      "COUNCIL_NOT_AWARE",
      "BODY_NOT_COVERED",
      "AWAITING_COUNCIL",
      "OVERRIDE_BY_PROPOSER",
      "SUPPORT_NOT_AGREED",
      "CONCLUSION_INCOMPLETE",
    ])
      expect(told).toContain(`refused, ${refused}`);
    expect(told).toContain("protected, withheld");
    expect(told).toContain("concluded: light support, mentoring running");
    expect(told).toContain("waits for chief-executive: Your council has an offer of support. Agree to it or decline it by ");
    expect(told).toContain("waits for adviser: A council asks for support. Answer its request by ");
    expect(told).toMatch(/27\.8 percent \(region 17\.5, England 17\.1\)/);
  });

  it("of a week is told to its end: eight people, their news, tasks and lists", async () => {
    const { code, told } = await tell("week", url);
    expect(code, told).toBe(0);
    for (const person of ["adviser", "chief-executive", "cib-lead", "adass-lead", "regional-improvement", "department"])
      expect(told).toContain(`\n  ${person} `);
    for (const person of ["panel-member", "governance-officer"]) expect(told).toContain(`\n  ${person} `);
    expect(told.match(/^(Mon|Tues|Wednes|Thurs|Fri)day\. /gm)).toHaveLength(5);
    expect(told).toContain("A regional source: Reserves fall faster than planned.");
    expect(told.trimEnd()).toMatch(/Every step went as the story expects\.$/);
  });

  it("is refused if there is none of that name", async () => {
    const { code, told } = await tell("nothing", url);
    expect([code, told.trim()]).toEqual([1, 'There is no story "nothing". There are: main, consent, week.']);
  });
});
