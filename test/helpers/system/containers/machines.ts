// Brings up a whole compose file with its own script, and with images built on this machine.
import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../operations-files.ts";
import { findProgram, freePort } from "../programs.ts";
import { type Client, NAME, openClient } from "../tls-client.ts";
import { type Engine, runOrThrow } from "./engine.ts";

const SCRIPTS = join(ROOT, "operations/single-machine");
export const SERVICES = ["hub", "proxy", "identity", "mail", "metrics"] as const;

type Composition = {
  readonly project: string;
  readonly files: readonly string[];
  readonly bringUp: string;
};
const OVERRIDE = "test/system/containers/override.yml";
const SINGLE: Composition = {
  project: "candour-test",
  files: ["docker-compose.single.yml", OVERRIDE],
  bringUp: "operations/single-machine/bring-up",
};
const CLUSTER: Composition = {
  project: "candour-cluster-test",
  files: ["docker-compose.yml", OVERRIDE, "test/system/containers/override.cluster.yml"],
  bringUp: "operations/cluster/bring-up",
};

export type Machine = {
  readonly secrets: string;
  readonly mailPort: number;
  readonly metricsPort: number;
  /** Runs the script; `release` is the image's tag. */
  bringUp(release?: string): Promise<string>;
  /** Runs a command in the service's container, and returns its output. */
  within(service: string, ...command: readonly string[]): Promise<string>;
  signIn(person: string): Promise<string>;
  /** Imports the people of the demonstration as the governance officer. Returns what the command prints. */
  importPeople(): Promise<string>;
  /** A client that trusts only the certificate authority that the script created. */
  client(): Client;
  nameOf(service: string): string;
  /** The full name of a volume or network. */
  resource(name: string): string;
};

export const singleMachine = (engine: Engine, folder: string): Promise<Machine> => machineOf(engine, folder, SINGLE);
export const cluster = (engine: Engine, folder: string): Promise<Machine> => machineOf(engine, folder, CLUSTER);

async function machineOf(engine: Engine, folder: string, composition: Composition): Promise<Machine> {
  // The names of networks and services are of the whole machine: other runs, and what a killed one left, have others.
  const project = `${composition.project}-${engine.id}`;
  const secrets = join(folder, "secrets");
  const [port, mailPort, metricsPort] = [await freePort(), await freePort(), await freePort()];
  const env = {
    ...{ ...engine.env, CANDOUR_NAME: NAME, CANDOUR_ORIGIN: `https://${NAME}`, CANDOUR_SECRETS: secrets },
    ...{ CANDOUR_HTTPS_PORT: String(port), CANDOUR_MAIL_PORT: String(mailPort), CANDOUR_METRICS_PORT: String(metricsPort) },
    CANDOUR_COMPOSE: writeCompose(folder, project, composition.files),
  };
  const nameOf = (service: string) => `${project}_${service}_1`;
  return {
    ...{ secrets, mailPort, metricsPort, nameOf, resource: (name: string) => `${project}_${name}` },
    bringUp: (release = "0.2.0") => runOrThrow(join(ROOT, composition.bringUp), [], { ...env, CANDOUR_RELEASE: release }),
    within: (service, ...command) => engine.podman("exec", nameOf(service), ...command),
    signIn: async (person) => (await runOrThrow(join(SCRIPTS, "sign-in"), [person], env)).trim(),
    importPeople: () =>
      runOrThrow("sh", ["-c", "exec ./candour-as governance-officer import people - <people.jsonl"], env, SCRIPTS),
    client: () => openClient(port, readFileSync(join(secrets, "ca.pem"), "utf8")),
  };
}

/** Writes a `compose` command that uses the test's files. It builds no image: the test does, because npm's settings must be available during the build. */
function writeCompose(folder: string, project: string, names: readonly string[]): string {
  const file = join(folder, "compose");
  const files = names.flatMap((name) => ["-f", name]);
  writeFileSync(
    file,
    `#!/bin/sh\n[ "$1" = build ] || exec ${findProgram("podman-compose")} -p ${project} ${files.join(" ")} "$@"\n`,
  );
  chmodSync(file, 0o755);
  return file;
}
