// A refusal uses less than 50 ms of processor time of the serving thread, for any input. The requests are sent from another
// thread, so that the asking is not counted; the least of several attempts counts, as others use the machine too.
import { once } from "node:events";
import { Worker } from "node:worker_threads";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildSchema } from "../../graphql/schema.ts";
import { families, type Hostile, questions } from "../examples/hostile-questions.ts";
import { boundHere } from "../helpers/machine-speed.ts";
import { withProcessorTime } from "../helpers/processor-time.ts";
import { cases, isSoak } from "../helpers/soak.ts";
import { startHub, type TestHub } from "../helpers/test-hub.ts";

const MOST_MS = 50;
const ATTEMPTS = 4;
const RANDOM = cases(120, 20_000);

const CLIENT = `
const { parentPort } = require("node:worker_threads");
parentPort.on("message", async ({ url, body, headers }) => {
  const answer = await fetch(url, { method: "POST", body, headers })
    .then(async (response) => ({ status: response.status, text: await response.text() }))
    .catch((error) => ({ status: 0, text: String(error) }));
  parentPort.postMessage({ status: answer.status, size: answer.text.length, start: answer.text.slice(0, 2000), suggests: /did you mean/i.test(answer.text) });
});`;

type Answered = { readonly status: number; readonly size: number; readonly start: string; readonly suggests: boolean };

let hub: TestHub;
let client: Worker;
let authorization: string;
beforeAll(async () => {
  hub = await startHub({ env: { CANDOUR_LOG_LEVEL: "silent" } });
  authorization = `Bearer ${await hub.token("somebody-new")}`;
  client = new Worker(CLIENT, { eval: true });
});
afterAll(async () => {
  await client.terminate();
  await hub.close();
});

async function asked({ body, headers }: Hostile): Promise<Answered & { readonly ms: number }> {
  const { result, ms } = await withProcessorTime(async () => {
    client.postMessage({
      url: `${hub.url}/graphql`,
      body,
      headers: { "content-type": "application/json", authorization, ...headers },
    });
    const [answered] = (await once(client, "message")) as [Answered];
    return answered;
  });
  return { ...result, ms };
}

/** Checks the limits of one request, and returns its cost. */
async function hold(hostile: Hostile, name = ""): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let attempt = 1; attempt <= ATTEMPTS && least >= MOST_MS; attempt += 1) {
    const { ms, ...answered } = await asked(hostile);
    least = Math.min(least, ms);
    expect(answered.suggests, `${name} ${answered.start}`).toBe(false);
    expect(answered.status, `${name} ${answered.start}`).toBeGreaterThanOrEqual(200);
    expect(answered.status, `${name} ${answered.start}`).toBeLessThan(500);
    if (answered.status !== 200 || answered.start.startsWith('{"errors"')) expect(answered.size).toBeLessThan(10_000);
  }
  expect(least, `${name} ${hostile.body.slice(0, 300)}`).toBeLessThan(boundHere(MOST_MS, least));
  return least;
}

describe("A refusal takes less than 50 ms of the serving thread", () => {
  it("for every family of queries, variables and headers that grow up to a limit", async () => {
    const costs: [number, string][] = [];
    for (const [name, hostile] of families()) costs.push([await hold(hostile, name), name]);
    if (isSoak) console.info(costs.sort(([a], [b]) => b - a).slice(0, 15));
  });

  it(
    `for random questions in the shape of the grammar, and what becomes of them by cutting and repeating`,
    async () => {
      await fc.assert(
        fc.asyncProperty(questions(buildSchema()), async (hostile) => void (await hold(hostile))),
        { numRuns: RANDOM },
      );
    },
    60_000 + RANDOM * 200,
  );
});
