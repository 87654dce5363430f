// Within a request a record is read once, for any number of aliases; records that the request has changed are read again; and others
// have their turn while a long one is answered.
import v8 from "node:v8";
import vm from "node:vm";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { Hub } from "../../hub/hub.ts";
import { awareness, concern } from "../examples/api-inputs.ts";
import { askInProcess, followInProcess } from "../helpers/ask-in-process.ts";
import { done } from "../helpers/send-command.ts";
import { startHub, type TestHub } from "../helpers/test-hub.ts";

let hub: TestHub;
let id: string;
beforeAll(async () => {
  hub = await startHub();
  id = await done(hub, "adviser", "logConcern", concern);
  await done(hub, "adviser", "recordAwareness", { concern: id, ...awareness });
  hub.clock.set("2026-03-02T13:00:00.000Z");
});
afterAll(() => hub.close());

const many = (names: number, field: (n: number) => string): string =>
  Array.from({ length: names }, (_, n) => `a${n}: ${field(n)}`).join(" ");

/** The hub, and how often its log was read, a sealed text opened and a concern found. */
function counting(real: Hub) {
  const counted = { streams: 0, opened: 0, found: 0 };
  const queries = () => {
    const register = real.register.queries();
    const one: typeof register.one = (...asked) => {
      counted.found += 1;
      return register.one(...asked);
    };
    return { ...register, one };
  };
  const readStream: Hub["log"]["readStream"] = (stream) => {
    counted.streams += 1;
    return real.log.readStream(stream);
  };
  const unseal: Hub["keys"]["unseal"] = (sealed) => {
    counted.opened += 1;
    return real.keys.unseal(sealed);
  };
  const register = { ...real.register, queries };
  return { counted, hub: { ...real, register, log: { ...real.log, readStream }, keys: { ...real.keys, unseal } } };
}

async function asked(person: string, query: string) {
  const { counted, hub: counting_ } = counting(hub.hub);
  const { data, errors } = await askInProcess(counting_)(person, query);
  expect(errors).toBeUndefined();
  return { counted, data };
}

describe("A query with many aliases for one concern", () => {
  it.each([
    ["to read it", () => `concern(id: "${id}") { stage summary { text observed } evidence { account } }`],
    ["how it was decided on", (n: number) => `explain(concern: "${id}", part: SUMMARY, person: "somebody-${n}") { sentence }`],
    [
      "as it was",
      () =>
        `pastConcern(concern: "${id}", at: "2026-03-02T12:30:00.000Z") { ... on PastConcern { concern { summary { text } } } }`,
    ],
    ["what happened to it", () => `concern(id: "${id}") { history { what said } }`],
    ["who can see it", () => `concern(id: "${id}") { audience { label people { id } } }`],
  ])("reads it once: %s", async (_, field) => {
    const [once, often] = [await asked("adviser", `{ ${many(1, field)} }`), await asked("adviser", `{ ${many(40, field)} }`)];
    expect(often.counted).toEqual(once.counted);
    expect(Object.values(often.data ?? {})).toHaveLength(40);
  });
});

describe("A request that changes something", () => {
  it("shows it in the same answer, every time", async () => {
    const reply = (n: number) => `reply(input: { idempotencyKey: "reply ${n}", concern: "${id}", reply: "Reply ${n}." }) {
      ... on ConcernChanged { concern { summary { replies { text } } } } }`;
    const { data } = await asked("chief-executive", `mutation { ${many(3, reply)} }`);
    type Changed = { concern: { summary: { replies: { text: string }[] } } };
    const replies = Object.values(data as Record<string, Changed>).map((changed) => changed.concern.summary.replies.length);
    expect(replies).toEqual([1, 2, 3]);
  });
});

describe("A live stream", () => {
  it("keeps no record in memory that its last message read", async () => {
    v8.setFlagsFromString("--expose-gc");
    const collect: () => void = vm.runInNewContext("gc");
    const read: WeakRef<object>[] = [];
    const real = hub.hub.register.queries();
    const findUnchecked: typeof real.findUnchecked = (...args) => {
      const found = real.findUnchecked(...args);
      if (found) read.push(new WeakRef(found));
      return found;
    };
    const register = { ...hub.hub.register, queries: () => ({ ...real, findUnchecked }) };
    const { messages, disconnect } = await followInProcess(
      { ...hub.hub, register },
      "chief-executive",
      "subscription { inboxChanged { ... on InboxUpdate { inbox(first: 20) { nodes { kind council { code } } } } } }",
    );
    await messages.next();
    // Without those of a further message, which the changes of the tests before can cause at any moment.
    const readByFirst = [...read];
    expect(readByFirst.length).toBeGreaterThan(0);
    const next = messages.next();
    await new Promise(setImmediate);
    collect();
    expect(readByFirst.filter((one) => one.deref() !== undefined)).toHaveLength(0);
    disconnect();
    await next;
  });
});

describe("Other requests", () => {
  /** How often other work of the event loop runs while `work` is done. */
  async function turnsDuring(work: () => Promise<unknown>): Promise<number> {
    let turns = 0;
    let isOver = false;
    const other = () => {
      turns += 1;
      if (!isOver) setImmediate(other);
    };
    // Each look at the clock is five milliseconds after the one before: turns end by work, however fast the machine is.
    let now = performance.now();
    const clock = vi.spyOn(performance, "now").mockImplementation(() => {
      now += 5;
      return now;
    });
    const working = work();
    setImmediate(other);
    await working;
    isOver = true;
    clock.mockRestore();
    return turns;
  }

  it("run while one long query is answered", async () => {
    const explained = (n: number) =>
      `explain(concern: "${id}", part: EVIDENCE, person: "somebody-${n}") { sentence facts { value } }`;
    expect(await turnsDuring(() => asked("adviser", `{ ${many(75, explained)} }`))).toBeGreaterThan(25);
  });

  it("run while many short queries that arrived together are answered", async () => {
    const together = () => Promise.all(Array.from({ length: 60 }, () => asked("adviser", "{ viewer { person } }")));
    expect(await turnsDuring(together)).toBeGreaterThan(25);
  });
});
