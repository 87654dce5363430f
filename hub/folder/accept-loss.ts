// Accepts a loss: a new epoch in every store, and the loss on record. Unusable files are renamed, never removed. Each
// step can be repeated, and acceptance.ts lists them: after an interruption, accepting again continues.
import { randomUUID } from "node:crypto";
import { existsSync, renameSync, rmSync } from "node:fs";
import { isUnder } from "../../event-log/keys/key-reader.ts";
import { type KeyStore, WrongMasterKey } from "../../event-log/keys/port.ts";
import type { PostgresLocation } from "../../event-log/keys/postgres-keys.ts";
import { openSqliteKeyring } from "../../event-log/keys/sqlite-keys.ts";
import { MoveRefused } from "../../event-log/move-log.ts";
import { type EventData, type EventLog, LogUnavailable, type NewEvent } from "../../event-log/port.ts";
import { openSqliteLog } from "../../event-log/sqlite/sqlite-log.ts";
import { STORE_NAMES, type StoreName } from "../../event-log/store-names.ts";
import { type Database, openDatabase } from "../../event-log/stores/database.ts";
import { beginEpoch, type Identity, keepLastInstant } from "../../event-log/stores/identity.ts";
import { openUntouched } from "../../event-log/stores/read-only.ts";
import { plain, sealEvents } from "../../services/confidential.ts";
import { HUB_STREAM, hubEvents, type LossAccepted } from "../../services/hub-record/events.ts";
import type { Config } from "../config.ts";
import { ConfigInvalid } from "../exit-codes.ts";
import { type Acceptance, removeAcceptance, writeAcceptance } from "./acceptance.ts";
import { type DataPaths, findDataFolder, isShared, type LogName, openDataFolder, storeFiles } from "./data-folder.ts";
import { assertInitDone } from "./init-file.ts";
import { lossInWords } from "./loss-words.ts";
import { compareStores, type Loss, type StoreComparison } from "./losses.ts";
import type { NodeLogs } from "./node-logs.ts";
import { findAllStores, findRemoteKeys, inCluster, NO_HUB, openLogsInCluster, type Taken, takeFolder } from "./prepare-folder.ts";

/** Returns a description of the loss. Throws ConfigInvalid if nothing is lost or a hub runs; WrongMasterKey; UnusableFile. */
export async function acceptLoss(config: Config, reason: string, now: Date): Promise<readonly string[]> {
  await using accepting = await beginAccepting(config, reason, now);
  for await (const _ of accepting.steps);
  return accepting.inWords;
}

/** The same as single steps, so that a test can stop between any two. Nothing is changed before the first. */
export async function beginAccepting(config: Config, reason: string, now: Date) {
  await using opened = new AsyncDisposableStack();
  if (config.keyring.kind === "postgres") await assertNoHubUses(config.keyring);
  // Accepting the loss vouches for the clock, even if the logs have later dates.
  const nodeLogs = await openLogsInCluster(config, () => true);
  if (nodeLogs) opened.defer(nodeLogs.close);
  const remoteKeys = opened.use(await findRemoteKeys(config));
  const folder = takeFolder(config, remoteKeys);
  opened.defer(folder.unlock);
  const { paths } = folder;
  assertInitDone(paths);
  const found = await findAllStores(config, folder, { nodeLogs, remoteKeys });
  const taken = { ...folder, found, comparison: compareStores(found) };
  const acceptance = isCarriedOn(taken) ? taken.acceptance : newAcceptance(taken);
  assertSharedStoresAreOwn(taken, acceptance.identity);
  if (!acceptance.setAside.keys) assertMasterKey(config, paths, remoteKeys);
  const steps = stepsOf(config, taken, acceptance, { nodeLogs, reason, now });
  const inWords = acceptance.losses.map((loss) => lossInWords(loss as Loss, paths));
  const closing = opened.move();
  return { steps, inWords, [Symbol.asyncDispose]: () => closing.disposeAsync() };
}

/** A running hub would continue in the former epoch. Throws ConfigInvalid. */
async function assertNoHubUses(keyring: PostgresLocation): Promise<void> {
  const { waitUntilNoHubConnected } = await import("../../event-log/keys/keyring-in-postgres.ts");
  await waitUntilNoHubConnected(keyring).catch((error) => {
    throw error instanceof MoveRefused ? new ConfigInvalid(error.message) : error;
  });
}

/** A shared store is neither set aside nor taken over, and a keyring is not set aside for the log of another hub. Throws ConfigInvalid. */
function assertSharedStoresAreOwn({ paths, found }: Taken, { hub }: Identity): void {
  for (const name of STORE_NAMES) {
    const store = found.stores[name];
    const mustBeOwn = isShared(paths, name) || (name === "keys" && isShared(paths, "log"));
    if (mustBeOwn && store.kind === "readable" && store.identity && store.identity.hub !== hub)
      throw new ConfigInvalid(
        "The stores of this folder and those that it shares belong to two hubs. Check CANDOUR_DATA_DIR, and the addresses of the cluster and of the keyring. Nothing was changed.",
      );
  }
}

/** False if more was lost since the interruption: then the acceptance starts again, with another epoch. */
function isCarriedOn(taken: Taken): taken is Taken & { readonly acceptance: Acceptance } {
  const { acceptance, found, paths } = taken;
  return (
    acceptance !== undefined &&
    STORE_NAMES.every((name) => acceptance.setAside[name] || isShared(paths, name) || found.stores[name].kind === "readable")
  );
}

function newAcceptance({ comparison, found, paths, acceptance }: Taken): Acceptance {
  // An empty folder may be a disk that is not mounted.
  if (comparison.kind === "new" && !comparison.identity) throw new ConfigInvalid(NO_HUB);
  if (comparison.kind !== "lost") throw new ConfigInvalid("Nothing is lost in this data folder. Start the hub: candour serve.");
  const { identity: former } = comparison;
  const identity = { hub: former?.hub ?? randomUUID(), epoch: (former?.epoch ?? 1) + 1 };
  // A shared store has no file to set aside.
  const setAside = STORE_NAMES.filter((name) => !isShared(paths, name) && cannotBeUsed(name, found, comparison)).map(
    (name) => [name, freeName(storeFiles(paths)[name], identity.epoch - 1)] as const,
  );
  const earlier = acceptance?.losses.filter(({ store, code }) =>
    comparison.losses.every((loss) => loss.store !== store || loss.code !== code),
  );
  return {
    identity,
    losses: [...(earlier ?? []), ...comparison.losses],
    setAside: Object.fromEntries(setAside),
    commands: { log: randomUUID(), disclosures: randomUUID() },
  };
}

type Lost = Extract<StoreComparison, { readonly kind: "lost" }>;

function cannotBeUsed(
  name: StoreName,
  { stores, masterKeyMissing }: Taken["found"],
  { identity: former, losses }: Lost,
): boolean {
  const store = stores[name];
  return (
    store.kind !== "readable" ||
    (store.identity !== undefined && former !== undefined && store.identity.hub !== former.hub) ||
    losses.some(({ store: of, code }) => of === name && code === "empty") ||
    (name === "keys" && masterKeyMissing)
  );
}

/** Throws ConfigInvalid for a wrong master key, before anything is changed. */
function assertMasterKey(config: Config, { keysFile }: DataPaths, remoteKeys: Database | undefined): void {
  const { masterKey } = findDataFolder(config);
  using file = remoteKeys ? undefined : openUntouched(keysFile);
  const db = remoteKeys ?? file;
  if (!masterKey || (db && !isUnder(db, masterKey)))
    throw new WrongMasterKey("The master key is not the one that the keys in this data folder were wrapped with.");
}

type AcceptOptions = { readonly nodeLogs: NodeLogs | undefined; readonly reason: string; readonly now: Date };

/** Starts with the keyring, because the event about the loss is sealed under its keys. Skips stores that already have the new epoch. */
async function* stepsOf(config: Config, { paths, found }: Taken, acceptance: Acceptance, options: AcceptOptions) {
  const { nodeLogs, reason, now } = options;
  const { identity, setAside, commands } = acceptance;
  const losses = acceptance.losses as readonly Loss[];
  writeAcceptance(paths, acceptance);
  yield "written down";
  const { masterKey } = openDataFolder(config);
  yield "folders and master key there";
  const files = storeFiles(paths);
  const accepted = { epoch: identity.epoch, losses: losses.map(recordOf) };

  const isLost = (name: StoreName) => losses.some((loss) => loss.store === name);
  const { keyring } = paths;
  if (keyring.kind === "sqlite") yield* changed("keys", (file) => openSqliteKeyring(file, masterKey).close());
  else {
    const { beginPostgresEpoch } = await import("../../event-log/keys/postgres-keys.ts");
    await beginPostgresEpoch(keyring, masterKey, identity, { lost: isLost("keys") });
    yield "epoch of keys begun";
  }
  yield* recorded("log", async () => {
    const keys = keyring.kind === "sqlite" ? openSqliteKeyring(files.keys, masterKey) : await openShared(keyring);
    const [event] = (await sealEvents(keys, () => keys.newKey(), [
      { type: "LossAccepted.v1", data: { ...accepted, text: plain({ reason }) } },
    ])) as unknown as [NewEvent];
    await keys.close();
    return event;
  });
  yield* recorded("disclosures", async () => ({ type: "LossAccepted.v1", data: accepted as unknown as EventData }));
  async function openShared(location: PostgresLocation): Promise<KeyStore> {
    const { openPostgresKeyring } = await import("../../event-log/keys/postgres-keys.ts");
    return (await openPostgresKeyring(location, masterKey, { identity })).keys;
  }
  rmSync(paths.highWaterFile, { force: true });
  yield "newest marks removed";
  removeAcceptance(paths);

  /** In a cluster the event itself starts the epoch of the log. */
  async function* recorded(name: LogName, eventOf: () => Promise<NewEvent>): AsyncGenerator<string> {
    if (!nodeLogs)
      return yield* changed(name, async (file) => {
        // Accepting the loss vouches for the clock, even if the stream has later dates.
        const log = openSqliteLog(file, "shared", { vouched: () => true });
        await append(log, await eventOf(), commands[name]);
        await log.close();
      });
    if (isDone(name)) return;
    const { identifyLog } = await inCluster();
    await identifyLog(nodeLogs[name], identity, now);
    yield `${name} identified`;
    await append(nodeLogs[name], await eventOf(), commands[name]);
    yield `${name} written`;
  }

  async function* changed(name: StoreName, write: (file: string) => unknown): AsyncGenerator<string> {
    if (isDone(name)) return;
    const aside = setAside[name];
    const file = aside ? `${files[name]}.new` : files[name];
    if (aside) for (const part of PARTS) rmSync(file + part, { force: true });
    else if (name !== "keys") {
      onStore(file, (db) => keepLastInstant(db, { ...identity, epoch: identity.epoch - 1 }));
      yield `last instant of ${name} kept`;
    }
    // The epoch is set before keys are created, because keys belong to their keyring's epoch.
    if (name === "keys") begin();
    await write(file);
    yield `${name} written`;
    if (name !== "keys") begin();
    yield `epoch of ${name} begun`;
    if (!aside) return;
    for (const part of PARTS.toReversed())
      if (existsSync(files[name] + part)) {
        renameSync(files[name] + part, aside + part);
        yield `${name}${part} set aside`;
      }
    renameSync(file, files[name]);
    yield `${name} in place`;

    function begin(): void {
      onStore(file, (db) => beginEpoch(db, identity, isLost(name)));
    }
  }

  function isDone(name: StoreName): boolean {
    const store = found.stores[name];
    return store.kind === "readable" && isSame(store.identity, identity);
  }

  async function append(log: EventLog, { type, data }: NewEvent, id: string): Promise<void> {
    hubEvents["LossAccepted.v1"].schema.parse(data);
    const { kind } = await log.append({
      ...{ stream: HUB_STREAM, expected: "any", events: [{ type, data }], bodyDigest: "", at: now.toISOString() },
      metadata: { actor: "hub", ...{ commandId: id, correlation: id, causation: id }, policyVersion: "", permittedBy: [] },
    });
    if (kind !== "appended") throw new LogUnavailable(`The loss could not be put on record: ${kind}.`);
  }
}

const isSame = (one: Identity | undefined, other: Identity): boolean => one?.hub === other.hub && one.epoch === other.epoch;

const recordOf = ({ store, code, held, expected }: Loss): LossAccepted["losses"][number] => ({
  ...{ store, code },
  ...(held !== undefined && { held }),
  ...(expected !== undefined && { expected }),
});

function onStore(file: string, work: (db: Database) => void): void {
  using db = openDatabase(file, "durable");
  work(db);
}

const PARTS = ["", "-wal", "-shm"] as const;

/** Renames the rest of a store to a free name beside it, for later recovery. */
function freeName(file: string, epoch: number): string {
  const aside = (number: number): string => `${file}.lost-${epoch}${number === 0 ? "" : `-${number}`}`;
  let number = 0;
  while (PARTS.some((part) => existsSync(aside(number) + part))) number += 1;
  return aside(number);
}
