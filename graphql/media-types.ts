// Chooses the media type of a response: the one of the hub's that the client prefers.
import type { Request } from "express";

export type JsonType = "application/json" | "application/graphql-response+json";
export const EVENT_STREAM = "text/event-stream";

/** The first is for clients that accept all or state nothing, and for errors outside GraphQL. */
const JSON_TYPES = ["application/json", "application/graphql-response+json"] as const;

/** The maximum length, because a longer header could take long to parse. */
const LONGEST = 1_000;

/** Returns the type that the request prefers; undefined if it accepts none of them. */
export function preferred<Type extends string>(request: Request, types: readonly Type[]): Type | undefined {
  const { accept = "*/*" } = request.headers;
  if (accept === "*/*") return types[0];
  if (accept.length > LONGEST) return undefined;
  // A media range with a parameter matches only a type with the same parameter.
  const found = request.accepts(types.flatMap((type) => [type, `${type}; charset=utf-8`]));
  return types.find((type) => found === type || found === `${type}; charset=utf-8`);
}

export const typeOfAnswer = (request: Request): JsonType | typeof EVENT_STREAM | undefined =>
  preferred(request, [...JSON_TYPES, EVENT_STREAM]);
