// An uncaught error causes one log line, a clean shutdown, and a specific exit code.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const program = join(import.meta.dirname, "../helpers/throw-uncaught.ts");

describe("An uncaught error", () => {
  it.each([
    ["thrown", "well"],
    ["rejected", "well"],
    ["thrown", "fails"],
  ])("%s, with a shutdown that goes %s, ends the process cleanly with its exit code and one log line", (how, closing) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [program, how, closing], { encoding: "utf8" });
    expect(status).toBe(70);
    expect(stdout).toBe(closing === "well" ? "closing\nclosed\n" : "closing\n");
    const lines = stderr.trim().split("\n");
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? "")).toMatchObject({
      level: 60,
      code: "UNCAUGHT",
      error: expect.stringContaining("RangeError"),
    });
    expect(stderr).not.toContain("Reserves");
  });
});
