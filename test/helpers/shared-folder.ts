// Data folders that many tests begin with. Each is made once in a run, by the first test that needs it, and every test works on a copy.
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/**
 * Copies the folder of that name into `to`, and gives what `make` returned. `make` fills the folder and leaves nothing open in it. Two processes
 * may need it at once: the second waits for the first.
 */
export async function copyShared<T>(name: string, to: string, make: (dir: string) => Promise<T>): Promise<T> {
  // A script that runs outside a run of tests shares with nobody.
  const shared = process.env.CANDOUR_SHARED_FOLDERS ?? mkdtempSync(join(tmpdir(), "candour-shared-"));
  const folder = join(shared, name);
  const made = join(shared, `${name}.json`);
  const maker = join(shared, `${name}.maker`);
  if (isFirst(folder)) {
    writeFileSync(maker, String(process.pid));
    const outcome = await make(folder).then(
      (value) => ({ value }),
      (error: unknown) => ({ error: String(error) }),
    );
    writeFileSync(`${made}.part`, JSON.stringify(outcome));
    renameSync(`${made}.part`, made);
  }
  while (!existsSync(made)) {
    await sleep(20);
    if (existsSync(maker) && !isRunning(Number(readFileSync(maker, "utf8")))) throw new Error(`The maker of ${name} has ended.`);
  }
  const outcome = JSON.parse(readFileSync(made, "utf8")) as { readonly value: T } | { readonly error: string };
  if ("error" in outcome) throw new Error(`The shared folder ${name} could not be made: ${outcome.error}`);
  cpSync(folder, to, { recursive: true });
  return outcome.value;
}

function isFirst(folder: string): boolean {
  try {
    mkdirSync(folder);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

/** An empty file, as it is while it is written, names no process yet. */
function isRunning(pid: number): boolean {
  try {
    return pid === 0 || process.kill(pid, 0);
  } catch {
    return false;
  }
}
