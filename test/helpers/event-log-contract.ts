// The contract of every event log, for any store. A log may be shared and contain other events: each test has
// its own streams and checks only events after its start.
import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import {
  type Append,
  type AppendOutcome,
  type EventData,
  type EventLog,
  LogUnavailable,
  type NewEvent,
  type Position,
  START,
  type StoredEvent,
} from "../../event-log/port.ts";
import { streamName } from "../../event-log/stream-name.ts";
import { cases } from "./soak.ts";
import { appendOf } from "./stored-event.ts";

type Opened = {
  readonly log: EventLog;
  /** The store returns events of removed streams by position until its operator cleans it. */
  readonly keepsRemovedEvents?: true;
  /** Opens the same store once more, whether or not the log was closed, as somebody who does or does not vouch for the clock. */
  reopen(vouched?: boolean): Promise<EventLog>;
  /** Closes whatever is open. */
  cleanup(): Promise<void>;
};

/** `isOnlyWriter`: no other instance of the store may append while one is open. */
export function eventLogContract(name: string, open: () => Promise<Opened>, { isOnlyWriter = false } = {}): void {
  describe(`${name} keeps the event log's contract`, () => {
    let opened: Opened;
    let log: EventLog;
    let origin: Position;

    beforeEach(async () => {
      opened = await open();
      log = opened.log;
      origin = await log.head();
    });
    afterEach(() => opened.cleanup());

    /** The log closed and opened anew. */
    async function restarted(): Promise<EventLog> {
      await log.close();
      return opened.reopen();
    }

    const all = (from = log) => everythingAfter(from, origin);

    describe("the streams of a category", () => {
      test("are given by id, each once, in the order of their first events, also after more was appended", async () => {
        const category = freshCategory();
        const ids = ["z", "a", "é", "m", "a-2", "\u{10FFFE}"];
        for (const id of ids) await log.append(command({ stream: streamName(category, id) }));
        await log.append(command({ stream: freshStream() }));
        await log.append(command({ stream: streamName(`${category}more`, "a") }));
        await log.append(command({ stream: streamName(category, "a"), expected: "any", events: [noted(1), noted(2)] }));
        expect(await log.streams(category)).toEqual(ids);
        expect(await log.streams(freshCategory())).toEqual([]);
        expect(await (await restarted()).streams(category)).toEqual(ids);
      });

      test("may be a single stream, which has the category's name and no id", async () => {
        const category = freshCategory();
        await log.append(command({ stream: category }));
        expect(await log.streams(category)).toEqual([""]);
      });

      test("are read together, each with its own events in order, up to now and also after a restart", async () => {
        const category = freshCategory();
        const [one = "", two = "", none = ""] = ["z", "a", "none"].map((id) => streamName(category, id));
        await log.append(command({ stream: one, events: [noted(1)] }));
        await log.append(command({ stream: two, events: [noted(2), noted(3)] }));
        await log.append(command({ stream: one, expected: "any", events: [noted(4)] }));
        const wanted = [await log.readStream(two), [], await log.readStream(one)];
        expect(wanted.map((events) => events.length)).toEqual([2, 0, 2]);
        expect(await log.readStreams([two, none, one])).toEqual(wanted);
        expect(await log.readStreams([])).toEqual([]);
        expect(await (await restarted()).readStreams([two, none, one])).toEqual(wanted);
      });

      test("are part of each event, with the id", async () => {
        const category = freshCategory();
        for (const id of ["a-2", ""]) await log.append(command({ stream: streamName(category, id) }));
        expect((await all()).map((event) => [event.category, event.streamId])).toEqual([
          [category, "a-2"],
          [category, ""],
        ]);
      });
    });

    describe("a stream read on from a version", () => {
      test("returns the same later events as the whole stream, and none from its end on", async () => {
        const stream = freshStream();
        await log.append(command({ stream, events: [noted(1), noted(2)] }));
        await log.append(command({ stream: freshStream() }));
        await log.append(command({ stream, expected: "any", events: [noted(3)] }));
        const whole = await log.readStream(stream);
        const expectTails = async (reader: EventLog) => {
          for (const after of [0, 1, 2, 3, 9]) expect(await reader.readStream(stream, after)).toEqual(whole.slice(after));
        };
        await expectTails(log);
        await expectTails(await restarted());
        expect(whole.map(({ unreadable }) => unreadable)).toEqual([undefined, undefined, undefined]);
      });
    });

    describe("taking a stream out", () => {
      test("leaves nothing of it, and every other stream, position and later append as it was", async () => {
        const [gone, kept] = [freshStream(), freshStream()];
        const first = command({ stream: gone, events: [noted(1), noted(2)] });
        await log.append(first);
        await log.append(command({ stream: kept }));
        await log.append(command({ stream: gone, expected: "any" }));
        const last = await log.append(command({ stream: kept, expected: "any" }));
        const before = (await all()).filter(({ stream }) => stream === kept);
        await log.removeStream(gone);
        await log.removeStream(gone);
        await log.removeStream(freshStream());
        const ids = await log.streams("test");
        expect([gone, kept].map((name) => ids.includes(name.slice("test-".length)))).toEqual([false, true]);
        expect(await log.readStream(gone)).toEqual([]);
        expect((await all()).filter(({ stream }) => stream === kept)).toEqual(before);
        if (!opened.keepsRemovedEvents) expect(await all()).toEqual(before);
        expect(await log.outcomeOf(gone, first.metadata.commandId, first.bodyDigest)).toBeUndefined();
        expect((await log.verify()).filter(({ stream }) => [gone, kept, ""].includes(stream))).toEqual([]);
        const next = await log.append(command({ stream: freshStream() }));
        expect(next.kind === "appended" && last.kind === "appended" && next.position > last.position).toBe(true);
      });

      test("is durable when it resolves", async () => {
        const stream = freshStream();
        await log.append(command({ stream }));
        await log.append(command({ stream: freshStream() }));
        await log.removeStream(stream);
        expect(await (await restarted()).readStream(stream)).toEqual([]);
      });
    });

    describe("the expected version", () => {
      test("`new` lets the first events of a stream in, and only the first", async () => {
        const stream = freshStream();
        expect(await log.append(command({ stream, expected: "new" }))).toMatchObject({ kind: "appended", version: 1 });
        expect(await log.append(command({ stream, expected: "new" }))).toEqual({ kind: "version-conflict", actual: 1 });
      });

      test("an exact version accepts events if the stream has that number of events", async () => {
        const stream = freshStream();
        await log.append(command({ stream, events: [noted(1), noted(2)] }));
        expect(await log.append(command({ stream, expected: { version: 2 } }))).toMatchObject({ kind: "appended", version: 3 });
        expect(await log.append(command({ stream, expected: { version: 2 } }))).toEqual({ kind: "version-conflict", actual: 3 });
        expect(await log.append(command({ stream, expected: { version: 4 } }))).toEqual({ kind: "version-conflict", actual: 3 });
      });

      test("version 0 is the same as `new`", async () => {
        const stream = freshStream();
        expect(await log.append(command({ stream, expected: { version: 0 } }))).toMatchObject({ kind: "appended", version: 1 });
        expect(await log.append(command({ stream, expected: { version: 0 } }))).toEqual({ kind: "version-conflict", actual: 1 });
      });

      test("of a stream that does not exist is a conflict with the version 0", async () => {
        const outcome = await log.append(command({ stream: freshStream(), expected: { version: 3 } }));
        expect(outcome).toEqual({ kind: "version-conflict", actual: 0 });
      });

      test("`any` accepts events with any contents of the stream", async () => {
        const stream = freshStream();
        expect(await log.append(command({ stream, expected: "any" }))).toMatchObject({ kind: "appended", version: 1 });
        expect(await log.append(command({ stream, expected: "any" }))).toMatchObject({ kind: "appended", version: 2 });
      });

      test("refused leaves stream, log and head as they were", async () => {
        const stream = freshStream();
        await log.append(command({ stream }));
        const before = { stream: await log.readStream(stream), head: await log.head() };
        await log.append(command({ stream, expected: "new", events: [noted(1), noted(2), noted(3)] }));
        expect({ stream: await log.readStream(stream), head: await log.head() }).toEqual(before);
      });

      test("refused is not remembered: the same command comes through with the right version", async () => {
        const stream = freshStream();
        await log.append(command({ stream }));
        const late = command({ stream, expected: "new" });
        expect(await log.append(late)).toEqual({ kind: "version-conflict", actual: 1 });
        expect(await log.outcomeOf(stream, late.metadata.commandId, late.bodyDigest)).toBeUndefined();
        const outcome = await log.append({ ...late, expected: { version: 1 } });
        expect(outcome).toMatchObject({ kind: "appended", version: 2, repeated: false });
      });

      test("is won by exactly one of many that expect the same at the same time", async () => {
        const stream = freshStream();
        await log.append(command({ stream }));
        const outcomes = await Promise.all(
          Array.from({ length: 10 }, () => log.append(command({ stream, expected: { version: 1 } }))),
        );
        expect(outcomes.filter(({ kind }) => kind === "appended")).toHaveLength(1);
        expect(outcomes.filter(({ kind }) => kind === "version-conflict")).toEqual(
          Array.from({ length: 9 }, () => ({ kind: "version-conflict", actual: 2 })),
        );
        expect(await log.readStream(stream)).toHaveLength(2);
      });
    });

    describe("an append", () => {
      test("stores what was given: stream, type, data, metadata, instant", async () => {
        const given = command({ stream: freshStream(), events: [{ type: "ConcernLogged.v1", data: INTRICATE }] });
        await log.append(given);
        const [event] = await log.readStream(given.stream);
        expect(event).toMatchObject({
          stream: given.stream,
          version: 1,
          type: "ConcernLogged.v1",
          at: given.at,
          metadata: given.metadata,
          data: INTRICATE,
        });
        expect((await all())[0]).toEqual(event);
      });

      test("stores any JSON, letter for letter", async () => {
        await fc.assert(
          fc.asyncProperty(
            fc.dictionary(fc.string({ unit: "grapheme" }), fc.jsonValue({ stringUnit: "binary" })),
            async (value) => {
              const stream = freshStream();
              const data = value as EventData;
              await log.append(command({ stream, events: [{ type: "Noted.v1", data }] }));
              expect(JSON.stringify((await log.readStream(stream)).at(-1)?.data)).toBe(JSON.stringify(data));
            },
          ),
          { numRuns: cases(40, 300) },
        );
        expect(await log.verify()).toEqual([]);
      });

      test("stores the data as it stood when it was called", async () => {
        const stream = freshStream();
        const data = { note: "before" };
        const appended = log.append(command({ stream, events: [{ type: "Noted.v1", data }] }));
        data.note = "after";
        await appended;
        expect((await log.readStream(stream))[0]?.data).toEqual({ note: "before" });
      });

      test("of several events stores them in order, next to each other in the log, and returns the last", async () => {
        const streams = Array.from({ length: 12 }, freshStream);
        const outcomes = await Promise.all(
          streams.map((stream) => log.append(command({ stream, events: [noted(1), noted(2), noted(3)] }))),
        );
        const events = await all();
        for (const [index, stream] of streams.entries()) {
          const first = events.findIndex((event) => event.stream === stream);
          const own = events.slice(first, first + 3);
          expect(own.map((event) => [event.stream, event.version, event.data])).toEqual([
            [stream, 1, { number: 1 }],
            [stream, 2, { number: 2 }],
            [stream, 3, { number: 3 }],
          ]);
          const position = own[2]?.position;
          expect(outcomes[index]).toEqual({ kind: "appended", version: 3, position, repeated: false });
        }
      });

      test("gives each of its events a different id, the same in every read", async () => {
        const given = command({ stream: freshStream(), events: [noted(1), noted(2)] });
        await log.append(given);
        const ids = (await log.readStream(given.stream)).map(({ id }) => id);
        expect(new Set(ids).size).toBe(2);
        for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
        expect((await (await restarted()).readStream(given.stream)).map(({ id }) => id)).toEqual(ids);
      });

      test("chains its events: the first of a stream has no previous hash, every other one its own", async () => {
        const streams = [freshStream(), freshStream()];
        for (const stream of streams)
          for (const number of [1, 2]) await log.append(command({ stream, events: [noted(number), noted(-number)] }));
        const hashes = [];
        for (const stream of streams) {
          const [first, ...rest] = (await log.readStream(stream)).map(({ previousHash }) => previousHash);
          expect(first).toBe("");
          expect(rest).toHaveLength(3);
          hashes.push(...rest);
        }
        for (const hash of hashes) expect(hash).toMatch(/^[0-9a-f]{64}$/);
        expect(new Set(hashes).size).toBe(hashes.length);
        expect(await log.verify()).toEqual([]);
      });

      test("of no events is rejected, and its neighbours are not", async () => {
        const empty = command({ stream: freshStream(), events: [] });
        await rejectedAmongNeighbours(empty);
      });

      test.each<[string, unknown]>([
        ["a BigInt", { amount: 10n }],
        ["a circle", circular()],
        ["nothing", undefined],
      ])("with %s for data is rejected whole, and its neighbours are not", async (_, data) => {
        const faulty = { type: "Noted.v1", data } as NewEvent;
        await rejectedAmongNeighbours(command({ stream: freshStream(), events: [noted(1), faulty, noted(3)] }));
      });

      test.each<[string, object]>([
        ["a field", { summary: { plain: "The director has left." } }],
        ["a list in an object", { about: { people: [{ office: "leader", name: { plain: "Ann Example" } }] } }],
        ["an object of more than that", { summary: { plain: "The director has left.", length: 22 } }],
        ["the data themselves", { plain: "The director has left." }],
      ])("with text in %s that was not sealed is rejected whole, and its neighbours are not", async (_, data) => {
        const unsealed = { type: "Noted.v1", data } as unknown as NewEvent;
        await rejectedAmongNeighbours(command({ stream: freshStream(), events: [noted(1), unsealed] }));
      });

      test("may contain the key name of unsealed text as a value", async () => {
        const data = { said: 'plain, {"plain": 1} and "plain":', list: ["plain"], "plain english": { of: "plain" } };
        await log.append(command({ stream: freshStream(), events: [{ type: "Noted.v1", data }] }));
        expect((await all())[0]?.data).toEqual(data);
      });

      test("with half a character in a type, which no store gives back, is rejected, and its neighbours are not", async () => {
        const faulty = { type: "Noted\ud800.v1", data: {} };
        await rejectedAmongNeighbours(command({ stream: freshStream(), events: [noted(1), faulty] }));
      });

      async function rejectedAmongNeighbours(bad: Append): Promise<void> {
        const neighbours = Array.from({ length: 6 }, () => command({ stream: freshStream() }));
        const settled = await Promise.allSettled(
          [...neighbours.slice(0, 3), bad, ...neighbours.slice(3)].map((append) => log.append(append)),
        );
        const [refused] = settled.splice(3, 1);
        expect(refused?.status).toBe("rejected");
        // The command is at fault, not the store: there is no use in trying again.
        expect((refused as PromiseRejectedResult).reason).not.toBeInstanceOf(LogUnavailable);
        for (const outcome of settled) expect(outcome).toMatchObject({ status: "fulfilled", value: { kind: "appended" } });
        expect(await log.readStream(bad.stream)).toEqual([]);
        expect(await log.outcomeOf(bad.stream, bad.metadata.commandId, bad.bodyDigest)).toBeUndefined();
        expect((await all()).map(({ stream }) => stream).toSorted()).toEqual(neighbours.map(({ stream }) => stream).toSorted());
        expect(await log.verify()).toEqual([]);
      }

      test("among 64 concurrent ones is stored once, at a different position, and positions ascend as text", async () => {
        const commands = Array.from({ length: 64 }, () => command({ stream: freshStream() }));
        const outcomes = await Promise.all(commands.map((append) => log.append(append)));
        const events = await all();
        expect(events.map(({ metadata }) => metadata.commandId).toSorted()).toEqual(
          commands.map(({ metadata }) => metadata.commandId).toSorted(),
        );
        expectAscending(events, origin);
        expect(positionsOf(outcomes).toSorted()).toEqual(events.map(({ position }) => position));
        expect(await log.head()).toBe(events.at(-1)?.position);
      });

      test("after a restart has a later position than any before it, and carries the chain on", async () => {
        const stream = freshStream();
        await log.append(command({ stream, events: [noted(1), noted(2)] }));
        const again = await restarted();
        await again.append(command({ stream, expected: { version: 2 } }));
        const events = await all(again);
        expect(events).toHaveLength(3);
        expectAscending(events, origin);
        expect(await again.verify()).toEqual([]);
      });
    });

    describe("an append of a new command", () => {
      const fresh = (more: Pick<Append, "stream"> & Partial<Append>) => ({ ...command(more), isNewCommand: true });

      test("begins a stream, follows its last event, also after a restart, and is refused at any other version", async () => {
        const stream = freshStream();
        expect(await log.append(fresh({ stream, expected: "new" }))).toMatchObject({ version: 1, repeated: false });
        expect(await log.append(fresh({ stream, expected: "new" }))).toEqual({ kind: "version-conflict", actual: 1 });
        expect(await log.append(fresh({ stream, expected: { version: 1 } }))).toMatchObject({ version: 2 });
        const again = await restarted();
        for (const version of [0, 1, 3])
          expect(await again.append(fresh({ stream, expected: { version } }))).toEqual({ kind: "version-conflict", actual: 2 });
        expect(await again.append(fresh({ stream, expected: { version: 2 } }))).toMatchObject({ version: 3 });
        expect(await again.append(command({ stream, expected: { version: 3 } }))).toMatchObject({ version: 4 });
        expect(await again.append(fresh({ stream, expected: "any" }))).toMatchObject({ version: 5 });
        expect(await again.verify()).toEqual([]);
      });

      test("is dated no earlier than the last event, also after a restart", async () => {
        const stream = freshStream();
        await log.append(command({ stream, at: "2026-11-22T09:30:00.000Z" }));
        const again = await restarted();
        expect(await again.append(fresh({ stream, at: "2026-11-22T09:24:59.999Z" }))).toMatchObject({ kind: "dates-go-back" });
        await again.append(fresh({ stream, at: "2026-11-22T09:29:00.000Z" }));
        expect((await again.readStream(stream)).map(({ at }) => at)).toEqual(Array(2).fill("2026-11-22T09:30:00.000Z"));
      });
    });

    describe("the date of an event", () => {
      const FIRST = "2026-11-22T09:30:00.000Z";
      const datesOf = async (stream: string, from = log) => (await from.readStream(stream)).map(({ at }) => at);

      test("never goes back within a stream: a date up to five minutes earlier becomes the date of the previous event", async () => {
        const stream = freshStream();
        const given = [
          "2026-11-22T09:30:00.000Z",
          "2026-11-22T09:29:59.999Z",
          "2026-11-22T09:25:00.000Z",
          "2026-11-22T09:31:00.000Z",
        ];
        for (const at of given) expect(await log.append(command({ stream, at }))).toMatchObject({ kind: "appended" });
        expect(await datesOf(stream)).toEqual([FIRST, FIRST, FIRST, "2026-11-22T09:31:00.000Z"]);
        expect(await log.verify()).toEqual([]);
      });

      test("of all events of an append is the same, even if it is the date of the previous event", async () => {
        const stream = freshStream();
        await log.append(command({ stream, at: FIRST }));
        await log.append(command({ stream, at: "2026-11-22T09:29:00.000Z", events: [noted(1), noted(2)] }));
        expect(await datesOf(stream)).toEqual([FIRST, FIRST, FIRST]);
      });

      test("depends only on its own stream: another stream may have an earlier date", async () => {
        const [one, other] = [freshStream(), freshStream()];
        await log.append(command({ stream: one, at: FIRST }));
        await log.append(command({ stream: other, at: "2026-11-21T09:30:00.000Z" }));
        expect(await datesOf(other)).toEqual(["2026-11-21T09:30:00.000Z"]);
      });

      test("that would go back further is refused, also among neighbours, and the command can come again with a later date", async () => {
        const stream = freshStream();
        await log.append(command({ stream, at: FIRST }));
        const early = command({ stream, at: "2026-11-22T09:24:59.999Z" });
        const [, refused] = await Promise.all([
          log.append(command({ stream: freshStream() })),
          log.append(early),
          log.append(command({ stream: freshStream() })),
        ]);
        expect(refused).toEqual({ kind: "dates-go-back", last: FIRST });
        expect(await log.outcomeOf(stream, early.metadata.commandId, early.bodyDigest)).toBeUndefined();
        expect(await log.append({ ...early, at: FIRST })).toMatchObject({ kind: "appended", version: 2, repeated: false });
        expect(await log.append(early)).toMatchObject({ kind: "appended", version: 2, repeated: true });
      });

      test("after an event that is ahead of a vouched clock is the event's date, however far ahead it is", async () => {
        const stream = freshStream();
        await log.append(command({ stream, at: "2029-11-22T09:30:00.000Z" }));
        await log.close();
        const vouched = await opened.reopen(true);
        expect(await vouched.append(command({ stream, at: FIRST }))).toMatchObject({ kind: "appended", version: 2 });
        expect(await datesOf(stream, vouched)).toEqual(["2029-11-22T09:30:00.000Z", "2029-11-22T09:30:00.000Z"]);
        expect(await vouched.verify()).toEqual([]);
      });

      test("is returned for the last event of the log", async () => {
        await log.append(command({ stream: freshStream(), at: FIRST }));
        await log.append(command({ stream: freshStream(), at: "2026-11-22T09:29:00.000Z" }));
        expect(await log.latest()).toBe("2026-11-22T09:29:00.000Z");
      });
    });

    describe("a command that comes again", () => {
      test("gets its first outcome, marked as a repeat, and appends nothing", async () => {
        const given = command({ stream: freshStream(), events: [noted(1), noted(2)] });
        const first = await log.append(given);
        expect(first).toMatchObject({ kind: "appended", version: 2, repeated: false });
        expect(await log.append(given)).toEqual({ ...first, repeated: true });
        expect(await all()).toHaveLength(2);
      });

      test("gets its first outcome after the stream has moved on, and after a restart", async () => {
        const stream = freshStream();
        const given = command({ stream, expected: "new" });
        const first = await log.append(given);
        await log.append(command({ stream, events: [noted(2), noted(3)] }));
        expect(await log.append(given)).toEqual({ ...first, repeated: true });
        const again = await restarted();
        expect(await again.append(given)).toEqual({ ...first, repeated: true });
        expect(await again.outcomeOf(stream, given.metadata.commandId, given.bodyDigest)).toEqual({ ...first, repeated: true });
        expect(await all(again)).toHaveLength(3);
      });

      test("with newly sealed events, under the same digest, is still the same command", async () => {
        const given = command({ stream: freshStream(), events: [noted(1)] });
        const first = await log.append(given);
        expect(await log.append({ ...given, events: [noted(99)] })).toEqual({ ...first, repeated: true });
        expect((await log.readStream(given.stream)).map(({ data }) => data)).toEqual([{ number: 1 }]);
      });

      test("is found although other commands of its stream were appended as new ones, and a new one is found like any other", async () => {
        const stream = freshStream();
        const given = command({ stream, expected: "new" });
        const fresh = { ...command({ stream, expected: { version: 1 }, events: [noted(2), noted(3)] }), isNewCommand: true };
        const outcomes = [await log.append(given), await log.append(fresh)];
        await log.append({ ...command({ stream }), isNewCommand: true });
        const expectFound = async (reader: EventLog) => {
          for (const [index, again] of [given, { ...fresh, isNewCommand: false }].entries()) {
            expect(await reader.append(again)).toEqual({ ...outcomes[index], repeated: true });
            const { metadata, bodyDigest } = again;
            expect(await reader.outcomeOf(stream, metadata.commandId, bodyDigest)).toEqual({
              ...outcomes[index],
              repeated: true,
            });
          }
        };
        await expectFound(log);
        await expectFound(await restarted());
      });

      test("at the same time is stored once, and each gets the same position", async () => {
        const given = command({ stream: freshStream(), expected: "new" });
        const outcomes = await Promise.all(Array.from({ length: 5 }, () => log.append(given)));
        expect(new Set(positionsOf(outcomes)).size).toBe(1);
        expect(await all()).toHaveLength(1);
      });

      test("with another body gets the outcome that its key is in use, and nothing is appended", async () => {
        const given = command({ stream: freshStream() });
        await log.append(given);
        const other = { ...given, expected: { version: 1 }, bodyDigest: "another body" };
        expect(await log.append(other)).toEqual({ kind: "key-reused" });
        const again = await restarted();
        expect(await again.append(other)).toEqual({ kind: "key-reused" });
        expect(await all(again)).toHaveLength(1);
      });

      test("counts within its stream: on another stream the same command is another", async () => {
        const given = command({ stream: freshStream() });
        const elsewhere = { ...given, stream: freshStream(), bodyDigest: "another body" };
        await log.append(given);
        expect(await log.append(elsewhere)).toMatchObject({ kind: "appended", version: 1, repeated: false });
        const { commandId } = given.metadata;
        expect(await log.outcomeOf(elsewhere.stream, commandId, elsewhere.bodyDigest)).toMatchObject({ kind: "appended" });
        expect(await log.outcomeOf(freshStream(), commandId, given.bodyDigest)).toBeUndefined();
        expect((await log.verify()).filter(({ stream }) => [given.stream, elsewhere.stream].includes(stream))).toEqual([]);
      });

      test("can be queried: unknown, known, or with another body", async () => {
        const given = command({ stream: freshStream() });
        const { commandId } = given.metadata;
        expect(await log.outcomeOf(given.stream, commandId, given.bodyDigest)).toBeUndefined();
        const first = await log.append(given);
        expect(await log.outcomeOf(given.stream, commandId, given.bodyDigest)).toEqual({ ...first, repeated: true });
        expect(await log.outcomeOf(given.stream, commandId, "another body")).toEqual({ kind: "key-reused" });
        expect(await log.outcomeOf(given.stream, randomUUID(), given.bodyDigest)).toBeUndefined();
      });
    });

    describe("reading", () => {
      test("a stream that does not exist gives no events", async () => {
        expect(await log.readStream(freshStream())).toEqual([]);
      });

      test("a stream returns its own events in order", async () => {
        const [mine, other] = [freshStream(), freshStream()];
        for (const number of [1, 2, 3]) {
          await log.append(command({ stream: mine, events: [noted(number)] }));
          await log.append(command({ stream: other, events: [noted(-number)] }));
        }
        const events = await log.readStream(mine);
        expect(events.map(({ version, data }) => [version, data.number])).toEqual([
          [1, 1],
          [2, 2],
          [3, 3],
        ]);
      });

      test("in pages of any size gives every event once", async () => {
        const stream = freshStream();
        await log.append(command({ stream, events: [noted(1), noted(2), noted(3), noted(4)] }));
        await log.append(command({ stream, events: [noted(5), noted(6), noted(7)] }));
        for (const limit of [1, 2, 3, 6, 7, 8, 1000]) {
          const events = await everythingAfter(log, origin, limit);
          expect(events.map(({ data }) => data.number)).toEqual([1, 2, 3, 4, 5, 6, 7]);
        }
      });

      test("gives what comes after the position, not the event at it", async () => {
        await log.append(command({ stream: freshStream(), events: [noted(1), noted(2), noted(3)] }));
        const [first, second, third] = await all();
        const after = async (event: StoredEvent | undefined, limit: number) => log.readAll(event?.position ?? START, limit);
        expect(await after(first, 1)).toEqual([second]);
        expect(await after(first, 2)).toEqual([second, third]);
        expect(await after(second, 10)).toEqual([third]);
        expect(await after(third, 10)).toEqual([]);
      });

      test("knows whether it has more than a number of events", async () => {
        await log.append(command({ stream: freshStream(), events: [noted(1), noted(2)] }));
        const { length } = await log.readAll(START, 1_000_000);
        const asked = [0, length - 1, length, length + 1];
        const answers = await Promise.all(asked.map((events) => log.isLongerThan(events)));
        expect(answers).toEqual([true, true, false, false]);
      });

      test("the head gives the last event's position", async () => {
        await log.append(command({ stream: freshStream(), events: [noted(1), noted(2)] }));
        expect(await log.head()).toBe((await all()).at(-1)?.position);
        expect(await log.readAll(await log.head(), 10)).toEqual([]);
      });

      test("a second instance of the same store gives the same", async () => {
        const second = await opened.reopen();
        await log.append(command({ stream: freshStream(), events: [noted(1), noted(2)] }));
        expect(await all(second)).toEqual(await all());
        expect(await second.head()).toBe(await log.head());
      });
    });

    describe("the proof of a position", () => {
      test("exists for every event, and is always the same, even after a restart", async () => {
        await log.append(command({ stream: freshStream(), events: [noted(1), noted(2)] }));
        const positions = (await all()).map(({ position }) => position);
        const proofs = (from: EventLog) => Promise.all(positions.map((position) => from.proofAt(position)));
        const first = await proofs(log);
        expect(new Set(first).size).toBe(positions.length);
        expect(first.every((proof) => typeof proof === "string" && proof.length > 0)).toBe(true);
        expect(await proofs(await restarted())).toEqual(first);
        expect(await log.proofAt(START)).toBe("");
      });

      test("does not exist at a position without an event", async () => {
        const stream = freshStream();
        const appended = await log.append(command({ stream }));
        await log.append(command({ stream: freshStream() }));
        const position = appended.kind === "appended" ? appended.position : "";
        expect(await log.proofAt(position.replaceAll(/./g, "9"))).toBeUndefined();
        expect(await log.proofAt("no position")).toBeUndefined();
        if (opened.keepsRemovedEvents) return;
        await log.removeStream(stream);
        expect(await log.proofAt(position)).toBeUndefined();
      });
    });

    describe("a subscription", () => {
      test("delivers existing and then new events, each once and in order, while others append", async () => {
        for (let batch = 0; batch < 12; batch += 1) await log.append(command({ stream: freshStream(), events: many(100) }));
        const seen: StoredEvent[] = [];
        log.subscribe(origin, async (events) => void seen.push(...events), unexpected);
        await Promise.all(
          Array.from({ length: 10 }, async () => {
            const stream = freshStream();
            for (let append = 0; append < 20; append += 1) await log.append(command({ stream }));
          }),
        );
        await eventually(() => expect(seen.length).toBeGreaterThanOrEqual(1400));
        expect(seen).toEqual(await all());
      });

      test("begins after the position it was given", async () => {
        await log.append(command({ stream: freshStream(), events: [noted(1), noted(2), noted(3)] }));
        const second = (await all())[1];
        const seen: StoredEvent[] = [];
        log.subscribe(second?.position ?? START, async (events) => void seen.push(...events), unexpected);
        await log.append(command({ stream: freshStream(), events: [noted(4)] }));
        await eventually(() => expect(seen.map(({ data }) => data.number)).toEqual([3, 4]));
      });

      test("waits for a slow handler, one page at a time, and loses nothing", async () => {
        const seen: StoredEvent[] = [];
        let running = 0;
        let most = 0;
        const slow = async (events: readonly StoredEvent[]) => {
          running += 1;
          most = Math.max(most, running);
          await pause(15);
          seen.push(...events);
          running -= 1;
        };
        log.subscribe(origin, slow, unexpected);
        const stream = freshStream();
        for (let append = 0; append < 40; append += 1) {
          await log.append(command({ stream }));
          await pause(1);
        }
        await eventually(() => expect(seen).toHaveLength(40));
        expect(most).toBe(1);
        expect(seen).toEqual(await all());
      });

      test("stops when its handler throws, reports that once, and skips nothing", async () => {
        const stream = freshStream();
        await log.append(command({ stream, events: [noted(1)] }));
        const seen: unknown[] = [];
        const failures: unknown[] = [];
        const poison = new Error("This event cannot be applied.");
        const applyUntilPoison = async (events: readonly StoredEvent[]) => {
          if (events.some(({ data }) => data.number === 2)) throw poison;
          seen.push(...events.map(({ data }) => data.number));
        };
        log.subscribe(origin, applyUntilPoison, (error) => failures.push(error));
        await eventually(() => expect(seen).toEqual([1]));
        await log.append(command({ stream, events: [noted(2)] }));
        await eventually(() => expect(failures).toEqual([poison]));
        await log.append(command({ stream, events: [noted(3)] }));
        await pause(250);
        expect(seen).toEqual([1]);
        expect(failures).toEqual([poison]);

        const resumed: unknown[] = [];
        const [last] = await all();
        log.subscribe(
          last?.position ?? START,
          async (events) => void resumed.push(...events.map(({ data }) => data.number)),
          unexpected,
        );
        await eventually(() => expect(resumed).toEqual([2, 3]));
      });

      test("also stops when its handler throws before its first wait", async () => {
        await log.append(command({ stream: freshStream() }));
        const failures: unknown[] = [];
        const poison = new Error("At once.");
        const throwing = () => {
          throw poison;
        };
        log.subscribe(origin, throwing, (error) => failures.push(error));
        await eventually(() => expect(failures).toEqual([poison]));
      });

      test("is closed only when the running handler is done, and delivers nothing after", async () => {
        const gate = Promise.withResolvers<void>();
        const done: number[] = [];
        let started = 0;
        const subscription = log.subscribe(
          origin,
          async (events) => {
            started += 1;
            await gate.promise;
            done.push(events.length);
          },
          unexpected,
        );
        await log.append(command({ stream: freshStream() }));
        await eventually(() => expect(started).toBe(1));
        await log.append(command({ stream: freshStream() }));

        let closed = false;
        const closing = subscription.close().then(() => {
          closed = true;
        });
        await pause(50);
        expect(closed).toBe(false);
        gate.resolve();
        await closing;
        expect(done).toHaveLength(1);
        await log.append(command({ stream: freshStream() }));
        await pause(250);
        expect(started).toBe(1);
      });

      test("closed before it delivered anything delivers nothing", async () => {
        await log.append(command({ stream: freshStream() }));
        const delivered: StoredEvent[] = [];
        const subscription = log.subscribe(origin, async (events) => void delivered.push(...events), unexpected);
        await subscription.close();
        await pause(150);
        expect(delivered).toEqual([]);
      });

      test("can be closed twice", async () => {
        const subscription = log.subscribe(origin, async () => {}, unexpected);
        await subscription.close();
        await subscription.close();
      });

      test("that fails or is slow delays no other", async () => {
        const gate = Promise.withResolvers<void>();
        const seen: StoredEvent[] = [];
        const failures: unknown[] = [];
        log.subscribe(origin, () => gate.promise, unexpected);
        log.subscribe(
          origin,
          () => Promise.reject(new Error("Mine alone.")),
          (error) => failures.push(error),
        );
        log.subscribe(origin, async (events) => void seen.push(...events), unexpected);
        const stream = freshStream();
        for (let append = 0; append < 5; append += 1) await log.append(command({ stream }));
        await eventually(() => expect(seen).toHaveLength(5));
        expect(failures).toHaveLength(1);
        gate.resolve();
      });

      test.runIf(!isOnlyWriter)("sees what another instance of the same store appends", async () => {
        const other = await opened.reopen();
        const seen: StoredEvent[] = [];
        log.subscribe(origin, async (events) => void seen.push(...events), unexpected);
        const stream = freshStream();
        for (const number of [1, 2, 3]) await other.append(command({ stream, events: [noted(number)] }));
        await eventually(() => expect(seen.map(({ data }) => data.number)).toEqual([1, 2, 3]));
      });

      test("ends with the log: closing it waits for the running handler", async () => {
        const gate = Promise.withResolvers<void>();
        let started = false;
        let finished = false;
        const handle = async () => {
          started = true;
          await gate.promise;
          finished = true;
        };
        log.subscribe(origin, handle, unexpected);
        await log.append(command({ stream: freshStream() }));
        await eventually(() => expect(started).toBe(true));
        const finishedAtClose = log.close().then(() => finished);
        await pause(50);
        gate.resolve();
        expect(await finishedAtClose).toBe(true);
      });
    });

    describe("closing", () => {
      test("lets the appends that were under way land first", async () => {
        const commands = Array.from({ length: 5 }, () => command({ stream: freshStream() }));
        const appends = Promise.all(commands.map((append) => log.append(append)));
        await log.close();
        expect(positionsOf(await appends)).toHaveLength(5);
        expect(await all(await opened.reopen())).toHaveLength(5);
      });

      test("makes later appends fail rather than hang", async () => {
        await log.close();
        await expect(log.append(command({ stream: freshStream() }))).rejects.toBeInstanceOf(LogUnavailable);
      });

      test("twice is harmless", async () => {
        await log.close();
        await log.close();
      });
    });

    test("a healthy log has nothing wrong with it, before and after a restart", async () => {
      const streams = Array.from({ length: 5 }, freshStream);
      for (let round = 0; round < 4; round += 1)
        await Promise.all(streams.map((stream) => log.append(command({ stream, events: many(1 + round) }))));
      expect(await log.verify()).toEqual([]);
      expect(await (await restarted()).verify()).toEqual([]);
    });
  });
}

/** A command with one event by default, with a new key. */
export function command(given: Pick<Append, "stream"> & Partial<Append>): Append {
  const commandId = randomUUID();
  const metadata = {
    ...{ actor: "person-ann-example", correlation: "request-1", policyVersion: "policy-1" },
    permittedBy: ["advisers-log-concerns", "council-aware"],
  };
  const at = "2026-11-22T09:30:00.000Z";
  return { ...appendOf(given.stream, [noted(1)], { commandId, metadata, bodyDigest: `digest of ${commandId}`, at }), ...given };
}

export const noted = (number: number): NewEvent => ({ type: "Noted.v1", data: { number } });
export const freshStream = (): string => streamName("test", randomUUID());
const freshCategory = (): string => `test${randomUUID().replaceAll("-", "")}`;

const many = (count: number): readonly NewEvent[] => Array.from({ length: count }, (_, index) => noted(index));
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const eventually = (expectation: () => void) => vi.waitFor(expectation, { timeout: 600_000, interval: 5 });

/** For subscriptions that should not fail: an unhandled rejection fails the run. */
const unexpected = (error: unknown): void => void Promise.reject(error);

const INTRICATE: EventData = {
  council: "E09000022",
  empty: { list: [], object: {}, text: "", nothing: null },
  nested: [[["deep"]], { a: { b: { c: [1, -2.5, 1e21, 0, true, false] } } }],
  words: "Môn · 議会 · 🏛️ · e\u0301 · \u2028 · \u0000 · \ud800 · \"quoted\" \\ 'and' \n",
  "key with ünïcode": 9_007_199_254_740_991,
};

function circular(): unknown {
  const circle: { self?: unknown } = {};
  circle.self = circle;
  return circle;
}

export async function everythingAfter(log: EventLog, after: Position, limit = 500): Promise<readonly StoredEvent[]> {
  const events: StoredEvent[] = [];
  for (;;) {
    const from = events.at(-1)?.position ?? after;
    const page = await log.readAll(from, limit);
    expect(page.length).toBeLessThanOrEqual(limit);
    expectAscending(page, from);
    if (page.length === 0) return events;
    events.push(...page);
  }
}

function expectAscending(events: readonly StoredEvent[], after: Position): void {
  let last = after;
  for (const { position } of events) {
    expect(position > last).toBe(true);
    last = position;
  }
}

function positionsOf(outcomes: readonly AppendOutcome[]): readonly Position[] {
  return outcomes.map((outcome) => {
    if (outcome.kind !== "appended") throw new Error(`An append was refused: ${outcome.kind}.`);
    return outcome.position;
  });
}
