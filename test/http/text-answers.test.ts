// Every query of the pages and of the operations, as several people on a hub that has something of everything: executed to text and by graphql-js.
import { randomUUID } from "node:crypto";
import { globSync } from "node:fs";
import { getOperationAST, Kind, type VariableDefinitionNode } from "graphql";
import pino from "pino";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { contextOf } from "../../graphql/context.ts";
import { openPipeline, type Pipeline } from "../../graphql/pipeline.ts";
import { buildSchema } from "../../graphql/schema.ts";
import { type DocumentFile, FRAGMENTS_FILE, readDocument } from "../../web/documents.ts";
import { OPERATIONS } from "../examples/operations.ts";
import { type ComparedExecutions, compareExecutions, expectSame } from "../helpers/compare-executions.ts";
import { startFullHub } from "../helpers/full-hub.ts";

const PEOPLE = ["adviser", "chief-executive", "cib-lead", "department", "governance-officer"];

let { hub, held } = {} as Awaited<ReturnType<typeof startFullHub>>;
beforeAll(async () => {
  ({ hub, held } = await startFullHub());
});
afterAll(() => hub.close());

type Query = { readonly query: string; readonly variables: Record<string, unknown> };

/** Pages' documents and the values of their variables; a page about one thing is asked about each kind of thing. */
function ofPages(pipeline: Pipeline): readonly Query[] {
  const files = globSync("**/*.graphql", { cwd: `${import.meta.dirname}/../../web` }).filter((file) => file !== FRAGMENTS_FILE);
  return files.flatMap((file): readonly Query[] => {
    const query = readDocument(file as DocumentFile);
    const { document } = pipeline.read({ query, operationName: undefined });
    const operation = document && getOperationAST(document);
    if (operation?.operation !== "query") return [];
    const ids = query.includes("$id") ? ["concern", "support", "submission", "signal", "person"] : ["concern"];
    return ids
      .map((kind) => held[kind])
      .map((id) => ({
        query,
        variables: Object.fromEntries((operation.variableDefinitions ?? []).map((one) => valueFor(one, id))),
      }));
  });
}

const NAMED: Readonly<Record<string, unknown>> = {
  ...{ region: "E12000004", quarter: "2026-Q1", from: "2026-01-01", to: "2026-12-31", at: "2026-03-02T12:30:00.000Z", first: 20 },
  ...{ order: "CHANGED", strand: "CHILDRENS", withChoices: true, me: "adviser" },
};
function valueFor({ variable, type }: VariableDefinitionNode, id: string | undefined): [name: string, value: unknown] {
  const name = variable.name.value;
  const given = NAMED[name] ?? (name === "id" ? id : held[name]);
  return [name, given ?? (type.kind === Kind.NON_NULL_TYPE ? "nothing" : null)];
}

describe("The answer to a query", () => {
  it("has the text, errors and disclosures that graphql-js gives", async () => {
    const met = { withData: 0, withErrors: 0, noted: 0 };
    const compare = (comparison: ComparedExecutions) => {
      expectSame(comparison);
      const [data, ...errors] = comparison.answer;
      if (data?.startsWith("{")) met.withData += 1;
      if (errors.length > 0) met.withErrors += 1;
      met.noted += comparison.noted.length;
    };
    const pipeline = compareExecutions(openPipeline(buildSchema(hub.hub.policy.schema)), compare);
    const ofOperations = OPERATIONS.map(({ document, variables }) => ({ query: document, variables: { ...variables(held) } }));
    const queries = [...ofPages(pipeline), ...ofOperations.filter(({ query }) => !/^\s*(?:mutation|subscription)/.test(query))];
    expect(queries.length).toBeGreaterThan(200);
    const connection = { expires: Number.MAX_SAFE_INTEGER / 1000, closed: () => new AbortController().signal };
    for (const person of PEOPLE)
      for (const { query, variables } of queries) {
        const context = contextOf(hub.hub, person, randomUUID(), connection);
        await pipeline.carryOutAsText(pipeline.read({ query, variables, operationName: undefined }), {
          context,
          logger: pino({ level: "silent" }),
        });
      }
    expect(met.withData).toBeGreaterThan(500);
    expect(met.withErrors).toBeGreaterThan(5);
    expect(met.noted).toBeGreaterThan(500);
  });
});
