// Fields only read sealed values: a field that needs a key of a remote keyring is resolved again after the key was fetched.
import { MapperKind, mapSchema } from "@graphql-tools/utils";
import { defaultFieldResolver, type GraphQLSchema } from "graphql";
import type { Context } from "./context.ts";

/** Applied outside turns, so that all items of a list request their keys together, and one round trip fetches them. */
export function withRemoteKeys(schema: GraphQLSchema): GraphQLSchema {
  return mapSchema(schema, {
    [MapperKind.OBJECT_FIELD]: (field, _, typeName) => {
      // A command fetches its keys itself, and is not executed again.
      if (typeName === schema.getMutationType()?.name) return undefined;
      const { resolve = defaultFieldResolver } = field;
      return {
        ...field,
        resolve: (source, args, context: Partial<Context>, info) =>
          context.withKeys ? context.withKeys(() => resolve(source, args, context, info)) : resolve(source, args, context, info),
      };
    },
  });
}
