// A recorder of disclosures over a log in memory, whose appends the test can delay or fail.
import { afterEach, beforeEach, vi } from "vitest";
import { readLeaves } from "../../../disclosure/answers.ts";
import type { Disclosure, View } from "../../../disclosure/events.ts";
import { disclosureRecorder, type Recorder } from "../../../disclosure/record.ts";
import { type Append, type AppendOutcome, type EventLog, LogUnavailable } from "../../../event-log/port.ts";
import { openSqliteLog } from "../../../event-log/sqlite/sqlite-log.ts";
import { disclosuresIn, type RecordedDisclosure } from "./recorded-disclosures.ts";

export const COUNCIL = "X00000004";
export const MINUTE = 60_000;
export const HEADLINE = { headline: ["advisers-read"] };
export const MORE = { headline: ["advisers-read"], summary: ["advisers-read", "council-reads"] };
export const NOON = "2026-03-10T12:00:00.000Z";

export const view = (parts: View["parts"], ...concerns: readonly string[]): View => ({
  kind: "concern",
  records: concerns.map((id) => ({ id, version: 3 })),
  parts,
});
export const disclosure = (more: Partial<Disclosure> = {}): Disclosure => ({
  ...{ council: COUNCIL, series: "", surface: "read", person: "adviser", assignments: ["a"], request: "r", policyVersion: "p1" },
  views: [view(HEADLINE, "one")],
  ...more,
});

/** For each test of a file: a new log, and a recorder over it at noon. */
export function recorderForEachTest() {
  let [log, recorder] = [] as unknown as [EventLog, Recorder];
  let [instant, appends]: [number, Append[]] = [0, []];
  let gate: Promise<unknown> | undefined;

  function over(inner: EventLog): Recorder {
    let ids = 0;
    const append = async (one: Append): Promise<AppendOutcome> => {
      appends.push(one);
      await gate;
      return inner.append(one);
    };
    const newId = () => {
      ids += 1;
      return `id-${ids}`;
    };
    return disclosureRecorder({
      ...{ log: { ...inner, append }, node: "1", known: () => undefined, now: () => new Date(instant), newId },
      random: (bytes) => Buffer.alloc(bytes, 7),
    });
  }
  beforeEach(() => {
    [log, instant, appends, gate] = [openSqliteLog(":memory:"), Date.parse(NOON), [], undefined];
    recorder = over(log);
  });
  afterEach(() => {
    vi.useRealTimers();
    return log.close();
  });

  const recorded = async (from = log): Promise<readonly RecordedDisclosure[]> =>
    (await from.readAll("", 10_000)).flatMap((event) => {
      readLeaves(event);
      return disclosuresIn(event);
    });
  return {
    record: (disclosures: readonly Disclosure[]) => recorder.record(disclosures),
    over,
    log: () => log,
    recorded,
    /** Counts the recorded disclosures. */
    howMany: async () => (await recorded()).length,
    /** Every append that reached the log. */
    appends: () => appends,
    /** From now on an append waits for the promise first, and fails if the promise is rejected. */
    holdAppends(until: Promise<unknown> | undefined): void {
      gate = until;
    },
    later(ms: number): void {
      instant += ms;
    },
    goTo(at: string): void {
      instant = Date.parse(at);
    },
  };
}

/** A promise that the test resolves or rejects. */
export function promised() {
  let keep: () => void = () => {};
  let fail: (error: Error) => void = () => {};
  const promise = new Promise<void>((resolve, reject) => {
    [keep, fail] = [resolve, reject];
  });
  promise.catch(() => {});
  return { promise, keep, fail };
}
export function unwritable(): Promise<unknown> {
  const { promise, fail } = promised();
  fail(new LogUnavailable("The event log could not be written."));
  return promise;
}
/** Long enough for everything to happen that does not wait for the test. */
export const settle = () => new Promise((resolve) => setTimeout(resolve, 15));
