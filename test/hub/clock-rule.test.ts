// The clock rule: given the last recorded instant and both clocks, whether the system clock is believed, and the earliest possible time.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ClockState, leastInstant, readClock, startClock } from "../../hub/clock/clock-rule.ts";

const [MINUTE, HOUR, DAY] = [60_000, 3_600_000, 86_400_000];
const LEAP = 7 * DAY;
const NOON = Date.parse("2026-11-28T12:00:00.000Z");
const believed = { kind: "believed" };

const start = (recorded: number | undefined, clock: number) => startClock(recorded, { clock, steady: 0 }, LEAP);
/** Returns the clock's state after each reading on a hub that started at noon with a correct clock. Each reading says how far each clock moved. */
function running(...steps: readonly (readonly [clock: number, steady: number])[]): ClockState {
  let [clock, steady] = [NOON, 0];
  return steps.reduce(
    (state, [by, counted]) => {
      clock += by;
      steady += counted;
      return readClock(state, { clock, steady }, LEAP);
    },
    start(NOON, NOON),
  );
}

describe("At start the clock", () => {
  it.each([
    ["as it was left", 0],
    ["a week later", LEAP],
    ["five minutes earlier", -5 * MINUTE],
  ])("is believed %s", (_, by) => {
    expect(start(NOON, NOON + by).verdict).toEqual(believed);
  });

  it("is believed on an empty hub, whatever its time", () => {
    expect(start(undefined, 0)).toMatchObject({ verdict: believed, believed: 0 });
  });

  it("is not believed more than a week after the last recorded instant, or more than five minutes before it", () => {
    expect(start(NOON, NOON + LEAP + 1).verdict).toEqual({ kind: "ahead", byMs: LEAP + 1 });
    expect(start(NOON, NOON - 5 * MINUTE - 1).verdict).toEqual({ kind: "behind", byMs: 5 * MINUTE + 1 });
  });

  it("changes no known instant while it is not believed, and is believed after it is corrected", () => {
    for (const wrong of [3 * 365 * DAY, -3 * 365 * DAY]) {
      const state = start(NOON, NOON + wrong);
      expect(state.believed).toBe(NOON);
      expect(readClock(state, { clock: NOON + MINUTE, steady: MINUTE }, LEAP)).toMatchObject({
        verdict: believed,
        believed: NOON + MINUTE,
      });
    }
  });
});

describe("While the hub runs the clock", () => {
  it("is believed while it agrees with the monotonic clock, however long it was not read", () => {
    expect(running([HOUR, HOUR], [60 * DAY, 60 * DAY]).verdict).toEqual(believed);
  });

  it("is believed after a suspension of up to a week, in which the monotonic clock may stop", () => {
    expect(running([LEAP, 0]).verdict).toEqual(believed);
    expect(running([LEAP + MINUTE, 0]).verdict).toMatchObject({ kind: "ahead" });
  });

  it("is not believed after jumps of more than a week in total within a day, and is believed after the same jumps over many days", () => {
    expect(running([3 * DAY, MINUTE], [3 * DAY, MINUTE], [3 * DAY, MINUTE]).verdict).toMatchObject({ kind: "ahead" });
    const nights = Array.from({ length: 60 }, () => [DAY, DAY / 2] as const);
    expect(running(...nights).verdict).toEqual(believed);
  });

  it("is not believed after a jump, however often it is read", () => {
    expect(running([365 * DAY, 0], [MINUTE, MINUTE], [MINUTE, MINUTE])).toMatchObject({
      verdict: { kind: "ahead" },
      believed: NOON,
    });
  });

  it("that was set back is believed again when it is corrected, or has reached its earlier time", () => {
    expect(running([-HOUR, 0]).verdict).toEqual({ kind: "behind", byMs: HOUR });
    expect(running([-HOUR, 0], [HOUR, 0]).verdict).toEqual(believed);
    expect(running([-HOUR, 0], [55 * MINUTE, 55 * MINUTE]).verdict).toEqual(believed);
  });

  it("is not believed after many small steps back, because they add up", () => {
    expect(running([-4 * MINUTE, 0], [-4 * MINUTE, 0]).verdict).toMatchObject({ kind: "behind" });
  });
});

describe("The earliest possible time", () => {
  const least = (state: ClockState, clock: number, steady: number) => leastInstant(state, { clock, steady });

  it("advances with the monotonic clock while the clock is behind, and does not go back when it is believed again", () => {
    const behind = running([-HOUR, 0], [30 * MINUTE, 30 * MINUTE]);
    expect(least(behind, NOON - 30 * MINUTE, 30 * MINUTE)).toBe(NOON + 30 * MINUTE);
    const again = running([-HOUR, 0], [54 * MINUTE, 54 * MINUTE], [MINUTE, MINUTE]);
    expect(again.verdict).toEqual(believed);
    expect(least(again, NOON - 5 * MINUTE, 55 * MINUTE)).toBe(NOON + 54 * MINUTE);
  });

  it("is not changed by a clock that is ahead", () => {
    expect(least(running([365 * DAY, 0], [HOUR, HOUR]), NOON + 365 * DAY + HOUR, HOUR)).toBe(NOON + HOUR);
  });

  it("never goes back, whatever the clock does and however it is read", () => {
    const step = fc.tuple(fc.integer({ min: -9 * DAY, max: 9 * DAY }), fc.integer({ min: 0, max: 9 * DAY }));
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        let [clock, steady, last] = [NOON, 0, NOON];
        let state = start(NOON, NOON);
        for (const [by, counted] of steps) {
          clock += by;
          steady += counted;
          state = readClock(state, { clock, steady }, LEAP);
          const now = least(state, clock, steady);
          expect(now).toBeGreaterThanOrEqual(state.verdict.kind === "ahead" ? NOON : last);
          if (state.verdict.kind !== "ahead") last = now;
        }
      }),
      { numRuns: 300 },
    );
  });
});
