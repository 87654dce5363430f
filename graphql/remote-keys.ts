// Fields are pure reads of what is sealed: one that needs a key of a remote keyring is resolved again once the key was fetched.
import { MapperKind, mapSchema } from "@graphql-tools/utils";
import { defaultFieldResolver, type GraphQLSchema } from "graphql";
import type { Context } from "./context.ts";

/** Outside of turns: all items of a list then miss their keys in the same moment, and one round trip fetches them. */
export function withRemoteKeys(schema: GraphQLSchema): GraphQLSchema {
  return mapSchema(schema, {
    [MapperKind.OBJECT_FIELD]: (field, _, typeName) => {
      // A command fetches its keys itself, and is not carried out again.
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
