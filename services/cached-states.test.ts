import { randomUUID } from "node:crypto";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import type { EventLog } from "../event-log/port.ts";
import { openSqliteLog } from "../event-log/sqlite/sqlite-log.ts";
import { openCachedStates } from "./cached-states.ts";
import { event, UnreadableEvent } from "./stored-events.ts";
import { streamKind } from "./stream-kind.ts";

const noted = streamKind(
  "notes",
  { "Noted.v1": event({ schema: z.object({ number: z.int() }) }) },
  (_, numbers: readonly number[], { data }): readonly number[] => [...numbers, data.number],
  [],
);
const MAX_EVENTS = 5;

let log: EventLog;
/** The version after which each read of a stream began. */
let reads: number[];
let load: (id: string) => Promise<readonly number[]>;
beforeEach(() => {
  log = openSqliteLog(":memory:");
  reads = [];
  const readStream: EventLog["readStream"] = (stream, after = 0) => {
    reads.push(after);
    return log.readStream(stream, after);
  };
  load = openCachedStates({ readStream }, noted, MAX_EVENTS);
});
afterEach(() => log.close());

const append = (id: string, number: number | string) =>
  log.append({
    stream: `notes-${id}`,
    expected: "any",
    events: [{ type: "Noted.v1", data: { number } }],
    metadata: {
      ...{ actor: "hub", commandId: randomUUID(), correlation: "", causation: "" },
      ...{ policyVersion: "", permittedBy: [] },
    },
    bodyDigest: "",
    at: "2026-03-02T12:00:00.000Z",
  });
const note = async (id: string, ...numbers: readonly number[]) => {
  for (const number of numbers) await append(id, number);
};

describe("The cached state of a stream", () => {
  test("has every event, each of which is read once", async () => {
    await note("a", 1, 2);
    expect(await load("a")).toEqual([1, 2]);
    await note("a", 3);
    expect(await load("a")).toEqual([1, 2, 3]);
    expect(await load("a")).toEqual([1, 2, 3]);
    expect(reads).toEqual([0, 2, 3]);
  });

  test("is the initial state until the stream has an event", async () => {
    expect(await load("a")).toEqual([]);
    await note("a", 1);
    expect(await load("a")).toEqual([1]);
    expect(await load("b")).toEqual([]);
  });

  test("has every event after loads at the same time", async () => {
    await note("a", 1);
    const first = load("a");
    await note("a", 2);
    expect(await Promise.all([first, load("a"), load("a")])).toEqual([[1], [1, 2], [1, 2]]);
    await note("a", 3);
    expect(await load("a")).toEqual([1, 2, 3]);
  });

  test("is not returned while a later event is unreadable", async () => {
    await note("a", 1);
    await load("a");
    await append("a", "two");
    await expect(load("a")).rejects.toBeInstanceOf(UnreadableEvent);
    await note("a", 3);
    await expect(load("a")).rejects.toBeInstanceOf(UnreadableEvent);
  });

  test("is removed once the states have too many events, and then read from the beginning", async () => {
    await note("a", 1, 2, 3);
    await note("b", 1, 2, 3);
    for (const id of ["a", "b", "b", "a"]) expect(await load(id)).toEqual([1, 2, 3]);
    expect(reads).toEqual([0, 0, 3, 0]);
  });

  test("is not cached if the stream alone has too many events", async () => {
    await note("a", 1, 2, 3, 4, 5, 6);
    for (let times = 0; times < 2; times += 1) expect(await load("a")).toEqual([1, 2, 3, 4, 5, 6]);
    expect(reads).toEqual([0, 0]);
  });
});
