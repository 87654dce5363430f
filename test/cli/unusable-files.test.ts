// A path that is not the hub's file, or that its user may not use: every command ends with one message about it, and
// none waits for ever, prints a trace or changes anything.
import { execFileSync, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { assertUsable, UnusableFile } from "../../event-log/stores/usable-file.ts";
import { readConfig } from "../../hub/config.ts";
import { dataPaths, findDataFolder } from "../../hub/folder/data-folder.ts";
import { takeFolder } from "../../hub/folder/prepare-folder.ts";
import { verifyStores } from "../../hub/verification/verify.ts";
import { run as runProcess } from "../helpers/cli.ts";
import { run } from "../helpers/cli-in-process.ts";
import { startHub } from "../helpers/test-hub.ts";

let root: string;
let whole: string;
const servers: Server[] = [];
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), "candour-unusable-"));
  whole = join(root, "whole");
  const hub = await startHub({ dir: whole, seed: false });
  await hub.hub.live();
  await hub.close();
});
afterAll(() => {
  for (const server of servers) server.close();
  rmSync(root, { recursive: true, force: true });
});

let copies = 0;
function copied(): string {
  copies += 1;
  const dir = join(root, `copy-${copies}`);
  cpSync(whole, dir, { recursive: true });
  return dir;
}
const configOf = (dataDir: string) => readConfig({ CANDOUR_DATA_DIR: dataDir, PORT: "0" });

const MAKE: Readonly<Record<string, (path: string) => unknown>> = {
  "a named pipe": (path) => execFileSync("mkfifo", [path]),
  "a folder": (path) => mkdirSync(path),
  "a symbolic link that leads nowhere": (path) => symlinkSync(join(root, "unmounted"), path),
  "a symbolic link that leads in a circle": (path) => symlinkSync(path, path),
  // Made in the shortest folder and moved: the system binds no path of more than some hundred characters.
  "a socket": async (path) => {
    const short = join(root, `s${servers.length}`);
    const server = createServer().listen(short);
    servers.push(server);
    await once(server, "listening");
    renameSync(short, path);
  },
  // Not a device of the system, because a program that opens it might change its mode.
  "a device": (path) =>
    process.getuid?.() === 0 ? execFileSync("mknod", [path, "c", "1", "3"]) : symlinkSync("/dev/null", path),
};
async function put(kind: string, path: string): Promise<void> {
  rmSync(path, { recursive: true, force: true });
  await MAKE[kind]?.(path);
}
const MAIN = ["log/events.sqlite", "log/disclosures.sqlite", "keys/keys.sqlite"];
const SMALL = ["high-water.json", "keys/development-master.key", "keys/development-issuer.json"];

describe("A folder in which something is no file", () => {
  const cases = Object.keys(MAKE).flatMap((kind) => [...MAIN, ...SMALL, "lock.sqlite"].map((name) => [name, kind] as const));

  it.each(cases)("is refused by a hub, which names it, and is not changed: %s is %s", async (name, kind) => {
    const dir = copied();
    await put(kind, join(dir, name));
    const before = readdirSync(dir, { recursive: true }).sort();
    const taking = () => takeFolder(configOf(dir));
    expect(taking).toThrow(UnusableFile);
    expect(taking).toThrow(`${join(dir, name)} cannot be used: it is ${kind}`);
    expect(readdirSync(dir, { recursive: true }).sort()).toEqual(before);
  });

  it.each(["-wal", "-shm", "-journal"].flatMap((suffix) => MAIN.map((name) => name + suffix)))(
    "is not taken either where it is one that SQLite keeps beside a store: %s",
    async (name) => {
      const dir = copied();
      await put("a named pipe", join(dir, name));
      expect(() => takeFolder(configOf(dir))).toThrow(`${join(dir, name)} cannot be used: it is a named pipe`);
    },
  );

  it.each(["", "log", "keys", "read-models"])("is refused if it should be a folder: /%s", async (name) => {
    const dir = copied();
    await put("a named pipe", join(dir, name));
    for (const look of [() => takeFolder(configOf(dir)), () => findDataFolder(configOf(dir))])
      expect(look).toThrow("it is a named pipe, and no folder");
  });

  it.each(MAIN.flatMap((name) => Object.keys(MAKE).map((kind) => [name, kind] as const)))(
    "is verified but for it, which is said: %s is %s",
    async (name, kind) => {
      const dir = copied();
      await put(kind, join(dir, name));
      const { unchecked } = await verifyStores(findDataFolder(configOf(dir)), { now: new Date() });
      expect(unchecked).toContainEqual({ file: name, why: expect.stringContaining(`it is ${kind}`) });
    },
  );

  it.each(Object.keys(MAKE))("makes the hub rebuild a read model if its file is %s", async (kind) => {
    const dir = copied();
    const name = readdirSync(join(dir, "read-models")).find((one) => /^people-.*\.sqlite$/.test(one)) ?? "";
    const path = join(dir, "read-models", name);
    await put(kind, path);
    const hub = await startHub({ dir, seed: false });
    await hub.hub.live();
    expect(hub.hub.readiness()).toMatchObject({ ready: true, state: "ready" });
    await hub.close();
    // A folder may have any owner.
    expect(lstatSync(path, { throwIfNoEntry: false }) !== undefined).toBe(kind === "a folder");
  });

  it("has its marks written beside again once they can be, though they are replaced by a pipe under a running hub", async () => {
    const dir = copied();
    const hub = await startHub({ dir, seed: false });
    const { highWaterFile } = dataPaths({ dataDir: dir });
    await put("a named pipe", highWaterFile);
    await expect(hub.hub.stores.heartbeat()).rejects.toThrow(UnusableFile);
    rmSync(highWaterFile);
    await hub.hub.stores.heartbeat();
    expect(lstatSync(highWaterFile).isFile()).toBe(true);
    await hub.close();
  });
});

describe("On the command line", () => {
  const reason = ["--reason", "A test."];

  it.each<[number, readonly string[]]>([
    [78, ["serve"]],
    [78, ["accept-loss", ...reason]],
    [78, ["confirm-clock", ...reason]],
    [78, ["init"]],
    [78, ["quarantine", "retry"]],
    [2, ["verify"]],
    [2, ["check"]],
  ])("ends with %i and a sentence: %s", async (code, args) => {
    const dir = copied();
    await put("a named pipe", join(dir, "log/events.sqlite"));
    const ended = await (args[0] === "serve" ? runProcess : run)(args, { CANDOUR_DATA_DIR: dir });
    expect(ended).toMatchObject({ code, signal: null });
    const said = (ended.stdout + ended.stderr).replace(/^\{.*\}\n/gm, "");
    expect(said).toMatch(/events\.sqlite(: not checked,| cannot be used:) it is a named pipe, and no file/);
    expect(said).not.toMatch(/^\s+at /m);
    expect(existsSync(join(dir, "log/events.sqlite"))).toBe(true);
  });
});

describe("A file that the hub's user may not use", () => {
  // Root may use everything, so this runs as another user.
  const uid = process.getuid?.() === 0 ? 65_534 : undefined;
  const look = (path: string, use: string): string => {
    const script = `import(${JSON.stringify(pathToFileURL(join(root, "usable-file.ts")).href)}).then(({ assertUsable }) => {
      try { assertUsable(${JSON.stringify(path)}, "file", ${JSON.stringify(use)}); console.log("usable"); }
      catch (error) { console.log(error.code, error.message); } })`;
    return spawnSync(process.execPath, ["--input-type=module", "-e", script], {
      encoding: "utf8",
      ...(uid && { uid, gid: uid }),
    }).stdout.trim();
  };

  it("is reported with the user to give it to", () => {
    chmodSync(root, 0o755);
    cpSync(join(import.meta.dirname, "../../event-log/stores/usable-file.ts"), join(root, "usable-file.ts"));
    const path = join(copied(), "file");
    chmodSync(dirname(path), 0o755);
    cpSync(join(root, "usable-file.ts"), path);
    chmodSync(path, 0o644);
    expect(look(path, "read")).toBe("usable");
    chmodSync(path, 0o000);
    expect(look(path, "read")).toBe(
      `EACCES ${path} cannot be used: this user may not read it. Give it to the user that runs the hub (chown), and try again.`,
    );
    chmodSync(path, 0o444);
    expect(look(path, "write")).toContain("this user may not read and write it");
    chmodSync(path, 0o644);
    chmodSync(dirname(path), 0o600);
    expect(look(path, "read")).toContain("this user may not read it");
    chmodSync(dirname(path), 0o700);
  });

  it("does not matter if there is no file", () => {
    expect(assertUsable(join(root, "nothing"))).toBeUndefined();
  });
});
