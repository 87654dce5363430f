import { GraphQLScalarType, Kind } from "graphql";
import { z } from "zod";
import { errorFor } from "./errors.ts";

/** An instant with any offset, in UTC. */
export const instant = z.iso.datetime({ offset: true }).transform((text) => new Date(text).toISOString());

const text = (name: string, description: string, wanted: string, schema: z.ZodType<string>) => {
  const parse = (value: unknown): string => {
    const parsed = schema.safeParse(value);
    if (!parsed.success) throw errorFor("BAD_USER_INPUT", `${name}: Enter ${wanted}.`);
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
  Date: text("Date", "A calendar date in England, `2026-03-31`.", "a date, such as 2026-03-31", z.iso.date()),
  DateTime: text(
    "DateTime",
    "An instant, `2026-03-31T09:30:00.000Z`. Answers have it in UTC; a query may have it with any offset.",
    "a date and time with its offset, such as 2026-03-31T09:30:00Z",
    instant,
  ),
};
