// Podman and Buildah with storage, networks and settings of their own, so that tests neither use nor leave anything else on the machine.
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { findProgram, MAX_OUTPUT } from "../programs.ts";

export type Engine = {
  readonly env: Readonly<Record<string, string>>;
  /** Returns what it wrote to standard output. Throws all that it wrote where it fails. */
  podman(...args: readonly string[]): Promise<string>;
  /** With a file on standard input. */
  podmanFrom(file: string, ...args: readonly string[]): Promise<string>;
  /** With standard output in a file. */
  podmanTo(file: string, ...args: readonly string[]): Promise<string>;
  buildah(...args: readonly string[]): Promise<string>;
  /** Ends and removes all that is in it. */
  remove(): Promise<void>;
};

/** With the machine's own limits, with crun or without control groups, containers do not start everywhere. */
const settings = (folder: string): string => `[containers]
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
`;

const storage = (folder: string): string => `[storage]
driver = "${canMountOverlays() ? "overlay" : "vfs"}"
graphroot = "${folder}/storage"
runroot = "${folder}/run"
`;

const canMountOverlays = (): boolean => readFileSync("/proc/filesystems", "utf8").includes("\toverlay\n");

/** Sockets in it have long names and a bound on them: within the folder of the run each end of a container would take 20 seconds. */
const SHORT = "/tmp/candour-engine-";

export function openEngine(): Engine {
  const folder = mkdtempSync(SHORT);
  const [ofContainers, ofStorage] = [join(folder, "containers.conf"), join(folder, "storage.conf")];
  writeFileSync(ofContainers, settings(folder));
  writeFileSync(ofStorage, storage(folder));
  // Health checks are part of Docker's format of images alone.
  const env = { CONTAINERS_CONF: ofContainers, CONTAINERS_STORAGE_CONF: ofStorage, BUILDAH_FORMAT: "docker", HOME: folder };
  const podman = (...args: readonly string[]) => runOrThrow(findProgram("podman") ?? "podman", args, env);
  return {
    env,
    podman,
    podmanFrom: (file, ...args) =>
      runOrThrow("sh", ["-c", 'file=$1; shift; exec podman "$@" <"$file"', "sh", file, ...args], env),
    podmanTo: (file, ...args) => runOrThrow("sh", ["-c", 'file=$1; shift; exec podman "$@" >"$file"', "sh", file, ...args], env),
    buildah: (...args) => runOrThrow(findProgram("buildah") ?? "buildah", args, env),
    async remove() {
      for (const args of [
        ["rm", "--all", "--force", "--time", "0", "--volumes"],
        ["volume", "prune", "--force"],
        ["network", "prune", "--force"],
        ["rmi", "--all", "--force"],
      ])
        await podman(...args);
      await unmountBeneath(folder);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The storage keeps a mount of its own, and a folder with a mount in it cannot be removed. */
async function unmountBeneath(folder: string): Promise<void> {
  const mounts = readFileSync("/proc/mounts", "utf8").split("\n");
  const beneath = mounts.map((line) => line.split(" ")[1] ?? "").filter((path) => path.startsWith(`${folder}/`));
  for (const path of beneath.toReversed()) await runOrThrow("umount", [path]);
}

/** Returns what the program wrote to standard output. Throws all that it wrote where it fails. */
export async function runOrThrow(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<string> {
  const options = { env: { ...process.env, ...env }, maxBuffer: MAX_OUTPUT };
  return (await promisify(execFile)(program, args, options)).stdout;
}
