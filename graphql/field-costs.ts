// Each field's cost and the length of its lists (@cost and @listSize in graphql/schema/), read when the schema is built. The schema does not build if
// a list has no length.
import { getDirective } from "@graphql-tools/utils";
import {
  type GraphQLField,
  type GraphQLFieldConfig,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isAbstractType,
  isInterfaceType,
  isIntrospectionType,
  isListType,
  isObjectType,
} from "graphql";

type FieldCost = {
  /** The cost of the field, and of each entry of its list in addition to the entry's fields. */
  readonly weight: number;
  readonly perEntry: number;
  /** Whether the field is resolved in turn (turns.ts). */
  readonly isHeavy: boolean;
  readonly size: ListSize | undefined;
};

/** The default number of entries, the arguments that set it, and the lists of the result that have that number. */
export type ListSize = {
  readonly assumedSize: number;
  readonly slicingArguments: readonly string[];
  readonly sizedFields: readonly string[];
};

/** The costs of introspection, whose fields have no directives. */
const INTROSPECTION_SIZES: Readonly<Record<string, number>> = { types: 200, args: 2 };

/** The name of the field extension. */
const COST = "cost";
/** Fields of this cost are resolved in turn. */
const HEAVY = 5;

export class SchemaUnsized extends Error {
  override name = "SchemaUnsized";
}

/** Returns the cost of a field; for introspection by its name. */
export const costOf = (field: Pick<GraphQLFieldConfig<unknown, unknown>, "extensions"> | undefined, name: string): FieldCost =>
  (field?.extensions?.[COST] as FieldCost | undefined) ?? {
    ...{ weight: 1, perEntry: 1, isHeavy: false },
    size: { assumedSize: INTROSPECTION_SIZES[name] ?? 10, slicingArguments: [], sizedFields: [] },
  };

/** The cost of each command in addition to its fields. */
export const costOfCommand = (schema: GraphQLSchema): number =>
  (schema.getMutationType()?.extensions[COST] as number | undefined) ?? 0;

/** Stores each cost in its field's extensions. Throws SchemaUnsized. */
export function withCosts(schema: GraphQLSchema): GraphQLSchema {
  const commands = schema.getMutationType();
  for (const type of Object.values(schema.getTypeMap())) {
    const weight: unknown = getDirective(schema, type, "cost")?.[0]?.weight;
    if (weight !== undefined && type !== commands) throw new SchemaUnsized(`${type.name} is not the type of commands: @cost.`);
    type.extensions = { ...type.extensions, [COST]: weight };
  }
  const fields = fieldsOf(schema);
  for (const named of fields) named.field.extensions = { ...named.field.extensions, [COST]: readCost(schema, named) };
  for (const named of fields) demandSize(schema, fields, named);
  return schema;
}

function readCost(schema: GraphQLSchema, { parent, field }: NamedField): FieldCost {
  const cost = getDirective(schema, field, "cost")?.[0];
  const size = getDirective(schema, field, "listSize")?.[0] as ListSize | undefined;
  const { weight, perEntry } = { weight: 1, perEntry: 1, ...cost };
  if (Math.min(weight, perEntry, size?.assumedSize ?? 1) < 1)
    throw new SchemaUnsized(`${parent.name}.${field.name} costs or holds less than 1: @cost, @listSize.`);
  if ((perEntry > 1 || size?.sizedFields.length === 0) && !isList(field))
    throw new SchemaUnsized(`${parent.name}.${field.name} is no list: @cost(perEntry:), @listSize.`);
  const isPage = size !== undefined && size.sizedFields.length > 0;
  return { weight, perEntry, isHeavy: weight >= HEAVY || perEntry >= HEAVY || isPage || cost?.inTurn === true, size };
}

type NamedField = { readonly parent: GraphQLNamedType; readonly field: GraphQLField<unknown, unknown> };

const fieldsOf = (schema: GraphQLSchema): readonly NamedField[] =>
  Object.values(schema.getTypeMap())
    .filter((type) => (isObjectType(type) || isInterfaceType(type)) && !isIntrospectionType(type))
    .flatMap((parent) => fieldsIn(parent).map((field) => ({ parent, field })));

const fieldsIn = (type: GraphQLNamedType): readonly GraphQLField<unknown, unknown>[] =>
  isObjectType(type) || isInterfaceType(type) ? Object.values(type.getFields()) : [];

const isList = ({ type }: GraphQLField<unknown, unknown>): boolean => isListType(getNullableType(type));

/** A list has its own size, or a size from every field that returns its type. A field can only give a size to existing lists. */
function demandSize(schema: GraphQLSchema, all: readonly NamedField[], { parent, field }: NamedField): void {
  const { size } = costOf(field, field.name);
  const called = `${parent.name}.${field.name}`;
  const isUnsizedList = (inner: GraphQLField<unknown, unknown>) => isList(inner) && !costOf(inner, inner.name).size;
  for (const name of size?.sizedFields ?? [])
    if (isList(field) || !fieldsIn(getNamedType(field.type)).some((inner) => inner.name === name && isUnsizedList(inner)))
      throw new SchemaUnsized(`${called} sizes "${name}", which is no list of it without a size: @listSize(sizedFields:).`);
  for (const name of size?.slicingArguments ?? [])
    if (!field.args.some((arg) => arg.name === name))
      throw new SchemaUnsized(`${called} has no argument "${name}": @listSize(slicingArguments:).`);
  if (field.args.some(({ name }) => name === "first") && !size?.slicingArguments.includes("first"))
    throw new SchemaUnsized(`${called} is as long as its argument "first" says: @listSize(slicingArguments:).`);
  if (!isList(field) || size) return;
  const gives = (type: GraphQLNamedType) =>
    type === parent || (isAbstractType(type) && isObjectType(parent) && schema.isSubType(type, parent));
  const givers = all.filter((giver) => gives(getNamedType(giver.field.type)));
  const isSized = (giver: NamedField) => costOf(giver.field, giver.field.name).size?.sizedFields.includes(field.name);
  if (givers.length === 0 || !givers.every(isSized))
    throw new SchemaUnsized(`The list ${called} does not say how long it is: @listSize(assumedSize:).`);
}
