// The most expensive queries within the limits, one or two for each field of the schema: the field with as many aliases as fit,
// and everything above it as often as fits. They are generated from the schema, so that they include new fields.
import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isListType,
  isObjectType,
  isRequiredArgument,
  isUnionType,
  parse,
} from "graphql";
import { LIMITS, workOf } from "../../graphql/limits.ts";

/** What an argument is given, by its name or by its field's and its own; the names that something is asked for under are counted by `n`. */
export type ArgumentValues = Readonly<Record<string, (n: number) => string>>;
export type WorstQuestion = {
  readonly field: string;
  readonly how: "itself" | "all above it" | "where it ends";
  readonly query: () => string;
};

/** A field on the path from the root: its text, and its parent type. */
type Way = readonly ((n: number, within: string) => string)[];

const MOST_DEPTH = 6;

/** An argument that must be given and that `given` says nothing of throws: somebody has to say what to ask for. */
export function worstQuestions(
  schema: GraphQLSchema,
  given: ArgumentValues,
  except: ReadonlySet<string>,
): readonly WorstQuestion[] {
  const questions: WorstQuestion[] = [];
  const seen = new Set<string>();
  const query = schema.getQueryType();
  if (!query) throw new Error("Nothing can be asked.");
  let next: readonly (readonly [GraphQLObjectType, Way])[] = [[query, []]];
  for (let depth = 0; depth < MOST_DEPTH && next.length > 0; depth += 1)
    next = next.flatMap(([type, way]) => (seen.has(type.name) ? [] : fieldsOf(type, way)));
  return questions;

  function fieldsOf(type: GraphQLObjectType, way: Way): readonly (readonly [GraphQLObjectType, Way])[] {
    seen.add(type.name);
    return Object.values(type.getFields()).flatMap((field) => {
      const name = `${type.name}.${field.name}`;
      const within = getNamedType(field.type);
      if (except.has(name)) return [];
      const written = (n: number, inner: string) => `${field.name}${argumentsOf(field, name, n)}${inner && ` { ${inner} }`}`;
      const inner = isCompositeType(within) ? leavesOf(within.name) : "";
      const itself = (names: number) =>
        onTheWay(
          way,
          many(names, (n) => written(n, inner)),
        );
      const above = (names: number) => many(names, (n) => onTheWay([...way, written], inner, n));
      const isWorth = isCompositeType(within) || field.args.length > 0 || isListType(getNullableType(field.type));
      if (isWorth) questions.push({ field: name, how: "itself", query: () => asMany(itself) });
      if (isWorth && way.length > 0) questions.push({ field: name, how: "all above it", query: () => asMany(above) });
      const isPage = isObjectType(within) && "pageInfo" in within.getFields();
      const ends = (names: number) =>
        onTheWay(
          way,
          many(names, (n) => written(n, "pageInfo { hasNextPage endCursor }")),
        );
      if (isPage) questions.push({ field: name, how: "where it ends", query: () => asMany(ends) });
      return membersOf(within.name).map((member) => [member, [...way, entering(written, within.name, member.name)]] as const);
    });
  }

  function membersOf(name: string): readonly GraphQLObjectType[] {
    const type = schema.getType(name);
    return isObjectType(type) ? [type] : isUnionType(type) ? type.getTypes() : [];
  }

  function argumentsOf(field: GraphQLField<unknown, unknown>, name: string, n: number): string {
    const written = field.args.flatMap((argument) => {
      const value = (given[`${name}.${argument.name}`] ?? given[argument.name])?.(n) ?? valueFor(argument, name);
      return value === undefined ? [] : [`${argument.name}: ${value}`];
    });
    return written.length > 0 ? `(${written.join(", ")})` : "";
  }

  function valueFor(argument: GraphQLArgument, name: string): string | undefined {
    const type = getNamedType(argument.type);
    if (!isRequiredArgument(argument)) return undefined;
    if (isEnumType(type)) return type.getValues()[0]?.name;
    throw new Error(
      `Say what to ask ${name} for: ${argument.name} of ${isInputObjectType(type) ? "the input " : ""}${type.name}.`,
    );
  }

  /** Everything of a type that is no composite, and of a page what stands in it. */
  function leavesOf(name: string): string {
    const members = membersOf(name).map((member) => {
      const leaves = Object.values(member.getFields()).flatMap((field) => {
        const type = getNamedType(field.type);
        if (!isCompositeType(type)) return field.args.some(isRequiredArgument) ? [] : [field.name];
        return field.name === "nodes" ? [`nodes { ${leavesOf(type.name)} }`] : [];
      });
      return [member.name, leaves.join(" ") || "__typename"] as const;
    });
    const [only] = members;
    return members.length === 1 && only ? only[1] : members.map(([member, leaves]) => `... on ${member} { ${leaves} }`).join(" ");
  }

  /** Repeats a field with as many aliases as the limits allow: each alias adds the same cost. */
  function asMany(made: (names: number) => string): string {
    const work = (names: number) => workOf({ schema, document: parse(`{ ${made(names)} }`), variableValues: {} });
    const [one, two] = [work(1), work(2)];
    const length = made(2).length - made(1).length;
    let names = Math.floor(Math.min(1 + (LIMITS.work - one) / (two - one), LIMITS.characters / length, 1_000));
    while (names > 1 && !isWithinBounds(made(names))) names = Math.floor(names * 0.9);
    return `{ ${made(Math.max(names, 1))} }`;
  }

  function isWithinBounds(selection: string): boolean {
    const text = `{ ${selection} }`;
    if (text.length > LIMITS.characters) return false;
    try {
      return workOf({ schema, document: parse(text, { maxTokens: LIMITS.tokens }), variableValues: {} }) <= LIMITS.work;
    } catch {
      return false;
    }
  }
}

const entering =
  (written: (n: number, within: string) => string, type: string, member: string) =>
  (n: number, within: string): string =>
    written(n, type === member ? within : `... on ${member} { ${within} }`);

const onTheWay = (way: Way, innermost: string, n = 0): string => way.reduceRight((within, step) => step(n, within), innermost);

const many = (names: number, written: (n: number) => string): string =>
  Array.from({ length: names }, (_, n) => `a${n}: ${written(n)}`).join(" ");
