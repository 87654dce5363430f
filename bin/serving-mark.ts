// A file by which scripts know that a hub serves from these packages, and install none beneath it (scripts/bootstrap.mjs reads it).
import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const FOLDER = join(import.meta.dirname, "../node_modules/.candour-serving");

/** Marks that this process serves; the returned function takes the mark away. The mark of a process that was killed counts no more. */
export function markServing(): () => void {
  const mark = join(FOLDER, String(process.pid));
  try {
    mkdirSync(FOLDER, { recursive: true });
    for (const id of readdirSync(FOLDER)) if (!isRunning(Number(id))) rmSync(join(FOLDER, id), { force: true });
    writeFileSync(mark, "");
  } catch {
    // Where the packages cannot be written, nobody installs over them either.
  }
  return () => rmSync(mark, { force: true });
}

function isRunning(id: number): boolean {
  try {
    return process.kill(id, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
