// Programs of the operating system that the examples in operations/ are written for, and how tests run them.
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { accessSync, constants, globSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { describe, it } from "vitest";

export type Program =
  | ("nginx" | "caddy" | "prometheus" | "promtool" | "systemd-analyze" | "openssl" | "dbus-daemon" | "curl" | "htpasswd")
  | ("buildah" | "podman" | "podman-compose" | "runc" | "netavark" | "aardvark-dns" | "iptables" | "debootstrap")
  | ("initdb" | "postgres" | "plackup" | "rotateOidcKeys")
  | ("chromium" | "clamd");

/** Program -> Debian's package that contains it. .ci/run installs these packages, and with some of them others that they do not ask for. */
const packages = new Map(
  readFileSync(join(import.meta.dirname, "../../system/packages.txt"), "utf8")
    .trim()
    .split("\n")
    .map((line) => line.split(" ") as [Program, string]),
);

/**
 * Finds a program's path. Administrators' programs and those that Podman calls may be missing from PATH; LemonLDAP::NG has a folder of its own, and PostgreSQL one for
 * each release.
 */
export function findProgram(name: Program): string | undefined {
  const others = [
    "/usr/sbin",
    "/sbin",
    "/usr/local/sbin",
    "/usr/lib/podman",
    "/usr/share/lemonldap-ng/bin",
    ...globSync("/usr/lib/postgresql/*/bin").sort().reverse(),
  ];
  const folders = [...(process.env.PATH ?? "").split(delimiter), ...others];
  return folders.map((folder) => join(folder, name)).find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Describes tests that need programs. If one is missing, a skipped test names it and its package. */
export function describeWith<Name extends Program>(
  names: readonly Name[],
  title: string,
  tests: (programs: Readonly<Record<Name, string>>) => void,
): void {
  const missing = names.filter((name) => findProgram(name) === undefined);
  const what = missing.map((name) => `${name} (Debian's package ${packages.get(name)})`).join(", ");
  if (missing.length > 0) it.skip(`${title}: SKIPPED, as this machine has no ${what}`);
  else
    describe(title, () =>
      tests(Object.fromEntries(names.map((name) => [name, findProgram(name) ?? ""])) as Record<Name, string>),
    );
}

/** Installing Debian prints a lot of output. */
export const MAX_OUTPUT = 16 * 2 ** 20;

type Finished = { readonly status: number; readonly output: string };

/** Runs a program until it exits; `output` is its standard output and standard error. */
export function runProgram(program: string, args: readonly string[], env?: Readonly<Record<string, string>>): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const child = execFile(
      program,
      args,
      { maxBuffer: MAX_OUTPUT, ...(env && { env: { PATH: process.env.PATH ?? "", ...env } }) },
      (error, stdout, stderr) => {
        if (child.exitCode === null) reject(error ?? new Error(`${program} did not end by itself.`));
        else resolve({ status: child.exitCode, output: `${stdout}${stderr}` });
      },
    );
  });
}

export type Daemon = { readonly child: ChildProcess; stop(signal?: NodeJS.Signals): Promise<number | null> };

/** Starts a long-running program, and waits until `isUp`. Throws the program's output if it exits before. */
export async function startDaemon(
  program: string,
  args: readonly string[],
  isUp: () => Promise<boolean>,
  env: Readonly<Record<string, string>> = {},
  user: { readonly uid?: number; readonly gid?: number } = {},
): Promise<Daemon> {
  const child = spawn(program, args, {
    env: { PATH: process.env.PATH ?? "", ...env },
    stdio: ["ignore", "pipe", "pipe"],
    ...user,
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream?.on("data", (text) => {
      output += text;
    });
  let over = false;
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  }).finally(() => {
    over = true;
  });
  while (!(await isUp())) {
    if (over) throw new Error(`${program} ended with ${await ended}: ${output}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return {
    child,
    stop(signal = "SIGTERM") {
      child.kill(signal);
      return ended;
    },
  };
}

/** Returns a free port of this machine. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}

/** Creates a folder that other users may enter, because nginx's workers run as another user. `remove` deletes it. */
export function temporaryFolder(): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), "candour-system-"));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}
