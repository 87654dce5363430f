// The files in operations/ as tests run them: ports and paths are this machine's, every other line is the example's own.
import { readFileSync } from "node:fs";
import { join } from "node:path";

export const ROOT = join(import.meta.dirname, "../../..");
export const OPERATIONS = join(ROOT, "operations");

export const example = (name: string): string => readFileSync(join(OPERATIONS, name), "utf8");

/** An example with texts replaced wherever they are. Throws where one is not in it: then the test would run something else. */
export function derive(name: string, replacements: readonly (readonly [text: string, by: string])[]): string {
  return replacements.reduce((text, [from, by]) => {
    if (!text.includes(from)) throw new Error(`operations/${name} does not hold ${JSON.stringify(from)}.`);
    return text.replaceAll(from, by);
  }, example(name));
}
