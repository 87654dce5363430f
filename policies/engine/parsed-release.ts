// The release's policy, parsed. `npm start` and `npm test` write it after checking the policy, so that a hub need not parse and check the same text at
// each start. It counts only for the code and the policies of which it was written: otherwise the hub parses and checks its policy itself.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readSchema } from "./policy-schema.ts";
import type { PolicySet } from "./policy-set.ts";

/** Beside the code, and not committed. */
const PARSED_RELEASE = "parsed-release.json";
const FILE = join(import.meta.dirname, PARSED_RELEASE);
const POLICIES = join(import.meta.dirname, "..");
const LOCKED_PACKAGES = join(POLICIES, "../package-lock.json");

/** What another set takes from this one where its texts are the same. */
export type ParsedPolicy = Pick<PolicySet, "files" | "textsByFile" | "staticPolicies" | "forms" | "schema">;

type Written = Pick<ParsedPolicy, "files" | "textsByFile" | "staticPolicies" | "forms"> & {
  /** The digest of what it was made of. */
  readonly madeOf: string;
  readonly schema: Pick<PolicySet["schema"], "text" | "json">;
};

/** Whether a file of the folder of this code is the parsed release, which is no policy. */
export const isParsedRelease = (name: string): boolean => name === PARSED_RELEASE;

/** The digest of the policies, of the code that parses and checks them, and of the versions of its packages. */
function digestOfRelease(): string {
  const hash = createHash("sha256").update(readFileSync(LOCKED_PACKAGES));
  for (const name of readdirSync(POLICIES, { recursive: true, encoding: "utf8" }).sort())
    if (/\.(?:ts|cedar|cedarschema)$/.test(name)) hash.update(`\0${name}\0`).update(readFileSync(join(POLICIES, name)));
  return hash.digest("hex");
}

/** Undefined if it was not written for this release. */
export function readParsedRelease(): ParsedPolicy | undefined {
  try {
    const { madeOf, schema, ...parsed } = JSON.parse(readFileSync(FILE, "utf8")) as Written;
    return madeOf === digestOfRelease() ? { ...parsed, schema: readSchema(schema.text, schema.json) } : undefined;
  } catch {
    return undefined;
  }
}

/** Writes the parsed form of the release's policy, which must have passed all checks. Throws if the folder cannot be written. */
export function writeParsedRelease({ files, textsByFile, staticPolicies, forms, schema: { text, json } }: PolicySet): void {
  const written: Written = { madeOf: digestOfRelease(), files, textsByFile, staticPolicies, forms, schema: { text, json } };
  const beside = `${FILE}.${process.pid}`;
  writeFileSync(beside, JSON.stringify(written));
  renameSync(beside, FILE);
}
