// The GraphQL documents of the pages: each is a .graphql file beside its page. `npm run types` checks them against the schema and generates the types
// of their variables and data.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { PageDocuments } from "./generated/documents.ts";

/** A document's file within web/. */
export type DocumentFile = keyof PageDocuments;
export type AnswerOf<File extends DocumentFile> = PageDocuments[File]["data"];
export type VariablesOf<File extends DocumentFile> = PageDocuments[File]["variables"];

export const readDocument = (file: DocumentFile): string => readFileSync(join(import.meta.dirname, file), "utf8");
