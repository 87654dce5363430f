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
    type Given = Parameters<typeof resolve>;
    const again = (error: unknown, given: Given): unknown => {
      const { readAgain } = given[2];
      if (!readAgain) throw error;
      return readAgain(error, () => resolve(...given));
    };
    const orAgain = (value: Promise<unknown>, ...given: Given) => value.catch((error) => again(error, given));
    // Without closures: nearly every field has all keys that it needs.
    field.resolve = (source, args, context, info) => {
      try {
        const value: unknown = resolve(source, args, context, info);
        return value instanceof Promise ? orAgain(value, source, args, context, info) : value;
      } catch (error) {
        return again(error, [source, args, context, info]);
      }
    };
  }
  return schema;
}
