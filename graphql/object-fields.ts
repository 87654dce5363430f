// The fields of a schema's object types. A schema that was just made is changed in place: to map it would make every type anew each time.
import {
  defaultFieldResolver,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  isIntrospectionType,
  isObjectType,
} from "graphql";

type ObjectField<Source, Context> = {
  readonly field: GraphQLField<Source, Context>;
  readonly typeName: string;
  /** A field of the mutation type. */
  readonly isCommand: boolean;
};

/** Every field of every object type, without introspection. */
export function objectFields<Source, Context>(schema: GraphQLSchema): readonly ObjectField<Source, Context>[] {
  const commands = schema.getMutationType();
  return Object.values(schema.getTypeMap())
    .filter((type): type is GraphQLObjectType<Source, Context> => isObjectType(type) && !isIntrospectionType(type))
    .flatMap((type) =>
      Object.values(type.getFields()).map((field) => ({ field, typeName: type.name, isCommand: type.name === commands?.name })),
    );
}

export const resolverOf = <Source, Context>({ resolve }: Pick<GraphQLField<Source, Context>, "resolve">) =>
  resolve ?? defaultFieldResolver;
