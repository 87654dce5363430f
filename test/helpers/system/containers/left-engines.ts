// Removes what a killed run of tests left of its engine. Names of services, addresses and rules of the firewall are of the whole machine: without
// this, a container of a later run finds addresses of services that are gone, and its requests wait for ever.
import { existsSync, globSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { findProgram } from "../programs.ts";
import { engineIn, leftFolders, runOrThrow } from "./engine.ts";

/** Where Podman keeps the names of the containers in all of root's networks. */
const NAMES = "/run/containers/networks/aardvark-dns";

type Network = {
  readonly name: string;
  readonly network_interface: string;
  readonly subnets: readonly { readonly subnet: string }[];
};

/** Runs before the tests of all files. */
export default async function setup(): Promise<void> {
  for (const folder of leftFolders()) await removeLeftEngine(folder);
}

export async function removeLeftEngine(folder: string): Promise<void> {
  const networks = networksOf(folder);
  // Podman removes a container's names, addresses and rules only if the container's network is still there.
  await engineIn(folder).remove();
  for (const { name, network_interface: device } of networks) {
    rmSync(join(NAMES, name), { force: true });
    if (existsSync(`/sys/class/net/${device}`)) await runOrThrow("ip", ["link", "delete", device]);
  }
  await removeRules(networks);
  forgetEndedNameServer();
}

const networksOf = (folder: string): readonly Network[] =>
  globSync(join(folder, "networks/*.json")).map((file) => JSON.parse(readFileSync(file, "utf8")) as Network);

async function removeRules(networks: readonly Network[]): Promise<void> {
  const iptables = findProgram("iptables");
  if (!iptables) return;
  const marks = networks.flatMap(({ name, subnets }) => [`name: ${name} `, ...subnets.map(({ subnet }) => ` ${subnet} `)]);
  for (const table of ["filter", "nat"])
    for (const command of rulesToDelete(await runOrThrow(iptables, ["-w", "-t", table, "-S"]), marks))
      await runOrThrow("sh", ["-c", `exec ${iptables} -w -t ${table} ${command}`]);
}

/** `rules` is what `iptables -S` prints. The rules with a mark go, then the chains that they stand in, with the rules that lead there. */
function rulesToDelete(rules: string, marks: readonly string[]): readonly string[] {
  const lines = rules.split("\n").filter((line) => line.startsWith("-A "));
  const marked = lines.filter((line) => marks.some((mark) => line.includes(mark)));
  const chains = new Set(marked.flatMap((line) => line.match(/NETAVARK-(?:DN-)?[0-9A-F]{13,}\b/g) ?? []));
  const gone = lines.filter((line) => marked.includes(line) || [...chains].some((chain) => line.includes(` ${chain}`)));
  return [...gone.map((line) => line.replace("-A ", "-D ")), ...[...chains].map((chain) => `-X ${chain}`)];
}

/** Podman takes the process with the id in this file for its name server. If that has ended, another process can have its id. */
function forgetEndedNameServer(): void {
  const file = join(NAMES, "aardvark.pid");
  if (!existsSync(file)) return;
  const pid = readFileSync(file, "utf8").trim();
  // The command line of a process that has ended, and that nobody has waited for, is empty.
  const isIt = existsSync(`/proc/${pid}`) && readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("aardvark-dns");
  if (!isIt) rmSync(file, { force: true });
}
