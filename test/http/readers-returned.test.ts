// Queries that a reader thread returns, because they need what only the thread that serves has.
import { afterAll, beforeAll, expect, it } from "vitest";
import { concern } from "../examples/api-inputs.ts";
import { queriesInReaders } from "../helpers/queries-in-readers.ts";
import { command } from "../helpers/send-command.ts";
import { startHub, type TestHub } from "../helpers/test-hub.ts";

const LIST = `query List($filter: ConcernFilter, $after: String) { concerns(filter: $filter, afterPosition: $after) { totalCount } }
  query Count { concerns { totalCount } }`;

let hub: TestHub;
beforeAll(async () => {
  hub = await startHub({ inThreads: true, env: { CANDOUR_READERS: "2" } });
});
afterAll(() => hub?.close());

/** How often it was answered and returned by the reader thread. */
async function sent(variables: object | undefined): Promise<readonly [answered: number, returned: number]> {
  const counts = () => Promise.all([queriesInReaders(hub.hub, "answered"), queriesInReaders(hub.hub, "returned")]);
  const [answered, returned] = await counts();
  const headers = { "content-type": "application/json", authorization: `Bearer ${await hub.token("adviser")}` };
  const operationName = variables ? "List" : "Count";
  const { body } = await hub.send(JSON.stringify({ query: LIST, operationName, variables }), headers);
  expect(body.errors).toBeUndefined();
  const [answeredNow, returnedNow] = await counts();
  return [answeredNow - answered, returnedNow - returned];
}

it("are not handed over again with the same variables, and with others they are", async () => {
  expect(await sent({ filter: { text: "care" } })).toEqual([0, 1]);
  expect(await sent({ filter: { text: "schools" } })).toEqual([0, 0]);
  expect(await sent({ filter: { text: " " } })).toEqual([1, 0]);
  expect(await sent({ filter: { region: "east" } })).toEqual([1, 0]);
  const { position: after } = await command(hub, "adviser", "logConcern", concern);
  expect(await sent({ after })).toEqual([0, 1]);
  expect(await sent({ after })).toEqual([0, 0]);
  expect(await sent({ after: null })).toEqual([1, 0]);
  expect(await sent(undefined)).toEqual([1, 0]);
});
