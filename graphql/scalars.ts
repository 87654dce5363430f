// Dates come and go as text of one form.
import { GraphQLError, GraphQLScalarType, Kind } from "graphql";
import { z } from "zod";

const text = (name: string, description: string, schema: z.ZodType<string>) => {
  const parse = (value: unknown): string => {
    const parsed = schema.safeParse(value);
    if (!parsed.success)
      throw new GraphQLError(`${name}: what is wanted is ${description.charAt(0).toLowerCase()}${description.slice(1)}.`, {
        extensions: { code: "BAD_USER_INPUT" },
      });
    return parsed.data;
  };
  return new GraphQLScalarType({
    name,
    description,
    serialize: String,
    parseValue: parse,
    parseLiteral: (node) => parse(node.kind === Kind.STRING ? node.value : undefined),
  });
};

export const scalarResolvers = {
  Date: text("Date", "A calendar date in England, `2026-03-31`.", z.iso.date()),
  DateTime: text("DateTime", "An instant in UTC, `2026-03-31T09:30:00.000Z`.", z.iso.datetime()),
};
