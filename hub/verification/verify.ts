// All stores of a data folder together, read only: log and record of disclosures, keyring, and each read model against the log. What is damaged
// is said and passed over; what can be read beside it is checked all the same.
import { existsSync } from "node:fs";
import { relative } from "node:path";
import { DISCLOSURE_STREAMS } from "../../disclosure/streams.ts";
import { KeyMissing, type KeyReader, openKeyReader } from "../../event-log/keys/key-reader.ts";
import type { KeyStore } from "../../event-log/keys/sealing.ts";
import type { Flaw, StoredEvent } from "../../event-log/port.ts";
import { checkLog } from "../../event-log/sqlite/check-log.ts";
import { openLogReader } from "../../event-log/sqlite/log-reader.ts";
import type { Database } from "../../event-log/stores/database.ts";
import type { Identity } from "../../event-log/stores/identity.ts";
import {
  isDamage,
  isOfFile,
  openReadOnly,
  pageFlaw,
  type ReadOnlyFile,
  readingProblem,
} from "../../event-log/stores/read-only.ts";
import { READ_MODELS } from "../../projections/all.ts";
import { compareWithLog, type Pace } from "../../projections/runtime/compare.ts";
import { filesOf } from "../../projections/runtime/files.ts";
import { PLACEMENTS } from "../../projections/runtime/placement.ts";
import type { ReadModel, Tools } from "../../projections/runtime/read-model.ts";
import { sealedIn } from "../../services/confidential.ts";
import { londonDate } from "../../services/dates.ts";
import { UnreadableEvent } from "../../services/stored-events.ts";
import type { StreamKind } from "../../services/stream-kind.ts";
import { kindOf, LOG_STREAMS } from "../../services/streams.ts";
import { dataPaths, type FoundFolder, storeFiles } from "../folder/data-folder.ts";
import { findStores } from "../folder/found-stores.ts";
import { lossWithoutFile } from "../folder/loss-words.ts";
import { compareStores } from "../folder/losses.ts";

/** What is wrong, where: the file within the data folder, position and stream where there is one. Nothing of what anybody wrote. */
export type StoreFlaw = Flaw & { readonly file: string };

export type Verification = {
  /** Up to MOST_FLAWS; `count` counts them all. */
  readonly flaws: readonly StoreFlaw[];
  readonly count: number;
  /** Files that could not be checked from here, and why: nothing is known of them. */
  readonly unchecked: readonly { readonly file: string; readonly why: string }[];
  /** Read models of before a loss that was accepted, or of another hub: no flaw, as the hub builds them anew when it starts. */
  readonly outdated: readonly string[];
  readonly counts: {
    readonly events: number;
    readonly disclosures: number;
    readonly keys: number;
    readonly destroyedKeys: number;
    readonly unusedKeys: number;
    readonly readModels: number;
  };
};

export type VerifyOptions = {
  readonly now: Date;
  /** Called at the end of each slice of work. */
  readonly pace?: Pace;
  /** Called with each flaw as it is found. */
  readonly found?: (flaw: StoreFlaw) => void;
};

const MOST_FLAWS = 1_000;
/** Clocks of machines differ. */
const AHEAD_MS = 5 * 60_000;
/** A file that somebody wrote while it was read as one at rest, or a read model that differs, is looked at so often in all. */
const LOOKS = 3;

/** Throws nothing that a file can be the cause of. */
export async function verifyStores(
  folder: FoundFolder,
  { now, pace = async () => {}, found }: VerifyOptions,
): Promise<Verification> {
  const flaws: StoreFlaw[] = [];
  const unchecked: { file: string; why: string }[] = [];
  const outdated: string[] = [];
  let identity: Identity | undefined;
  const counts = { events: 0, disclosures: 0, keys: 0, destroyedKeys: 0, unusedKeys: 0, readModels: 0 };
  const known = new Set<string>();
  let more = 0;
  const nameOf = (path: string): string => relative(folder.dataDir, path);
  const latest = new Date(now.getTime() + AHEAD_MS).toISOString();

  function add(path: string, { position, stream, what }: Flaw): void {
    const flaw = { file: nameOf(path), position, stream, what };
    const key = JSON.stringify(flaw);
    if (known.has(key)) return;
    known.add(key);
    if (flaws.length < MOST_FLAWS) {
      flaws.push(flaw);
      found?.(flaw);
    }
  }
  const addWhole = (path: string, what: string) => add(path, { position: "", stream: "", what });
  function addProblem(path: string, error: unknown): void {
    if (isDamage(error)) addWhole(path, readingProblem(error));
    else unchecked.push({ file: nameOf(path), why: readingProblem(error) });
  }

  /** Opens a file and works on it; once more where somebody wrote it meanwhile, with what was found before withdrawn. */
  async function onFile<T>(
    path: string,
    work: (file: ReadOnlyFile, report: (flaw: Flaw) => void) => Promise<T>,
  ): Promise<T | undefined> {
    for (let look = 1; ; look += 1) {
      const reported: Flaw[] = [];
      // A log whose keyring is lost has a flaw an event: they are counted, and so many are kept.
      let beyond = 0;
      const report = (flaw: Flaw): void => {
        if (reported.length < MOST_FLAWS) reported.push(flaw);
        else beyond += 1;
      };
      let file: ReadOnlyFile | undefined;
      try {
        file = openReadOnly(path);
        const result = await work(file, report);
        if (file.wasWritten() && reported.length > 0 && look < LOOKS) continue;
        for (const flaw of reported) add(path, flaw);
        more += beyond;
        return result;
      } catch (error) {
        if (!isOfFile(error)) throw error;
        if (file?.wasWritten() && look < LOOKS) continue;
        for (const flaw of reported) add(path, flaw);
        more += beyond;
        addProblem(path, error);
        return undefined;
      } finally {
        close(file);
      }
    }
  }

  async function checkPages(db: Database, report: (flaw: Flaw) => void): Promise<void> {
    const what = pageFlaw(db);
    if (what !== undefined) report({ position: "", stream: "", what });
    await pace();
  }

  async function checkEvents(
    path: string,
    kinds: readonly StreamKind[],
    keys: KeyReader | undefined,
    counted: (events: number) => void,
  ) {
    await onFile(path, async ({ db }, report) => {
      await checkPages(db, report);
      const look = (event: StoredEvent) => [...unknown(kinds, event), ...(keys ? unopened(keys, event) : [])];
      for (const flaw of checkLog(db, { complete: kinds === LOG_STREAMS, latest, look, counted })) {
        if (flaw) report(flaw);
        else await pace();
      }
    });
  }

  async function checkReadModel(model: ReadModel<unknown>, keys: KeyReader | undefined): Promise<void> {
    const source = PLACEMENTS[model.name].log === "disclosures" ? folder.disclosuresFile : folder.logFile;
    for (const path of filesOf(model, folder.readModels)) {
      const isCurrent = await onFile(path, async ({ db }, report) => {
        const { complete, hub, epoch } =
          db.prepare("SELECT complete, hub, epoch FROM checkpoint").get<
            | {
                readonly [Column in "complete" | "hub" | "epoch"]?: unknown;
              }
            | undefined
          >() ?? {};
        // One that is being built, or was cut off while it was: nobody reads it.
        if (complete === 0) return false;
        if (identity && (hub !== identity.hub || epoch !== identity.epoch)) {
          outdated.push(nameOf(path));
          return true;
        }
        await checkPages(db, report);
        if (!keys || !existsSync(source)) return true;
        for (const what of await differences(model, db, source, keys, report)) report(what);
        counts.readModels += 1;
        return true;
      });
      if (isCurrent !== false) return;
    }
  }

  /** What still differs at a second look: the log may have lost a month of disclosures between the two readings. */
  async function differences(
    model: ReadModel<unknown>,
    db: Database,
    source: string,
    keys: KeyReader,
    report: (flaw: Flaw) => void,
  ) {
    let last: readonly Flaw[] = [];
    let log: ReadOnlyFile | undefined;
    try {
      log = openReadOnly(source);
      const { db: events } = log;
      for (let look = 1; look < LOOKS; look += 1) {
        const compared = await compareWithLog(model, db, (until) => openLogReader(events, until), readsOnly(keys, now), pace);
        last = compared.flaws.map((what) => ({ position: compared.position, stream: "", what }));
        if (last.length === 0) break;
      }
      return last;
    } catch (error) {
      if (!("errcode" in Object(error)) && !(error instanceof SyntaxError)) throw error;
      if (db.isTransaction) db.exec("ROLLBACK");
      report({ position: "", stream: "", what: "it cannot be held against the log: a page of one of the two is damaged" });
      return [];
    } finally {
      close(log);
    }
  }

  /** What stores and read models say of each other. That a file is missing is said where it is opened. */
  async function checkMarks(): Promise<void> {
    const paths = dataPaths(folder);
    const opened: ReadOnlyFile[] = [];
    const open = (path: string): Database => {
      const file = openReadOnly(path);
      opened.push(file);
      return file.db;
    };
    try {
      for (let look = 1; ; look += 1) {
        const marks = findStores(paths, folder.masterKey !== undefined, open);
        const compared = compareStores(marks);
        const isUnreadable = marks.highWater.kind === "unreadable";
        // Beside a running hub a mark may be read while it is written, and a store be closed between two looks.
        if ((isUnreadable || compared.kind === "lost") && look < LOOKS) {
          await new Promise((resolve) => setTimeout(resolve, 50));
          continue;
        }
        if (existsSync(paths.acceptanceFile))
          addWhole(paths.acceptanceFile, "accepting a loss was begun and is not done: run candour accept-loss again");
        if (isUnreadable) addWhole(paths.highWaterFile, "the marks in it are not as they were written");
        identity = compared.identity;
        if (compared.kind !== "lost") return;
        for (const loss of compared.losses)
          if (loss.code !== "missing" && loss.code !== "no-master-key")
            addWhole(storeFiles(paths)[loss.store], lossWithoutFile(loss, paths).replace(/\.$/, ""));
        return;
      }
    } catch (error) {
      if (!isOfFile(error)) throw error;
      unchecked.push({ file: nameOf(paths.highWaterFile), why: "the stores could not be compared" });
    } finally {
      for (const file of opened) close(file);
    }
  }
  await checkMarks();

  // The keyring stays open to the end: what logs and read models hold is opened with it.
  let keysFile: ReadOnlyFile | undefined;
  let keys: KeyReader | undefined;
  try {
    keysFile = openReadOnly(folder.keysFile);
    const damage = pageFlaw(keysFile.db);
    if (damage !== undefined) addWhole(folder.keysFile, damage);
    if (folder.masterKey?.length !== 32)
      unchecked.push({ file: nameOf(folder.keysFile), why: "there is no master key to open it with" });
    else {
      keys = openKeyReader(keysFile.db, folder.masterKey);
      for (const what of keys.check()) {
        if (what) addWhole(folder.keysFile, what);
        else await pace();
      }
    }
  } catch (error) {
    if (!isOfFile(error)) throw error;
    addProblem(folder.keysFile, error);
  }
  try {
    await checkEvents(folder.logFile, LOG_STREAMS, keys, (events) => {
      counts.events = events;
    });
    const found = keys?.counts();
    Object.assign(counts, found && { keys: found.keys, destroyedKeys: found.destroyed, unusedKeys: found.unused });
    await checkEvents(folder.disclosuresFile, DISCLOSURE_STREAMS, undefined, (events) => {
      counts.disclosures = events;
    });
    for (const model of READ_MODELS) await checkReadModel(model, keys);
  } finally {
    keys?.close();
    close(keysFile);
  }
  return { flaws, count: known.size + more, unchecked, outdated, counts };
}

/** A damaged file may not close as it should; what was read of it stands. */
function close(file: ReadOnlyFile | undefined): void {
  try {
    file?.close();
  } catch {
    // Nothing is written, and the process ends soon.
  }
}

function unknown(kinds: readonly StreamKind[], event: StoredEvent): readonly string[] {
  const kind = kindOf(kinds, event.stream);
  if (!kind) return ["its stream is of a kind that this release does not know"];
  try {
    kind.read(event);
    return [];
  } catch (error) {
    if (!(error instanceof UnreadableEvent)) throw error;
    return [`this release cannot read an event of its type and form (${shown(event.type)})`];
  }
}
/** A type of a damaged row may be anything. */
const shown = (type: string): string => (/^[A-Za-z]{1,60}\.v\d{1,4}$/.test(type) ? type : "not a type's name");

function unopened(keys: KeyReader, { data }: StoredEvent): readonly string[] {
  const found = new Set<string>();
  for (const value of sealedIn(data)) {
    try {
      keys.unseal(value);
    } catch (error) {
      found.add(
        error instanceof KeyMissing
          ? "a sealed value names a key that is not in the keyring"
          : "a sealed value in it does not open",
      );
    }
  }
  return [...found];
}

/** Read models only open and never seal. */
export function readsOnly(keys: KeyReader, now: Date): Tools {
  const store: Pick<KeyStore, "unseal" | "destroyedKeys" | "onDestroy"> = { ...keys, onDestroy: () => {} };
  return { keys: store as KeyStore, today: () => londonDate(now) };
}
