// The cost of an operation follows from the costs of its fields in the schema; a schema with a list without a length does not build.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { makeExecutableSchema } from "@graphql-tools/schema";
import { getNullableType, isInterfaceType, isListType, isObjectType, parse } from "graphql";
import { describe, expect, it } from "vitest";
import { costOf, SchemaUnsized, withCosts } from "./field-costs.ts";
import { workOf } from "./limits.ts";
import { buildSchema } from "./schema.ts";

const base = readFileSync(join(import.meta.dirname, "schema/base.graphql"), "utf8");
const DIRECTIVES = [...base.matchAll(/^directive @(?:cost|listSize)\([\s\S]*?^\) on .*$/gm)].map(([text]) => text).join("\n");
const costed = (sdl: string) => withCosts(makeExecutableSchema({ typeDefs: [DIRECTIVES, sdl] }));
const PAGE = '@listSize(assumedSize: 20, slicingArguments: ["first"], sizedFields: ["nodes"])';
const THING = "type Thing { id: ID } type Things { nodes: [Thing] @cost(perEntry: 3) end: ID }";

describe("A schema does not build", () => {
  it.each([
    ["with a list that does not say how long it is", "type Query { things: [Int!]! }", "The list Query.things"],
    ["with one of a list's kind in an interface", "interface Some { ids: [ID] } type Query { a: Int }", "The list Some.ids"],
    ["with a page whose entries nobody sizes", `type Query { all(after: ID): Things } ${THING}`, "The list Things.nodes"],
    [
      "with a page that one of two fields sizes",
      `type Query { all(first: Int): Things ${PAGE} others: Things } ${THING}`,
      "The list Things.nodes",
    ],
    [
      "with a page in a union that nothing sizes",
      `type Query { all(first: Int): Things ${PAGE} either: Either } union Either = Things | Thing ${THING}`,
      "The list Things.nodes",
    ],
    [
      "with the size of a list that is not there",
      `type Query { all(first: Int): Thing ${PAGE} } ${THING}`,
      'Query.all sizes "nodes", which is no list of it',
    ],
    ["with a size by an argument that is not there", `type Query { all: Things ${PAGE} } ${THING}`, 'no argument "first"'],
    [
      "with a page size that does not count",
      "type Query { all(first: Int): [Int] @listSize(assumedSize: 20) }",
      'is as long as its argument "first" says',
    ],
    ["with an empty list for a usual one", "type Query { all: [Int] @listSize(assumedSize: 0) }", "less than 1"],
    ["with a field that costs nothing", "type Query { all: Int @cost(weight: -100) }", "Query.all costs or holds less than 1"],
    ["with entries of what is no list", "type Query { all: Int @cost(perEntry: 5) }", "Query.all is no list"],
    ["with a length of what is no list", "type Query { all: Int @listSize(assumedSize: 5) }", "Query.all is no list"],
    [
      "with the cost of a type",
      "type Query { a: Thing } type Thing @cost(weight: 5) { id: ID }",
      "Thing is not the type of commands",
    ],
  ])("%s", (_, sdl, said) => {
    expect(() => costed(sdl)).toThrow(SchemaUnsized);
    expect(() => costed(sdl)).toThrow(said);
  });
});

describe("An operation's cost", () => {
  const schema = costed(`
    type Query {
      plain: Int
      dear: Int @cost(weight: 100)
      few: [Thing] @listSize(assumedSize: 4) @cost(perEntry: 5)
      some(first: Int): [Thing] @listSize(assumedSize: 7, slicingArguments: ["first"])
      page(first: Int): Things ${PAGE}
      ids: [ID] @listSize(assumedSize: 50)
    }
    type Mutation @cost(weight: 50) { change: Thing }
    ${THING}`);
  const work = (query: string, variableValues: Record<string, unknown> = {}) =>
    workOf({ schema, document: parse(query), variableValues });

  it.each([
    ["{ plain dear }", 101],
    ["{ ids }", 1],
    ["{ few { id } }", 1 + 4 * (1 + 5)],
    ["{ some { id } }", 1 + 7 * 2],
    ["{ some(first: 3) { id } }", 1 + 3 * 2],
    ["{ page { nodes { id } } }", 1 + 1 + 20 * (1 + 3)],
    ["{ page(first: 2) { ...F } } fragment F on Things { nodes { id } }", 1 + 1 + 2 * (1 + 3)],
    ["{ page { end } }", 1 + 20 * 3],
    ["mutation { a: change { id } b: change { id } }", 2 * (50 + 2)],
    ["{ __schema { types { name } } }", 1 + 1 + 200 * 2],
  ])("of %s is %d", (query, expected) => expect(work(query)).toBe(expected));

  it("depends on a variable for the page size, and its default", () => {
    const query = "query($n: Int = 5) { page(first: $n) { nodes { id } } }";
    expect(work(query)).toBe(2 + 5 * 4);
    expect(work(query, { n: 30 })).toBe(2 + 30 * 4);
    expect(work(query, { n: 1_000 })).toBe(2 + 100 * 4);
    expect(work(query, { n: null })).toBe(2 + 20 * 4);
  });
});

it("Every list of the hub's schema has a length, at its field or at the field that returns its type", () => {
  const types = Object.values(buildSchema().getTypeMap()).filter((type) => !type.name.startsWith("__"));
  const fields = types.flatMap((type) => (isObjectType(type) || isInterfaceType(type) ? Object.values(type.getFields()) : []));
  const lists = fields.filter(({ type }) => isListType(getNullableType(type)));
  expect(lists.length).toBeGreaterThan(100);
  const sized = new Set(fields.flatMap((field) => costOf(field, field.name).size?.sizedFields ?? []));
  expect(lists.filter((field) => !costOf(field, field.name).size && !sized.has(field.name)).map(({ name }) => name)).toEqual([]);
});

it("The query in docs/limits.md has the cost given there", () => {
  const [, query = "", said] =
    /`(\{.*\})` comes to (\d+):/.exec(readFileSync(join(import.meta.dirname, "../docs/limits.md"), "utf8")) ?? [];
  expect(workOf({ schema: buildSchema(), document: parse(query), variableValues: {} })).toBe(Number(said));
});
