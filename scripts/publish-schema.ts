// Writes the published schema, schema.graphql (`npm run codegen`).
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { publishedSchema } from "../graphql/schema.ts";

export const PUBLISHED_SCHEMA = join(import.meta.dirname, "../schema.graphql");

if (import.meta.main) writeFileSync(PUBLISHED_SCHEMA, publishedSchema());
