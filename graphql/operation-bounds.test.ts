import { parse } from "graphql";
import { expect, it } from "vitest";
import { workOf } from "./limits.ts";
import { operationBounds } from "./operation-bounds.ts";
import { buildSchema } from "./schema.ts";

const schema = buildSchema();
const document = parse(`
  query List($first: Int = 7, $after: String, $other: Int) {
    concerns(first: $first, after: $after) { nodes { id } }
    ...more
  }
  query One { viewer { person } }
  mutation Log { logConcern(input: {}) { __typename } logAgain: logConcern(input: {}) { __typename } }
  fragment more on Query { people(first: $other) { nodes { id } } }
`);

it("keeps the cost of an operation for the page sizes that it was asked with", () => {
  const { work } = operationBounds(schema, document)("List");
  const given = [
    { first: 1 },
    {},
    { first: null },
    { first: 50 },
    { first: 50, after: "x" },
    { first: "50" },
    { first: 1_000 },
    { first: 1, other: 90 },
  ];
  for (let round = 0; round < 2; round += 1)
    for (const variableValues of [...given, ...Array.from({ length: 20 }, (_, n) => ({ first: n, other: n }))])
      expect(work(variableValues), JSON.stringify(variableValues)).toBe(
        workOf({ schema, document, operationName: "List", variableValues }),
      );
  expect(work({ first: 50 })).toBeGreaterThan(work({ first: 1 }));
});

it("says of each operation of a document which fields and how many commands it has", () => {
  const boundsOf = operationBounds(schema, document);
  expect([boundsOf("List").fields, boundsOf("List").commands]).toEqual([["concerns", "people"], 0]);
  expect([boundsOf("One").fields, boundsOf("One").commands]).toEqual([["viewer"], 0]);
  expect([boundsOf("Log").fields, boundsOf("Log").commands]).toEqual([["logConcern", "logConcern"], 2]);
  expect([boundsOf("None").fields, boundsOf("None").commands, boundsOf("None").work({})]).toEqual([[], 0, 0]);
});
