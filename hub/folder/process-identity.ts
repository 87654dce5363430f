// Identifies a hub's process, so that another can tell whether it still runs: its id, the boot of the machine and its start.
// Where the system does not give these, the folder's lock and the owner's token decide alone.
import { readFileSync, statSync } from "node:fs";
import { z } from "zod";

const owner = z.object({ pid: z.int(), boot: z.string(), started: z.string(), file: z.string() });

/** This process as the owner of a file. A copy of the file has no owner. */
export function describeOwner(file: string): string {
  return JSON.stringify({ pid: process.pid, boot: bootId(), started: startOf(process.pid), file: inodeOf(file) });
}

/** The id of the owner's process, while it runs. */
export function runningOwner(described: string, file: string): number | undefined {
  const parsed = owner.safeParse(described === "" ? undefined : JSON.parse(described));
  if (!parsed.success) return undefined;
  const { pid, boot, started, file: owned } = parsed.data;
  const runs = boot !== "" && boot === bootId() && started !== "" && started === startOf(pid) && owned === inodeOf(file);
  return runs ? pid : undefined;
}

function inodeOf(file: string): string {
  const found = statSync(file, { throwIfNoEntry: false });
  return found ? `${found.dev}:${found.ino}` : "";
}

const bootId = (): string => readOrNothing("/proc/sys/kernel/random/boot_id").trim();

/** The twenty-second field, counted behind the name, which may contain blanks and brackets. */
function startOf(pid: number): string {
  const stat = readOrNothing(`/proc/${pid}/stat`);
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  // A process that has ended and was not collected is still listed.
  return fields[0] === "Z" || fields[0] === "X" ? "" : (fields[19] ?? "");
}

function readOrNothing(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
