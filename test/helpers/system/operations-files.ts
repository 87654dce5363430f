// The files in operations/ as tests use them: with ports and paths of this machine, and every other line unchanged.
import { readFileSync } from "node:fs";
import { join } from "node:path";

export const ROOT = join(import.meta.dirname, "../../..");
export const OPERATIONS = join(ROOT, "operations");

export const example = (name: string): string => readFileSync(join(OPERATIONS, name), "utf8");

/** Returns an example with every occurrence of the texts replaced. Throws if a text is missing, because the test would then use another configuration. */
export function derive(name: string, replacements: readonly (readonly [text: string, by: string])[]): string {
  return replacements.reduce((text, [from, by]) => {
    if (!text.includes(from)) throw new Error(`operations/${name} does not hold ${JSON.stringify(from)}.`);
    return text.replaceAll(from, by);
  }, example(name));
}
