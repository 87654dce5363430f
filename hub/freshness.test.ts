// When a node may answer, tested with a simulated clock and log.
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { LogUnavailable } from "../event-log/port.ts";
import { NotReady } from "../projections/runtime/not-ready.ts";
import { type Freshness, watchFreshness } from "./freshness.ts";
import type { Problem } from "./observability/health.ts";

const LAG_MS = 2_000;

let freshness: Freshness;
let head: () => Promise<string>;
let caughtUp: (position: string) => Promise<void>;
let problems: (Problem | undefined)[];
let ended: number;

beforeEach(() => {
  vi.useFakeTimers();
  [problems, ended] = [[], 0];
  head = async () => "7";
  caughtUp = async () => {};
  freshness = watch();
});
afterEach(() => {
  freshness.stop();
  vi.useRealTimers();
});

const watch = () =>
  watchFreshness({
    head: () => head(),
    caughtUp: (position) => caughtUp(position),
    lagMs: LAG_MS,
    steady: () => performance.now(),
    unheard: () => expect.fail(),
    health: { set: (_, problem) => problems.push(problem) },
    stale: () => {
      ended += 1;
    },
  });

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

describe("A node", () => {
  it("answers nothing before it has confirmed that it has everything on record", async () => {
    freshness.stop();
    const read = Promise.withResolvers<string>();
    head = () => read.promise;
    freshness = watch();
    expect(() => freshness.assertFresh()).toThrow(NotReady);
    read.resolve("7");
    await freshness.confirmed;
    expect(() => freshness.assertFresh()).not.toThrow();
  });

  it("returns data for as long as the confirmation is valid under which it was read, even if a later one exists", async () => {
    await pass(0);
    const assertCurrent = freshness.beginReading();
    await pass(LAG_MS);
    expect(assertCurrent).not.toThrow();
    await pass(1);
    expect(() => freshness.assertFresh()).not.toThrow();
    expect(assertCurrent).toThrow(NotReady);
    expect(freshness.beginReading()).not.toThrow();
  });

  it("continues to answer while it confirms", async () => {
    for (let seconds = 0; seconds < 60; seconds += 1) {
      await pass(1_000);
      expect(() => freshness.assertFresh()).not.toThrow();
    }
    expect([problems, ended]).toEqual([[], 0]);
  });

  it.each([
    ["cannot read the log", () => (head = async () => Promise.reject(new LogUnavailable("gone")))],
    ["gets no answer from the log", () => (head = () => new Promise(() => {}))],
    ["does not apply what is on record", () => (caughtUp = async () => Promise.reject(new NotReady("behind")))],
  ])("that %s answers nothing after the allowed lag, ends its streams once, and reports that", async (_, begin) => {
    await pass(LAG_MS);
    begin();
    await pass(LAG_MS / 2);
    expect(() => freshness.assertFresh()).not.toThrow();
    await pass(LAG_MS);
    expect(() => freshness.assertFresh()).toThrow(NotReady);
    await pass(10 * LAG_MS);
    expect([problems, ended]).toEqual([[{ code: "NODE_BEHIND" }], 1]);
  });

  it("answers again after the next confirmation", async () => {
    await pass(LAG_MS);
    head = async () => Promise.reject(new LogUnavailable("gone"));
    await pass(2 * LAG_MS);
    expect(() => freshness.assertFresh()).toThrow(NotReady);
    head = async () => "9";
    await pass(LAG_MS);
    expect(() => freshness.assertFresh()).not.toThrow();
    expect(problems).toEqual([{ code: "NODE_BEHIND" }, undefined]);
  });

  it("dates a confirmation from before it requested the log's end: events that arrive while it applies are not confirmed", async () => {
    await pass(LAG_MS);
    const applied = Promise.withResolvers<void>();
    caughtUp = () => applied.promise;
    await pass(2 * LAG_MS);
    applied.resolve();
    caughtUp = () => new Promise(() => {});
    await pass(1);
    expect(() => freshness.assertFresh()).toThrow(NotReady);
  });
});
