// Moving a log between stores in memory: after any interruption the copy equals the source in the end, and a target that is not a copy is refused.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hashOf } from "./hash-chain.ts";
import { MoveRefused, moveLog } from "./move-log.ts";
import type { RawEvent, RawLog } from "./raw-event.ts";

type Stored = readonly RawEvent[];

/** A log of some streams with linked hashes; positions belong to the store. */
function logOf(streams: readonly string[], width = 4): Stored {
  const lasts = new Map<string, { version: number; hash: string }>();
  return streams.map((stream, index) => {
    const last = lasts.get(stream) ?? { version: 0, hash: "" };
    const event = {
      ...{ stream, version: last.version + 1, id: `id-${index}`, type: "T.v1", at: "2026-03-02T12:00:00.000Z" },
      ...{ metadata: `{"commandId":"c${index}"}`, data: `{"number":${index}}`, previousHash: last.hash },
    };
    const hash = hashOf(event);
    lasts.set(stream, { version: event.version, hash });
    return { ...event, hash, bodyDigest: `d${index}`, position: String(index + 1).padStart(width, "0") };
  });
}

/** Fails before it writes page number `fails`. Has its own positions. */
function store(held: Stored, fails = Number.POSITIVE_INFINITY) {
  let events = held;
  let writes = 0;
  const log: RawLog = {
    read: async (after, limit) => events.filter(({ position }) => position > after).slice(0, limit),
    async write(page) {
      writes += 1;
      if (writes === fails) throw new Error("cut");
      events = [
        ...events,
        ...page.map((event, index) => ({ ...event, position: String(events.length + index + 1).padStart(9, "0") })),
      ];
    },
    close: async () => {},
  };
  return { log, events: () => events };
}

const IDENTITY = "identity";
const isLeftOut = (stream: string) => stream === IDENTITY;
const plain = (events: Stored) => events.filter(({ stream }) => !isLeftOut(stream)).map(({ position: _, ...event }) => event);
const streams = fc.array(fc.constantFrom("a", "b", "c"), { maxLength: 1_700 });

describe("A log that is moved", () => {
  it("equals its source in the end, wherever and however often the move was interrupted", async () => {
    await fc.assert(
      fc.asyncProperty(streams, fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 3 }), async (names, cuts) => {
        const source = logOf(names);
        let target: Stored = logOf([IDENTITY]).map((event) => ({ ...event, position: "000000000" }));
        for (const cut of cuts) {
          const to = store(target, cut);
          await moveLog(store(source).log, to.log, { isLeftOut }).catch((error) => expect(error.message).toBe("cut"));
          target = to.events();
        }
        const to = store(target);
        const { already, written } = await moveLog(store(source).log, to.log, { isLeftOut });
        expect(already + written).toBe(source.length);
        expect(plain(to.events())).toEqual(plain(source));
      }),
      { numRuns: 30 },
    );
  });

  it("does not overwrite another log: nothing is written if the target holds something else", async () => {
    const source = logOf(["a", "b", "a", "a"]);
    const others: readonly Stored[] = [
      logOf(["b", "a"]),
      [...source, ...logOf(["a", "a", "a", "a", "a"]).slice(4)],
      source.map((event, index) => (index === 1 ? { ...event, bodyDigest: "another" } : event)),
    ];
    for (const held of others) {
      const to = store(held);
      await expect(moveLog(store(source).log, to.log, { isLeftOut })).rejects.toThrow(MoveRefused);
      expect(to.events()).toEqual(held);
    }
  });

  it("is refused if an event of the source was changed or is missing", async () => {
    const source = logOf(["a", "a", "a"]);
    for (const damaged of [source.map((event) => ({ ...event, data: "{}" })), source.filter((_, index) => index !== 1)])
      await expect(moveLog(store(damaged).log, store([]).log, { isLeftOut })).rejects.toThrow(MoveRefused);
  });
});
