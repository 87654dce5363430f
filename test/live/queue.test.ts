// A subscriber's queue: ordered, bounded, and with the reason at its end.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type EndOfQueue, openQueue, type QueueOptions, type Resumable } from "../../queries/live/queue.ts";

type Message = Resumable & { readonly n: number };
const message = (n: number): Message => ({ kind: "update", resume: `after ${n}`, n });
const open = (options: Partial<QueueOptions<Message>> = {}) => openQueue<Message>({ capacity: 3, resume: "start", ...options });
const handed = (value: Message | EndOfQueue) => (value.kind === "ended" ? `${value.reason}, ${value.resume}` : value.n);

async function drained(queue: ReturnType<typeof open>): Promise<readonly (string | number)[]> {
  const all: (string | number)[] = [];
  for await (const value of queue) all.push(handed(value));
  return all;
}

describe("A queue", () => {
  it("delivers queued messages in order, and waits if there are none", async () => {
    const queue = open();
    queue.offer(message(1));
    queue.offer(message(2));
    expect((await queue.next()).value).toEqual(message(1));
    expect((await queue.next()).value).toEqual(message(2));
    const coming = queue.next();
    queue.offer(message(3));
    expect((await coming).value).toEqual(message(3));
  });

  it("drops a slow reader: queued messages are discarded, and the last one has the resume token", async () => {
    const queue = open();
    for (const n of [1, 2, 3]) queue.offer(message(n));
    await queue.next();
    queue.offer(message(4));
    queue.offer(message(5));
    queue.offer(message(6));
    expect(await drained(queue)).toEqual(["too-slow, after 1"]);
  });

  it("from which nothing was read is resumed from its start", async () => {
    const queue = open();
    for (const n of [1, 2, 3, 4]) queue.offer(message(n));
    expect(await drained(queue)).toEqual(["too-slow, start"]);
  });

  it("delivers missed messages before new ones, and does not count them", async () => {
    const queue = open();
    queue.offer(message(9));
    queue.prepend([1, 2, 3, 4, 5].map(message));
    queue.offer(message(10));
    queue.end("hub-stopping");
    expect(await drained(queue)).toEqual(["hub-stopping, start"]);
    const other = open();
    other.offer(message(9));
    other.prepend([1, 2, 3, 4, 5].map(message));
    const read = [];
    for (let n = 0; n < 6; n += 1) read.push(handed((await other.next()).value));
    expect(read).toEqual([1, 2, 3, 4, 5, 9]);
  });

  it("with merging contains one message for any number of appended ones", async () => {
    const queue = open({ merge: (waiting, next) => ({ ...next, n: waiting.n + next.n }) });
    for (let n = 1; n <= 100; n += 1) queue.offer(message(n));
    expect((await queue.next()).value).toEqual({ kind: "update", resume: "after 100", n: 5050 });
  });

  it("ends once for a reader that waits already, and sends nothing afterwards", async () => {
    let closed = 0;
    const queue = open({ closed: () => (closed += 1) });
    const coming = queue.next();
    queue.end("access-ended");
    queue.end("too-slow");
    queue.offer(message(1));
    queue.prepend([message(2)]);
    expect(handed((await coming).value)).toBe("access-ended, start");
    expect(await queue.next()).toEqual({ done: true, value: undefined });
    expect(closed).toBe(1);
  });

  it("delivers nothing more after its reader has disconnected, not even an end", async () => {
    let closed = 0;
    const queue = open({ closed: () => (closed += 1) });
    const coming = queue.next();
    await queue.return?.();
    await queue.return?.();
    queue.end("too-slow");
    expect(await coming).toEqual({ done: true, value: undefined });
    expect(await queue.next()).toEqual({ done: true, value: undefined });
    expect(closed).toBe(1);
  });

  it("never exceeds its limit, loses nothing while it is open, and ends with the position of the last message read", async () => {
    const step = fc.constantFrom("offer" as const, "offer" as const, "read" as const);
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), fc.integer({ min: 1, max: 5 }), async (steps, capacity) => {
        const queue = openQueue<Message>({ capacity, resume: "start" });
        let [offered, read, waiting] = [0, 0, 0];
        for (const what of steps) {
          if (what === "offer") {
            queue.offer(message(++offered));
            waiting += 1;
            if (waiting <= capacity) continue;
            expect(await drained(queue)).toEqual([`too-slow, ${read === 0 ? "start" : `after ${read}`}`]);
            return;
          }
          if (waiting === 0) continue;
          expect(handed((await queue.next()).value)).toBe(++read);
          waiting -= 1;
        }
        expect(waiting).toBe(offered - read);
      }),
    );
  });
});
