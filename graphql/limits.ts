// Limits of an operation: characters, tokens, depth (selection-bounds.ts) and cost. One walk over the validated document computes the cost, and visits
// each fragment once; libraries for this visit a fragment wherever it is spread, which can take exponential time. The schema has the costs of
// fields and the lengths of lists (field-costs.ts).

import type { ExecutionArgs } from "graphql";
import {
  type FieldNode,
  type GraphQLError,
  type GraphQLNamedType,
  getNamedType,
  getNullableType,
  getOperationAST,
  isCompositeType,
  isListType,
  isObjectType,
  Kind,
  type SelectionSetNode,
} from "graphql";
import { z } from "zod";
import { tooLarge } from "./errors.ts";
import { costOf, costOfCommand, type ListSize } from "./field-costs.ts";
import { countCommands, fragmentsOf } from "./selected-fields.ts";

export const LIMITS = {
  characters: 50_000,
  name: 200,
  tokens: 3_000,
  depth: 10,
  work: 20_000,
  pageSize: 100,
} as const;

/** The body of a request. Other properties are ignored. */
export const question = z.object({
  query: z.string().min(1).max(LIMITS.characters),
  variables: z.record(z.string(), z.unknown()).nullish(),
  // Some clients send an empty name if they have none.
  operationName: z
    .string()
    .max(LIMITS.name)
    .nullish()
    .transform((name) => name || undefined),
  extensions: z.record(z.string(), z.unknown()).nullish(),
});
export type QuestionBody = z.infer<typeof question>;

type Measured = Pick<ExecutionArgs, "schema" | "document" | "operationName" | "variableValues">;

/** A page size within its bounds; undefined for anything else. */
const entries = (given: unknown): number | undefined =>
  typeof given === "number" ? Math.min(Math.max(given, 1), LIMITS.pageSize) : undefined;

/** The page of a selection: its lists that have that number of entries. */
type Page = { readonly lists: readonly string[]; readonly entries: number };
const NO_PAGE: Page = { lists: [], entries: 1 };

/** Returns the cost of a validated operation; 0 if no operation has the name. Adds the variables that it depends on to `dependsOn`. */
export function workOf({ schema, document, operationName, variableValues }: Measured, dependsOn = new Set<string>()): number {
  const fragments = fragmentsOf(document);
  const operation = getOperationAST(document, operationName);
  if (!operation) return 0;
  const defaults = new Map(operation.variableDefinitions?.map((v) => [v.variable.name.value, v.defaultValue]));
  const spreads = new Map<string, number>();

  const selection = (set: SelectionSetNode, type: GraphQLNamedType | undefined, page: Page): number => {
    let work = 0;
    for (const node of set.selections) {
      work +=
        node.kind === Kind.FIELD
          ? field(node, type, page)
          : node.kind === Kind.INLINE_FRAGMENT
            ? selection(node.selectionSet, node.typeCondition ? schema.getType(node.typeCondition.name.value) : type, page)
            : fragment(node.name.value, page);
    }
    return work;
  };
  const fragment = (name: string, page: Page): number => {
    const key = `${page.entries} ${page.lists} ${name}`;
    const spread = fragments.get(name);
    const measured =
      spreads.get(key) ?? (spread ? selection(spread.selectionSet, schema.getType(spread.typeCondition.name.value), page) : 0);
    spreads.set(key, measured);
    return measured;
  };
  const field = (node: FieldNode, parent: GraphQLNamedType | undefined, page: Page): number => {
    const name = node.name.value;
    const definition = parent && isCompositeType(parent) ? schema.getField(parent, name) : undefined;
    const type = definition && getNamedType(definition.type);
    const { weight, perEntry, size } = costOf(definition, name);
    // Entries that are plain values cost nothing.
    const isList = isCompositeType(type) && isListType(getNullableType(definition?.type));
    const length = size ? entriesOf(node, size) : 1;
    const often = !isList ? 1 : page.lists.includes(name) ? page.entries : length;
    const within = size && size.sizedFields.length > 0 ? { lists: size.sizedFields, entries: length } : NO_PAGE;
    const selected = node.selectionSet ? selection(node.selectionSet, type, within) : 0;
    // The hub reads a whole page even if only its page info is selected.
    const perEntryOf = (list: string) => costOf(isObjectType(type) ? type.getFields()[list] : undefined, list).perEntry;
    const read = within.lists.reduce((sum, list) => sum + perEntryOf(list) * within.entries, 0);
    return weight + (Math.max(selected, read) + (often > 1 ? perEntry : 0)) * often;
  };
  const entriesOf = (node: FieldNode, { assumedSize, slicingArguments }: ListSize): number => {
    const first = node.arguments?.find(({ name }) => slicingArguments.includes(name.value))?.value;
    if (!first) return assumedSize;
    const named = first.kind === Kind.VARIABLE ? first.name.value : undefined;
    if (named !== undefined) dependsOn.add(named);
    // Null means the default size, even if the variable has a default.
    if (named !== undefined && variableValues?.[named] === null) return assumedSize;
    const literal = named === undefined ? first : defaults.get(named);
    const otherwise = literal?.kind === Kind.INT ? Number(literal.value) : assumedSize;
    return entries(named === undefined ? undefined : variableValues?.[named]) ?? entries(otherwise) ?? assumedSize;
  };

  const whole = selection(operation.selectionSet, schema.getRootType(operation.operation) ?? undefined, NO_PAGE);
  return whole + countCommands(document, operation.name?.value) * costOfCommand(schema);
}

/** The error for an operation that costs too much. */
export function beyondBounds(work: number): GraphQLError | undefined {
  if (work <= LIMITS.work) return undefined;
  return tooLarge(
    `The question is too large: its cost is ${work}, and the limit is ${LIMITS.work}. Ask for fewer fields or shorter pages.`,
  );
}
