// The benchmark worlds: created at their first use, and kept in bench/.data between runs.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  closeSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  statfsSync,
} from "node:fs";
import { join } from "node:path";
import { SCHEMA as LOG_SCHEMA } from "../../event-log/sqlite/tables.ts";
import { READ_MODELS } from "../../projections/all.ts";
import { currentFile } from "../../projections/runtime/files.ts";

export const DATA = join(import.meta.dirname, "../.data");

/** The numbers of concerns in the compared worlds. `BENCH_CONCERNS` makes the large one smaller, for a quick run. */
export const MANY = Number(process.env.BENCH_CONCERNS ?? 1_000_000);
export const SOME = 10_000;
export const FEW = 1_000;
/** A world with people and no concern; and one whose concerns have a million events in total. */
export const NONE = 0;
export const EVENTFUL = Math.round(MANY * 0.238);

/** The size in bytes, including the read models and their build. */
const ROOM_A_CONCERN = { lives: 12_000, "long-lives": 28_000 } as const;

/** As long as in life, or drawn out (see long-lives.ts). */
type Lives = "lives" | "long-lives";

/** The data folder of the world with so many concerns. What the hub recorded of an earlier run's reads stays: a record that were gone would be a loss. */
export function world(concerns: number, lives: Lives = "lives"): string {
  const name = `${lives === "lives" ? "world" : "long-world"}-${concerns}-`;
  const dir = join(DATA, name + MADE_BY);
  mkdirSync(DATA, { recursive: true });
  // A world of other code is no longer usable.
  for (const other of readdirSync(DATA))
    if (other.startsWith(name) && join(DATA, other) !== dir) rmSync(join(DATA, other), { recursive: true });
  if (!existsSync(dir)) make(dir, concerns, lives);
  if (!READ_MODELS.every((model) => currentFile(model, join(dir, "read-models"))))
    run("bringing a world's read models up to date", dir);
  return dir;
}

/**
 * The same, all that is read of it gone through once: the machine holds it in memory as that of a hub that has served for a while does, and no
 * disk is measured. What it is held against answers from memory, too.
 */
export function warmWorld(concerns: number): string {
  const dir = world(concerns);
  const piece = Buffer.alloc(1 << 20);
  for (const folder of ["keys", "read-models"])
    for (const file of readdirSync(join(dir, folder))) {
      const handle = openSync(join(dir, folder, file), "r");
      while (readSync(handle, piece) > 0);
      closeSync(handle);
    }
  return dir;
}

/** A modifiable copy of a world, which is removed when it is disposed of. */
export function copyOf(concerns: number): Disposable & { readonly dir: string } {
  const made = world(concerns);
  const dir = mkdtempSync(join(DATA, "copy-"));
  cpSync(made, dir, { recursive: true });
  return { dir, [Symbol.dispose]: () => rmSync(dir, { recursive: true, force: true }) };
}

function make(dir: string, concerns: number, lives: Lives): void {
  const { bavail, bsize } = statfsSync(DATA);
  const [free, needed] = [bavail * bsize, concerns * ROOM_A_CONCERN[lives]];
  if (free < needed)
    throw new Error(
      `A world of ${concerns.toLocaleString("en-GB")} concerns takes ${gigabytes(needed)} in bench/.data, and ${gigabytes(free)} are free. ` +
        "BENCH_CONCERNS=100000 makes a smaller one.",
    );
  const draft = `${dir}.draft`;
  rmSync(draft, { recursive: true, force: true });
  run(
    `making a world of ${concerns.toLocaleString("en-GB")} concerns (once; it is kept in bench/.data)`,
    draft,
    String(concerns),
    lives,
  );
  renameSync(draft, dir);
}

function run(what: string, ...args: readonly string[]): void {
  console.error(`${what}…`);
  const start = performance.now();
  const { status } = spawnSync(process.execPath, [join(import.meta.dirname, "make.ts"), ...args], { stdio: ["ignore", 2, 2] });
  if (status !== 0) throw new Error("The world could not be made.");
  console.error(`  done in ${Math.round((performance.now() - start) / 1000)} s`);
}

const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(1)} GB`;

/** The code that creates a world: after a change the world is created again. */
const MADE_BY = createHash("sha256")
  .update(
    ["lives.ts", "long-lives.ts", "numbers.ts", "readers.ts", "make.ts"]
      .map((file) => readFileSync(join(import.meta.dirname, file), "utf8"))
      .join(LOG_SCHEMA),
  )
  .digest("hex")
  .slice(0, 12);
