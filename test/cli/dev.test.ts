// `npm run dev`: the hub restarts when its source changes.
import { spawn } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, utimesSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const ROOT = join(import.meta.dirname, "../..");
const { scripts } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { scripts: Record<string, string> };
/** Folders with something that a hub runs or reads. */
const SOURCES = readdirSync(ROOT).filter(
  (name) =>
    !/^(?:\..*|node_modules|data|test|bench|docs|scripts|operations)$/.test(name) &&
    statSync(join(ROOT, name)).isDirectory() &&
    readdirSync(join(ROOT, name), { recursive: true, encoding: "utf8" }).some((file) => /\.(?:ts|graphql|cedar)$/.test(file)),
);

describe("npm run dev", () => {
  it("watches every source folder of the hub", () => {
    expect([...(scripts.dev ?? "").matchAll(/--watch-path=(\S+)/g)].map(([, name]) => name).toSorted()).toEqual(SOURCES);
  });

  it("starts the hub again, on the same data, when a file changes that is read and not imported", async () => {
    const app = mkdtempSync(join(tmpdir(), "candour-dev-"));
    for (const name of [...SOURCES, "package.json"]) cpSync(join(ROOT, name), join(app, name), { recursive: true });
    symlinkSync(join(ROOT, "node_modules"), join(app, "node_modules"));
    const path = `${join(process.execPath, "..")}:${process.env.PATH}`;
    const env = { PATH: path, PORT: "0", CANDOUR_LOG_LEVEL: "error", CANDOUR_DEMONSTRATION: "false" };
    const child = spawn("sh", ["-c", `exec ${scripts.dev}`], { cwd: app, env, stdio: ["ignore", "pipe", "inherit"] });
    const ended = new Promise((resolve) => child.once("exit", resolve));
    let said = "";
    const ready = (times: number) =>
      new Promise<void>((resolve) => {
        const look = () => (said.match(/ready at http/g)?.length ?? 0) >= times && resolve();
        child.stdout.on("data", (text) => {
          said += text;
          look();
        });
        look();
      });
    try {
      await ready(1);
      const schema = join(app, "graphql/schema/base.graphql");
      utimesSync(schema, new Date(), new Date());
      await ready(2);
      expect(said).toContain("base.graphql");
    } finally {
      child.kill("SIGTERM");
      await ended;
      rmSync(app, { recursive: true, force: true });
    }
  });
});
