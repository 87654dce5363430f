// Bounds on a question, so that nobody can ask more than the hub can answer at once: its bytes, its words, how deep it goes and how much
// work it comes to. Its depth is bounded before it is validated (selection-bounds.ts). Its work is counted in one walk over the validated
// document, each fragment once: libraries for this walk a fragment anew wherever it is spread, and a few lines of fragments that spread the
// next one twice keep them busy for ever. What fields cost and how long lists are is the schema's to say (field-costs.ts), so that no list is
// counted as one thing; a question about the schema is counted like any other.

import type { ExecutionArgs } from "graphql";
import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLError,
  type GraphQLNamedType,
  getNamedType,
  getNullableType,
  isCompositeType,
  isListType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from "graphql";
import { z } from "zod";
import { type BoundedCache, boundedCache } from "../caching/cache.ts";
import { countCommands } from "./command-count.ts";
import { tooLarge } from "./errors.ts";
import { costOf, costOfCommand, type ListSize } from "./field-costs.ts";

export const LIMITS = {
  characters: 50_000,
  name: 200,
  tokens: 3_000,
  depth: 10,
  work: 20_000,
} as const;

/** A body that is a question. Anything else in it is left unread. */
export const question = z.object({
  query: z.string().min(1).max(LIMITS.characters),
  variables: z.record(z.string(), z.unknown()).nullish(),
  // An empty name is none, as clients send it.
  operationName: z
    .string()
    .max(LIMITS.name)
    .nullish()
    .transform((name) => name || undefined),
  extensions: z.record(z.string(), z.unknown()).nullish(),
});
export type QuestionBody = z.infer<typeof question>;

const MOST_ENTRIES = 100;

type Measured = Pick<ExecutionArgs, "schema" | "document" | "operationName" | "variableValues">;

/** How much work a validated operation comes to. One that is not there comes to nothing. */
export const workOf = (asked: Measured): number => countWork(asked, new Set()) ?? 0;

const WORKS_A_DOCUMENT = 200;

/**
 * The same, for documents that are asked again and again: how large one is depends on the sizes of pages that it is asked with, and on nothing
 * else of them.
 */
export function cachedWork(): (asked: Measured) => number {
  const documents = new WeakMap<DocumentNode, { readonly sizes: Set<string>; readonly works: BoundedCache<string, number> }>();
  return (asked) => {
    const { document, operationName, variableValues } = asked;
    const known = documents.get(document) ?? { sizes: new Set<string>(), works: boundedCache<string, number>(WORKS_A_DOCUMENT) };
    documents.set(document, known);
    const sizeOf = (name: string) => (variableValues?.[name] === null ? "usual" : entries(variableValues?.[name]));
    const key = () => JSON.stringify([operationName, ...[...known.sizes].map(sizeOf)]);
    const found = known.works.get(key());
    if (found !== undefined) return found;
    const made = countWork(asked, known.sizes);
    if (made === undefined) return 0;
    // Which variables are sizes is known only now.
    known.works.set(key(), made);
    return made;
  };
}

/** A page size that counts; undefined for what is none. */
const entries = (given: unknown): number | undefined =>
  typeof given === "number" ? Math.min(Math.max(given, 1), MOST_ENTRIES) : undefined;

/** The page that a selection is of: which of its lists are as long as it. */
type Page = { readonly lists: readonly string[]; readonly entries: number };
const NO_PAGE: Page = { lists: [], entries: 1 };

/** Adds to `sizes` the names of the variables that are sizes of pages. */
function countWork({ schema, document, operationName, variableValues }: Measured, sizes: Set<string>): number | undefined {
  const fragments = new Map<string, FragmentDefinitionNode>();
  let operation: OperationDefinitionNode | undefined;
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
    else if (definition.kind === Kind.OPERATION_DEFINITION && (!operationName || definition.name?.value === operationName))
      operation = definition;
  }
  if (!operation) return undefined;
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
    // A page is read whole even where only its end is asked for.
    const perEntryOf = (list: string) => costOf(isObjectType(type) ? type.getFields()[list] : undefined, list).perEntry;
    const read = within.lists.reduce((sum, list) => sum + perEntryOf(list) * within.entries, 0);
    return weight + (Math.max(selected, read) + (often > 1 ? perEntry : 0)) * often;
  };
  const entriesOf = (node: FieldNode, { assumedSize, slicingArguments }: ListSize): number => {
    const first = node.arguments?.find(({ name }) => slicingArguments.includes(name.value))?.value;
    if (!first) return assumedSize;
    const named = first.kind === Kind.VARIABLE ? first.name.value : undefined;
    if (named !== undefined) sizes.add(named);
    // With nothing for the size the page is as long as usual, whatever the question's own default is.
    if (named !== undefined && variableValues?.[named] === null) return assumedSize;
    const literal = named === undefined ? first : defaults.get(named);
    const otherwise = literal?.kind === Kind.INT ? Number(literal.value) : assumedSize;
    return entries(named === undefined ? undefined : variableValues?.[named]) ?? entries(otherwise) ?? assumedSize;
  };

  const whole = selection(operation.selectionSet, schema.getRootType(operation.operation) ?? undefined, NO_PAGE);
  return whole + countCommands(document, operation.name?.value) * costOfCommand(schema);
}

/** Why an operation is not carried out; undefined where it is within bounds. */
export function beyondBounds(args: Measured, measure: (asked: Measured) => number = workOf): GraphQLError | undefined {
  const work = measure(args);
  if (work <= LIMITS.work) return undefined;
  return tooLarge(
    `The question is too large: its cost is ${work}, and the limit is ${LIMITS.work}. Ask for fewer fields or shorter pages.`,
  );
}
