// Checks all stores of a data folder without writing to it. A flaw in one file does not stop the check of the others.
import { existsSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { DISCLOSURE_STREAMS } from "../../disclosure/streams.ts";
import { checkEvents } from "../../event-log/check-events.ts";
import { type KeyReader, openKeyReader } from "../../event-log/keys/key-reader.ts";
import { type LogLocation, openLogForReading } from "../../event-log/location.ts";
import { type Flaw, LogUnavailable, type StoredEvent } from "../../event-log/port.ts";
import { PostgresUnusable } from "../../event-log/postgres/unusable.ts";
import { checkLog } from "../../event-log/sqlite/check-log.ts";
import type { Database } from "../../event-log/stores/database.ts";
import { type Identity, readIdentity } from "../../event-log/stores/identity.ts";
import { isOfFile, openReadOnly, pageFlaw } from "../../event-log/stores/read-only.ts";
import { READ_MODELS } from "../../projections/all.ts";
import type { Pace } from "../../projections/runtime/compare.ts";
import type { StreamKind } from "../../services/stream-kind.ts";
import { LOG_STREAMS } from "../../services/streams.ts";
import { dataPaths, type FoundFolder, type LogName, storeFiles } from "../folder/data-folder.ts";
import { findStores } from "../folder/found-stores.ts";
import { lossWithoutStore } from "../folder/loss-words.ts";
import { compareStores } from "../folder/losses.ts";
import { collectFindings, type Findings, flawOfFile, MAX_READINGS, type StoreFlaw, type Unchecked } from "./findings.ts";
import { copyMarks, openingCheck, openKeyringSource } from "./keyring-source.ts";
import { collectAttachments, verifyAttachments } from "./verify-attachments.ts";
import { followStreams, unreadable } from "./verify-events.ts";
import { verifyReadModel } from "./verify-read-models.ts";

export type Verification = {
  /** The flaws up to a limit; `count` counts them all. */
  readonly flaws: readonly StoreFlaw[];
  readonly count: number;
  readonly unchecked: readonly Unchecked[];
  /** Read models from before an accepted loss, or of another hub. They are no flaw, because the hub rebuilds them when it starts. */
  readonly outdated: readonly string[];
  readonly counts: Readonly<
    Record<"events" | "disclosures" | "attachments" | "keys" | "destroyedKeys" | "unusedKeys" | "readModels", number>
  >;
};

type VerifyOptions = {
  readonly now: Date;
  /** Called at the end of each slice of work. */
  readonly pace?: Pace;
  /** Called with each flaw as it is found. */
  readonly found?: (flaw: StoreFlaw) => void;
};

type OpeningCheck = ReturnType<typeof openingCheck>;

/** The tolerance for the difference between the clocks of two machines. */
const MAX_CLOCK_DIFFERENCE_MS = 5 * 60_000;

/** No content of a file makes this throw. */
export async function verifyStores(
  folder: FoundFolder,
  { now, pace = async () => {}, found }: VerifyOptions,
): Promise<Verification> {
  const findings = collectFindings(folder.dataDir, found);
  const outdated: string[] = [];
  const counts = { events: 0, disclosures: 0, attachments: 0, keys: 0, destroyedKeys: 0, unusedKeys: 0, readModels: 0 };
  const latest = new Date(now.getTime() + MAX_CLOCK_DIFFERENCE_MS).toISOString();

  async function checkPages(db: Database, report: (flaw: Flaw) => void): Promise<void> {
    const what = pageFlaw(db);
    if (what !== undefined) report(flawOfFile(what));
    await pace();
  }

  /** Returns the number of events with a valid form. */
  async function checkOne(
    name: LogName,
    kinds: readonly StreamKind[],
    opening?: OpeningCheck,
    seen: (event: StoredEvent) => void = () => {},
  ): Promise<number> {
    const path = storeFiles(folder)[name];
    const follow = followStreams(kinds);
    const check = (event: StoredEvent) => {
      seen(event);
      return [...unreadable(kinds, event), ...follow(event), ...(opening?.check(event) ?? [])];
    };
    const location = folder.logs[name];
    if (location.kind === "kurrentdb") return checkInCluster(location, path, check, opening);
    let events = 0;
    await findings.onFile(path, async ({ db }, report) => {
      await checkPages(db, report);
      const flaws = checkLog(db, {
        complete: kinds === LOG_STREAMS,
        latest,
        look: check,
        counted: (count) => {
          events = count;
        },
      });
      for (const flaw of flaws) {
        if (flaw) {
          report(flaw);
          continue;
        }
        await pace();
        await opening?.settle(report, { all: false });
      }
      await opening?.settle(report, { all: true });
    });
    return events;
  }

  /** Checks a log in a cluster by reading its events. The servers check their own files. */
  async function checkInCluster(
    location: LogLocation,
    path: string,
    check: (event: StoredEvent) => readonly string[],
    opening: OpeningCheck | undefined,
  ): Promise<number> {
    const log = await openLogForReading(location);
    const report = (flaw: Flaw) => findings.add(path, flaw);
    try {
      const flaws = checkEvents(log, { latest, look: check });
      for (;;) {
        const next = await flaws.next();
        if (next.done) {
          await opening?.settle(report, { all: true });
          return next.value;
        }
        if (next.value) report(next.value);
        else {
          await pace();
          await opening?.settle(report, { all: false });
        }
      }
    } catch (error) {
      if (!(error instanceof LogUnavailable)) throw error;
      findings.addUnchecked(path, error.message);
      return 0;
    } finally {
      await log.close();
    }
  }

  const inFiles = folder.logs.log.kind === "sqlite";
  const marked = inFiles ? await compareMarks(folder, findings) : undefined;
  // The keyring stays open to the end, because logs and read models are unsealed with it.
  using opened = new DisposableStack();
  let keys: KeyReader | undefined;
  let opening: OpeningCheck | undefined;
  let identity = marked;
  try {
    const keysFile = opened.use(await openKeyringSource(folder));
    // Marks between stores are compared only for files; a log in a cluster is compared with them when the hub starts.
    if (!inFiles) identity = readIdentity(keysFile.db);
    const damage = pageFlaw(keysFile.db);
    if (damage !== undefined) findings.add(folder.keysFile, flawOfFile(damage));
    if (folder.masterKey?.length !== 32) findings.addUnchecked(folder.keysFile, "there is no master key to open it with");
    else {
      keys = opened.adopt(openKeyReader(keysFile.db, folder.masterKey), (reader) => reader.close());
      opening = openingCheck(keys, keysFile.db, folder);
      for (const what of keys.check()) {
        if (what) findings.add(folder.keysFile, flawOfFile(what));
        else await pace();
      }
    }
  } catch (error) {
    if (error instanceof PostgresUnusable) findings.addUnchecked(folder.keysFile, error.message);
    else if (isOfFile(error)) findings.addProblem(folder.keysFile, error);
    else throw error;
  }
  const { named, add } = collectAttachments();
  counts.events = await checkOne("log", LOG_STREAMS, opening, add);
  counts.attachments = await verifyAttachments({ folder, findings, keys, named, pace });
  const keyCounts = keys?.counts();
  if (keyCounts)
    Object.assign(counts, { keys: keyCounts.keys, destroyedKeys: keyCounts.destroyed, unusedKeys: keyCounts.unused });
  counts.disclosures = await checkOne("disclosures", DISCLOSURE_STREAMS);
  for (const model of READ_MODELS) {
    const result = await verifyReadModel(model, { folder, findings, identity, keys, now, pace, checkPages });
    if (result?.kind === "compared") counts.readModels += 1;
    if (result?.kind === "outdated") outdated.push(result.file);
  }
  return { flaws: findings.flaws, count: findings.count(), unchecked: findings.unchecked, outdated, counts };
}

/** Compares the marks that stores and read models keep of each other. Returns the identity of the stores. */
async function compareMarks(folder: FoundFolder, findings: Findings): Promise<Identity | undefined> {
  const paths = dataPaths(folder);
  using opened = new DisposableStack();
  const open = (path: string): Database => opened.use(openReadOnly(path)).db;
  const compare = async () => {
    using remoteKeys = await copyMarks(folder);
    const stores = findStores(paths, folder.masterKey !== undefined, open, remoteKeys);
    return { compared: compareStores(stores), isUnreadable: stores.highWater.kind === "unreadable" };
  };
  try {
    let { compared, isUnreadable } = await compare();
    // While a hub runs, a mark may change during the read, and a store may be closed between two reads.
    for (let reading = 1; reading < MAX_READINGS && (isUnreadable || compared.kind === "lost"); reading += 1) {
      await pause(50);
      ({ compared, isUnreadable } = await compare());
    }
    if (existsSync(paths.acceptanceFile))
      findings.add(paths.acceptanceFile, flawOfFile("accepting a loss was interrupted: run candour accept-loss again"));
    if (isUnreadable) findings.add(paths.highWaterFile, flawOfFile("the marks in it are not as they were written"));
    for (const loss of compared.kind === "lost" ? compared.losses : [])
      if (loss.code !== "missing" && loss.code !== "no-master-key")
        findings.add(storeFiles(paths)[loss.store], flawOfFile(lossWithoutStore(loss, paths).replace(/\.$/, "")));
    return compared.identity;
  } catch (error) {
    if (!isOfFile(error) && !(error instanceof PostgresUnusable)) throw error;
    findings.addUnchecked(paths.highWaterFile, "the stores could not be compared");
    return undefined;
  }
}
