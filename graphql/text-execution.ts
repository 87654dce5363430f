// Executes queries and commands as `execute` of graphql-js does, over the same schema, resolvers and `isTypeOf`, and writes the data as JSON text instead
// of making objects. A document is compiled to functions once. Data, errors and their order are those of graphql-js, to which tests hold it. What it does
// not know fails: a list that is an asynchronous iterable, and a type that is promised. Errors about values that do not fit their type have other words.
import {
  type DocumentNode,
  defaultFieldResolver,
  type ExecutionArgs,
  type ExecutionResult,
  GraphQLError,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  getArgumentValues,
  locatedError,
  type ResponsePath,
  validateExecutionArgs,
} from "graphql";
import { boundedCache, lazy } from "../caching/cache.ts";
import { collectFields, type FieldNodes, type Selecting, variablesInConditions } from "./collect-fields.ts";
import {
  addError,
  areWritten,
  ignoreRejections,
  nullOrThrow,
  type Run,
  type Text,
  type WriteObject,
  type Written,
  writerOf,
} from "./value-writers.ts";

/** A document is kept compiled for so many combinations of values of its variables in @skip and @include. */
const COMBINATIONS = 8;

/** Executes the operations of a validated document, other than subscriptions. */
export function textExecution(document: DocumentNode): (args: ExecutionArgs) => Promise<ExecutionResult<string>> {
  const conditions = lazy(() => variablesInConditions(document));
  const compiled = boundedCache<string, WriteObject>(COMBINATIONS);
  return async (given) => {
    const args = validateExecutionArgs(given);
    if (!("schema" in args)) return { errors: args };
    const { schema, operation, variableValues, rootValue } = args;
    const run: Run = { args, errors: [], nulled: new Set(), isFinished: false };
    let data: Text = null;
    try {
      const type = schema.getRootType(operation.operation);
      if (!type)
        throw new GraphQLError(`Schema is not configured to execute ${operation.operation} operation.`, { nodes: operation });
      const key = JSON.stringify([operation.name?.value, conditions().map((name) => variableValues.coerced[name])]);
      const writeFields = operation.operation === "mutation" ? writeInTurn : writeTogether;
      data = await compiled.getOrMake(key, () => objectWriter([operation], writeFields))(run, type, rootValue, undefined);
    } catch (error) {
      addError(run, error instanceof GraphQLError ? error : locatedError(error, undefined), undefined);
    }
    run.isFinished = true;
    return run.errors.length > 0 ? { errors: run.errors, data } : { data };
  };
}

/** A field that is selected of a type: its name in the response, and what resolves and writes it. */
type Field = { readonly name: string; readonly write: (run: Run, source: unknown, parent: ResponsePath | undefined) => Written };
type WriteFields = (run: Run, fields: readonly Field[], source: unknown, path: ResponsePath | undefined) => Written;

/** The fields of a type are compiled when its first object is written. */
function objectWriter(nodes: readonly Selecting[], writeFields: WriteFields): WriteObject {
  let compiled: Map<GraphQLObjectType, readonly Field[]> | undefined;
  return (run, type, source, path) => {
    compiled ??= new Map();
    const fields =
      compiled.get(type) ?? [...collectFields(run.args, type, nodes)].map((selected) => fieldOf(run, type, ...selected));
    compiled.set(type, fields);
    return writeFields(run, fields, source, path);
  };
}

const writeTogether: WriteFields = (run, fields, source, path) => {
  const texts: Written[] = [];
  try {
    for (const field of fields) texts.push(field.write(run, source, path));
  } catch (error) {
    ignoreRejections(texts);
    throw error;
  }
  return areWritten(texts) ? objectText(fields, texts) : Promise.all(texts).then((written) => objectText(fields, written));
};

/** Commands are executed one after the other. */
const writeInTurn: WriteFields = (run, fields, source, path) =>
  fields.reduce<string | Promise<string>>(
    (before, field, index) => {
      function add(done: string): string | Promise<string> {
        const join = (text: Text) => `${done}${memberText(field, index, text)}${index === fields.length - 1 ? "}" : ""}`;
        const text = field.write(run, source, path);
        return text instanceof Promise ? text.then(join) : join(text);
      }
      return before instanceof Promise ? before.then(add) : add(before);
    },
    fields.length > 0 ? "{" : "{}",
  );

const memberText = ({ name }: Field, index: number, text: Text): string => `${index > 0 ? "," : ""}"${name}":${text}`;

function objectText(fields: readonly Field[], texts: readonly Text[]): string {
  let members = "";
  for (const [index, field] of fields.entries()) members += memberText(field, index, texts[index] ?? null);
  return `{${members}}`;
}

function fieldOf(
  { args: { schema, fragmentDefinitions, operation } }: Run,
  parentType: GraphQLObjectType,
  name: string,
  nodes: FieldNodes,
): Field {
  const definition = schema.getField(parentType, nodes[0].name.value);
  if (!definition) throw new TypeError("Only a validated document is executed.");
  const { type, args: parameters, resolve = defaultFieldResolver } = definition;
  // Without what would have to be made for each value or execution: resolvers get it as `FieldInfo`.
  const ofField = { fieldName: definition.name, fieldNodes: nodes, returnType: type, parentType };
  const info = {
    ...ofField,
    schema,
    fragments: fragmentDefinitions,
    operation,
  } as Partial<GraphQLResolveInfo> as GraphQLResolveInfo;
  const field = { info, writeObject: objectWriter(nodes, writeTogether) };
  const write = writerOf(field, type);
  return {
    name,
    write(run, source, parent) {
      const { variableValues, hideSuggestions, contextValue } = run.args;
      const path = { prev: parent, key: name, typename: undefined };
      let value: unknown;
      try {
        const given =
          parameters.length > 0 ? getArgumentValues(definition, nodes[0], variableValues, undefined, hideSuggestions) : {};
        value = resolve(source, given, contextValue, info);
      } catch (error) {
        return nullOrThrow(run, field, type, error, path);
      }
      return write(run, value, path);
    },
  };
}
