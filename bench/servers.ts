// The servers that are measured over HTTP, each in a separate process: the hub as in `candour serve`, and the server with which it is compared.
import { fork } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readConfig } from "../hub/config.ts";
import { openDataFolder } from "../hub/folder/data-folder.ts";
import { developmentIssuer } from "../hub/sign-in/development-issuer.ts";
import { serving } from "../test/helpers/cli.ts";
import type { Given } from "./peers/prepared.ts";

export type Server = AsyncDisposable & { readonly url: string; readonly pid: number };
export type HubServer = Server & { token(person: string): Promise<string> };

/** Starts the hub on a data folder. `options` are for Node, `more` are further settings. */
export async function hubOn(
  dir: string,
  options: readonly string[] = [],
  more: Readonly<Record<string, string>> = {},
): Promise<HubServer> {
  const settings = { CANDOUR_DATA_DIR: dir, CANDOUR_DEMONSTRATION: "false", CANDOUR_LOG_LEVEL: "error", ...more };
  const hub = await serving(settings, options);
  const config = readConfig(settings);
  const issuer = await developmentIssuer(config, openDataFolder(config).issuerKeyFile);
  return {
    url: hub.url,
    pid: hub.child.pid ?? 0,
    token: (person) => issuer.token(person),
    async [Symbol.asyncDispose]() {
      await hub.stop();
    },
  };
}

/** The servers with which the hub is compared; see peers/. Yoga comes first. */
export const PEERS = ["yoga", "graphql-js", "node-http"] as const;
type Peer = (typeof PEERS)[number];

/** Starts servers that give prepared answers. `each` makes something of every one of them, by name. */
export async function peersWith(names: readonly Peer[], given: Given) {
  const peers = await Promise.all(names.map(async (name) => [name, await peerWith(name, given)] as const));
  return {
    each: <Made>(make: (peer: Server) => Made): Readonly<Record<string, Made>> =>
      Object.fromEntries(peers.map(([name, peer]) => [name, make(peer)])),
    async [Symbol.asyncDispose]() {
      for (const [, peer] of peers) await peer[Symbol.asyncDispose]();
    },
  };
}

async function peerWith(peer: Peer, given: Given): Promise<Server> {
  const child = fork(join(import.meta.dirname, `peers/${peer}.ts`));
  child.send(given);
  const ended = once(child, "exit").then(() => {
    throw new Error("The server that ours is compared with has ended.");
  });
  ended.catch(() => {});
  const [url] = (await Promise.race([once(child, "message"), ended])) as [string];
  return {
    url,
    pid: child.pid ?? 0,
    async [Symbol.asyncDispose]() {
      child.disconnect();
      await once(child, "exit");
    },
  };
}

/** The memory of a process in MB. */
export function residentMemory(pid: number): number {
  const [, kilobytes] = readFileSync(`/proc/${pid}/status`, "utf8").match(/VmRSS:\s+(\d+) kB/) ?? [];
  return Number(kilobytes) / 1000;
}
