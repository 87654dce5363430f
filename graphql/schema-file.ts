// The published schema as a file, for code generators and editors. It tells what the hub can answer and nothing of what it holds; the hub answers
// introspection to the same people.
import type { Response } from "express";
import { publishedSchema } from "./schema.ts";

export const SCHEMA_PATH = "/schema.graphql";

export function sendSchema(response: Response): void {
  response.type("text/plain; charset=utf-8").send(publishedSchema());
}
