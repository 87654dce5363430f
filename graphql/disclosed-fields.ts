// Each field of a record about a council notes which part of the record a response discloses.
import { getDirective } from "@graphql-tools/utils";
import { type GraphQLField, type GraphQLSchema, isObjectType } from "graphql";
import type { DisclosedRecord } from "../queries/disclosed-record.ts";
import { ALL_RECORD_PARTS, RECORD_PARTS, type RecordKind, type RecordPart } from "../reference/record-parts.ts";
import type { Context } from "./context.ts";
import { objectFields, resolverOf } from "./object-fields.ts";

export class FieldUndisclosed extends Error {
  override name = "FieldUndisclosed";
}

/** The types of the schema that are records. The parent of another type's field with `@discloses` names its record as `disclosed`. */
const RECORD_TYPES: Readonly<Record<string, RecordKind>> = {
  Concern: "concern",
  Support: "support",
  Submission: "submission",
  Signal: "signal",
};

type Disclosed = { readonly disclosed: DisclosedRecord };
type Parent = DisclosedRecord | Disclosed;
type RecordOf = (parent: Parent) => DisclosedRecord;
const recordOf = (typeName: string): RecordOf =>
  typeName === "Concern" ? (parent) => parent as DisclosedRecord : (parent) => (parent as Disclosed).disclosed;

/**
 * Every field of a record type with a value notes its part, `@discloses(part:)`. A record in a response discloses its outermost part whatever the
 * selection: the executor calls `isTypeOf` for each. Throws FieldUndisclosed.
 */
export function disclosingRecords(schema: GraphQLSchema): GraphQLSchema {
  for (const [name, kind] of Object.entries(RECORD_TYPES)) {
    const type = schema.getType(name);
    if (!isObjectType(type)) continue;
    const [outermost, record] = [RECORD_PARTS[kind][0], recordOf(name)];
    type.isTypeOf = (parent: Parent, { disclosing }: Context) => {
      disclosing.note(record(parent), outermost);
      return true;
    };
  }
  for (const { field, typeName } of objectFields<Parent, Context>(schema)) {
    const part = partOf(schema, field, typeName);
    if (part) field.resolve = noting(field, recordOf(typeName), part);
  }
  return schema;
}

type Field = GraphQLField<Parent, Context>;

/** Undefined for a field of a type that is no record, where the field does not say. */
function partOf(schema: GraphQLSchema, field: Field, typeName: string): RecordPart | undefined {
  const kind = RECORD_TYPES[typeName];
  const said: unknown = getDirective(schema, field, "discloses")?.[0]?.part;
  const parts: readonly RecordPart[] = kind ? RECORD_PARTS[kind] : ALL_RECORD_PARTS;
  const part = parts.find((one) => one === said);
  if (!part && (kind || said !== undefined))
    throw new FieldUndisclosed(`The field ${typeName}.${field.name} does not say which part it discloses: @discloses(part:).`);
  return part;
}

function noting(field: Field, record: RecordOf, part: RecordPart): NonNullable<Field["resolve"]> {
  const resolve = resolverOf(field);
  return (parent, args, context, info) => {
    const value: unknown = resolve(parent, args, context, info);
    // Most values are not promises. A promise or a closure for each would take longer than reading the rows of a list.
    return value instanceof Promise
      ? noteLater(context, record(parent), part, value)
      : noteGiven(context, record(parent), part, value);
  };
}

const noteLater = (context: Context, record: DisclosedRecord, part: RecordPart, value: Promise<unknown>) =>
  value.then((given) => noteGiven(context, record, part, given));

function noteGiven({ disclosing }: Context, record: DisclosedRecord, part: RecordPart, value: unknown): unknown {
  if (isGiven(value, part)) disclosing.note(record, part);
  return value;
}

/** Null means withheld. An empty list of a part discloses that it is empty, except for share terms. */
const isGiven = (value: unknown, part: RecordPart): boolean =>
  value !== null && value !== undefined && !(part === "shareTerms" && Array.isArray(value) && value.length === 0);
