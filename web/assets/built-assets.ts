// The built assets. `npm start` and `npm test` build them once; if their sources have changed since, the hub builds them at its start.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Asset } from "./build-assets.ts";

/** Beside the code, and not committed. */
const BUILT = "built.json";
const FILE = join(import.meta.dirname, BUILT);
const LOCKED_PACKAGES = join(import.meta.dirname, "../../package-lock.json");

type Written = { readonly madeOf: string; readonly assets: readonly Asset[] };

/** The digest of the assets' sources and of the versions of the packages. */
function digestOfSources(): string {
  const hash = createHash("sha256").update(readFileSync(LOCKED_PACKAGES));
  const files = readdirSync(import.meta.dirname, { recursive: true, encoding: "utf8" }).filter((name) => /\.\w+$/.test(name));
  for (const name of files.sort())
    if (!name.startsWith(BUILT)) hash.update(`\0${name}\0`).update(readFileSync(join(import.meta.dirname, name)));
  return hash.digest("hex");
}

/** Undefined if they were not built from these sources. */
export function readBuiltAssets(): readonly Asset[] | undefined {
  try {
    const { madeOf, assets } = JSON.parse(readFileSync(FILE, "utf8")) as Written;
    return madeOf === digestOfSources() ? assets : undefined;
  } catch {
    return undefined;
  }
}

/** Throws if the folder cannot be written. */
export function writeBuiltAssets(assets: readonly Asset[]): void {
  const written: Written = { madeOf: digestOfSources(), assets };
  const beside = `${FILE}.${process.pid}`;
  writeFileSync(beside, JSON.stringify(written));
  renameSync(beside, FILE);
}
