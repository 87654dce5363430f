// Every query of the pages and of the operations, as several people, on two hubs with the same data: one with reader threads, and one without. Answers, and what is on record of
// them, are the same.
import { afterAll, beforeAll, expect, it } from "vitest";
import { openPipeline } from "../../graphql/pipeline.ts";
import { buildSchema } from "../../graphql/schema.ts";
import { disclosuresIn } from "../helpers/disclosure/recorded-disclosures.ts";
import { startFullHub } from "../helpers/full-hub.ts";
import { fullHubQueries } from "../helpers/full-hub-queries.ts";
import { queriesInReaders } from "../helpers/queries-in-readers.ts";
import type { Answer, TestHub } from "../helpers/test-hub.ts";

const PEOPLE = ["adviser", "chief-executive", "cib-lead", "department", "governance-officer"];

type FullHub = Awaited<ReturnType<typeof startFullHub>>;
let withReaders: FullHub;
let without: FullHub;
beforeAll(async () => {
  withReaders = await startFullHub(undefined, { inThreads: true, env: { CANDOUR_READERS: "3" } });
  without = await startFullHub(undefined, { inThreads: false, env: { CANDOUR_READERS: "1" } });
});
afterAll(async () => {
  await withReaders?.hub.close();
  await without?.hub.close();
});

/** Without what no two answers have in common: encrypted cursors and positions, and request ids. */
const comparable = ({ status, body }: Answer<unknown>): string =>
  JSON.stringify([status, body])
    .replace(/"[\w-]{40,}"/g, (token) => `"a token of ${token.length}"`)
    .replace(/"requestId":"[^"]*"/g, "");

const recorded = async ({ hub }: TestHub): Promise<readonly string[]> =>
  (await hub.disclosures.readAll("", 1_000_000)).flatMap(disclosuresIn).map(({ request: _, ...one }) => JSON.stringify(one));

it("records and answers the same with reader threads as without", async () => {
  const queries = fullHubQueries(openPipeline(buildSchema()), withReaders.held);
  expect(queries.length).toBeGreaterThan(200);
  for (const person of PEOPLE)
    for (const { query, variables } of queries) {
      const [one, other] = [await withReaders.hub.ask(person, query, variables), await without.hub.ask(person, query, variables)];
      expect(comparable(one), query).toBe(comparable(other));
    }
  expect(await recorded(withReaders.hub)).toEqual(await recorded(without.hub));
  expect((await recorded(without.hub)).length).toBeGreaterThan(100);
  expect(await queriesInReaders(withReaders.hub.hub, "answered")).toBeGreaterThan(queries.length);
});
