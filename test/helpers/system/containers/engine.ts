// Podman and Buildah with their own storage, networks and settings, so that tests neither use nor leave anything else on the machine.
import { execFile } from "node:child_process";
import { hash } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import { findProgram, MAX_OUTPUT } from "../programs.ts";

export type Engine = {
  /** In lower case; no other engine of the machine has it. */
  readonly id: string;
  /** Its settings and storage. */
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  /** Returns podman's standard output. If podman fails, throws its whole output. */
  podman(...args: readonly string[]): Promise<string>;
  /** Runs podman with a file as standard input. */
  podmanFrom(file: string, ...args: readonly string[]): Promise<string>;
  /** Runs podman with standard output written to a file. */
  podmanTo(file: string, ...args: readonly string[]): Promise<string>;
  buildah(...args: readonly string[]): Promise<string>;
  /** Stops and removes all containers, networks and storage. */
  remove(): Promise<void>;
};

/** Podman's settings. With the machine's own limits, with crun or without control groups, containers do not start on every machine. */
const settings = (folder: string, addresses: string): string => `[containers]
cgroupns = "host"
default_ulimits = ["nofile=16384:16384", "nproc=1024:1024"]
[engine]
cgroup_manager = "cgroupfs"
runtime = "runc"
events_logger = "file"
tmp_dir = "${folder}/tmp"
[network]
network_backend = "netavark"
network_config_dir = "${folder}/networks"
default_subnet_pools = [{ "base" = "${addresses}", "size" = 24 }]
`;

const storage = (folder: string): string => `[storage]
driver = "${canMountOverlays() ? "overlay" : "vfs"}"
graphroot = "${folder}/storage"
runroot = "${folder}/run"
`;

const [CONTAINERS, STORAGE] = ["containers.conf", "storage.conf"];

const canMountOverlays = (): boolean => readFileSync("/proc/filesystems", "utf8").includes("\toverlay\n");

/** Short paths, because socket paths have a maximum length: inside the run's folder each container would take 20 seconds to stop. */
const [PARENT, PREFIX] = ["/tmp", "candour-engine-"];

const POOLS = 2_048;
/** 16 networks of 256 addresses each. */
const poolOf = (number: number): string => `10.${128 + (number >> 4)}.${(number & 15) << 4}.0/20`;

/**
 * Addresses that no other engine's networks have. An engine does not know the networks of the others: two would give their containers the same addresses, and
 * the firewall's rules of one would be taken for the other's.
 */
function chooseAddresses(folder: string): string {
  const others = readdirSync(PARENT)
    .filter((name) => name.startsWith(PREFIX))
    .map((name) => join(PARENT, name, CONTAINERS))
    .filter((file) => existsSync(file))
    .map((file) => readFileSync(file, "utf8"));
  // Engines that are opened at the same moment begin at different numbers.
  const first = Number.parseInt(hash("sha256", folder).slice(0, 8), 16);
  const pools = Array.from({ length: POOLS }, (_, n) => poolOf((first + n) % POOLS));
  const free = pools.find((pool) => !others.some((text) => text.includes(`"${pool}"`)));
  if (free === undefined)
    throw new Error(`There are ${others.length} engines on this machine: remove those that are left in ${PARENT}.`);
  return free;
}

export function openEngine(): Engine {
  const folder = mkdtempSync(join(PARENT, `${PREFIX}${process.pid}-`));
  writeFileSync(join(folder, CONTAINERS), settings(folder, chooseAddresses(folder)));
  writeFileSync(join(folder, STORAGE), storage(folder));
  return engineIn(folder);
}

/** The folders of engines whose runs of tests have ended without removing them. */
export function leftFolders(): readonly string[] {
  const pidOf = (name: string) => /^\d+(?=-)/.exec(name.slice(PREFIX.length))?.[0];
  const isLeft = (name: string) => name.startsWith(PREFIX) && !existsSync(`/proc/${pidOf(name)}`);
  return readdirSync(PARENT)
    .filter(isLeft)
    .map((name) => join(PARENT, name));
}

/** The engine whose settings and storage are in this folder. */
export function engineIn(folder: string): Engine {
  // Only Docker's image format supports health checks.
  const files = { CONTAINERS_CONF: join(folder, CONTAINERS), CONTAINERS_STORAGE_CONF: join(folder, STORAGE) };
  const env = { ...files, BUILDAH_FORMAT: "docker", HOME: folder };
  const podman = (...args: readonly string[]) => runOrThrow(findProgram("podman") ?? "podman", args, env);
  return {
    id: basename(folder).slice(PREFIX.length).toLowerCase(),
    folder,
    env,
    podman,
    podmanFrom: (file, ...args) =>
      runOrThrow("sh", ["-c", 'file=$1; shift; exec podman "$@" <"$file"', "sh", file, ...args], env),
    podmanTo: (file, ...args) => runOrThrow("sh", ["-c", 'file=$1; shift; exec podman "$@" >"$file"', "sh", file, ...args], env),
    buildah: (...args) => runOrThrow(findProgram("buildah") ?? "buildah", args, env),
    async remove() {
      // If a container's processes were killed, Podman fails, notes it, and removes the container when it is told again.
      for (const args of [
        ["rm", "--all", "--force", "--time", "0", "--volumes"],
        ["volume", "prune", "--force"],
        ["network", "prune", "--force"],
        ["rmi", "--all", "--force"],
      ])
        await podman(...args).catch(() => podman(...args));
      await unmountBeneath(folder);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The storage has its own mount, and a folder that contains a mount cannot be removed. */
async function unmountBeneath(folder: string): Promise<void> {
  const mounts = readFileSync("/proc/mounts", "utf8").split("\n");
  const beneath = mounts.map((line) => line.split(" ")[1] ?? "").filter((path) => path.startsWith(`${folder}/`));
  for (const path of beneath.toReversed()) await runOrThrow("umount", [path]);
}

/** Returns the program's standard output. If the program fails, throws its whole output. */
export async function runOrThrow(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  cwd?: string,
): Promise<string> {
  const options = { cwd, env: { ...process.env, ...env }, maxBuffer: MAX_OUTPUT };
  return (await promisify(execFile)(program, args, options)).stdout;
}
