// Fields only read sealed values: a field that needs a key of a remote keyring is resolved again after the key was fetched.
import type { GraphQLSchema } from "graphql";
import type { Context } from "./context.ts";
import { objectFields, resolverOf } from "./object-fields.ts";

/** Applied outside turns, so that all items of a list request their keys together, and one round trip fetches them. */
export function withRemoteKeys(schema: GraphQLSchema): GraphQLSchema {
  for (const { field, isCommand } of objectFields<unknown, Partial<Context>>(schema)) {
    // A command fetches its keys itself, and is not executed again.
    if (isCommand) continue;
    const resolve = resolverOf(field);
    field.resolve = (source, args, context, info) =>
      context.withKeys ? context.withKeys(() => resolve(source, args, context, info)) : resolve(source, args, context, info);
  }
  return schema;
}
