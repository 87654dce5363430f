// Bounds on a question, so that nobody can ask more than the hub can answer at once: its bytes, its words, how deep it goes and how much
// work it comes to. Its depth is bounded before it is validated (selection-bounds.ts). Its work is counted in one walk over the validated
// document, each fragment once: libraries for this walk a fragment anew wherever it is spread, and a few lines of fragments that spread the
// next one twice keep them busy for ever. What is a list is the schema's to say, so that no list is counted as one thing; a question about
// the schema is counted like any other.

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
import { countCommands } from "./command-count.ts";
import { tooLarge } from "./errors.ts";

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

/** How many entries a list has when the question does not say: what stands under it costs so often. */
const LIST_SIZES: Readonly<Record<string, number>> = {
  ...{ councils: 330, bodies: 50, periods: 60, assignments: 5, regions: 2 },
  ...{ evidence: 20, awareness: 5, sharedWithMe: 2, concerns: 3, supports: 3 },
  ...{ conclusions: 3, challenges: 3, escalations: 2, notPersuaded: 2, reassurances: 3, liaison: 3 },
  ...{ milestones: 5, reviews: 3, judgements: 2, approaches: 5, practiceContacts: 20 },
  ...{ alignedSupport: 30, strands: 3, overlaps: 20 },
  ...{ byRegion: 9, byStrand: 3, byCause: 5, byRegionAndStrand: 27, byStrandAndCause: 14, byOutcome: 5, byDays: 4 },
  ...{ facts: 5, because: 4, policies: 2, audience: 10, parts: 4 },
  ...{ files: 10, shifts: 50 },
  ...{ capacities: 2, types: 200, args: 2 },
  changes: 2,
};
const OTHERWISE = 10;
/** What an entry costs besides its fields. One that holds narrative has thousands of characters to open and to send. */
const ENTRY_WEIGHTS: Readonly<Record<string, number>> = {
  ...{ nodes: 3, evidence: 5, replies: 5, corrections: 5 },
  ...{ conversations: 5, conclusions: 5, challenges: 5 },
  // A file of the policy is as long as many narratives.
  ...{ files: 30 },
  ...{ concerns: 20, supports: 5 },
};
/** How many entries a page has when the question does not say; they stand under `nodes`. */
const PAGE_SIZES: Readonly<Record<string, number>> = {
  ...{ metrics: 50, practiceContacts: 20 },
  ...{ concerns: 20, people: 50, supports: 20, submissions: 20, signals: 20, inbox: 20, policyVersions: 20, disclosures: 50 },
};
const MOST_ENTRIES = 100;
/**
 * Fields that cost more than one, by what they do: sums over all classes, one decision a part, a look at everybody the hub knows. Every
 * command commits to disk.
 */
const WEIGHTS: Readonly<Record<string, number>> = {
  totalCount: 100,
  facets: 100,
  concern: 20,
  explain: 200,
  audience: 200,
  // The first to ask after a release or a publication has its policies parsed.
  policyDraft: 50,
  ...{ pastConcern: 250, ledger: 60, overviewQuarters: 60 },
  standingAgreements: 5,
  // It judges a whole policy and asks what it changes for everybody: one in a question.
  simulatePolicy: 10_500,
  ...{
    support: 5,
    submission: 5,
    signal: 5,
    alignedSupport: 10,
    overview: 100,
    inbox: 50,
    conversationLead: 5,
    approaches: 5,
    pastApproachCount: 5,
  },
};
const COMMAND_WEIGHT = 50;

/** Whether a field costs so much that it waits for its turn: what reads a record, everybody, or a page. */
export const isHeavy = (name: string): boolean =>
  (WEIGHTS[name] ?? 0) >= 5 || name in PAGE_SIZES || (ENTRY_WEIGHTS[name] ?? 0) >= 5;

type Measured = Pick<ExecutionArgs, "schema" | "document" | "operationName" | "variableValues">;

/** Questions are asked again and again: how large one is depends on the sizes of pages that it is asked with, and on nothing else of them. */
const known = new WeakMap<DocumentNode, { readonly sizes: Set<string>; readonly works: Map<string, number> }>();

const REMEMBERED = 200;

/** How much work a validated operation comes to. */
export function workOf(asked: Measured): number {
  const { document, operationName, variableValues } = asked;
  const ofDocument = known.get(document) ?? { sizes: new Set<string>(), works: new Map<string, number>() };
  known.set(document, ofDocument);
  const sizeOf = (name: string) => (variableValues?.[name] === null ? "usual" : entries(variableValues?.[name]));
  const key = () => JSON.stringify([operationName, ...[...ofDocument.sizes].map(sizeOf)]);
  const found = ofDocument.works.get(key());
  if (found !== undefined) return found;
  const made = countWork(asked, ofDocument.sizes);
  // An operation that is not there comes to nothing.
  if (made === undefined) return 0;
  if (ofDocument.works.size >= REMEMBERED) ofDocument.works.clear();
  // Which variables are sizes is known only now.
  ofDocument.works.set(key(), made);
  return made;
}

/** A page size that counts; undefined for what is none. */
const entries = (given: unknown): number | undefined =>
  typeof given === "number" ? Math.min(Math.max(given, 1), MOST_ENTRIES) : undefined;

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

  /** `page` is the size of the page that this selection is of. */
  const selection = (set: SelectionSetNode, type: GraphQLNamedType | undefined, page: number): number => {
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
  const fragment = (name: string, page: number): number => {
    const key = `${page} ${name}`;
    const spread = fragments.get(name);
    const measured =
      spreads.get(key) ?? (spread ? selection(spread.selectionSet, schema.getType(spread.typeCondition.name.value), page) : 0);
    spreads.set(key, measured);
    return measured;
  };
  const field = (node: FieldNode, parent: GraphQLNamedType | undefined, page: number): number => {
    const name = node.name.value;
    const given = parent && isCompositeType(parent) ? schema.getField(parent, name)?.type : undefined;
    const type = given && getNamedType(given);
    const isList = isCompositeType(type) && isListType(getNullableType(given));
    const often = !isList ? 1 : name === "nodes" ? page : entriesOf(node, LIST_SIZES[name] ?? OTHERWISE);
    const within = isList ? 1 : entriesOf(node, PAGE_SIZES[name] ?? 1);
    const selected = node.selectionSet ? selection(node.selectionSet, type, within) : 0;
    // A page is read whole even where only its end is asked for.
    const isPage = isObjectType(type) && "nodes" in type.getFields();
    const inner = isPage ? Math.max(selected, (ENTRY_WEIGHTS.nodes ?? 1) * within) : selected;
    return (WEIGHTS[name] ?? 1) + (inner + (often > 1 ? (ENTRY_WEIGHTS[name] ?? 1) : 0)) * often;
  };
  const entriesOf = (node: FieldNode, usual: number): number => {
    const first = node.arguments?.find(({ name }) => name.value === "first")?.value;
    if (!first) return usual;
    const named = first.kind === Kind.VARIABLE ? first.name.value : undefined;
    if (named !== undefined) sizes.add(named);
    // With nothing for the size the page is as long as usual, whatever the question's own default is.
    if (named !== undefined && variableValues?.[named] === null) return usual;
    const literal = named === undefined ? first : defaults.get(named);
    const otherwise = literal?.kind === Kind.INT ? Number(literal.value) : usual;
    return entries(named === undefined ? undefined : variableValues?.[named]) ?? entries(otherwise) ?? usual;
  };

  const whole = selection(operation.selectionSet, schema.getRootType(operation.operation) ?? undefined, 1);
  return whole + countCommands(document, operation.name?.value) * COMMAND_WEIGHT;
}

/** Why an operation is not carried out; undefined where it is within bounds. */
export function beyondBounds(args: Measured): GraphQLError | undefined {
  const work = workOf(args);
  if (work <= LIMITS.work) return undefined;
  return tooLarge(`The question is too large: it comes to ${work} fields' work, and at most ${LIMITS.work} is done.`);
}
