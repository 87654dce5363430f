// Writes resolved values as JSON text, with the errors that graphql-js gives for values that fail, in its order.
import {
  defaultTypeResolver,
  GraphQLError,
  type GraphQLLeafType,
  type GraphQLNullableOutputType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  locatedError,
  type ResponsePath,
  responsePathAsArray,
  type ValidatedExecutionArgs,
} from "graphql";

/** JSON text; null where the data is null. */
export type Text = string | null;
export type Written = Text | Promise<Text>;
type Path = ResponsePath | undefined;
/** One execution. `nulled`: where errors have made the data null; errors below are not reported. */
export type Run = {
  readonly args: ValidatedExecutionArgs;
  readonly errors: GraphQLError[];
  readonly nulled: Set<Path>;
  isFinished: boolean;
};
/** A selected field: what resolvers are told of it, and what writes the fields that are selected below it. */
type Field = { readonly info: GraphQLResolveInfo; readonly writeObject: WriteObject };
export type WriteObject = (run: Run, type: GraphQLObjectType, source: unknown, path: Path) => Written;
type Write = (run: Run, value: unknown, path: Path) => Written;

/** Writes a value, or that of a promise. For one that fails it writes null, or throws where null is not allowed. */
export function writerOf(field: Field, type: GraphQLOutputType): Write {
  const write = strictWriterOf(field, type);
  async function writePromised(run: Run, promise: PromiseLike<unknown>, path: Path): Promise<Text> {
    try {
      const value = await promise;
      if (run.isFinished) throw new Error("The answer is finished.");
      const text = write(run, value, path);
      return text instanceof Promise ? await text : text;
    } catch (error) {
      return nullOrThrow(run, field, type, error, path);
    }
  }
  return (run, value, path) => {
    if (isPromiseLike(value)) return writePromised(run, value, path);
    try {
      const text = write(run, value, path);
      return text instanceof Promise ? text.then(undefined, (error) => nullOrThrow(run, field, type, error, path)) : text;
    } catch (error) {
      return nullOrThrow(run, field, type, error, path);
    }
  };
}

export function nullOrThrow(run: Run, { info }: Field, type: GraphQLOutputType, error: unknown, path: Path): null {
  const located = locatedError(error, info.fieldNodes, path && responsePathAsArray(path));
  if (isNonNullType(type)) throw located;
  addError(run, located, path);
  return null;
}

export function addError({ errors, nulled }: Run, error: GraphQLError, path: Path): void {
  for (let at = path; at; at = at.prev) if (nulled.has(at)) return;
  if (nulled.has(undefined)) return;
  nulled.add(path);
  errors.push(error);
}

/** Throws for every value that fails. */
function strictWriterOf(field: Field, type: GraphQLOutputType): Write {
  const write = isNonNullType(type) ? strictWriterOf(field, type.ofType) : valueWriter(field, type);
  if (!isNonNullType(type))
    return (run, value, path) => {
      if (value instanceof Error) throw value;
      return value === null || value === undefined ? null : write(run, value, path);
    };
  return (run, value, path) => {
    const text = write(run, value, path);
    if (text === null) throw new Error(`Cannot return null for non-nullable field ${nameOf(field)}.`);
    return text;
  };
}

function valueWriter(field: Field, type: GraphQLNullableOutputType): Write {
  if (isListType(type)) return listWriter(field, type.ofType);
  if (isLeafType(type)) return (_run, value) => leafText(field, type, value);
  const { info } = field;
  function writeAs(run: Run, type: GraphQLObjectType, value: unknown, path: Path): Written {
    if (type.isTypeOf && type.isTypeOf(value, run.args.contextValue, info) !== true)
      throw new GraphQLError(`A value of ${nameOf(field)} is no ${type}.`, { nodes: info.fieldNodes });
    return field.writeObject(run, type, value, path);
  }
  if (isObjectType(type)) return (run, value, path) => writeAs(run, type, value, path);
  const resolveType = type.resolveType ?? defaultTypeResolver;
  return (run, value, path) => {
    const name = resolveType(value, run.args.contextValue, info, type);
    const found = typeof name === "string" ? info.schema.getType(name) : undefined;
    if (!isObjectType(found) || !info.schema.isSubType(type, found))
      throw new GraphQLError(`A value of ${nameOf(field)} is of no type of ${type}.`, { nodes: info.fieldNodes });
    return writeAs(run, found, value, path);
  };
}

function leafText(field: Field, type: GraphQLLeafType, value: unknown): string {
  const coerced: unknown = type.coerceOutputValue(value);
  if (coerced === null || coerced === undefined) throw new Error(`A value of ${nameOf(field)} is no ${type}.`);
  return JSON.stringify(coerced);
}

function listWriter(field: Field, itemType: GraphQLOutputType): Write {
  const write = writerOf(field, itemType);
  return (run, value, path) => {
    if (!isIterable(value)) throw new GraphQLError(`The value of ${nameOf(field)} is no list.`);
    const [items, texts]: [unknown[], Written[]] = [[...value], []];
    try {
      for (const [key, item] of items.entries()) texts.push(write(run, item, { prev: path, key, typename: undefined }));
    } catch (error) {
      ignoreRejections([...texts, ...items]);
      throw error;
    }
    return areWritten(texts) ? listText(texts) : joinList(texts);
  };
}

const nameOf = ({ info }: Field): string => `${info.parentType}.${info.fieldName}`;
const isIterable = (value: unknown): value is Iterable<unknown> =>
  typeof value === "object" && typeof (value as Partial<Iterable<unknown>> | null)?.[Symbol.iterator] === "function";
const isPromiseLike = (value: unknown): value is PromiseLike<unknown> =>
  typeof value === "object" && typeof (value as Partial<PromiseLike<unknown>> | null)?.then === "function";

function listText(texts: readonly Text[]): string {
  let list = "";
  for (const text of texts) list += list === "" ? text : `,${text}`;
  return `[${list}]`;
}

/** Resolves with the last item, and not one microtask later as `Promise.all(…).then(…)` would, so that errors come in the order of graphql-js. */
function joinList(texts: Written[]): Promise<string> {
  return new Promise((resolve, reject) => {
    let waiting = texts.length;
    for (const [index, text] of texts.entries())
      Promise.resolve(text).then((written) => {
        texts[index] = written;
        waiting -= 1;
        if (waiting === 0) resolve(listText(texts as Text[]));
      }, reject);
  });
}

export const areWritten = (texts: readonly Written[]): texts is readonly Text[] => !texts.some((text) => text instanceof Promise);

/** An unhandled rejection would end the process. */
export function ignoreRejections(values: readonly unknown[]): void {
  for (const value of values) if (isPromiseLike(value)) value.then(undefined, () => {});
}
