// Identifies a hub's process, so that another process can check whether it still runs: its id, its start and the boot of the machine.
// If the system does not provide these, only the folder's lock and the owner's token decide.
import { readFileSync, statSync } from "node:fs";
import { z } from "zod";

const owner = z.object({ pid: z.int(), boot: z.string(), started: z.string(), file: z.string() });

/** Describes this process as the owner of a file. A copy of the file has no owner. */
export function describeOwner(file: string): string {
  return JSON.stringify({ pid: process.pid, boot: bootId(), started: startOf(process.pid), file: inodeOf(file) });
}

/** The id of the owner's process; undefined if it does not run, or the description cannot be read. */
export function runningOwner(described: string, file: string): number | undefined {
  const read = readOwner(described);
  if (!read) return undefined;
  const { pid, boot, started, file: owned } = read;
  const runs = boot !== "" && boot === bootId() && started !== "" && started === startOf(pid) && owned === inodeOf(file);
  return runs ? pid : undefined;
}

function readOwner(described: string): z.infer<typeof owner> | undefined {
  try {
    return owner.safeParse(JSON.parse(described)).data;
  } catch {
    return undefined;
  }
}

function inodeOf(file: string): string {
  const found = statSync(file, { throwIfNoEntry: false });
  return found ? `${found.dev}:${found.ino}` : "";
}

const bootId = (): string => readOrNothing("/proc/sys/kernel/random/boot_id").trim();

/** Reads the twenty-second field, counted from the end of the name, which may contain blanks and brackets. */
function startOf(pid: number): string {
  const stat = readOrNothing(`/proc/${pid}/stat`);
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  // A zombie process is still listed.
  return fields[0] === "Z" || fields[0] === "X" ? "" : (fields[19] ?? "");
}

function readOrNothing(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
