// Generated documents over a small schema, whose resolvers give, promise, throw or reject, as their place decides: the text is that of graphql-js, and
// where it finds an error, there is none.
import { setImmediate } from "node:timers/promises";
import fc from "fast-check";
import {
  buildASTSchema,
  execute,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  isEnumType,
  isListType,
  isNonNullType,
  isObjectType,
  isScalarType,
  parse,
  validate,
} from "graphql";
import { describe, expect, it } from "vitest";
import { cases } from "../test/helpers/soak.ts";
import { openHeadlineCache } from "./headline-texts.ts";
import { buildSchema } from "./schema.ts";
import { textExecution } from "./text-execution.ts";

const SDL = `
  enum Colour { RED GREEN }
  input Shade { colour: Colour = GREEN, depth: Int! }
  interface Named { name: String!, count: Int }
  union Thing = Tree | House
  type Tree implements Named { name: String!, count: Int, houses: [House!]!, colour: Colour, odd: Float }
  type House implements Named { name: String!, count: Int, tree: Tree!, rooms: [[Int!]], thing: Thing }
  type Query {
    name: String!
    count(of: Int = 3, shades: [Shade!], text: String): Int
    tree: Tree, mustTree: Tree!, house: House
    trees: [Tree], mustTrees: [Tree!]!, things: [Thing!], named: Named, everyNamed: [Named]
    again: Query, mustAgain: Query!
  }
  type Mutation { name: String!, count(of: Int = 3, shades: [Shade!], text: String): Int, tree: Tree, mustTree: Tree!, trees: [Tree] }
`;

type Source = { readonly id: string; readonly __typename?: string };
/** Calls of resolvers and of `isTypeOf`, by where. */
type Calls = { readonly seed: number; readonly calls: string[] };

/** A number from 0 to 1 that depends on the seed and the place only. */
function chanceAt(seed: number, id: string): number {
  let hash = seed | 0;
  for (const letter of id) hash = Math.imul(hash ^ letter.charCodeAt(0), 0x9e3779b1) ^ (hash >>> 15);
  hash = Math.imul(hash ^ (hash >>> 13), 0x85ebca6b);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}

/** Neither execution waits for a promise in a list that it never goes through. */
function handled(promise: Promise<unknown>): Promise<unknown> {
  promise.catch(() => {});
  return promise;
}

function valueAt(schema: GraphQLSchema, type: GraphQLOutputType, seed: number, id: string): unknown {
  const chance = (what: string) => chanceAt(seed, `${id} ${what}`);
  const how = chance("how");
  if (how < 0.02) throw new Error(`thrown at ${id}`);
  if (how < 0.04) return new Error(`returned at ${id}`);
  if (how < 0.06) return handled(Promise.reject(new Error(`rejected at ${id}`)));
  if (how < 0.1) return null;
  if (how < 0.2) return handled(Promise.resolve().then(() => valueAt(schema, type, seed, `${id} later`)));
  const plain = isNonNullType(type) ? type.ofType : type;
  if (isListType(plain)) {
    if (how < 0.22) return "no list";
    const items = Array.from({ length: Math.floor(chance("length") * 4) }, (_, n) => () => {
      try {
        return valueAt(schema, plain.ofType, seed, `${id}.${n}`);
      } catch (error) {
        return error;
      }
    });
    return how < 0.5 ? new Set(items.map((item) => item())) : items.map((item) => item());
  }
  if (isScalarType(plain)) {
    if (how < 0.24) return { not: "a value" };
    if (plain.name === "String") return ["", "plain", 'quoted " \\ \u2028 \ud800 \n', "é—😀"][Math.floor(chance("text") * 4)];
    return plain.name === "Int" ? Math.floor(chance("number") * 100) : chance("number") / 3;
  }
  if (isEnumType(plain)) return how < 0.24 ? "BLUE" : how < 0.6 ? "RED" : "GREEN";
  if (isObjectType(plain)) return { id };
  const [first, second] = schema.getPossibleTypes(plain);
  return { id, __typename: (chance("type") < 0.5 ? first : second)?.name };
}

function smallSchema(): GraphQLSchema {
  const schema = buildASTSchema(parse(SDL));
  const resolve = (source: Source | undefined, args: unknown, { seed, calls }: Calls, info: GraphQLResolveInfo) => {
    const id = `${source?.id ?? ""}/${info.fieldNodes[0]?.alias?.value}${JSON.stringify(args)}`;
    calls.push(id);
    return valueAt(schema, info.returnType, seed, id);
  };
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith("__")) continue;
    for (const field of Object.values(type.getFields())) field.resolve = resolve;
    if (type.name === "Tree")
      type.isTypeOf = ({ id }: Source, { seed, calls }: Calls) => {
        calls.push(`type ${id}`);
        return chanceAt(seed, `type ${id}`) > 0.05;
      };
  }
  return schema;
}
const schema = smallSchema();

const CONDITIONS = [
  "",
  "",
  "",
  " @include(if: $yes)",
  " @skip(if: $no)",
  " @skip(if: $given)",
  " @include(if: true) @skip(if: $given)",
];
const ARGUMENTS = [
  "",
  "(of: 5)",
  "(of: $number, text: $text)",
  "(shades: [{ depth: 1 }, { colour: RED, depth: $number }])",
  "(text: null)",
];
const conditions = fc.constantFrom(...CONDITIONS);

/** A selection of a type, as text; fields of one name in the response have the same arguments. */
function selectionOf(typeName: string, depth: number): fc.Arbitrary<string> {
  const type = schema.getType(typeName);
  const members = type && "getFields" in type ? Object.values(type.getFields()) : [];
  const fields = members.flatMap((field) => {
    const named = String(field.type).replace(/[[\]!]/g, "");
    const isComposite = !["String", "Int", "Float", "Colour"].includes(named);
    if (isComposite && depth === 0) return [];
    const below = isComposite ? selectionOf(named, depth - 1).map((inner) => ` { ${inner} }`) : fc.constant("");
    const given =
      field.name === "count" && typeName !== "Tree" && typeName !== "House" && typeName !== "Named" ? ARGUMENTS : [""];
    return given.map((args, n) =>
      fc
        .tuple(below, conditions)
        .map(([inner, condition]) => `${field.name}${n || ""}: ${field.name}${args}${condition}${inner}`),
    );
  });
  const inFragments = ["Tree", "House", "Named", "Thing"].includes(typeName) && depth > 0 ? ["Tree", "House", "Named"] : [];
  const fragments = inFragments.map((name) =>
    fc.tuple(selectionOf(name, depth - 1), conditions).map(([inner, condition]) => `... on ${name}${condition} { ${inner} }`),
  );
  const spreads = ["Tree", "House", "Named", "Thing"].includes(typeName)
    ? [conditions.map((condition) => `...named${condition}`)]
    : [];
  return fc
    .array(fc.oneof(fc.constantFrom("__typename", "type: __typename"), ...fields, ...fragments, ...spreads), {
      minLength: 1,
      maxLength: 5,
    })
    .map((selections) => selections.join(" "));
}

const VARIABLES = "($yes: Boolean = true, $no: Boolean!, $given: Boolean! = false, $number: Int! = 7, $text: String)";
/** Spread in selections; validation refuses none of them where it is not. */
const FRAGMENT = `fragment named on Named { name @skip(if: $no) type: __typename ...more
  ... on Tree { houses: houses { count: count @include(if: $yes) thing: thing { ... on Tree { colour: colour } } } } }
  fragment more on House { tree: tree { ... on Named { name: name count: count } } rooms: rooms }`;
const documents = fc
  .tuple(fc.constantFrom("query", "query", "mutation"), selectionOf("Query", 3), selectionOf("Mutation", 3))
  .map(([kind, query, mutation]) => `${kind} ${VARIABLES} { ${kind === "query" ? query : mutation} } ${FRAGMENT}`);
const variables = fc.record(
  {
    yes: fc.option(fc.boolean()),
    no: fc.boolean(),
    given: fc.option(fc.boolean()),
    number: fc.nat(9),
    text: fc.option(fc.string()),
  },
  { requiredKeys: ["no"] },
);

describe("Execution to text", () => {
  it("gives the text of graphql-js, calls the same resolvers in the same order, and gives up each query in which graphql-js finds an error", async () => {
    const met = { data: 0, nulled: 0, errors: 0, refused: 0 };
    await fc.assert(
      fc.asyncProperty(documents, fc.array(variables, { minLength: 1, maxLength: 3 }), fc.nat(), async (query, given, seed) => {
        const document = parse(query);
        const faults = validate(schema, document).filter(({ message }) => !message.includes("never used"));
        fc.pre(faults.length === 0);
        // Some are compiled anew for each execution.
        const executeAsText = textExecution(document, seed % 2 === 0 ? Number.POSITIVE_INFINITY : 3, openHeadlineCache());
        // Several times, because what was compiled for one execution is used in the next.
        for (const variableValues of given) {
          const [ours, theirs]: [Calls, Calls] = [
            { seed, calls: [] },
            { seed, calls: [] },
          ];
          const wanted = await execute({ schema, document, variableValues, contextValue: theirs, hideSuggestions: true });
          const found = await executeAsText({ schema, document, variableValues, contextValue: ours, hideSuggestions: true });
          const isGivenUp = wanted.errors !== undefined || query.startsWith("mutation");
          expect(found).toBe(isGivenUp ? undefined : JSON.stringify(wanted.data));
          if (found !== undefined) expect(ours.calls).toEqual(theirs.calls);
          if (query.startsWith("mutation")) expect(ours.calls).toEqual([]);
          if (wanted.data === undefined) met.refused += 1;
          else if (wanted.data === null) met.nulled += 1;
          else if (wanted.errors) met.errors += 1;
          else met.data += 1;
        }
      }),
      { numRuns: cases(1_500, 30_000) },
    );
    for (const [what, times] of Object.entries(met)) expect(times, what).toBeGreaterThan(10);
  });

  it("leaves no rejection unhandled when it gives a query up", async () => {
    const unhandled: unknown[] = [];
    const note = (reason: unknown) => unhandled.push(reason);
    process.on("unhandledRejection", note);
    const document = parse("{ mustTrees { name } again { mustTree { name } mustAgain { name } } }");
    const given = {
      schema: buildASTSchema(parse(SDL)),
      rootValue: {
        mustTrees: () => [Promise.reject(new Error("first")), new Error("second"), Promise.reject(new Error("third"))],
        again: {
          mustTree: () => Promise.reject(new Error("fourth")),
          mustAgain: () => {
            throw new Error("fifth");
          },
        },
      },
    };
    const text = await textExecution(document, 100, openHeadlineCache())({ ...given, document });
    await setImmediate();
    process.off("unhandledRejection", note);
    expect([text, unhandled]).toEqual([undefined, []]);
  });

  it("knows every directive that a query of the hub may have", () => {
    const inQueries = buildSchema()
      .getDirectives()
      .filter(({ locations }) =>
        locations.some((where) => /^(QUERY|FIELD|FRAGMENT_|INLINE_)/.test(where) && where !== "FIELD_DEFINITION"),
      );
    expect(inQueries.map(({ name }) => name).sort()).toEqual(["include", "skip"]);
  });
});
