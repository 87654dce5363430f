// Scripts in a copy that was installed as production is, without the packages of development: they use what is there, and change nothing of it.
import { spawn } from "node:child_process";
import {
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const ROOT = join(import.meta.dirname, "../..");
const SOURCES = readdirSync(ROOT).filter((name) => !/^(?:node_modules|test|bench|docs|data|\.git|\.candour-.*)$/.test(name));
type Lock = { packages: Record<string, { version?: string; dev?: boolean; optional?: boolean; devOptional?: boolean }> };

let app: string;
let data: string;
beforeAll(async () => {
  app = mkdtempSync(join(tmpdir(), "candour-app-"));
  data = join(app, "data");
  for (const name of SOURCES) cpSync(join(ROOT, name), join(app, name), { recursive: true });
  const { packages }: Lock = JSON.parse(readFileSync(join(ROOT, "package-lock.json"), "utf8"));
  for (const [path, { dev, devOptional, optional }] of Object.entries(packages)) {
    if (path === "" || dev || devOptional || optional || path.lastIndexOf("node_modules/") > 0) continue;
    mkdirSync(join(app, path, ".."), { recursive: true });
    // The runtime is large, and imports nothing.
    if (/^node_modules\/node(?:-bin|$)/.test(path)) symlinkSync(join(ROOT, path), join(app, path));
    else cpSync(join(ROOT, path), join(app, path), { recursive: true, verbatimSymlinks: true });
  }
  mkdirSync(join(app, "node_modules/.bin"));
  symlinkSync(process.execPath, join(app, "node_modules/.bin/node"));
});
afterAll(() => rmSync(app, { recursive: true, force: true }));

type Ended = { readonly code: number | null; readonly output: string };
/** No registry answers: what an installation would remove it could not put back. */
const ENV = {
  PATH: process.env.PATH ?? "",
  HOME: tmpdir(),
  npm_config_registry: "http://127.0.0.1:9/",
  npm_config_fetch_retries: "0",
};

function start(command: string, args: readonly string[], env: Record<string, string> = {}) {
  const child = spawn(command, args, { cwd: app, env: { ...ENV, CANDOUR_DATA_DIR: data, PORT: "0", ...env } });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => (output += text));
  const ended = new Promise<Ended>((resolve) => child.once("close", (code) => resolve({ code, output })));
  return { child, ended, said: () => output };
}
const npm = (...args: string[]) => start("npm", ["run", "--silent", ...args]).ended;

/** Every file of the packages, and which file it is. */
const packages = (): readonly string[] =>
  readdirSync(join(app, "node_modules"), { recursive: true, encoding: "utf8" })
    .filter((name) => !name.startsWith(".candour-serving"))
    .map((name) => `${name} ${lstatSync(join(app, "node_modules", name)).ino}`)
    .sort();

async function withLock<T>(change: (lock: Lock) => void, run: () => Promise<T>): Promise<T> {
  const file = join(app, "package-lock.json");
  const before = readFileSync(file, "utf8");
  const lock: Lock = JSON.parse(before);
  change(lock);
  writeFileSync(file, JSON.stringify(lock));
  try {
    return await run();
  } finally {
    writeFileSync(file, before);
  }
}
const newer = (lock: Lock) => Object.assign(lock.packages["node_modules/zod"] ?? {}, { version: "99.0.0" });

describe("A production installation", () => {
  it("has a command line that works, beside a hub that serves, and changes none of its packages", async () => {
    const before = packages();
    const hub = start(process.execPath, ["bin/candour.ts", "serve"]);
    while (!/ready at http/.test(hub.said())) {
      if (hub.child.exitCode !== null) expect.fail(hub.said());
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    const help = await npm("candour", "--", "--help");
    expect([help.code, help.output]).toEqual([0, expect.stringContaining("Usage: candour")]);
    expect(await npm("candour", "--", "verify")).toEqual({
      code: 0,
      output: expect.stringMatching(/^No faults found: [^\n]*\n$/),
    });
    expect(packages()).toEqual(before);

    const stale = await withLock(newer, () => npm("candour", "--", "verify"));
    expect(stale).toEqual({
      code: 1,
      output: expect.stringMatching(new RegExp(`a hub is serving from here \\(process ${hub.child.pid}\\)`)),
    });
    const forTests = await npm("pretest");
    expect(forTests).toEqual({ code: 1, output: expect.stringMatching(/a hub is serving from here/) });
    expect(packages()).toEqual(before);
    hub.child.kill("SIGTERM");
    expect((await hub.ended).code).toBe(0);
  });

  it("is never installed by a script in production", async () => {
    const before = packages();
    for (const name of ["CANDOUR_ENV", "NODE_ENV"]) {
      const env = { [name]: "production" };
      const { code, output } = await withLock(
        newer,
        () => start("npm", ["run", "--silent", "candour", "--", "--help"], env).ended,
      );
      expect([code, output]).toEqual([
        1,
        expect.stringMatching(/nothing is installed in production by itself.*npm ci --omit=dev\n$/),
      ]);
    }
    expect(packages()).toEqual(before);
  });

  it("keeps its packages when an installation cannot be completed", async () => {
    const before = packages();
    const { code, output } = await withLock(newer, () => npm("candour", "--", "--help"));
    expect([code !== 0, output]).toEqual([true, expect.stringMatching(/could not be installed, and nothing was changed/)]);
    expect(packages()).toEqual(before);
    expect(readdirSync(app).filter((name) => name.startsWith(".candour-install-"))).toEqual([]);
    expect(existsSync(join(app, "node_modules/zod/package.json"))).toBe(true);
  });
});
