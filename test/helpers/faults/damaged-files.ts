// Faults of files: each has a name, the copy on which it is tried, and a function that does the damage. The same number does the same damage.
import {
  closeSync,
  cpSync,
  existsSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { openDatabase } from "../../../event-log/stores/database.ts";
import { DISCLOSURES, KEYS, LOG } from "./template.ts";

export type Fault = {
  readonly name: string;
  readonly how: "stopped" | "killed";
  /** `older` is the folder as it was some time before. */
  readonly damage: (dir: string, older: string) => void;
};

/** Files that cannot be rebuilt. */
const RECORDS = [LOG, DISCLOSURES, KEYS] as const;

const MARKS = "high-water.json";

export const take = <T>(all: readonly T[], n: number): readonly T[] =>
  Array.from({ length: n }, (_, i) => all[Math.floor((i * all.length) / n)] as T);

const remove = (dir: string, file: string) => {
  for (const suffix of ["", "-wal", "-shm"]) rmSync(join(dir, file + suffix), { force: true });
};

const readModels = (dir: string): readonly string[] =>
  readdirSync(join(dir, "read-models"))
    .filter((name) => name.endsWith(".sqlite"))
    .map((name) => `read-models/${name}`);

/** Every store and each pair of stores missing, emptied or truncated; and every read model. */
export function filesGone(n: number): readonly Fault[] {
  const ways: Readonly<Record<string, (dir: string, file: string, older: string) => void>> = {
    missing: remove,
    older: (dir, file, older) => {
      remove(dir, file);
      for (const suffix of ["", "-wal"])
        if (existsSync(join(older, file + suffix))) cpSync(join(older, file + suffix), join(dir, file + suffix));
    },
    emptied: (dir, file) => {
      remove(dir, file);
      writeFileSync(join(dir, file), "");
    },
    "cut to half": (dir, file) => {
      remove(dir, `${file}-`);
      truncateSync(join(dir, file), Math.floor(statSync(join(dir, file)).size / 8192) * 4096);
    },
    "cut to one page": (dir, file) => truncateSync(join(dir, file), 4096),
  };
  const pairs = RECORDS.map((file, i) => [file, RECORDS[(i + 1) % RECORDS.length] as string]);
  const chosen = [...RECORDS.map((file) => [file]), ...pairs];
  const faults = (["stopped", "killed"] as const).flatMap((how) =>
    Object.entries(ways).flatMap(([way, damage]) =>
      chosen.map(
        (files): Fault => ({
          name: `${files.join(" and ")} ${way}, ${how}`,
          how,
          damage: (dir, older) => {
            for (const file of files) damage(dir, file, older);
          },
        }),
      ),
    ),
  );
  const models: readonly Fault[] = Object.entries(ways).map(([way, damage]) => ({
    name: `read models ${way}`,
    how: "stopped",
    damage: (dir, older) => {
      for (const file of readModels(dir)) damage(dir, file, older);
    },
  }));
  const folders: readonly Fault[] = ["log", "keys", "read-models"].map((folder) => ({
    name: `the folder ${folder} missing`,
    how: "stopped",
    damage: (dir) => rmSync(join(dir, folder), { recursive: true }),
  }));
  return take([...faults, ...models, ...folders], n);
}

/** The write-ahead file of a killed hub missing, emptied or truncated; of one store, or of all. */
export function walsTorn(n: number): readonly Fault[] {
  const cut = (share: number) => (dir: string, file: string) => {
    const wal = join(dir, `${file}-wal`);
    rmSync(join(dir, `${file}-shm`), { force: true });
    if (existsSync(wal)) truncateSync(wal, Math.floor(statSync(wal).size * share));
  };
  const ways: Readonly<Record<string, (dir: string, file: string) => void>> = {
    gone: (dir, file) => {
      for (const suffix of ["-wal", "-shm"]) rmSync(join(dir, file + suffix), { force: true });
    },
    emptied: cut(0),
    "cut to a half": cut(0.5),
    "cut near its end": cut(0.97),
    "with zeros in the middle": (dir, file) => {
      const wal = join(dir, `${file}-wal`);
      rmSync(join(dir, `${file}-shm`), { force: true });
      if (existsSync(wal)) overwrite(wal, Math.floor(statSync(wal).size / 2), Buffer.alloc(4096));
    },
    "with one bit changed": (dir, file) => {
      const wal = join(dir, `${file}-wal`);
      rmSync(join(dir, `${file}-shm`), { force: true });
      if (existsSync(wal)) overwrite(wal, Math.floor(statSync(wal).size * 0.7), Buffer.from([1]));
    },
  };
  const chosen: readonly (readonly string[])[] = [...RECORDS.map((file) => [file]), RECORDS];
  const faults = Object.entries(ways).flatMap(([way, damage]) =>
    chosen.map(
      (files): Fault => ({
        name: `write-ahead file of ${files.join(", ")} ${way}`,
        how: "killed",
        damage: (dir) => {
          for (const file of files) damage(dir, file);
        },
      }),
    ),
  );
  return take(faults, n);
}

/** Files of different times combined, one file replaced by another, and single rows removed. */
export function mixedUp(n: number): readonly Fault[] {
  const older = (file: string) => (dir: string, from: string) => {
    remove(dir, file);
    for (const suffix of ["", "-wal"])
      if (existsSync(join(from, file + suffix))) cpSync(join(from, file + suffix), join(dir, file + suffix));
    cpSync(join(from, MARKS), join(dir, MARKS));
    rmSync(join(dir, "read-models"), { recursive: true });
    cpSync(join(from, "read-models"), join(dir, "read-models"), { recursive: true });
  };
  const swap = (one: string, other: string) => (dir: string) => {
    for (const suffix of ["-wal", "-shm"]) for (const file of [one, other]) rmSync(join(dir, file + suffix), { force: true });
    renameSync(join(dir, one), join(dir, "between"));
    renameSync(join(dir, other), join(dir, one));
    renameSync(join(dir, "between"), join(dir, other));
  };
  const statements = (file: string, sql: string) => (dir: string) => {
    const db = openDatabase(join(dir, file), "durable");
    db.exec(sql);
    db.close();
  };
  const walOf = (file: string, change: (wal: string, from: string) => void) => (dir: string, from: string) =>
    change(join(dir, `${file}-wal`), join(from, `${file}-wal`));
  const last = (file: string) =>
    statements(
      file,
      "DELETE FROM events WHERE position = (SELECT max(position) FROM events); UPDATE sqlite_sequence SET seq = (SELECT max(position) FROM events)",
    );
  const of = (how: Fault["how"], name: string, damage: Fault["damage"]): Fault => ({ name: `${name}, ${how}`, how, damage });
  const each = RECORDS.flatMap((file, at) => [
    ...(["killed", "stopped"] as const).map((how) => of(how, `${file}, marks and read models older`, older(file))),
    // Beside an index that nobody keeps.
    of(
      "killed",
      `write-ahead file of ${file} without its header`,
      walOf(file, (wal) => overwrite(wal, 0, Buffer.alloc(32))),
    ),
    of(
      "killed",
      `write-ahead file of ${file} older`,
      walOf(file, (wal, from) => cpSync(from, wal)),
    ),
    of(
      "stopped",
      `${file} and ${RECORDS[(at + 1) % RECORDS.length]} swapped`,
      swap(file, RECORDS[(at + 1) % RECORDS.length] as string),
    ),
  ]);
  return take(
    [
      of("stopped", "the keyring without the keys that ids are made with", statements(KEYS, "DELETE FROM derivation_keys")),
      of("stopped", "the keyring without the check of the master key", statements(KEYS, "DELETE FROM master_check")),
      ...each,
      of("stopped", "the last event of the log taken out", last(LOG)),
      of("stopped", "the last disclosure taken out", last(DISCLOSURES)),
      of("stopped", "two keys swapped", statements(KEYS, SWAP_KEYS)),
    ],
    n,
  );
}

const SWAP_KEYS = `
CREATE TEMP TABLE two AS SELECT id, wrapped FROM keys ORDER BY id LIMIT 2;
UPDATE keys SET wrapped = (SELECT wrapped FROM two WHERE two.id <> keys.id) WHERE id IN (SELECT id FROM two)`;

/** Changed bytes in every file of the folder, some next to each other. */
export const bytesDamaged = (n: number): readonly Fault[] =>
  Array.from({ length: n }, (_, seed): Fault => {
    const random = randomFrom(seed + 1);
    return {
      name: `bytes ${seed}`,
      how: "stopped",
      damage: (dir) => {
        const file = fileFor(dir, seed);
        const at = Math.floor(random() * (statSync(file).size - 16));
        overwrite(file, at, Buffer.from(Array.from({ length: 1 + Math.floor(random() * 8) }, () => Math.floor(random() * 256))));
      },
    };
  });

/** A page of every file overwritten by zeros or random bytes. */
export const pagesDamaged = (n: number): readonly Fault[] =>
  Array.from({ length: n }, (_, seed): Fault => {
    const random = randomFrom(seed + 1_000);
    return {
      name: `page ${seed}`,
      how: "stopped",
      damage: (dir) => {
        const file = fileFor(dir, seed);
        const page = Math.floor((random() * statSync(file).size) / 4096) * 4096;
        const bytes =
          seed % 2 === 0 ? Buffer.alloc(4096) : Buffer.from(Array.from({ length: 4096 }, () => Math.floor(random() * 256)));
        overwrite(file, page, bytes);
      },
    };
  });

/** Records twice as often as all read models together. */
function fileFor(dir: string, seed: number): string {
  const models = readModels(dir);
  return join(dir, seed % 3 < 2 ? (RECORDS[seed % RECORDS.length] as string) : (models[seed % models.length] as string));
}

function overwrite(file: string, at: number, bytes: Buffer): void {
  const handle = openSync(file, "r+");
  writeSync(handle, bytes, 0, bytes.length, at);
  closeSync(handle);
}

/** Mulberry32: the same seed, the same damage. */
function randomFrom(seed: number): () => number {
  let state = seed * 0x9e3779b1;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
