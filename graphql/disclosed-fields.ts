// Each field of a concern records which part of the concern a response discloses.
import { getDirective, MapperKind, mapSchema } from "@graphql-tools/utils";
import { defaultFieldResolver, type GraphQLFieldConfig, GraphQLObjectType, type GraphQLSchema } from "graphql";
import type { DisclosedConcern } from "../queries/disclosed-concern.ts";
import { DISCLOSED_PARTS, type DisclosedPart } from "../reference/concern-parts.ts";
import type { Context } from "./context.ts";

export class ConcernUndisclosed extends Error {
  override name = "ConcernUndisclosed";
}

/**
 * Every field of Concern with a value records its part, `@discloses(part:)`. A concern in a response discloses its headline whatever the selection:
 * the executor calls `isTypeOf` for each. Throws ConcernUndisclosed.
 */
export function disclosingConcerns(schema: GraphQLSchema): GraphQLSchema {
  return mapSchema(schema, {
    [MapperKind.OBJECT_TYPE]: (type) =>
      type.name === "Concern"
        ? new GraphQLObjectType<DisclosedConcern, Context>({
            ...type.toConfig(),
            isTypeOf(concern, { disclosing }) {
              disclosing.note(concern, "headline");
              return true;
            },
          })
        : undefined,
    [MapperKind.OBJECT_FIELD]: (field, fieldName, typeName) =>
      typeName === "Concern" ? noting(field, partOf(schema, field, fieldName)) : undefined,
  });
}

type Field = GraphQLFieldConfig<DisclosedConcern, Context>;

function partOf(schema: GraphQLSchema, field: Field, name: string): DisclosedPart {
  const said: unknown = getDirective(schema, field, "discloses")?.[0]?.part;
  const part = DISCLOSED_PARTS.find((one) => one === said);
  if (!part) throw new ConcernUndisclosed(`The field Concern.${name} does not say which part it discloses: @discloses(part:).`);
  return part;
}

function noting(field: Field, part: DisclosedPart): Field {
  const { resolve = defaultFieldResolver } = field;
  return {
    ...field,
    resolve(concern, args, context, info) {
      const value: unknown = resolve(concern, args, context, info);
      // Most values are no promises, and a promise for each would cost more than the rows of a list.
      return value instanceof Promise
        ? value.then((given) => noteGiven(context, concern, part, given))
        : noteGiven(context, concern, part, value);
    },
  };
}

function noteGiven({ disclosing }: Context, concern: DisclosedConcern, part: DisclosedPart, value: unknown): unknown {
  if (isGiven(value, part)) disclosing.note(concern, part);
  return value;
}

/** Null means withheld. An empty list of a part discloses that it is empty, except for share terms. */
const isGiven = (value: unknown, part: DisclosedPart): boolean =>
  value !== null && value !== undefined && !(part === "shareTerms" && Array.isArray(value) && value.length === 0);
