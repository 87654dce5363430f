// Asks a hub in this process: every bound, right and record as over HTTP, without its sockets and tokens, so that what a question takes can be
// measured.
import { randomUUID } from "node:crypto";
import { type DocumentNode, type ExecutionResult, parse, validate } from "graphql";
import pino from "pino";
import { carryingOut } from "../../graphql/answer.ts";
import { type Connection, contextOf } from "../../graphql/context.ts";
import { buildSchema } from "../../graphql/schema.ts";
import type { Hub } from "../../hub/hub.ts";

export type AskInProcess = (
  person: string,
  query: string,
  variables?: Readonly<Record<string, unknown>>,
) => Promise<ExecutionResult>;

export function askInProcess(hub: Hub): AskInProcess {
  const schema = buildSchema();
  const carryOut = carryingOut(pino({ level: "silent" }));
  const connection: Connection = { expires: Number.MAX_SAFE_INTEGER / 1000, closed: () => new AbortController().signal };
  const documents = new Map<string, DocumentNode>();
  const read = (query: string): DocumentNode => {
    const document = parse(query);
    const [error] = validate(schema, document);
    if (error) throw error;
    documents.set(query, document);
    return document;
  };
  return (person, query, variables = {}) =>
    carryOut({
      schema,
      document: documents.get(query) ?? read(query),
      variableValues: variables,
      contextValue: contextOf(hub, person, randomUUID(), connection),
    });
}
