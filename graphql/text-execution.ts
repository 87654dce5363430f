// Executes queries as `execute` of graphql-js does, over the same schema, resolvers and `isTypeOf`, and writes the data as JSON text instead of making
// objects. A document is compiled to functions once. It knows no errors: at the first one it gives a query up, which graphql-js then executes from its start.
// Tests hold text and disclosures to those of graphql-js.
import { collectFields, collectSubFields } from "@graphql-tools/utils";
import {
  type DocumentNode,
  defaultFieldResolver,
  defaultTypeResolver,
  type ExecutionArgs,
  type FieldNode,
  GraphQLIncludeDirective,
  type GraphQLNullableOutputType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
  GraphQLSkipDirective,
  getArgumentValues,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type ValidatedExecutionArgs as Run,
  validateExecutionArgs,
  visit,
} from "graphql";
import { boundedCache, lazy } from "../caching/cache.ts";
import { OnlyInServingThread } from "../hub/readers/only-in-serving-thread.ts";
import { type CacheTexts, isHeadline } from "./headline-texts.ts";

/** JSON text, at once or promised. */
type Written = string | Promise<string>;
type Write = (run: Run, value: unknown) => Written;
type WriteObject = (run: Run, type: GraphQLObjectType, source: unknown) => Written;
/** What is selected of a type: name in the response -> nodes. */
type Collect = (run: Run, type: GraphQLObjectType) => ReadonlyMap<string, readonly FieldNode[]>;
/** A selected field: `"name":`, and what resolves and writes its value; or several, which are written with their names. */
type Field = { readonly prefix: string; readonly write: Write };
type Compiling = {
  /** Called with the number of fields whenever some were compiled. */
  readonly countFields: (fields: number) => void;
  readonly cacheTexts: CacheTexts;
};

const NO_ARGUMENTS = Object.freeze({});

/** A document is kept compiled for so many combinations of values of its variables in @skip and @include. */
const COMBINATIONS = 8;

/**
 * Executes the queries of a validated document. Resolves to undefined for any other operation, and for a query that it gives up. Throws OnlyInServingThread. `maxFields`: compiled
 * fields that are kept for later executions. A fragment has its fields wherever it is spread, so a short document can have many.
 */
export function textExecution(
  document: DocumentNode,
  maxFields: number,
  cacheTexts: CacheTexts,
): (args: ExecutionArgs) => Promise<string | undefined> {
  const conditions = lazy(() => variablesInConditions(document));
  const compiled = boundedCache<string, WriteObject>(COMBINATIONS);
  let fields = 0;
  const compiling: Compiling = {
    cacheTexts,
    countFields(more) {
      fields += more;
      if (fields <= maxFields) return;
      compiled.clear();
      fields = 0;
    },
  };
  return async (args) => {
    const run = validateExecutionArgs(args);
    if (!("schema" in run) || run.operation.operation !== "query") return undefined;
    const { schema, operation, variableValues, rootValue } = run;
    const key = JSON.stringify([operation.name?.value, conditions().map((name) => variableValues.coerced[name])]);
    try {
      const write = compiled.getOrMake(key, () => operationWriter(operation, compiling));
      return await write(run, schema.getQueryType() as GraphQLObjectType, rootValue);
    } catch (error) {
      if (error instanceof OnlyInServingThread) throw error;
      return undefined;
    }
  };
}

/** Apart from the execution, because what is compiled is kept: it refers to no variables of a request. */
const operationWriter = ({ selectionSet }: OperationDefinitionNode, compiling: Compiling): WriteObject =>
  objectWriter(
    ({ schema, fragmentDefinitions, variableValues }, type) =>
      collectFields(schema, fragmentDefinitions, variableValues, type, selectionSet).fields,
    compiling,
  );

/** The fields of a type are compiled when its first object is written. */
function objectWriter(collect: Collect, compiling: Compiling): WriteObject {
  let compiled: Map<GraphQLObjectType, readonly Field[]> | undefined;
  function compile(run: Run, type: GraphQLObjectType): readonly Field[] {
    const [fields, selected] = [[] as Field[], collect(run, type)];
    // The fields of a headline that were selected last, one after the other: the next of them is written and cached together with these.
    let headline: Field[] | undefined;
    for (const [name, nodes] of selected) {
      const field = fieldOf(run, type, name, nodes, compiling);
      if (type.name !== "Concern" || !isHeadline(run, type, nodes)) {
        fields.push(field);
        headline = undefined;
      } else if (headline) headline.push(field);
      else {
        headline = [field];
        fields.push(cachedFields(headline, compiling));
      }
    }
    compiling.countFields(selected.size);
    return fields;
  }
  return (run, type, source) => {
    compiled ??= new Map();
    const fields = compiled.get(type) ?? compile(run, type);
    compiled.set(type, fields);
    return writeEach(run, fields, writeField, source, objectText);
  };
}

function fieldOf(
  run: Run,
  parentType: GraphQLObjectType,
  name: string,
  nodes: readonly FieldNode[],
  compiling: Compiling,
): Field {
  const { schema, fragmentDefinitions: fragments, operation } = run;
  const [node] = nodes;
  const definition = node && schema.getField(parentType, node.name.value);
  if (!definition) throw new TypeError("Only a validated document is executed.");
  const { type, args: parameters, resolve = defaultFieldResolver } = definition;
  // Without what would have to be made for each value or execution: resolvers get it as `FieldInfo`.
  const ofField = { fieldName: definition.name, fieldNodes: nodes, returnType: type, parentType };
  const info = { ...ofField, schema, fragments, operation } as Partial<GraphQLResolveInfo> as GraphQLResolveInfo;
  const collect: Collect = ({ variableValues }, below) =>
    collectSubFields(schema, fragments, variableValues, below, [...nodes]).fields;
  const writeValue = writerOf(info, type, objectWriter(collect, compiling));
  return {
    prefix: `"${name}":`,
    write(run, source) {
      const { variableValues, hideSuggestions, contextValue } = run;
      const given =
        parameters.length > 0 ? getArgumentValues(definition, node, variableValues, undefined, hideSuggestions) : NO_ARGUMENTS;
      return writeValue(run, resolve(source, given, contextValue, info));
    },
  };
}

/** Combines adjacent fields of an answer into one, whose text is cached. */
const cachedFields = (fields: readonly Field[], { cacheTexts }: Compiling): Field => ({
  prefix: "",
  write: cacheTexts((run, source) => writeEach(run, fields, writeField, source, cachedText)),
});

/** Writes values of a type. */
function writerOf(info: GraphQLResolveInfo, type: GraphQLOutputType, writeObject: WriteObject): Write {
  const write = valueWriter(info, isNonNullType(type) ? type.ofType : type, writeObject);
  function writeResolved(run: Run, value: unknown): Written {
    if (value instanceof Error) throw value;
    if (value !== null && value !== undefined) return write(run, value);
    if (isNonNullType(type)) throw new TypeError("There is no value.");
    return "null";
  }
  const writePromised = (run: Run, promise: PromiseLike<unknown>) =>
    Promise.resolve(promise).then((value) => writeResolved(run, value));
  return (run, value) => (isPromiseLike(value) ? writePromised(run, value) : writeResolved(run, value));
}

function valueWriter(info: GraphQLResolveInfo, type: GraphQLNullableOutputType, writeObject: WriteObject): Write {
  if (isListType(type)) {
    const write = writerOf(info, type.ofType, writeObject);
    return (run, value) => {
      if (typeof value === "string") throw new TypeError("A text is no list.");
      return writeEach(run, [...(value as Iterable<unknown>)], write, undefined, listText);
    };
  }
  if (isLeafType(type)) return (_, value) => leafText(type.coerceOutputValue(value));
  function writeAs(run: Run, object: GraphQLObjectType, value: unknown): Written {
    if (object.isTypeOf && object.isTypeOf(value, run.contextValue, info) !== true) throw new TypeError("It is of another type.");
    return writeObject(run, object, value);
  }
  if (isObjectType(type)) return (run, value) => writeAs(run, type, value);
  const resolveType = type.resolveType ?? defaultTypeResolver;
  return (run, value) => {
    const name = resolveType(value, run.contextValue, info, type);
    const found = typeof name === "string" ? info.schema.getType(name) : undefined;
    if (!isObjectType(found) || !info.schema.isSubType(type, found)) throw new TypeError("It is of none of the types.");
    return writeAs(run, found, value);
  };
}

function leafText(value: unknown): string {
  if (value === null || value === undefined) throw new TypeError("There is no value.");
  return JSON.stringify(value);
}

const isPromiseLike = (value: unknown): value is PromiseLike<unknown> =>
  typeof value === "object" && typeof (value as Partial<PromiseLike<unknown>> | null)?.then === "function";

type Join<Item> = (items: readonly Item[], texts: readonly string[]) => string;

/** Makes no closure where nothing is promised: there is a call for each object of an answer. */
function writeEach<Item, Source>(
  run: Run,
  items: readonly Item[],
  write: (run: Run, item: Item, source: Source) => Written,
  source: Source,
  join: Join<Item>,
): Written {
  const texts: Written[] = [];
  try {
    for (const item of items) texts.push(write(run, item, source));
  } catch (error) {
    return giveUp([...texts, ...items], error);
  }
  return texts.every((text) => typeof text === "string") ? join(items, texts) : joinPromised(items, texts, join);
}

const joinPromised = <Item>(items: readonly Item[], texts: readonly Written[], join: Join<Item>): Promise<string> =>
  Promise.all(texts).then(
    (written) => join(items, written),
    (error) => giveUp([...texts, ...items], error),
  );

/** Waits for the others first: nothing of a query that was given up goes on beside its second execution. */
async function giveUp(values: readonly unknown[], error: unknown): Promise<never> {
  await Promise.allSettled(values);
  throw error;
}

const writeField = (run: Run, { write }: Field, source: unknown): Written => write(run, source);

const listText = (_: readonly unknown[], texts: readonly string[]): string => `[${texts.join(",")}]`;

const objectText = (fields: readonly Field[], texts: readonly string[]): string => `{${membersText(fields, texts)}}`;

function membersText(fields: readonly Field[], texts: readonly string[]): string {
  let members = "";
  fields.forEach(({ prefix }, index) => {
    members += index > 0 ? `,${prefix}${texts[index]}` : prefix + texts[index];
  });
  return members;
}

/** Joined, the text is in one piece: a concatenated one takes seven times as much memory while it is cached, and is copied more slowly. */
const cachedText = (fields: readonly Field[], texts: readonly string[]): string =>
  fields.map(({ prefix }, index) => prefix + texts[index]).join(",");

/** The variables by which a document includes or skips what it selects. */
function variablesInConditions(document: DocumentNode): readonly string[] {
  const names = new Set<string>();
  visit(document, {
    Directive({ name, arguments: given = [] }) {
      if (name.value !== GraphQLSkipDirective.name && name.value !== GraphQLIncludeDirective.name) return;
      for (const { value } of given) if (value.kind === Kind.VARIABLE) names.add(value.name.value);
    },
  });
  return [...names];
}
