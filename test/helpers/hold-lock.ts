// Another program that locks a database's file.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

/** Resolves when it has the lock, with the function that releases it. */
export async function holdLock(file: string, statements?: string): Promise<() => Promise<unknown>> {
  const args = [join(import.meta.dirname, "hold-lock.mjs"), file, ...(statements ? [statements] : [])];
  const child = spawn(process.execPath, args, { stdio: ["pipe", "pipe", "inherit"] });
  const exited = once(child, "exit");
  const isHeld = await Promise.race([once(child.stdout, "data").then(() => true), exited.then(() => false)]);
  if (!isHeld) throw new Error(`The lock of ${file} could not be taken.`);
  return () => {
    child.stdin.end();
    return exited;
  };
}
