// Small files that the next run continues from. Each is written whole, and is on the disk before anything that depends on it is changed.
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

export function writeJson(file: string, value: object): void {
  const draft = `${file}.new`;
  writeFileSync(draft, JSON.stringify(value, null, 2), { mode: 0o600, flush: true });
  renameSync(draft, file);
  syncFolder(dirname(file));
}

export function removeJson(file: string): void {
  rmSync(file, { force: true });
  syncFolder(dirname(file));
}

/** The name of a file is on the disk once its folder is. Windows cannot open a folder, and does it by itself. */
function syncFolder(folder: string): void {
  if (process.platform === "win32") return;
  const handle = openSync(folder, "r");
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
