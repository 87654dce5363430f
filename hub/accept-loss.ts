// Goes on without what is lost: a new epoch in every store, and the loss on record. What cannot be used is set aside, never removed. The log is
// changed first. If this is interrupted, the stores differ in their epoch: the hub does not start, and running accept-loss again completes it.
import { randomUUID } from "node:crypto";
import { existsSync, renameSync, rmSync } from "node:fs";
import { openDatabase } from "../event-log/database.ts";
import { beginEpoch, type Identity, type StoreName } from "../event-log/identity.ts";
import { type EventData, LogUnavailable, type NewEvent } from "../event-log/port.ts";
import { openKeyStore } from "../event-log/sealing.ts";
import { openSqliteLog } from "../event-log/sqlite.ts";
import { plain, sealEvents } from "../services/confidential.ts";
import { HUB_STREAM, hubEvents, type LossAccepted } from "../services/hub-record/events.ts";
import { type Config, ConfigInvalid } from "./config.ts";
import { openDataFolder, storeFiles } from "./data-folder.ts";
import { lossInWords } from "./loss-words.ts";
import type { Loss } from "./losses.ts";
import { NO_HUB, takeFolder } from "./prepare-folder.ts";

/** Returns what was lost, in words. Throws ConfigInvalid where nothing is, and while a hub runs. */
export async function acceptLoss(config: Config, reason: string, now: Date): Promise<readonly string[]> {
  const taken = takeFolder(config);
  if (!taken) throw new ConfigInvalid(NO_HUB);
  const { comparison, found, paths, unlock } = taken;
  try {
    if (comparison.kind !== "lost") throw new ConfigInvalid("Nothing is lost in this data folder. Start the hub: candour serve.");
    const { losses, identity: former } = comparison;
    const identity = { hub: former?.hub ?? randomUUID(), epoch: (former?.epoch ?? 1) + 1 };
    const folder = openDataFolder(config);
    const files = storeFiles(paths);
    const isLost = (name: StoreName) => losses.some(({ store }) => store === name);
    const mustReplace = (name: StoreName): boolean => {
      const store = found.stores[name];
      return (
        store.kind !== "held" ||
        (store.identity !== undefined && former !== undefined && store.identity.hub !== former.hub) ||
        losses.some(({ store: of, code }) => of === name && (code === "no-master-key" || code === "empty"))
      );
    };
    /** The file to write to: the store's own, or a new one that takes its place when it is whole. */
    const replacements = new Map<StoreName, string>();
    const fileOf = (name: StoreName): string => {
      if (!mustReplace(name)) return files[name];
      const draft = replacements.get(name) ?? `${files[name]}.new`;
      if (!replacements.has(name)) removeDatabase(draft);
      replacements.set(name, draft);
      return draft;
    };

    const keysFile = fileOf("keys");
    if (mustReplace("keys")) begin(keysFile, identity, true);
    const keys = openKeyStore(keysFile, folder.masterKey);
    const accepted = { epoch: identity.epoch, losses: losses.map(recorded) };
    const [inLog] = sealEvents(keys, () => keys.newKey(), [
      { type: "LossAccepted.v1", data: { ...accepted, text: plain({ reason }) } },
    ]) as [NewEvent];
    keys.close();

    const inLogBefore = await append(fileOf("log"), inLog, now);
    begin(fileOf("log"), identity, isLost("log"), inLogBefore);
    putInPlace("log");
    const inDisclosures: NewEvent = { type: "LossAccepted.v1", data: accepted as unknown as EventData };
    const disclosedBefore = await append(fileOf("disclosures"), inDisclosures, now);
    begin(fileOf("disclosures"), identity, isLost("disclosures"), disclosedBefore);
    putInPlace("disclosures");
    begin(keysFile, identity, isLost("keys"));
    putInPlace("keys");
    rmSync(paths.highWaterFile, { force: true });
    return losses.map((loss) => lossInWords(loss, paths));

    function putInPlace(name: StoreName): void {
      const draft = replacements.get(name);
      if (!draft) return;
      setAside(files[name], identity.epoch - 1);
      renameSync(draft, files[name]);
    }
  } finally {
    unlock();
  }
}

const recorded = ({ store, code, held, expected }: Loss): LossAccepted["losses"][number] => ({
  ...{ store, code },
  ...(held !== undefined && { held }),
  ...(expected !== undefined && { expected }),
});

function begin(file: string, identity: Identity, lost: boolean, latest?: string): void {
  const db = openDatabase(file, "durable");
  beginEpoch(db, identity, lost, latest);
  db.close();
}

/** Returns the last instant that the log held before. */
async function append(file: string, { type, data }: NewEvent, now: Date): Promise<string | undefined> {
  hubEvents["LossAccepted.v1"].parse(data);
  // Whoever accepts the loss answers for the moment, whatever dates the stream holds.
  const log = openSqliteLog(file, "shared", { vouched: () => true });
  const latest = await log.latest();
  const id = randomUUID();
  const { kind } = await log.append({
    ...{ stream: HUB_STREAM, expected: "any", events: [{ type, data }], bodyDigest: "", at: now.toISOString() },
    metadata: { actor: "hub", ...{ commandId: id, correlation: id, causation: id }, policyVersion: "", permittedBy: [] },
  });
  await log.close();
  if (kind !== "appended") throw new LogUnavailable(`The loss could not be put on record: ${kind}.`);
  return latest;
}

const PARTS = ["", "-wal", "-shm"] as const;

/** What is left of a store stays beside it: somebody may yet find out more from it. */
function setAside(file: string, epoch: number): void {
  const aside = (number: number): string => `${file}.lost-${epoch}${number === 0 ? "" : `-${number}`}`;
  let number = 0;
  while (PARTS.some((part) => existsSync(aside(number) + part))) number += 1;
  for (const part of PARTS) if (existsSync(file + part)) renameSync(file + part, aside(number) + part);
}

function removeDatabase(file: string): void {
  for (const part of PARTS) rmSync(file + part, { force: true });
}
