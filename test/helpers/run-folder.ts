// The temporary folder of one run of tests, which goes with it. Hubs write and flush much: in memory, where there is room, that waits for no
// disk. `npm run soak` and `npm run test:system` use the disk.
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statfsSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { COMPILED } from "./cli.ts";

const MEMORY = "/dev/shm";
/** All that a run has at once is far less. */
const ENOUGH_BYTES = 4 * 2 ** 30;

function hasRoom(folder: string): boolean {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize >= ENOUGH_BYTES;
  } catch {
    return false;
  }
}

/** A folder is never removed before: its process may be in another container. */
const KEPT_MS = 6 * 3_600_000;

/** Removes what runs left that were killed: their folders name their process. */
function removeLeft(parent: string): void {
  for (const name of readdirSync(parent)) {
    const [, pid] = /^candour-tests-(\d+)-/.exec(name) ?? [];
    if (!pid || existsSync(`/proc/${pid}`)) continue;
    const modified = statSync(join(parent, name), { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
    if (Date.now() - modified > KEPT_MS) rmSync(join(parent, name), { recursive: true, force: true });
  }
}

/** Workers, and the processes that tests start, have the environment of this process. */
export default function setup({ config }: TestProject): () => void {
  const isQuick = config.mode === "test";
  const parent = isQuick && hasRoom(MEMORY) ? MEMORY : tmpdir();
  if (existsSync("/proc/self")) removeLeft(parent);
  const folder = mkdtempSync(join(parent, `candour-tests-${process.pid}-`));
  // A test looks at files within it as another user.
  chmodSync(folder, 0o711);
  process.env.TMPDIR = folder;
  process.env.NODE_COMPILE_CACHE = COMPILED;
  process.env.CANDOUR_SHARED_FOLDERS = join(folder, "shared");
  mkdirSync(process.env.CANDOUR_SHARED_FOLDERS);
  return () => rmSync(folder, { recursive: true, force: true });
}
