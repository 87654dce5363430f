// The memory that compiled documents keep.
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { buildASTSchema, parse } from "graphql";
import { expect, it } from "vitest";
import { openHeadlineCache } from "./headline-texts.ts";
import { textExecution } from "./text-execution.ts";

setFlagsFromString("--expose_gc");
const collectGarbage = runInNewContext("gc") as () => void;

const schema = buildASTSchema(parse("type Query { tree(of: String): Tree } type Tree { name: String }"));
const CONDITIONS = "$a: Boolean!, $b: Boolean!, $c: Boolean!";
const CONDITIONAL = "a: __typename @include(if: $a) b: __typename @include(if: $b) c: __typename @include(if: $c)";

/** Executes a document for each combination of values of its conditions. Returns the megabytes that are kept then. */
async function keptOf(query: string, maxFields: number, textOf: (run: number) => string): Promise<number> {
  const document = parse(query);
  const executeAsText = textExecution(document, maxFields, openHeadlineCache());
  const megabytes = (): number => {
    collectGarbage();
    return process.memoryUsage().heapUsed / 1e6;
  };
  const before = megabytes();
  for (let run = 0; run < 8; run += 1) {
    const variableValues = { a: run % 2 > 0, b: run % 4 > 1, c: run > 3, text: textOf(run) };
    const text = await executeAsText({ schema, document, rootValue: { tree: { name: "oak" } }, variableValues });
    expect(text).toContain('"oak"');
  }
  const kept = megabytes() - before;
  // The compiled document lives until here.
  expect(executeAsText).toBeTypeOf("function");
  return kept;
}

it("does not keep the many fields of a document whose fragment is spread many times", async () => {
  const names = Array.from({ length: 500 }, (_, index) => `n${index}: name`);
  const trees = Array.from({ length: 20 }, (_, index) => `t${index}: tree { ...Names }`);
  const query = `query (${CONDITIONS}) { ${trees.join(" ")} ${CONDITIONAL} } fragment Names on Tree { ${names.join(" ")} }`;
  expect(await keptOf(query, query.length / 4, () => "")).toBeLessThan(10);
});

it("keeps no variables of a request", async () => {
  const query = `query (${CONDITIONS}, $text: String) { tree(of: $text) { name } ${CONDITIONAL} }`;
  const megabyteOf = (run: number) => Buffer.alloc(1e6, 65 + run).toString("latin1");
  expect(await keptOf(query, query.length / 4, megabyteOf)).toBeLessThan(4);
});
