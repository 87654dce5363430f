import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

describe("the story", () => {
  it("plays the main use with a running hub to its end, with every expected refusal", async () => {
    const dir = mkdtempSync(join(tmpdir(), "candour-story-"));
    const env = { ...process.env, CANDOUR_DATA_DIR: dir, PORT: "0" };
    const hub = spawn(process.execPath, ["bin/candour.ts", "serve"], { env, stdio: ["ignore", "pipe", "inherit"] });
    try {
      const url = await new Promise<string>((resolve, reject) => {
        hub.once("exit", (code) => reject(new Error(`The hub ended with ${code}.`)));
        hub.stdout.on("data", (text) => {
          const [, found] = String(text).match(/ready at (\S+) /) ?? [];
          if (found) resolve(found);
        });
      });
      const story = spawn(process.execPath, ["bin/story.ts", url], { env, stdio: ["ignore", "pipe", "pipe"] });
      let told = "";
      for (const stream of [story.stdout, story.stderr])
        stream.on("data", (text) => {
          told += text;
        });
      expect(await new Promise((resolve) => story.once("exit", resolve)), told).toBe(0);
      for (const code of [
        "VAGUE_CONCERN",
        "COUNCIL_NOT_AWARE",
        "BODY_NOT_COVERED",
        "AWAITING_COUNCIL",
        "OVERRIDE_BY_PROPOSER",
        "SUPPORT_NOT_AGREED",
        "CONCLUSION_INCOMPLETE",
      ])
        expect(told).toContain(`refused, ${code}`);
      expect(told).toContain("protected, withheld");
      expect(told).toContain("concluded: light support, mentoring running");
      expect(told).toContain("waits for chief-executive: Your council has an offer of support. Agree to it or decline it by ");
      expect(told).toContain("waits for adviser: A council asks for support. Answer its request by ");
      expect(told).toMatch(/27\.8 percent \(region 17\.5, England 17\.1\)/);
    } finally {
      const gone = new Promise((resolve) => hub.once("exit", resolve));
      hub.kill("SIGTERM");
      await gone;
      rmSync(dir, { recursive: true, force: true });
    }
  });
});
