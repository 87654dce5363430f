// Idempotency keys of the lines of files, made of their content and not of their form: a file that another program saved again repeats nothing.
import { createHash } from "node:crypto";

export const keyOfText = (text: string): string => `import-${createHash("sha256").update(text).digest("hex").slice(0, 40)}`;

/** The key of a command: its name and its parsed input, in which texts have their stored form and defaults are filled in. */
export const keyOfCommand = (name: string, input: unknown, ...more: readonly unknown[]): string =>
  keyOfText(canonicalJson([name, input, ...more]));

/** JSON that is the same for equal values: properties in order, undefined ones left out. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
