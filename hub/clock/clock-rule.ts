// The pure rule that decides whether the hub believes the system clock. The rule compares it with the last recorded instant at which it was
// believed, and with the process's monotonic clock, which measures time from there.
import { MAX_CARRIED_MS } from "../../event-log/port.ts";

/** Both clocks read together, in milliseconds: the system clock since 1970, the monotonic one since its own start. */
export type Reading = { readonly clock: number; readonly steady: number };

export type ClockVerdict =
  | { readonly kind: "believed" }
  /** A hub is not stopped for longer than this without somebody noticing. */
  | { readonly kind: "ahead"; readonly byMs: number }
  /** Synchronised clocks differ by less than this, so a clock that is further behind the last recorded instant is wrong. */
  | { readonly kind: "behind"; readonly byMs: number };

export type ClockState = {
  readonly verdict: ClockVerdict;
  /** The latest believed instant; undefined while there is none. */
  readonly believed: number | undefined;
  /** The latest instant computed with the monotonic clock while the system clock was behind: the hub's time does not go back before it. */
  readonly reached: number;
  /** The base of monotonic time: the last believed reading, or the recorded instant. */
  readonly counted: Reading;
  /** How far the system clock has recently moved ahead of the monotonic one. */
  readonly drift: number;
};

const DAY_MS = 86_400_000;

/** The first reading of a process. `recorded` is the last instant believed before it; undefined on an empty hub. */
export function startClock(recorded: number | undefined, reading: Reading, leapMs: number): ClockState {
  const counted = { clock: recorded ?? reading.clock, steady: reading.steady };
  const start = { verdict: BELIEVED, believed: recorded, reached: Number.NEGATIVE_INFINITY, counted, drift: 0 };
  const state = readClock(start, reading, leapMs);
  // The time during which the hub was stopped does not count as a jump.
  return state.verdict.kind === "believed" ? { ...state, drift: 0 } : state;
}

/** Jumps add up: in a day of the monotonic clock the system clock may gain `leapMs` in total, and the sum decays at that rate. */
export function readClock(state: ClockState, reading: Reading, leapMs: number): ClockState {
  const { believed, counted, reached } = state;
  const passed = reading.steady - counted.steady;
  const jump = reading.clock - (counted.clock + passed);
  const drift = Math.max(0, state.drift - (leapMs * passed) / DAY_MS + jump);
  if (drift > leapMs) return { ...state, verdict: { kind: "ahead", byMs: jump } };
  if (believed !== undefined && believed - reading.clock > MAX_CARRIED_MS) {
    const verdict = { kind: "behind", byMs: believed - reading.clock } as const;
    return { ...state, verdict, reached: Math.max(reached, counted.clock + passed) };
  }
  return { verdict: BELIEVED, believed: Math.max(believed ?? reading.clock, reading.clock), reached, counted: reading, drift };
}

/** The earliest possible time: the last believed instant, plus monotonic time while the system clock is not believed. */
export function leastInstant({ verdict, believed, counted, reached }: ClockState, { clock, steady }: Reading): number {
  const least = Math.max(believed ?? clock, reached);
  return verdict.kind === "ahead" ? Math.max(least, counted.clock + steady - counted.steady) : least;
}

const BELIEVED = { kind: "believed" } as const;
