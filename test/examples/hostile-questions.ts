// Questions, bodies and headers made to be dear to refuse: families that grow until a bound stops them, and random ones in the shape of the
// grammar. Anyone with a token can send each of them.
import fc from "fast-check";
import { type GraphQLSchema, getNamedType, isCompositeType, isObjectType } from "graphql";
import { isSoak } from "../helpers/soak.ts";

export type Hostile = { readonly body: string; readonly headers?: Readonly<Record<string, string>> };

const asBody = (query: string, variables?: object, operationName?: string): Hostile => ({
  body: JSON.stringify({ query, variables, operationName }),
});

/** Repeats a part as often as fits into a number of characters. */
function fill(characters: number, part: (index: number) => string, separator = " "): string {
  const parts: string[] = [];
  for (let [index, length] = [0, 0]; ; index += 1) {
    const next = part(index);
    length += next.length + separator.length;
    if (length > characters) return parts.join(separator);
    parts.push(next);
  }
}

const LETTERS = "abcdefghijklmnopqrstuvwxyz";
/** Names that differ in one place each, so that each is much like every other. */
const alike = (index: number, length: number): string => {
  const name = Array.from({ length }, (_, at) => LETTERS[(at * 7) % 26]);
  name[index % length] = LETTERS[Math.floor(index / length) % 26];
  return name.join("");
};

/** Families of queries, each with a size in characters. */
const QUESTIONS: Readonly<Record<string, (size: number) => string>> = {
  "types of its own": (size) => fill(size, (i) => `scalar ${alike(i, 12)}`),
  "types of its own, beside a question of unknown types": (size) =>
    `query(${fill(size / 2, (i) => `$a${i}: ${alike(i, 12)}`)}) { __typename } ${fill(size / 2, (i) => `scalar ${alike(i, 12)}`)}`,
  "types of its own that extend each other": (size) => fill(size, (i) => `extend type ${alike(i, 9)} { a: Int }`),
  "directives of its own with arguments": (size) =>
    `directive @x(${fill(size / 2, (i) => `${alike(i, 9)}: Int`)}) on FIELD { a @x(${fill(size / 2, (i) => `${alike(i + 3, 9)}: 1`)}) }`,
  "unknown fields": (size) => `{ ${fill(size, (i) => alike(i, 10))} }`,
  "unknown fields, much like known ones": (size) => `{ ${fill(size, (i) => `concern${LETTERS[i % 26]}${i}`)} }`,
  "unknown fields within": (size) => `{ concerns { nodes { ${fill(size, (i) => alike(i, 10))} } } }`,
  "unknown arguments": (size) => `{ concern(${fill(size, (i) => `${alike(i, 8)}: 1`)}) { id } }`,
  "one argument again and again": (size) => `{ concern(${fill(size, () => "id: 1")}) { id } }`,
  "unknown fields of an input": (size) => `{ concerns(filter: {${fill(size, (i) => `${alike(i, 8)}: 1`)}}) { totalCount } }`,
  "one field of an input again and again": (size) => `{ concerns(filter: {${fill(size, () => "strand: 1")}}) { totalCount } }`,
  "unknown values of an enum": (size) =>
    `{ ${fill(size, (i) => `a${i}: concerns(filter: {strand: ${alike(i, 9).toUpperCase()}}) { totalCount }`)} }`,
  "unknown directives": (size) => `{ __typename ${fill(size, (i) => `@${alike(i, 8)}`)} }`,
  "one directive again and again": (size) => `{ __typename ${fill(size, () => "@skip(if: true)")} }`,
  "unknown fragments": (size) => `{ ${fill(size, (i) => `...${alike(i, 8)}`)} }`,
  "unknown variables": (size) => `{ ${fill(size, (i) => `a${i}: concerns(first: $v${i}) { totalCount }`)} }`,
  "variables that nobody uses": (size) => `query(${fill(size, (i) => `$v${i}: Int`)}) { __typename }`,
  "one variable again and again": (size) => `query(${fill(size, () => "$v: Int")}) { __typename }`,
  "variables of unknown types": (size) => `query(${fill(size, (i) => `$v${i}: ${alike(i, 8)}`)}) { __typename }`,
  "defaults that do not fit": (size) => `query(${fill(size, (i) => `$v${i}: Int = "x"`)}) { __typename }`,
  "one field again and again": (size) => `{ ${fill(size, () => "viewer{person}")} }`,
  "one leaf again and again": (size) => `{ viewer { ${fill(size, () => "person")} } }`,
  "one leaf with an argument again and again": (size) => `{ ${fill(size, () => 'concern(id:"x"){id}')} }`,
  "arguments that differ under one name": (size) => `{ ${fill(size, (i) => `concern(id:"${i}"){id}`)} }`,
  "fields that differ under one name": (size) => `{ viewer { ${fill(size, (i) => `a: ${alike(i, 6)}`)} } }`,
  "two fields under one name": (size) => `{ viewer { ${fill(size, (i) => `a: ${i % 2 ? "name" : "person"}`)} } }`,
  "fields under one name, in many that are under one": (size) =>
    `{ ${fill(size, () => `viewer { ${"assignments { regions { name } } ".repeat(12)} }`)} }`,
  "inline fragments of one field": (size) => `{ ${fill(size, () => "...{viewer{person}}")} }`,
  "inline fragments of types": (size) => `{ ${fill(size, () => "...on Query{viewer{person}}")} }`,
  "fragments of types that exclude each other": (size) =>
    `{ concern(id: "x") { ${fill(size, (i) => `... on Concern { a${i % 7}: id ... on Council { a: code } }`)} } }`,
  "fragments side by side": (size) =>
    `{ ${fill(size / 3, (i) => `...F${i}`)} } ${fill((2 * size) / 3, (i) => `fragment F${i} on Query { viewer { person } }`)}`,
  "fragments in a chain": (size) =>
    `{ ...F0 } ${fill(size, (i) => `fragment F${i} on Query { a${i}: __typename ...F${i + 1} }`)}`,
  "fragments in a circle": (size) => `{ ...F0 } ${fill(size, (i) => `fragment F${i} on Query { ...F${i + 1} ...F0 }`)}`,
  "fragments that all spread all": (size) =>
    `{ ...F0 } ${fill(size, (i) => `fragment F${i} on Query { ${fill(160, (j) => `...F${(i * 7 + j * 13) % 40}`)} viewer { person } }`)}`,
  "fragments that double": (size) =>
    `{ ...F0 } ${fill(size, (i) => `fragment F${i} on Query { a: viewer { name } ...F${i + 1} ... on Query { ...F${i + 1} } }`)}`,
  "fragments that double on the way down": (size) =>
    `{ councils { ...F0 } } ${fill(size, (i) => `fragment F${i} on Council { a: concerns { nodes { council { ...F${i + 1} } } } b: concerns { nodes { council { ...F${i + 1} } } } }`)}`,
  "fragments of one name": (size) => `{ ...F } ${fill(size, () => "fragment F on Query { __typename }")}`,
  "fragments that nobody spreads": (size) => `{ __typename } ${fill(size, (i) => `fragment F${i} on Query { __typename }`)}`,
  "fragments of unknown types": (size) => `{ ${fill(size, (i) => `... on ${alike(i, 8)} { a }`)} }`,
  "fragments with arguments": (size) => `{ ${fill(size, (i) => `...F(a: ${i})`)} } fragment F($a: Int) on Query { __typename }`,
  "many operations": (size) => fill(size, (i) => `query Q${i} { __typename }`),
  "many operations of one name": (size) => fill(size, () => "query Q { __typename }"),
  "many operations without a name": (size) => fill(size, () => "{ __typename }"),
  "many operations that share a fragment with variables": (size) =>
    `${fill(size / 2, (i) => `query Q${i}($a: Int) { ...F }`)} fragment F on Query { ${fill(size / 2, (i) => `a${i}: concerns(first: $a) { totalCount }`)} }`,
  "many subscriptions in one": (size) => `subscription { ${fill(size, (i) => `a${i}: inboxChanged { __typename }`)} }`,
  "many commands": (size) => `mutation { ${fill(size, (i) => `a${i}: reply(input: {}) { __typename }`)} }`,
  "depth in fields": (size) => `${"{a".repeat(size / 3)}${"}".repeat(size / 3)}`,
  "depth in known fields": (size) =>
    `{ ${"councils { concerns { nodes { council { ".repeat(size / 50)}name ${"} } } } ".repeat(size / 50)} }`,
  "depth in inline fragments": (size) => `{ ${"...{".repeat(size / 6)}__typename${"}".repeat(size / 6)} }`,
  "depth in lists": (size) => `{ concerns(filter: {a: ${"[".repeat(size / 3)}${"]".repeat(size / 3)}}) { totalCount } }`,
  "depth in objects": (size) => `{ concerns(filter: ${"{a:".repeat(size / 5)}1${"}".repeat(size / 5)}) { totalCount } }`,
  "depth in a type": (size) => `query($a: ${"[".repeat(size / 3)}Int${"]".repeat(size / 3)}) { __typename }`,
  "depth in the schema": (size) =>
    `{ __schema { types { ${"fields { type { ".repeat(size / 20)}name${" } }".repeat(size / 20)} } } }`,
  "a long name": (size) => `{ ${"f".repeat(size)} }`,
  "a long alias": (size) => `{ ${"f".repeat(size)}: viewer { person } }`,
  "a long text": (size) => `{ concern(id: "${"f".repeat(size)}") { x } }`,
  "a long text of escapes": (size) => `{ concern(id: "${"\\u0061".repeat(size / 6)}") { x } }`,
  "a long block of text": (size) => `{ concern(id: """${"\n  a".repeat(size / 4)}""") { x } }`,
  "a long number": (size) => `{ concerns(first: ${"1".repeat(size)}) { totalCount } }`,
  "a long fraction": (size) => `{ concerns(first: 1.${"1".repeat(size)}e9) { totalCount } }`,
  "a long comment": (size) => `${"#".repeat(size)}\n{ nothing }`,
  "many comments": (size) => `${"#a\n".repeat(size / 3)}{ nothing }`,
  "many lines": (size) => `${"\n".repeat(size)}{ nothing`,
  "many returns": (size) => `${"\r".repeat(size)}{ nothing`,
  commas: (size) => `{${",".repeat(size)} nothing }`,
  "a text that does not end": (size) => `{ concern(id: "${"f".repeat(size)}`,
  "a letter that no question has": (size) => `{ ${"f ".repeat(size / 2 - 10)} \u0007 }`,
};

/** Families of bodies whose variables are large, of a size in characters. */
const VARIABLES: Readonly<Record<string, (size: number) => string>> = {
  "many unknown fields": (size) => `{${fill(size, (i) => `"${alike(i, 8)}${i}":0`, ",")}}`,
  "many fields that are numbers": (size) => `{${fill(size, (i) => `"${4_294_967_294 - i * 13}":0`, ",")}}`,
  "many fields within fields": (size) => `{${fill(size, (i) => `"k${i}":{${fill(2_000, (j) => `"k${j}":0`, ",")}}`, ",")}}`,
  "a long text beside unknown fields": (size) =>
    `{"x":"${"x".repeat(size * 0.9)}",${fill(size * 0.05, (i) => `"k${i}":1`, ",")}}`,
  "long texts where others are wanted": (size) =>
    `{${fill(size, (i) => `"${i % 2 ? "strand" : "cause"}":"${"y".repeat(5_000)}"`, ",")}}`,
  "a long text where a value is wanted": (size) => `{"strand":"${"y".repeat(size)}"}`,
  "a list where a value is wanted": (size) => `{"strand":[${fill(size, (i) => `"s${i}"`, ",")}]}`,
  "objects in a list": (size) => `[${fill(size, (i) => `{"k${i}":0}`, ",")}]`,
  "lists in lists": (size) => `${"[".repeat(size / 2)}${"]".repeat(size / 2)}`,
  "objects in objects": (size) => `${'{"a":'.repeat(size / 6)}1${"}".repeat(size / 6)}`,
  "numbers in a list": (size) => `[${fill(size, () => "1", ",")}]`,
  "a long number": (size) => "1".repeat(size),
  escapes: (size) => `{"strand":"${"\\u0061".repeat(size / 6)}"}`,
  prototypes: (size) => `{${fill(size, () => '"__proto__":{}', ",")}}`,
  backslashes: (size) => `{"strand":"${"\\\\".repeat(size / 2)}"}`,
};

const FILTERED = "query($f: ConcernFilter) { concerns(filter: $f) { totalCount } }";
const HEADERS: Readonly<Record<string, (size: number) => Record<string, string>>> = {
  "Accept, of many types": (size) => ({ accept: fill(size, (i) => `a/b${i};q=0.${i}`, ",") }),
  "Accept, of quotes and commas": (size) => ({ accept: `"${",".repeat(size)}` }),
  "Accept, of parameters": (size) => ({ accept: `application/json${";a=b".repeat(size / 4)}` }),
  "Content-Type, of parameters": (size) => ({ "content-type": `application/json${";a=b".repeat(size / 4)}` }),
  "Content-Type, of blanks": (size) => ({ "content-type": `application/json;${" ".repeat(size)}charset` }),
  "Content-Type, of quotes": (size) => ({ "content-type": `application/json; charset="${"\\".repeat(size)}` }),
  "Content-Encoding": (size) => ({ "content-encoding": fill(size, () => "gzip", ",") }),
  "Authorization, long": (size) => ({ authorization: `Bearer ${"a".repeat(size)}` }),
  "Authorization, of dots": (size) => ({ authorization: `Bearer ${".".repeat(size)}` }),
  "Authorization, with a long head": (size) => ({
    authorization: `Bearer ${Buffer.from(JSON.stringify({ alg: "ES256", kid: "k".repeat(size / 2) })).toString("base64url")}.e30.AA`,
  }),
  "Authorization, with a deep head": (size) => ({
    authorization: `Bearer ${Buffer.from(`{"alg":"ES256","x":${"[".repeat(size / 3)}${"]".repeat(size / 3)}}`).toString("base64url")}.e30.AA`,
  }),
  "Authorization, of blanks": (size) => ({ authorization: `Bearer${" ".repeat(size)}x` }),
  "Expect and others that nobody reads": (size) => ({ "x-forwarded-for": fill(size, (i) => `10.0.0.${i % 256}`, ",") }),
};

/**
 * Every family with sizes that exceed different limits. `npm test` has every second size of each family, so that two neighbouring families have all;
 * the soak test has all sizes of all.
 */
export function families(): readonly (readonly [name: string, hostile: Hostile])[] {
  const of = <Made>(
    all: Readonly<Record<string, (size: number) => Made>>,
    sizes: readonly number[],
    as: (made: Made) => Hostile,
  ) =>
    Object.entries(all).flatMap(([name, make], family) =>
      sizes
        .filter((_, index) => isSoak || (index + family) % 2 === 0)
        .map((size) => [`${name}, ${size}`, as(make(size))] as const),
    );
  return [
    ...of(QUESTIONS, [2_000, 6_000, 12_000, 20_000, 49_900], (query) => asBody(query, {}, "Q0")),
    ...of(VARIABLES, [999_000, 50_000], (filter) => ({
      body: `{"query":${JSON.stringify(FILTERED)},"variables":{"f":${filter}}}`,
    })),
    ...of(VARIABLES, [50_000, 999_000], (variables) => ({ body: `{"query":"{ viewer { person } }","variables":${variables}}` })),
    ...of(VARIABLES, [999_000, 50_000], (body) => ({ body })),
    ...of(HEADERS, [900, 12_000], (headers) => ({ ...asBody("{ viewer { person } }"), headers })),
  ];
}

/** Random queries that follow the grammar, with names of the schema and others, few enough to repeat. */
export function questions(schema: GraphQLSchema): fc.Arbitrary<Hostile> {
  const composite = Object.values(schema.getTypeMap()).filter(isObjectType);
  const fieldNames = composite.flatMap((type) => Object.keys(type.getFields()));
  const name = fc.oneof(fc.constantFrom(...fieldNames), fc.constantFrom("a", "b", "viewer", "concern", "__typename", "concernz"));
  const typeName = fc.oneof(
    fc.constantFrom(...composite.map(({ name }) => name)),
    fc.constantFrom("Nothing", "Int", "ConcernFilter"),
  );
  const { tree } = fc.letrec<Record<"value" | "selection" | "set" | "tree", string>>((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      fc.constantFrom("1", '"x"', "null", "true", "$a", "$b", "CHILDRENS", "1e9"),
      fc.array(tie("value"), { maxLength: 4 }).map((values) => `[${values.join(" ")}]`),
      fc
        .array(fc.tuple(name, tie("value")), { maxLength: 4 })
        .map((fields) => `{${fields.map(([n, v]) => `${n}: ${v}`).join(" ")}}`),
    ),
    selection: fc.oneof(
      { maxDepth: 5 },
      name,
      fc.constantFrom("...F0", "...F1", "...F2", "...F3"),
      fc.tuple(name, tie("set")).map((parts) => parts.join(" ")),
      fc
        .tuple(fc.constantFrom("a", "b", "c"), name, tie("value"))
        .map(([alias, field, value]) => `${alias}: ${field}(id: ${value})`),
      fc.tuple(typeName, tie("set")).map(([type, set]) => `... on ${type} ${set}`),
      fc.tuple(name, tie("value")).map(([field, value]) => `${field} @include(if: ${value})`),
    ),
    set: fc.array(tie("selection"), { minLength: 1, maxLength: 6 }).map((all) => `{ ${all.join(" ")} }`),
    tree: tie("set"),
  }));
  const fragment = fc
    .tuple(fc.constantFrom("F0", "F1", "F2", "F3"), typeName, tree)
    .map(([n, t, set]) => `fragment ${n} on ${t} ${set}`);
  const operation = fc
    .tuple(
      fc.constantFrom("query", "query A($a: Int $b: [ID!])", "mutation", "subscription", "query B($a: ConcernFilter = {})"),
      tree,
    )
    .map((parts) => parts.join(" "));
  const document = fc
    .array(fc.oneof({ weight: 2, arbitrary: operation }, fragment), { minLength: 1, maxLength: 6 })
    .map((all) => all.join("\n"));
  return fc
    .tuple(
      fc.oneof(document, known(schema), mutated(fc.oneof(document, known(schema)))),
      fc.jsonValue(),
      fc.constantFrom("A", "B", undefined),
    )
    .map(([query, a, operationName]) => asBody(query.slice(0, 49_000), { a, b: a }, operationName));
}

/** Questions that the schema answers: a path of fields that need no argument, down to their leaves. */
function known(schema: GraphQLSchema): fc.Arbitrary<string> {
  const paths: string[] = [];
  const go = (typeName: string, depth: number): string => {
    const type = schema.getType(typeName);
    if (!isObjectType(type)) return "{ __typename }";
    const parts = Object.values(type.getFields())
      .filter(({ args }) => args.every(({ type }) => !String(type).endsWith("!")))
      .map((field) => {
        const inner = getNamedType(field.type);
        if (!isCompositeType(inner)) return field.name;
        return depth > 1 ? `${field.name} ${go(inner.name, depth - 1)}` : undefined;
      })
      .filter((part) => part !== undefined);
    return `{ ${parts.slice(0, 4).join(" ") || "__typename"} }`;
  };
  for (const field of Object.values(schema.getQueryType()?.getFields() ?? {})) {
    if (!field.args.every(({ type }) => !String(type).endsWith("!"))) continue;
    const inner = getNamedType(field.type);
    paths.push(isCompositeType(inner) ? `${field.name} ${go(inner.name, 3)}` : field.name);
  }
  return fc
    .array(fc.constantFrom(...paths), { minLength: 1, maxLength: 3 })
    .map((all) => `{ ${all.map((path, n) => `a${n}: ${path}`).join(" ")} }`);
}

/** A piece of it again and again, one left out, one put elsewhere. */
function mutated(questions: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const edit = fc.tuple(fc.nat(), fc.nat(200), fc.nat(), fc.constantFrom(0, 1, 2, 50, 400));
  return fc.tuple(questions, fc.array(edit, { minLength: 1, maxLength: 5 })).map(([question, edits]) =>
    edits.reduce((text, [from, length, to, times]) => {
      const start = from % (text.length + 1);
      const piece = text.slice(start, start + length);
      const rest = text.slice(0, start) + text.slice(start + length);
      const at = to % (rest.length + 1);
      return (rest.slice(0, at) + piece.repeat(times) + rest.slice(at)).slice(0, 49_000);
    }, question),
  );
}
