// Reads, writes and checks a folder of policy files without a hub. One file contains the version on which the policy is based.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { isPolicyFile, loadPolicy, readPolicyFiles, VERSION_FILE } from "../policies/engine/policy.ts";
import { judgePolicy } from "../policies/review/check.ts";
import { promiseGaps } from "../policies/review/promises.ts";

type FileInFolder = { readonly name: string; readonly text: string };

/** Reads the folder, or the shipped policy if no folder is named. Throws PolicyInvalid, and errors of the file system. */
export const readPolicyFolder = (dir: string | undefined): readonly FileInFolder[] =>
  Object.entries(readPolicyFiles(dir)).map(([name, text]) => ({ name, text }));

/** Returns the policy's flaws, and differences between docs/policy.md and the hub's own prohibitions; or that the policy is valid. Throws as `readPolicyFolder`. */
export async function checkPolicyFolder(
  dir: string | undefined,
): Promise<{ readonly wrong: readonly string[] } | { readonly policies: number; readonly version: string }> {
  const [files, hubs] = [readPolicyFiles(dir), loadPolicy()];
  // The policy shipped with the hub is checked in full, because its developers check it with this command.
  const verdict = await judgePolicy(files, hubs, { all: isDeepStrictEqual(files, hubs.files) });
  const wrong = [...(verdict.kind === "flawed" ? verdict.flaws.map(({ why }) => why) : []), ...promiseGaps(hubs)];
  if (verdict.kind === "flawed" || wrong.length > 0) return { wrong };
  return { policies: verdict.policy.texts.size, version: verdict.policy.version };
}

/** Undefined if the folder has no such file. */
export function versionIn(dir: string): string | undefined {
  try {
    return readFileSync(join(dir, VERSION_FILE), "utf8").trim();
  } catch {
    return undefined;
  }
}

export const setVersionIn = (dir: string, version: string): void => writeFileSync(join(dir, VERSION_FILE), `${version}\n`);

/** Writes the files and their version into a new or empty folder, or returns why it cannot. Throws errors of the file system. */
export function writePolicyFolder(
  dir: string,
  files: readonly FileInFolder[],
  version: string,
): "files-of-another-kind" | "not-empty" | undefined {
  if (files.some(({ name }) => !isPolicyFile(name))) return "files-of-another-kind";
  mkdirSync(dir, { recursive: true });
  if (readdirSync(dir).length > 0) return "not-empty";
  for (const { name, text } of files) writeFileSync(join(dir, name), text, { flag: "wx" });
  writeFileSync(join(dir, VERSION_FILE), `${version}\n`, { flag: "wx" });
  return undefined;
}
