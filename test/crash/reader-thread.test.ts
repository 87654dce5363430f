// A reader thread that ends, hangs or takes long while it answers, and answers that cannot be recorded.
import { setTimeout } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { LogUnavailable } from "../../event-log/port.ts";
import { contextOf } from "../../graphql/context.ts";
import { openPipeline } from "../../graphql/pipeline.ts";
import { buildSchema } from "../../graphql/schema.ts";
import type { Readers } from "../../hub/readers/readers.ts";
import { concern } from "../examples/api-inputs.ts";
import { queriesInReaders } from "../helpers/queries-in-readers.ts";
import { done } from "../helpers/send-command.ts";
import { startHub, type TestHub } from "../helpers/test-hub.ts";

const WORKER = new URL("../helpers/faulty-reader.ts", import.meta.url);
/** As in the helper. */
const LATER_MS = 2_500;
const LIST = "{ concerns(first: 10) { nodes { id summary { text } } } }";
const CONNECTION = { expires: Number.POSITIVE_INFINITY, closed: () => new AbortController().signal };

let hub: TestHub;
let readers: Readers;
const pipeline = openPipeline(buildSchema());

beforeAll(async () => {
  hub = await startHub({ inThreads: true, env: { CANDOUR_READERS: "2" } });
  readers = hub.hub.startReaders(WORKER, { always: true, silentMs: 1_000 }) ?? expect.fail("There are no reader threads.");
});
afterEach(() => void vi.restoreAllMocks());
afterAll(async () => {
  await readers.close();
  await hub.close();
});

const answered = (query: string) =>
  pipeline.carryOutAsText(pipeline.read({ query, variables: undefined, operationName: undefined }), {
    context: contextOf(hub.hub, "adviser", "request", CONNECTION),
    logger: hub.logger,
    readers,
  });
const countIn = (outcome: "answered" | "returned") => queriesInReaders(hub.hub, outcome);
const codes = () => hub.logged.map((line) => JSON.parse(line).code);

/** Resolves when a reader thread has answered again. */
async function restarted(): Promise<void> {
  const before = await countIn("answered");
  while ((await countIn("answered")) === before) {
    await answered(LIST);
    await setTimeout(20);
  }
}

describe("While a reader thread answers", () => {
  it.each(["end", "hang"])("and it %ss, the serving thread executes the query, and starts another", async (fault) => {
    await restarted();
    const expected = (await answered(LIST)).data;
    const before = codes().filter((code) => code === "READER_ENDED").length;
    const [first, second] = await Promise.all([answered(`${LIST} # ${fault}`), answered(LIST)]);
    expect([first.data, second.data]).toEqual([expected, expected]);
    await expect.poll(() => codes().filter((code) => code === "READER_ENDED").length).toBe(before + 1);
    await restarted();
    expect((await answered(LIST)).data).toBe(expected);
  });

  it("and takes long with a query, it goes on", async () => {
    await restarted();
    const before = codes().filter((code) => code === "READER_ENDED").length;
    const count = await countIn("answered");
    expect((await answered(`${LIST} # slow`)).data).toBe((await answered(LIST)).data);
    expect(await countIn("answered")).toBe(count + 2);
    expect(codes().filter((code) => code === "READER_ENDED").length).toBe(before);
  });

  it("a key is not destroyed before the thread has forgotten it", async () => {
    await restarted();
    const { keys } = hub.hub;
    const key = await keys.newKey();
    await answered(`${LIST} # slow`);
    const began = performance.now();
    await keys.destroy(key);
    expect(performance.now() - began).toBeGreaterThanOrEqual(LATER_MS - 1);
  });

  it("and what it discloses cannot be recorded, the answer is held back", async () => {
    await restarted();
    await done(hub, "adviser", "logConcern", concern);
    const returned = await countIn("returned");
    vi.spyOn(hub.hub.disclosures, "append").mockRejectedValue(new LogUnavailable("The disk is full."));
    const { data, errors } = await answered(LIST);
    expect([data, errors?.[0]?.extensions.code]).toEqual([undefined, "UNAVAILABLE"]);
    expect(await countIn("returned")).toBe(returned + 1);
    expect(codes()).toContain("ANSWER_HELD_BACK");
    vi.restoreAllMocks();
    expect((await answered(LIST)).data).toContain(concern.summary);
  });
});
