// A file that shows scripts/bootstrap.mjs that a hub uses these packages, so that it does not replace them meanwhile.
import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const FOLDER = join(import.meta.dirname, "../node_modules/.candour-serving");

/** Writes this process's marker; the returned function removes it. The marker of a killed process is ignored. */
export function writeServingMarker(): () => void {
  const marker = join(FOLDER, String(process.pid));
  try {
    mkdirSync(FOLDER, { recursive: true });
    for (const id of readdirSync(FOLDER)) if (!isRunning(Number(id))) rmSync(join(FOLDER, id), { force: true });
    writeFileSync(marker, "");
  } catch {
    // If the folder is read-only, nobody can replace the packages either.
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
