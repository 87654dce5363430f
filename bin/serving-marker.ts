// A file that tells scripts/bootstrap.mjs that a hub serves from these packages, so that it installs none beneath it.
import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const FOLDER = join(import.meta.dirname, "../node_modules/.candour-serving");

/** Writes this process's marker; the returned function removes it. A marker of a process that was killed is ignored. */
export function writeServingMarker(): () => void {
  const marker = join(FOLDER, String(process.pid));
  try {
    mkdirSync(FOLDER, { recursive: true });
    for (const id of readdirSync(FOLDER)) if (!isRunning(Number(id))) rmSync(join(FOLDER, id), { force: true });
    writeFileSync(marker, "");
  } catch {
    // Where the packages cannot be written, nobody installs over them either.
  }
  return () => rmSync(marker, { force: true });
}

function isRunning(id: number): boolean {
  try {
    return process.kill(id, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
