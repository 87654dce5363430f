// Checks the shipped policy and records the digest of its files, which a hub then need not check at each start (`npm run codegen`).
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { compilePolicy, filesDigest, readPolicyFiles } from "../policies/engine/policy.ts";
import { checkPolicy } from "../policies/review/check.ts";

const CHECKED_FILES = join(import.meta.dirname, "../policies/engine/checked-files.ts");

const files = readPolicyFiles();
checkPolicy(compilePolicy(files));
writeFileSync(
  CHECKED_FILES,
  `// Written by \`npm run codegen\` after the check of the shipped policy. A test checks the policy again and compares.
export const CHECKED_FILES = "${filesDigest(files)}";
`,
);
