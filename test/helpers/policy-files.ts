// The policy that the hub comes with, changed: what a governance officer might write.
import { compilePolicy } from "../../policies/engine/policy.ts";
import type { PolicyFiles } from "../../policies/engine/policy-set.ts";
import { loadShippedPolicy } from "../../policies/review/check.ts";

/** The policy that the hub comes with, compiled and checked once for all tests of a worker. */
export const shipped = loadShippedPolicy();

type Change = string | ((text: string) => string) | undefined;

/** The shipped files with some replaced, edited or, with undefined, left out. */
export function changedFiles(changes: Readonly<Record<string, Change>> = {}): PolicyFiles {
  const { files } = shipped;
  const names = [...new Set([...Object.keys(files), ...Object.keys(changes)])].sort();
  return Object.fromEntries(
    names.flatMap((name) => {
      const change = name in changes ? changes[name] : files[name];
      const text = typeof change === "function" ? change(files[name] ?? "") : change;
      return text === undefined ? [] : [[name, text]];
    }),
  );
}

/** The policy set of such files. */
export const changedPolicy = (changes: Readonly<Record<string, Change>> = {}) => compilePolicy(changedFiles(changes), shipped);

/** The same in the form of a command's input. */
export const policyFiles = (changes: Readonly<Record<string, Change>> = {}) =>
  Object.entries(changedFiles(changes)).map(([name, text]) => ({ name, text }));

/** A policy in a separate file. */
export const policyText = (id: string, text: string): string =>
  `@id("${id}")\n@reason("It was tried.")\n@challenge("Ask the information governance officer.")\n${text}\n`;
