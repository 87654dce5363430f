// Reads the state of each store of a data folder, and the marks that it keeps of the others. Nothing is created or changed.
import { closeSync, existsSync, openSync, readSync, statSync } from "node:fs";
import { join } from "node:path";
import { storeFaultOf } from "../../event-log/faults.ts";
import { fromPosition, toPosition } from "../../event-log/numbered-position.ts";
import { type Position, START } from "../../event-log/port.ts";
import { tablesOf } from "../../event-log/sqlite/tables.ts";
import { STORE_NAMES, type StoreName } from "../../event-log/store-names.ts";
import type { Database } from "../../event-log/stores/database.ts";
import { readHighWater } from "../../event-log/stores/high-water.ts";
import { hasTable, type Marks, readIdentity } from "../../event-log/stores/identity.ts";
import { isDamage, openUntouched } from "../../event-log/stores/read-only.ts";
import { assertUsableDatabase, namesIn } from "../../event-log/stores/usable-file.ts";
import { readCheckpoint } from "../../projections/runtime/files.ts";
import { type DataPaths, isShared, storeFiles } from "./data-folder.ts";
import type { Found, FoundReadModel, FoundStore } from "./losses.ts";
import { runningOwner } from "./process-identity.ts";

/** Store -> the table with its proofs, and the columns for position and proof. */
const TABLES = {
  log: { table: "events", position: "position", proof: "hash" },
  disclosures: { table: "events", position: "position", proof: "hash" },
  keys: { table: "changes", position: "number", proof: "token" },
} as const;

export type FoundStores = Found & {
  /** Whether a hub that owns one of the stores still runs. */
  readonly isOwned: boolean;
};

/** Throws UnusableFile. Passes on errors of SQLite or the system if a file is temporarily unreadable, which is no loss. */
export function findStores(
  paths: DataPaths,
  masterKeyGiven: boolean,
  open: (file: string) => Database = openUntouched,
  /** A copy of a keyring outside this folder. Shared logs are not read here, and are returned as missing. */
  remoteKeys?: Database,
): FoundStores {
  const files = storeFiles(paths);
  const highWater = readHighWater(paths.highWaterFile);
  const readModels = findReadModels(paths.readModels, open);
  const opened = STORE_NAMES.map((name) => {
    if (name === "keys" && remoteKeys) return [name, { db: remoteKeys, hadWriteAhead: true, isRemote: true }] as const;
    return [name, isShared(paths, name) ? "missing" : openFound(files[name], open)] as const;
  });
  try {
    const identities = opened.map(([name, one]) =>
      unlessDamaged(files[name], () => (one instanceof Object && "db" in one ? readIdentity(one.db) : undefined)),
    );
    const positions = (name: StoreName): readonly Position[] => [
      ...[...identities.map((one) => one?.marks), ...(highWater.kind === "read" ? [highWater.marks] : [])].flatMap(
        (marks: Marks | undefined) => marks?.[name]?.[0] ?? [],
      ),
      ...readModels.filter(({ of }) => of === name).map(({ mark }) => mark[0]),
    ];
    const sizes = highWater.kind === "read" ? highWater.sizes : {};
    const stores = Object.fromEntries(
      opened.map(([name, one]) => [name, foundStore(name, files[name], one, positions(name), sizes[name] ?? 0)]),
    ) as Record<StoreName, FoundStore>;
    return {
      ...{ stores, highWater, readModels },
      masterKeyMissing: !masterKeyGiven && existsSync(paths.keysFile) && !existsSync(paths.masterKeyFile),
      isOwned: identities.some(
        (one, index) => one && runningOwner(one.ownerProcess, files[STORE_NAMES[index] as StoreName]) !== undefined,
      ),
    };
  } finally {
    for (const [, one] of opened) if (one instanceof Object && !one.isRemote) one.db.close();
  }
}

type Opened =
  | { readonly db: Database; readonly hadWriteAhead: boolean; readonly isRemote?: boolean }
  | "missing"
  | "empty"
  | "unreadable";

function openFound(file: string, open: (file: string) => Database): Opened {
  assertUsableDatabase(file, "read");
  const found = statSync(file, { throwIfNoEntry: false });
  if (!found) return "missing";
  const hadWriteAhead = existsSync(`${file}-wal`);
  if (found.size === 0 && !hadWriteAhead) return "empty";
  return unlessDamaged(file, () => ({ db: open(file), hadWriteAhead })) ?? "unreadable";
}

function foundStore(name: StoreName, file: string, opened: Opened, positions: readonly Position[], size: number): FoundStore {
  if (opened === "missing" || opened === "empty") return { kind: opened };
  if (!(opened instanceof Object && opened.isRemote) && isCut(file, size)) return { kind: "cut" };
  if (opened === "unreadable") return { kind: opened };
  const { db, hadWriteAhead } = opened;
  return unlessDamaged(file, () => readStore(name, db, hadWriteAhead, positions)) ?? { kind: "unreadable" };
}

function readStore(name: StoreName, db: Database, hadWriteAhead: boolean, positions: readonly Position[]): FoundStore {
  const { table, position, proof } = TABLES[name];
  const identity = readIdentity(db);
  // A keyring of an earlier release has no count of changes.
  if (!hasTable(db, name === "keys" ? "keys" : table)) return { kind: "empty" };
  const isCounted = hasTable(db, table);
  const first = (sql: string) => db.prepare(sql).get<{ found: number } | undefined>();
  const head = isCounted ? (first(`SELECT max(${position}) AS found FROM ${table}`)?.found ?? 0) : 0;
  const given = hasTable(db, "sqlite_sequence")
    ? (first(`SELECT seq AS found FROM sqlite_sequence WHERE name = '${table}'`)?.found ?? 0)
    : 0;
  // They are created before a keyring gets its identity, and never again: with other keys, ids and digests would not match.
  const made = "SELECT 1 FROM master_check UNION ALL SELECT 1 FROM derivation_keys WHERE use IN ('ids', 'digests')";
  if (name === "keys" && identity && first(`SELECT count(*) AS found FROM (${made})`)?.found !== 3) return { kind: "empty" };
  const proofAt = isCounted ? db.prepare(`SELECT ${proof} AS proof FROM ${table} WHERE ${position} = ?`) : undefined;
  const proofs = positions.flatMap((one) => {
    const row = one === START ? undefined : proofAt?.get<{ proof: string } | undefined>(fromPosition(one));
    return row ? [[one, row.proof] as const] : [];
  });
  return {
    kind: "readable",
    ...(identity && { identity: { hub: identity.hub, epoch: identity.epoch } }),
    marks: identity?.marks ?? {},
    head: toPosition(head),
    given: toPosition(given),
    holdsAnything: first(`SELECT 1 AS found FROM ${name === "keys" ? "keys" : table} LIMIT 1`) !== undefined,
    proofs: new Map(proofs),
    writeAheadLost: identity?.inUse === true && !hadWriteAhead,
    hasRemoved:
      name === "disclosures" &&
      first(`SELECT 1 AS found FROM ${tablesOf(db).events} WHERE stream = 'retention' LIMIT 1`) !== undefined,
  };
}

/**
 * The first page contains the number of pages. During a checkpoint the file may be shorter than that, but never shorter than before.
 */
function isCut(file: string, size: number): boolean {
  const actual = statSync(file).size;
  if (actual >= size) return false;
  const header = Buffer.alloc(100);
  const handle = openSync(file, "r");
  const read = readSync(handle, header, 0, header.length, 0);
  closeSync(handle);
  if (read < header.length) return true;
  const pageSize = header.readUInt16BE(16);
  return actual < header.readUInt32BE(28) * (pageSize === 1 ? 65_536 : pageSize);
}

function findReadModels(folder: string, open: (file: string) => Database): readonly FoundReadModel[] {
  return namesIn(folder).flatMap((file) => {
    const [, name] = file.match(/^([a-z-]+)-v\d+\..*\.sqlite$/) ?? [];
    const found = name === undefined ? undefined : readCheckpoint(join(folder, file), open);
    if (!found?.complete) return [];
    const { mark, hub, epoch } = found;
    return [{ name: `read model ${name}`, of: name === "disclosures" ? "disclosures" : "log", mark, hub, epoch } as const];
  });
}

/** Returns undefined if a file is not a database, or is damaged. Temporary errors, such as a locked file, are thrown. */
function unlessDamaged<T>(file: string, read: () => T): T | undefined {
  for (const isLast of [false, true])
    try {
      return read();
    } catch (error) {
      if (!isDamage(error) || storeFaultOf(error)?.kind === "passing") throw error;
      if (!isLast) for (const suffix of ["", "-wal"]) readThrough(file + suffix);
    }
  return undefined;
}

/** Throws the system's error for any part of the file, because SQLite reports a partly failing disk as damage. */
function readThrough(file: string): void {
  if (!existsSync(file)) return;
  const chunk = Buffer.alloc(4096);
  const handle = openSync(file, "r");
  try {
    while (readSync(handle, chunk) > 0);
  } finally {
    closeSync(handle);
  }
}
