// In which media type an answer goes: the one that its asker likes best, of those that the hub has.
import type { Request } from "express";

export type JsonType = "application/json" | "application/graphql-response+json";
export const EVENT_STREAM = "text/event-stream";

/** As clients name them. The first is for whoever accepts all or says nothing, and errors outside of GraphQL are always of it. */
const JSON_TYPES = ["application/json", "application/graphql-response+json"] as const;

/** The parsing of a longer header could take long, and no client sends one. */
const LONGEST = 1_000;

/** Which of these types the request prefers; undefined when it accepts none of them. */
export function preferred<Type extends string>(request: Request, types: readonly Type[]): Type | undefined {
  const { accept = "*/*" } = request.headers;
  // Most say no more than this.
  if (accept === "*/*") return types[0];
  if (accept.length > LONGEST) return undefined;
  // A media range with a parameter matches only a type with the same one, and there is one encoding.
  const found = request.accepts(types.flatMap((type) => [type, `${type}; charset=utf-8`]));
  return types.find((type) => found === type || found === `${type}; charset=utf-8`);
}

/** The type for the answer to a question or command; undefined when none is accepted that can carry it. */
export const typeOfAnswer = (request: Request): JsonType | typeof EVENT_STREAM | undefined =>
  preferred(request, [...JSON_TYPES, EVENT_STREAM]);
