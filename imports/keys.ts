// Derives idempotency keys from the content of lines and not from their form, so that a file that another program has saved again repeats nothing.
import { createHash } from "node:crypto";

export const keyOfText = (text: string): string => `import-${createHash("sha256").update(text).digest("hex").slice(0, 40)}`;

/** Derives the key of a command from its name and its parsed input, in which texts have their stored form and defaults are filled in. */
export const keyOfCommand = (name: string, input: unknown, ...more: readonly unknown[]): string =>
  keyOfText(canonicalJson([name, input, ...more]));

/** Returns JSON that is the same for equal values: with sorted properties, and without undefined ones. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
