// Every query of the pages and of the operations, as several people on a hub that has something of everything: executed to text and by graphql-js.
import { randomUUID } from "node:crypto";
import pino from "pino";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { contextOf } from "../../graphql/context.ts";
import { openPipeline } from "../../graphql/pipeline.ts";
import { buildSchema } from "../../graphql/schema.ts";
import { type ComparedExecutions, compareExecutions, expectSame } from "../helpers/compare-executions.ts";
import { startFullHub } from "../helpers/full-hub.ts";
import { fullHubQueries } from "../helpers/full-hub-queries.ts";

const PEOPLE = ["adviser", "chief-executive", "cib-lead", "department", "governance-officer"];

let { hub, held } = {} as Awaited<ReturnType<typeof startFullHub>>;
beforeAll(async () => {
  ({ hub, held } = await startFullHub());
});
afterAll(() => hub.close());

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
    const queries = fullHubQueries(pipeline, held);
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
