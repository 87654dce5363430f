// docker-compose.single.yml, brought up whole by its own script, with images that were made on this machine.
import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../operations-files.ts";
import { findProgram, freePort } from "../programs.ts";
import { type Client, NAME, openClient } from "../tls-client.ts";
import { type Engine, runOrThrow } from "./engine.ts";

const PROJECT = "candour-test";
const SCRIPTS = join(ROOT, "operations/single-machine");
export const SERVICES = ["hub", "proxy", "identity", "mail", "metrics"] as const;
export type Service = (typeof SERVICES)[number];

export type SingleMachine = {
  readonly secrets: string;
  readonly mailPort: number;
  readonly metricsPort: number;
  /** Runs the script; `release` is the image's tag. */
  bringUp(release?: string): Promise<string>;
  /** What a command within the service's container writes. */
  within(service: Service, ...command: readonly string[]): Promise<string>;
  signIn(person: string): Promise<string>;
  /** A client that trusts what the script made, and nothing else. */
  client(): Client;
  nameOf(service: Service): string;
  /** The volume of the hub's data folder. */
  readonly data: string;
};

export async function singleMachine(engine: Engine, folder: string): Promise<SingleMachine> {
  const secrets = join(folder, "secrets");
  const [port, mailPort, metricsPort] = [await freePort(), await freePort(), await freePort()];
  const env = {
    ...{ ...engine.env, CANDOUR_NAME: NAME, CANDOUR_ORIGIN: `https://${NAME}`, CANDOUR_SECRETS: secrets },
    ...{ CANDOUR_HTTPS_PORT: String(port), CANDOUR_MAIL_PORT: String(mailPort), CANDOUR_METRICS_PORT: String(metricsPort) },
    CANDOUR_COMPOSE: writeCompose(folder),
  };
  const nameOf = (service: Service) => `${PROJECT}_${service}_1`;
  return {
    ...{ secrets, mailPort, metricsPort, nameOf, data: `${PROJECT}_data` },
    bringUp: (release = "0.1.0") => runOrThrow(join(SCRIPTS, "bring-up"), [], { ...env, CANDOUR_RELEASE: release }),
    within: (service, ...command) => engine.podman("exec", nameOf(service), ...command),
    signIn: async (person) => (await runOrThrow(join(SCRIPTS, "sign-in"), [person], env)).trim(),
    client: () => openClient(port, readFileSync(join(secrets, "ca.pem"), "utf8")),
  };
}

/** Compose with the files of the test. It builds nothing: the test does, as npm's settings have to be there while it is done. */
function writeCompose(folder: string): string {
  const file = join(folder, "compose");
  const files = ["docker-compose.single.yml", "test/system/containers/override.yml"].flatMap((name) => ["-f", name]);
  writeFileSync(
    file,
    `#!/bin/sh\n[ "$1" = build ] || exec ${findProgram("podman-compose")} -p ${PROJECT} ${files.join(" ")} "$@"\n`,
  );
  chmodSync(file, 0o755);
  return file;
}
