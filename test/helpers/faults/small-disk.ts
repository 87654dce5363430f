// Small disks: file systems in memory of a size, or with a number of inodes, mounted for a test. Only root can.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Says why none can be mounted here. */
export function whyNoSmallDisk(): string | undefined {
  const dir = mkdtempSync(join(tmpdir(), "candour-mount-"));
  const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", "size=1m", "candour-test", dir]);
  if (mounted.status === 0) spawnSync("umount", [dir]);
  rmSync(dir, { recursive: true, force: true });
  if (mounted.error) return "there is no program to mount one";
  return mounted.status === 0 ? undefined : "it cannot be mounted by this user";
}

/** Creates a folder and mounts a small disk on it, with the `options` of `mount -t tmpfs`. Returns the function that unmounts it. */
export function mountSmallDisk(dir: string, options: string): () => void {
  mkdirSync(dir, { recursive: true });
  run("mount", ["-t", "tmpfs", "-o", options, "candour-test", dir]);
  return () => run("umount", ["-l", dir]);
}

export const remount = (dir: string, options: string): void => run("mount", ["-o", `remount,${options}`, dir]);

const FILLER = "filler";

/** Leaves so many bytes. Gives what makes room again. */
export function fillBytes(dir: string, left: number): () => void {
  const { bavail, bsize } = statfsSync(dir);
  try {
    writeFileSync(join(dir, FILLER), Buffer.alloc(Math.max(0, bavail * bsize - left)));
  } catch {
    // A hub that writes meanwhile was sooner: there is no room all the same.
  }
  return () => rmSync(join(dir, FILLER));
}

/** Leaves no inode. Gives what gives them back. */
export function fillInodes(dir: string): () => void {
  const folder = join(dir, FILLER);
  mkdirSync(folder);
  for (let n = 0; statfsSync(dir).ffree > 0; n += 1) writeFileSync(join(folder, String(n)), "");
  return () => rmSync(folder, { recursive: true });
}

export function run(program: string, args: readonly string[]): void {
  const { status, stderr, error } = spawnSync(program, args, { encoding: "utf8" });
  if (status !== 0) throw new Error(`${program} ${args.join(" ")}: ${error?.message ?? stderr}`);
}
