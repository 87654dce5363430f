// Behaviour that the stand-in and a real EventStoreDB must share, tested with the real client. A real server is shared and has other logs' events.
import { randomUUID } from "node:crypto";
import {
  ANY,
  type AppendResult,
  BACKWARDS,
  binaryEvent,
  END,
  excludeSystemEvents,
  NO_STREAM,
  type Position,
  START,
  STREAM_EXISTS,
  streamNameFilter,
} from "@eventstore/db-client";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { collect, freshStream, noted, notes, numberOf, rejection, type TestClient } from "./client.ts";

const MIB = 1_048_576;
const bytes = (length: number) => binaryEvent({ type: "Stored.v1", data: new Uint8Array(length) });
const position = ({ position }: AppendResult): Position => position ?? expect.fail("It has no position.");

export function protocolSuite(name: string, open: () => Promise<{ readonly client: TestClient; close(): Promise<void> }>): void {
  describe(name, () => {
    let opened: Awaited<ReturnType<typeof open>>;
    let client: TestClient;
    let stream: string;
    beforeEach(async () => {
      opened = await open();
      client = opened.client;
      stream = freshStream();
    });
    afterEach(() => opened.close());

    const read = (options: Parameters<TestClient["client"]["readStream"]>[1] = {}) =>
      collect(client.client.readStream(stream, { ...options, credentials: client.credentials }));
    const readAll = (options: Parameters<TestClient["client"]["readAll"]>[0] = {}) =>
      collect(client.client.readAll({ ...options, credentials: client.credentials }));
    const numbers = () => client.numbersIn(stream);

    describe("an append", () => {
      test("answers with the revision and position of its last event, whose commit and prepare positions are equal", async () => {
        const first = await client.append(stream, NO_STREAM, notes(3));
        expect(first).toMatchObject({ success: true, nextExpectedRevision: 2n });
        expect(position(first).commit).toBe(position(first).prepare);
        const second = await client.append(stream, 2n, noted(3));
        expect(second).toMatchObject({ success: true, nextExpectedRevision: 3n });
        expect(position(second).commit - position(first).commit > 1n).toBe(true);
        expect(await numbers()).toEqual([0, 1, 2, 3]);
        const events = await read();
        expect(events.map(({ event }) => event?.revision)).toEqual([0n, 1n, 2n, 3n]);
        expect(events[2]?.event?.position).toEqual(first.position);
        expect(new Set(events.map(({ commitPosition }) => commitPosition)).size).toBe(4);
      });

      test("stores bytes unchanged, and also metadata that is not JSON", async () => {
        const data = new Uint8Array([0, 255, 1, 254]);
        const metadata = new Uint8Array([200, 201]);
        const id = randomUUID().toUpperCase();
        await client.append(stream, NO_STREAM, binaryEvent({ id, type: "Stored.v1", data, metadata }));
        const [event] = await read();
        expect(event?.event).toMatchObject({ type: "Stored.v1", isJson: false, streamId: stream, id: id.toLowerCase() });
        expect(Buffer.from(event?.event?.data as Uint8Array)).toEqual(Buffer.from(data));
        expect(Buffer.from(event?.event?.metadata as Uint8Array)).toEqual(Buffer.from(metadata));
      });

      test("at a wrong revision is refused with both revisions and no message", async () => {
        const missing = await rejection(client.append(stream, 3n, noted(1)));
        expect(missing).toMatchObject({ type: "wrong-expected-version", expectedVersion: 3n, actualVersion: "no_stream" });
        expect(missing).toMatchObject({ message: "", code: undefined, streamName: stream });
        await client.append(stream, NO_STREAM, notes(2));
        for (const [revision, expected] of [
          [NO_STREAM, "no_stream"],
          [0n, 0n],
          [7n, 7n],
        ] as const)
          expect(await rejection(client.append(stream, revision, noted(9)))).toMatchObject({
            type: "wrong-expected-version",
            expectedVersion: expected,
            actualVersion: 1n,
          });
        expect(await numbers()).toEqual([0, 1]);
      });

      test("to a stream that has to exist is refused while it does not", async () => {
        expect(await rejection(client.append(stream, STREAM_EXISTS, noted(1)))).toMatchObject({
          expectedVersion: "stream_exists",
        });
        await client.append(stream, ANY, noted(1));
        expect(await client.append(stream, STREAM_EXISTS, noted(2))).toMatchObject({ nextExpectedRevision: 1n });
      });

      test("of no events succeeds and stores nothing", async () => {
        expect(await client.append(stream, NO_STREAM, [])).toMatchObject({ success: true, nextExpectedRevision: 0n });
        expect(await rejection(read())).toMatchObject({ type: "stream-not-found" });
      });

      test("with data of exactly the limit is stored, and with one byte more is refused", async () => {
        const tooLarge = { type: "maximum-append-size-exceeded", maxAppendSize: MIB, code: 3 };
        expect(await rejection(client.append(stream, NO_STREAM, bytes(MIB + 1)))).toMatchObject(tooLarge);
        expect(await client.append(stream, NO_STREAM, bytes(MIB))).toMatchObject({ nextExpectedRevision: 0n });
        const parts = Array.from({ length: 16 }, () => bytes(MIB / 16));
        expect(await client.append(stream, 0n, parts)).toMatchObject({ nextExpectedRevision: 16n });
        expect(await rejection(client.append(stream, 16n, [...parts, bytes(1)]))).toMatchObject(tooLarge);
        expect(await read()).toHaveLength(17);
      });

      test("accepts more metadata than the limit for data", async () => {
        const metadata = new Uint8Array(3 * MIB).fill(200);
        await client.append(stream, NO_STREAM, binaryEvent({ type: "Stored.v1", data: new Uint8Array(1), metadata }));
        expect((await read())[0]?.event?.metadata).toHaveLength(metadata.length);
      });

      test("that races other appends succeeds for one of them, and the others are refused", async () => {
        const outcomes = await Promise.allSettled(
          Array.from({ length: 8 }, (_, index) => client.append(stream, NO_STREAM, noted(index))),
        );
        expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
        for (const outcome of outcomes)
          if (outcome.status === "rejected")
            expect(outcome.reason).toMatchObject({ type: "wrong-expected-version", actualVersion: 0n });
        expect(await numbers()).toHaveLength(1);
      });
    });

    describe("a repeated append with the same ids", () => {
      test("at the same revision gets the same answer, also after other appends", async () => {
        const events = notes(3);
        const first = await client.append(stream, NO_STREAM, events);
        await client.append(stream, 2n, noted(3));
        expect(await client.append(stream, NO_STREAM, events)).toEqual(first);
        expect(await numbers()).toEqual([0, 1, 2, 3]);
      });

      test("is compared by ids alone: with other data it is answered as stored, although the new data is not stored", async () => {
        const [one, other] = [noted(1), noted(2)];
        const first = await client.append(stream, NO_STREAM, one);
        expect(await client.append(stream, NO_STREAM, { ...other, id: one.id })).toEqual(first);
        expect(await numbers()).toEqual([1]);
      });

      test("of some of the events is answered as stored, and with additional events is refused as a whole", async () => {
        const events = notes(4);
        await client.append(stream, NO_STREAM, events);
        expect(await client.append(stream, NO_STREAM, events.slice(0, 2))).toMatchObject({ nextExpectedRevision: 1n });
        expect(await client.append(stream, 1n, events.slice(2))).toMatchObject({ nextExpectedRevision: 3n });
        for (const others of [[...events, noted(9)], events.toReversed()])
          expect(await rejection(client.append(stream, NO_STREAM, others))).toMatchObject({ type: "wrong-expected-version" });
        expect(await numbers()).toEqual([0, 1, 2, 3]);
      });

      test("at a raised revision is stored twice", async () => {
        const events = notes(2);
        await client.append(stream, NO_STREAM, events);
        expect(await client.append(stream, 1n, events)).toMatchObject({ nextExpectedRevision: 3n });
        expect(await numbers()).toEqual([0, 1, 0, 1]);
      });

      test("after new ones, at any revision, is stored twice", async () => {
        const events = notes(2);
        await client.append(stream, NO_STREAM, events);
        await client.append(stream, ANY, [noted(9), ...events]);
        expect(await numbers()).toEqual([0, 1, 9, 0, 1]);
      });

      test("at any revision is stored once, as long as the server has not been restarted", async () => {
        const events = notes(2);
        const first = await client.append(stream, ANY, events);
        await client.append(stream, ANY, noted(9));
        expect(await client.append(stream, ANY, events)).toEqual(first);
        expect(await client.append(stream, STREAM_EXISTS, events)).toEqual(first);
        expect(await rejection(client.append(stream, ANY, [...events, noted(8)]))).toMatchObject({
          type: "wrong-expected-version",
        });
        expect(await numbers()).toEqual([0, 1, 9]);
      });

      test("at any revision is stored twice where another stream had those ids before", async () => {
        const events = notes(2);
        await client.append(freshStream(), NO_STREAM, events);
        await client.append(stream, NO_STREAM, events);
        expect(await client.append(stream, NO_STREAM, events)).toMatchObject({ nextExpectedRevision: 1n });
        await client.append(stream, ANY, events);
        expect(await numbers()).toEqual([0, 1, 0, 1]);
      });

      test("while the first is being written is stored once, and its answer may be a timeout", async () => {
        const events = notes(3);
        const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => client.append(stream, NO_STREAM, events)));
        const stored = outcomes.filter(({ status }) => status === "fulfilled");
        expect(stored.length).toBeGreaterThan(0);
        for (const outcome of outcomes)
          if (outcome.status === "rejected") expect(outcome.reason).toMatchObject({ type: "timeout", code: 10 });
          else expect(outcome.value).toMatchObject({ nextExpectedRevision: 2n });
        expect(await numbers()).toEqual([0, 1, 2]);
        expect(await client.append(stream, NO_STREAM, events)).toMatchObject({ nextExpectedRevision: 2n });
      });
    });

    describe("a read of a stream", () => {
      test("starts at the given revision, in either direction", async () => {
        await client.append(stream, NO_STREAM, notes(5));
        expect((await read({ fromRevision: 3n })).map(numberOf)).toEqual([3, 4]);
        expect((await read({ fromRevision: 3n, direction: BACKWARDS })).map(numberOf)).toEqual([3, 2, 1, 0]);
        expect((await read({ fromRevision: END, direction: BACKWARDS, maxCount: 2 })).map(numberOf)).toEqual([4, 3]);
        expect((await read({ maxCount: 2 })).map(numberOf)).toEqual([0, 1]);
        expect(await read({ fromRevision: 9n })).toEqual([]);
      });

      test("forwards from its end, or of zero events, fails", async () => {
        await client.append(stream, NO_STREAM, notes(1));
        expect(await rejection(read({ fromRevision: END }))).toMatchObject({ type: "unknown", code: 2 });
        expect(await rejection(read({ maxCount: 0 }))).toMatchObject({ type: "unknown", code: 2 });
      });

      test("that does not exist is refused by its name", async () => {
        expect(await rejection(read())).toMatchObject({ type: "stream-not-found", streamName: stream });
      });
    });

    describe("a read of all events", () => {
      test("from an event's position includes the event forwards, and excludes it backwards", async () => {
        const first = await client.append(stream, NO_STREAM, noted(0));
        await client.append(stream, 0n, noted(1));
        const forwards = await readAll({ fromPosition: position(first) });
        expect(forwards.filter(({ event }) => event?.streamId === stream).map(numberOf)).toEqual([0, 1]);
        expect(forwards[0]?.event?.position).toEqual(first.position);
        const last = await client.append(stream, 1n, noted(2));
        const backwards = await readAll({ fromPosition: position(last), direction: BACKWARDS, maxCount: 50 });
        expect(backwards.filter(({ event }) => event?.streamId === stream).map(numberOf)).toEqual([1, 0]);
        const [end] = await readAll({ fromPosition: END, direction: BACKWARDS, maxCount: 1 });
        expect(end?.event?.position).toEqual(last.position);
      });

      test("from a position inside an event, or with a prepare position after the commit position, fails", async () => {
        const { commit } = position(await client.append(stream, NO_STREAM, noted(0)));
        await client.append(stream, 0n, noted(1));
        for (const fromPosition of [
          { commit: commit + 3n, prepare: commit + 3n },
          { commit, prepare: commit + 1n },
        ])
          expect(await rejection(readAll({ fromPosition, maxCount: 1 }))).toMatchObject({ type: "unknown", code: 2 });
      });

      test("from beyond its end gives nothing forwards, and fails backwards", async () => {
        const { commit } = position(await client.append(stream, NO_STREAM, noted(0)));
        const beyond = commit + 100_000_000n;
        const fromPosition = { commit: beyond, prepare: beyond };
        expect(await readAll({ fromPosition })).toEqual([]);
        expect(await rejection(readAll({ fromPosition, direction: BACKWARDS, maxCount: 1 }))).toMatchObject({
          type: "unknown",
          code: 2,
        });
      });
    });

    describe("a stream that was deleted", () => {
      test("is not found, but its events remain in reads of all events", async () => {
        const first = await client.append(stream, NO_STREAM, notes(3));
        await client.client.deleteStream(stream, { credentials: client.credentials });
        expect(await rejection(read())).toMatchObject({ type: "stream-not-found" });
        const [event] = await readAll({ fromPosition: position(first), maxCount: 1 });
        expect(event && numberOf(event)).toBe(2);
      });

      test("can be created again, and continues its old revision numbers", async () => {
        await client.append(stream, NO_STREAM, notes(3));
        await client.client.deleteStream(stream, { credentials: client.credentials });
        expect(await client.append(stream, NO_STREAM, noted(7))).toMatchObject({ nextExpectedRevision: 3n });
        expect(await numbers()).toEqual([7]);
      });

      test("answers repeated events as stored, without a position", async () => {
        const events = notes(3);
        await client.append(stream, NO_STREAM, events);
        await client.client.deleteStream(stream, { credentials: client.credentials });
        const again = await client.append(stream, NO_STREAM, events);
        expect(again).toMatchObject({ success: true, nextExpectedRevision: 2n });
        expect(again.position).toBeUndefined();
        expect(await rejection(read())).toMatchObject({ type: "stream-not-found" });
      });

      test("cannot be deleted unless it exists at the expected revision", async () => {
        const { credentials } = client;
        const missing = await rejection(client.client.deleteStream(stream, { credentials }));
        expect(missing).toMatchObject({ type: "wrong-expected-version", code: 9, expectedVersion: -2n, actualVersion: -1n });
        await client.append(stream, NO_STREAM, notes(2));
        const wrong = await rejection(client.client.deleteStream(stream, { credentials, expectedRevision: 0n }));
        expect(wrong).toMatchObject({ type: "wrong-expected-version", code: 9, expectedVersion: 0n, actualVersion: 1n });
      });

      test("refuses reads, appends and repeats permanently after a tombstone", async () => {
        const events = notes(2);
        await client.append(stream, NO_STREAM, events);
        await client.client.tombstoneStream(stream, { credentials: client.credentials });
        const deleted = { type: "stream-deleted", code: 9, streamName: stream };
        expect(await rejection(read())).toMatchObject(deleted);
        expect(await rejection(client.append(stream, NO_STREAM, events))).toMatchObject(deleted);
        expect(await rejection(client.append(stream, ANY, noted(3)))).toMatchObject(deleted);
        const [last] = await readAll({ fromPosition: END, direction: BACKWARDS, maxCount: 1 });
        expect(last?.event).toMatchObject({ type: "$streamDeleted", streamId: stream });
      });
    });

    test("hidden events: a repeat is answered as stored, without a position", async () => {
      const events = notes(3);
      await client.append(stream, NO_STREAM, events);
      await client.client.setStreamMetadata(stream, { truncateBefore: 10 }, { credentials: client.credentials });
      const again = await client.append(stream, NO_STREAM, events);
      expect([again.nextExpectedRevision, again.position]).toEqual([2n, undefined]);
      expect(await numbers()).toEqual([]);
    });

    test("stream metadata hides events from reads of the stream, and not from reads of all events", async () => {
      const { credentials } = client;
      const first = await client.append(stream, NO_STREAM, notes(5));
      await client.client.setStreamMetadata(stream, { truncateBefore: 3 }, { credentials });
      expect(await numbers()).toEqual([3, 4]);
      await client.client.setStreamMetadata(stream, { maxCount: 1 }, { credentials });
      expect(await numbers()).toEqual([4]);
      expect((await client.client.getStreamMetadata(stream, { credentials })).metadata).toEqual({ maxCount: 1 });
      const all = await readAll({ fromPosition: END, direction: BACKWARDS, maxCount: 7 });
      expect(all.filter(({ event }) => event?.streamId === stream).map(numberOf)).toEqual([4, 3, 2, 1, 0]);
      expect(first.success).toBe(true);
    });

    subscriptionTests(() => ({ client, stream }));
  });
}

type Seen = {
  readonly numbers: number[];
  readonly checkpoints: Position[];
  readonly signs: string[];
  errors: (Error & { type?: string; code?: number })[];
};

function subscriptionTests(given: () => { readonly client: TestClient; readonly stream: string }): void {
  const open: { unsubscribe(): Promise<void> }[] = [];
  afterEach(async () => {
    for (const subscription of open.splice(0)) await subscription.unsubscribe();
  });

  function follow(fromPosition: Position | typeof START | typeof END, prefix: string, maxSearchWindow = 1000): Seen {
    const seen: Seen = { numbers: [], checkpoints: [], signs: [], errors: [] };
    const { client, credentials } = given().client;
    const checkpointReached = async (_: unknown, at: Position) => void seen.checkpoints.push(at);
    const filter = streamNameFilter({ prefixes: [prefix], maxSearchWindow, checkpointInterval: 1, checkpointReached });
    const subscription = client.subscribeToAll({ fromPosition, filter, credentials });
    for (const sign of ["confirmation", "caughtUp"] as const) subscription.on(sign, () => seen.signs.push(sign));
    subscription.on("data", (event) => seen.numbers.push(numberOf(event)));
    subscription.on("error", (error) => seen.errors.push(error as Seen["errors"][number]));
    open.push(subscription);
    return seen;
  }

  describe("a subscription", () => {
    test("confirms, delivers events after its position, reports that it caught up, and stays live", async () => {
      const { client, stream } = given();
      const first = await client.append(stream, NO_STREAM, notes(2));
      await client.append(stream, 1n, [noted(2), noted(3)]);
      await client.append(freshStream(), NO_STREAM, noted(99));
      const seen = follow(position(first), stream);
      await expect.poll(() => seen.signs).toEqual(["confirmation", "caughtUp"]);
      expect(seen.numbers).toEqual([2, 3]);
      await client.append(stream, 3n, noted(4));
      await client.append(freshStream(), NO_STREAM, noted(99));
      await client.append(stream, 4n, noted(5));
      await expect.poll(() => seen.numbers).toEqual([2, 3, 4, 5]);
    });

    test("filters by the prefix of a type too, and excludes system events by a pattern", async () => {
      const { client, stream } = given();
      const { position: at } = await client.append(stream, NO_STREAM, noted(0));
      const { credentials } = client;
      await client.client.setStreamMetadata(stream, { maxCount: 9 }, { credentials });
      await client.append(stream, 0n, noted(1));
      const types: (string | undefined)[] = [];
      const filter = excludeSystemEvents();
      const subscription = client.client.subscribeToAll({ fromPosition: at ?? START, filter, credentials });
      open.push(subscription);
      subscription.on("data", ({ event }) => types.push(event?.type));
      await expect.poll(() => types).toEqual(["Noted.v1"]);
    });

    test("sends a checkpoint for each window of events searched, and for a page without a match a checkpoint with prepare 0", async () => {
      const { client, stream } = given();
      const other = freshStream();
      const first = await client.append(other, NO_STREAM, notes(1));
      await client.append(other, 0n, notes(40));
      await client.append(stream, NO_STREAM, notes(3));
      await client.append(other, 40n, notes(40));
      const seen = follow(position(first), stream, 10);
      await expect.poll(() => seen.signs).toContain("caughtUp");
      expect(seen.numbers).toEqual([0, 1, 2]);
      expect(seen.checkpoints).toHaveLength(8);
      expect(seen.checkpoints.slice(0, 4).map(({ prepare }) => prepare)).toEqual([0n, 0n, 0n, 0n]);
      expect(seen.checkpoints[4]?.prepare).toBe(seen.checkpoints[4]?.commit);
      await client.append(other, 80n, notes(10));
      await expect.poll(() => seen.checkpoints).toHaveLength(9);
      for (const [index, { commit }] of seen.checkpoints.entries())
        if (index > 0) expect(commit > (seen.checkpoints[index - 1]?.commit ?? 0n)).toBe(true);
    });

    test("resumes from any checkpoint without missing or repeating an event", async () => {
      const { client, stream } = given();
      const other = freshStream();
      const first = await client.append(other, NO_STREAM, noted(99));
      for (let index = 0; index < 12; index += 1) {
        await client.append(other, BigInt(index * 5), notes(5));
        await client.append(stream, index === 0 ? NO_STREAM : BigInt(index - 1), noted(index));
      }
      const seen = follow(position(first), stream, 7);
      await expect.poll(() => seen.signs).toContain("caughtUp");
      const all = seen.numbers.slice();
      expect(all).toEqual(Array.from({ length: 12 }, (_, index) => index));
      expect(seen.checkpoints.length).toBeGreaterThan(5);
      for (const checkpoint of seen.checkpoints) {
        const again = follow(checkpoint, stream, 7);
        await expect.poll(() => again.signs).toContain("caughtUp");
        expect(again.numbers).toEqual(all.slice(all.length - again.numbers.length));
      }
      const events = await collect(client.client.readStream(stream, { credentials: client.credentials }));
      for (const [index, { event }] of events.entries()) {
        const again = follow(event?.position ?? START, stream, 7);
        await expect.poll(() => again.signs).toContain("caughtUp");
        expect(again.numbers).toEqual(all.slice(index + 1));
      }
    });

    test("from a position inside an event fails before it is confirmed", async () => {
      const { client, stream } = given();
      const { commit } = position(await client.append(stream, NO_STREAM, noted(0)));
      await client.append(stream, 0n, noted(1));
      const seen = follow({ commit: commit + 3n, prepare: commit + 3n }, stream);
      await expect.poll(() => seen.errors.length).toBeGreaterThan(0);
      expect(seen.errors[0]).toMatchObject({ type: "unknown", code: 2 });
      expect(seen.signs).toEqual([]);
    });

    test("from the end delivers only later events", async () => {
      const { client, stream } = given();
      await client.append(stream, NO_STREAM, notes(2));
      const seen = follow(END, stream);
      await expect.poll(() => seen.signs).toContain("caughtUp");
      await client.append(stream, 1n, noted(2));
      await expect.poll(() => seen.numbers).toEqual([2]);
    });

    test("stays live through appends of 50 events, is dropped by appends of 1,000, and resumes from its last event", async () => {
      const { client, stream } = given();
      const first = await client.append(stream, NO_STREAM, noted(0));
      const seen = follow(position(first), stream);
      await expect.poll(() => seen.signs).toContain("caughtUp");
      for (let index = 0; index < 3; index += 1) {
        await client.append(stream, BigInt(index * 50), notes(50));
        await expect.poll(() => seen.numbers).toHaveLength((index + 1) * 50);
      }
      expect(seen.errors).toEqual([]);
      // On a machine with nothing else to do, a real server may send all of one append in time.
      let appended = 150;
      for (; appended < 50_000 && seen.errors.length === 0; appended += 1000)
        await client.append(stream, BigInt(appended), notes(1000));
      await expect.poll(() => seen.errors.length).toBeGreaterThan(0);
      expect(seen.errors[0]).toMatchObject({ type: "timeout", code: 10 });
      expect(seen.errors[0]?.message).toContain("Consumer too slow to handle event while live. Client resubscription required.");
      const got = seen.numbers.length;
      expect(got).toBeLessThan(appended);
      const [last] = await collect(
        client.client.readStream(stream, { fromRevision: BigInt(got), maxCount: 1, credentials: client.credentials }),
      );
      const again = follow(last?.event?.position ?? START, stream);
      await expect.poll(() => again.numbers).toHaveLength(appended - got);
    });

    test("ends without an error when the subscriber ends it", async () => {
      const { client, stream } = given();
      await client.append(stream, NO_STREAM, notes(1));
      const { credentials } = client;
      const filter = streamNameFilter({ prefixes: [stream], maxSearchWindow: 1000 });
      const subscription = client.client.subscribeToAll({ fromPosition: START, filter, credentials });
      for await (const event of subscription) {
        expect(numberOf(event)).toBe(0);
        await subscription.unsubscribe();
      }
    });
  });
}
