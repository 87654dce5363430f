// The GraphQL documents of the pages: each is a .graphql file beside its page. `npm run types` checks them against the schema and generates the types
// of their variables and data. What several documents select is a fragment in fragments.graphql.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { PageDocuments } from "./generated/documents.ts";

/** A document's file within web/. */
export type DocumentFile = keyof PageDocuments;
export type AnswerOf<File extends DocumentFile> = PageDocuments[File]["data"];
export type VariablesOf<File extends DocumentFile> = PageDocuments[File]["variables"];

export const FRAGMENTS_FILE = "fragments.graphql";

const readText = (file: string): string => readFileSync(join(import.meta.dirname, file), "utf8");

/** Name -> shared fragment. */
const readFragments = (): ReadonlyMap<string | undefined, string> =>
  new Map(
    readText(FRAGMENTS_FILE)
      .split(/^(?=fragment )/m)
      .map((text) => [/^fragment (\w+)/.exec(text)?.[1], text]),
  );

/** The text of a document, followed by every shared fragment that it uses, directly or through another fragment. */
export function readDocument(file: DocumentFile): string {
  const fragments = readFragments();
  const parts = new Set([readText(file)]);
  for (const part of parts)
    for (const [, name] of part.matchAll(/\.\.\.(\w+)/g)) {
      const fragment = fragments.get(name);
      // The outer loop also visits what is added to the set while it runs.
      if (fragment) parts.add(fragment);
    }
  return [...parts].join("\n");
}
