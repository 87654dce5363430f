// Bounds on a question, so that nobody can ask more than the hub can answer at once: its bytes, its words, how deep it goes and how much
// work it comes to. Depth and work are counted in one walk over the validated document, each fragment once: libraries for this walk a
// fragment anew wherever it is spread, and a few lines of fragments that spread the next one twice keep them busy for ever.

import type { ExecutionArgs } from "graphql";
import {
  type FieldNode,
  type FragmentDefinitionNode,
  GraphQLError,
  Kind,
  type OperationDefinitionNode,
  parse,
  type SelectionSetNode,
} from "graphql";
import type { Plugin } from "graphql-yoga";
import { z } from "zod";

export const LIMITS = { body: "1mb", characters: 50_000, tokens: 3_000, depth: 10, work: 20_000 } as const;

/** A body that is a question. Anything else in it is left unread. */
export const question = z.object({
  query: z.string().min(1).max(LIMITS.characters),
  variables: z.record(z.string(), z.unknown()).nullish(),
  operationName: z.string().nullish(),
});

/** How many entries a list has when the question does not say: what stands under it costs so often. */
const LIST_SIZES: Readonly<Record<string, number>> = {
  ...{ metrics: 50, councils: 330, bodies: 50, periods: 60, assignments: 5 },
  ...{ evidence: 20, replies: 10, corrections: 10, sharingRecord: 10, awareness: 5, sharedWithMe: 2 },
};
/** What an entry costs besides its fields. One that holds narrative has thousands of characters to open and to send. */
const ENTRY_WEIGHTS: Readonly<Record<string, number>> = { nodes: 3, evidence: 5, replies: 5, corrections: 5 };
/** The same of lists that come in pages, whose entries stand under `nodes`. */
const PAGE_SIZES: Readonly<Record<string, number>> = { concerns: 20, people: 50 };
const MOST_ENTRIES = 100;
/** Fields that cost more than one, by what they do: sums over all classes, one decision a part. Every command commits to disk. */
const WEIGHTS: Readonly<Record<string, number>> = {
  totalCount: 100,
  facets: 100,
  concern: 20,
  explain: 20,
  standingAgreements: 5,
};
const COMMAND_WEIGHT = 50;

type Measure = { readonly depth: number; readonly work: number };

/** How deep a validated operation goes, and how much work it comes to. */
export function measure({
  document,
  operationName,
  variableValues,
}: Pick<ExecutionArgs, "document" | "operationName" | "variableValues">): Measure {
  const fragments = new Map<string, FragmentDefinitionNode>();
  let operation: OperationDefinitionNode | undefined;
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
    else if (definition.kind === Kind.OPERATION_DEFINITION && (!operationName || definition.name?.value === operationName))
      operation = definition;
  }
  if (!operation) return { depth: 0, work: 0 };
  const defaults = new Map(operation.variableDefinitions?.map((v) => [v.variable.name.value, v.defaultValue]));
  const known = new Map<string, Measure>();

  /** `page` is the size of the page that this selection is of. */
  const selection = (set: SelectionSetNode, page: number): Measure => {
    let [depth, work] = [0, 0];
    for (const node of set.selections) {
      const inner =
        node.kind === Kind.FIELD
          ? field(node, page)
          : node.kind === Kind.INLINE_FRAGMENT
            ? selection(node.selectionSet, page)
            : fragment(node.name.value, page);
      depth = Math.max(depth, inner.depth);
      work += inner.work;
    }
    return { depth, work };
  };
  const fragment = (name: string, page: number): Measure => {
    const key = `${page} ${name}`;
    const set = fragments.get(name)?.selectionSet;
    const measured = known.get(key) ?? (set ? selection(set, page) : { depth: 0, work: 0 });
    known.set(key, measured);
    return measured;
  };
  const field = (node: FieldNode, page: number): Measure => {
    const name = node.name.value;
    const size = PAGE_SIZES[name];
    const inner = node.selectionSet ? selection(node.selectionSet, size ? entriesOf(node, size) : 1) : { depth: 0, work: 0 };
    const often = name === "nodes" ? page : name in LIST_SIZES ? entriesOf(node, LIST_SIZES[name] ?? 1) : 1;
    return {
      depth: inner.depth + 1,
      work: (WEIGHTS[name] ?? 1) + (inner.work + (often > 1 ? (ENTRY_WEIGHTS[name] ?? 1) : 0)) * often,
    };
  };
  const entriesOf = (node: FieldNode, usual: number): number => {
    const first = node.arguments?.find(({ name }) => name.value === "first")?.value;
    if (!first) return usual;
    const named = first.kind === Kind.VARIABLE ? first.name.value : undefined;
    const literal = named === undefined ? first : defaults.get(named);
    const given = named === undefined ? undefined : variableValues?.[named];
    const number = typeof given === "number" ? given : literal?.kind === Kind.INT ? Number(literal.value) : usual;
    return Math.min(Math.max(number, 1), MOST_ENTRIES);
  };

  const whole = selection(operation.selectionSet, 1);
  const commands = operation.operation === "mutation" ? operation.selectionSet.selections.length * COMMAND_WEIGHT : 0;
  return { depth: whole.depth, work: whole.work + commands };
}

/** Refuses a question past a bound before it is answered, and gives every error of a question a code. */
export const bounded: Plugin = {
  onParse({ setParseFn }) {
    setParseFn((source: string, options?: object) => parse(source, { ...options, maxTokens: LIMITS.tokens }));
  },
  onExecute({ args, setResultAndStopExecution }) {
    const { depth, work } = measure(args);
    const refuse = (message: string) =>
      setResultAndStopExecution({
        errors: [new GraphQLError(`The question is too large: ${message}`, { extensions: { code: "TOO_LARGE" } })],
      });
    if (depth > LIMITS.depth) refuse(`its depth is ${depth} fields, and at most ${LIMITS.depth} is answered.`);
    else if (work > LIMITS.work) refuse(`it comes to ${work} fields' work, and at most ${LIMITS.work} is done.`);
  },
  onResultProcess({ result, setResult }) {
    if (!("errors" in result) || !result.errors?.some(lacksCode)) return;
    setResult({ ...result, errors: result.errors.map((error) => (lacksCode(error) ? ofTheQuestion(error) : error)) });
  },
};

/** An error of the question's form: a resolver's has a code of its own, or was masked and given one. */
const lacksCode = (error: GraphQLError): boolean => typeof error.extensions?.code !== "string";

/** The same with a code and without what was sent: GraphQL quotes whole inputs, and what is in them is confidential. */
function ofTheQuestion({ message, nodes, source, positions, path }: GraphQLError): GraphQLError {
  const said = message
    .replace(/,? found:? [\s\S]*$/, "")
    .replace(/got invalid value [\s\S]*?( at "[^"]*")?; ([^;]*)$/, "does not hold$1: $2");
  const short = said.length > 300 ? `${said.slice(0, 300)}…` : said;
  return new GraphQLError(short, { nodes, source, positions, path, extensions: { code: "BAD_USER_INPUT" } });
}
