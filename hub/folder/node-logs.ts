// The logs of hubs that share a cluster: opening them, finding the hub they belong to, and comparing them with this node's files.

import { lazy } from "../../caching/cache.ts";
import { deriveId } from "../../event-log/ids.ts";
import { openConnection, type ServerConnection } from "../../event-log/kurrentdb/connection.ts";
import { addressInWords, type ServerAddress } from "../../event-log/kurrentdb/connection-string.ts";
import { openKurrentLog } from "../../event-log/kurrentdb/kurrentdb-log.ts";
import { findServerProblem, type ServerProblem } from "../../event-log/kurrentdb/probe.ts";
import { type EventLog, LogUnavailable, type Position, START } from "../../event-log/port.ts";
import type { Database } from "../../event-log/stores/database.ts";
import type { Identity } from "../../event-log/stores/identity.ts";
import { HUB_STREAM, IDENTITY_STREAM } from "../../services/hub-record/events.ts";
import { readHubEvent, readIdentityEvent } from "../../services/hub-record/stream.ts";
import { ConfigInvalid } from "../exit-codes.ts";
import { type DataPaths, LOG_NAMES, type LogName, PREFIXES } from "./data-folder.ts";
import { type FoundStores, findStores } from "./found-stores.ts";
import type { FoundStore } from "./losses.ts";

export type NodeLogs = Readonly<Record<LogName, EventLog>> & { close(): Promise<void> };

type NodeLogDeps = { readonly node: string; readonly isBelieved: () => boolean };

/** Opens both logs with one connection. If the cluster cannot be read, throws ConfigInvalid with the reason. */
export async function openNodeLogs(address: ServerAddress, { node, isBelieved }: NodeLogDeps): Promise<NodeLogs> {
  let connection: ServerConnection;
  try {
    connection = openConnection(address);
  } catch (cause) {
    throw new ConfigInvalid(
      "CANDOUR_KURRENTDB_URL: the file of tlsCAFile cannot be read. Name the certificate of the authority.",
      { cause },
    );
  }
  const log = openKurrentLog(connection, { prefix: PREFIXES.log, node, vouched: isBelieved });
  // Reads continue while the clock is behind: disclosures then have the date of the previous one.
  const disclosures = openKurrentLog(connection, { prefix: PREFIXES.disclosures, node, vouched: () => true });
  const close = lazy(async () => {
    await disclosures.close();
    await log.close();
    await connection.close();
  });
  try {
    await log.head();
  } catch (error) {
    await close();
    if (!(error instanceof LogUnavailable)) throw error;
    throw new ConfigInvalid(
      `CANDOUR_KURRENTDB_URL: ${IN_WORDS[await findServerProblem(address)]} Servers: ${addressInWords(address)}.`,
      { cause: error },
    );
  }
  return { log, disclosures, close };
}

const IN_WORDS: Readonly<Record<ServerProblem, string>> = {
  unreachable: "no server of the event log can be reached. Check that they run, and the network between.",
  certificate:
    "the certificate of a server is not from an authority that the hub trusts. Set tlsCAFile to the certificate of the right one.",
  "not-tls": "a server does not speak TLS as expected. Check its port, and whether it has a certificate.",
  password:
    "the server does not know this user with this password. Check the account, and that special characters are written as %40.",
  "no-right": "the hub's account may not read all streams. Give its group the right to read $all: see the operations page.",
  "no-leader": "a server answers, and the cluster has no majority. Start the other servers: until then nothing can be recorded.",
};

/** Finds the stores in this node's folder and in the cluster. */
export async function findNodeStores(
  paths: DataPaths,
  masterKeyGiven: boolean,
  logs: NodeLogs,
  remoteKeys?: Database,
): Promise<FoundStores> {
  const local = findStores(paths, masterKeyGiven, undefined, remoteKeys);
  const { keys } = local.stores;
  const named = (name: LogName): readonly Position[] =>
    [
      keys.kind === "readable" ? keys.marks[name]?.[0] : undefined,
      local.highWater.kind === "read" ? local.highWater.marks[name]?.[0] : undefined,
      ...local.readModels.filter(({ of }) => of === name).map(({ mark }) => mark[0]),
    ].filter((position): position is Position => position !== undefined && position !== START);
  const [log, disclosures] = [await foundLog(logs.log, named("log")), await foundLog(logs.disclosures, named("disclosures"))];
  return { ...local, stores: { ...local.stores, log, disclosures } };
}

async function foundLog(log: EventLog, positions: readonly Position[]): Promise<FoundStore> {
  const identity = await identityOf(log);
  if (!identity) return { kind: "empty" };
  const head = await log.head();
  // Whether the log has more than the event with its identity.
  const holdsAnything = await log.isLongerThan(1);
  const proofs = new Map<Position, string>();
  for (const position of new Set(positions)) {
    const proof = await log.proofAt(position);
    if (proof !== undefined) proofs.set(position, proof);
  }
  return {
    kind: "readable",
    identity,
    marks: {},
    head,
    given: head,
    holdsAnything,
    proofs,
    writeAheadLost: false,
    hasRemoved: true,
  };
}

/** Throws ConfigInvalid if this folder's keyring does not belong to the cluster's log. */
export function assertSameHub({ stores: { log, keys } }: FoundStores): void {
  if (keys.kind !== "readable" || !keys.identity) return;
  if (log.kind === "empty" && keys.holdsAnything)
    throw new ConfigInvalid(
      'CANDOUR_KURRENTDB_URL: the cluster holds no log, and this folder has keys of one. If its logs are still in files, run: candour migrate --to cluster. If the cluster has lost its log, restore the newest backup of it, or stop every hub that shares it and run: candour accept-loss --reason "…".',
    );
  if (log.kind === "readable" && log.identity?.hub !== keys.identity.hub)
    throw new ConfigInvalid(
      "CANDOUR_KURRENTDB_URL: the log in the cluster belongs to another hub than the keyring of this folder.",
    );
}

/** Undefined for a log that belongs to no hub yet. */
export async function identityOf(log: EventLog): Promise<Identity | undefined> {
  const [identified] = await log.readStream(IDENTITY_STREAM);
  if (!identified) return undefined;
  let identity: Identity = { hub: readIdentityEvent(identified).data.hub, epoch: 1 };
  for (const event of await log.readStream(HUB_STREAM)) {
    const { type, data } = readHubEvent(event);
    if (type === "LossAccepted.v1") identity = { ...identity, epoch: data.epoch };
  }
  return identity;
}

export async function identifyLogs(logs: NodeLogs, identity: Identity, at: Date): Promise<void> {
  for (const name of LOG_NAMES) await identifyLog(logs[name], identity, at);
}

/** Assigns the log to this hub. A repeat changes nothing. Throws ConfigInvalid if it belongs to another hub. */
export async function identifyLog(log: EventLog, { hub }: Identity, at: Date): Promise<void> {
  const id = deriveId("hub-identified", hub);
  const { kind } = await log.append({
    ...{ stream: IDENTITY_STREAM, expected: "new", bodyDigest: "", at: at.toISOString() },
    events: [{ type: "HubIdentified.v1", data: { hub } }],
    metadata: { actor: "hub", commandId: id, correlation: id, causation: id, policyVersion: "", permittedBy: [] },
  });
  if (kind !== "appended") throw new ConfigInvalid("CANDOUR_KURRENTDB_URL: another hub has just begun this log. Start again.");
}
