// Monitors the machine: disk space, write-ahead files, file handles, and the lag of read models.
import { readdirSync, readFileSync, statSync } from "node:fs";
import { statfs } from "node:fs/promises";
import { every, inBackground, type Unheard } from "../../event-log/background.ts";
import type { Health, Problem } from "./health.ts";
import type { ModelPosition, Telemetry } from "./telemetry.ts";

const DISK_EVERY_MS = 60_000;
const LAG_EVERY_MS = 10_000;
/** The minimum of free inodes: the hub creates files and folders. */
const MIN_INODES = 1_000;
/** The share of file handles in use above which an operator should check. */
const MAX_HANDLES = 0.8;

/** The system's measurements. Tests pass their own. */
type Machine = {
  /** Free bytes and inodes; `inodes` is undefined if the file system does not count them. */
  readonly disk: () => Promise<{ readonly bytes: number; readonly inodes: number | undefined }>;
  /** Undefined if the system does not provide it. */
  readonly handles: () => { readonly open: number; readonly limit: number } | undefined;
};

export const machineOf = (dir: string): Machine => ({
  async disk() {
    const { bavail, bsize, files, ffree } = await statfs(dir);
    return { bytes: bavail * bsize, inodes: files > 0 ? ffree : undefined };
  },
  handles() {
    try {
      const [, limit] = readFileSync("/proc/self/limits", "utf8").match(/^Max open files\s+(\d+)/m) ?? [];
      // Listing the folder opens a file handle itself.
      return limit ? { open: readdirSync("/proc/self/fd").length - 1, limit: Number(limit) } : undefined;
    } catch {
      return undefined;
    }
  },
});

type MachineDeps = {
  readonly machine: Machine;
  readonly unheard: Unheard;
  readonly health: Health;
  readonly telemetry: Telemetry;
  /** With fewer free bytes the hub is not ready: it keeps the rest for work under way. */
  readonly minFreeBytes: number;
  /** Store -> the path of its file. */
  readonly files: Readonly<Record<string, string>>;
  readonly models: () => readonly ModelPosition[];
  readonly setBehind: (name: string, isBehind: boolean) => void;
};

/** Checks at once and then by timers, which do not keep the process alive, until it is stopped. */
export function watchMachine({ machine, health, telemetry, minFreeBytes, files, models, setBehind, unheard }: MachineDeps) {
  /** Resolves when the conditions are set. */
  async function checkDisk(): Promise<void> {
    const { bytes, inodes } = await machine.disk();
    health.set("disk", diskProblem(bytes, inodes, minFreeBytes));
    telemetry.disk(bytes, walSizes(files));
  }

  function checkHandles(): void {
    const found = machine.handles();
    if (!found) return;
    const { open, limit } = found;
    health.set("fileHandles", open > limit * MAX_HANDLES ? { code: "FILE_HANDLES_LOW", detail: { open, limit } } : undefined);
    telemetry.handles(open, limit);
  }

  // A model that has not applied the events that the log had at the previous check lags by at least the time since then.
  const heads = new Map<string, string>();
  function checkLag(): void {
    for (const { name, isLive, position, head } of models()) {
      const before = heads.get(name);
      setBehind(name, isLive && before !== undefined && position < before);
      heads.set(name, head);
    }
  }

  const check = async () => {
    checkHandles();
    await checkDisk().catch(() => health.set("disk", { code: "DISK_UNREADABLE" }));
  };
  const timers = [
    every(DISK_EVERY_MS, "MACHINE_NOT_READ", check, unheard),
    every(LAG_EVERY_MS, "MACHINE_NOT_READ", checkLag, unheard),
  ];
  const checkSoon = () => inBackground("MACHINE_NOT_READ", check, unheard);
  checkSoon();
  return {
    check,
    checkSoon,
    checkLag,
    stop() {
      for (const timer of timers) timer.stop();
    },
  };
}

function diskProblem(bytes: number, inodes: number | undefined, minBytes: number): Problem | undefined {
  if (bytes < minBytes) return { code: "DISK_LOW", detail: { freeBytes: bytes, wantedBytes: minBytes } };
  if (inodes !== undefined && inodes < MIN_INODES) return { code: "INODES_LOW", detail: { free: inodes, wanted: MIN_INODES } };
  return undefined;
}

function walSizes(files: MachineDeps["files"]): Readonly<Record<string, number>> {
  const size = (file: string) => statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0;
  return Object.fromEntries(Object.entries(files).map(([store, file]) => [store, size(file)]));
}
