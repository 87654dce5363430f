// Whether the system clock is believed: the pure rule. It is compared with the last instant on record at which it was believed,
// and with the process's monotonic clock, which counts on from there.
import { MAX_CARRIED_MS } from "../../event-log/port.ts";

/** Both clocks read together, in milliseconds: the system's since 1970, the monotonic one since it began. */
export type Reading = { readonly clock: number; readonly steady: number };

export type ClockVerdict =
  | { readonly kind: "believed" }
  /** Further ahead than a hub is stopped without being noticed. */
  | { readonly kind: "ahead"; readonly byMs: number }
  /** Behind the last instant on record by more than clocks that are kept right differ. */
  | { readonly kind: "behind"; readonly byMs: number };

export type ClockState = {
  readonly verdict: ClockVerdict;
  /** The latest instant that was believed; undefined while there is none. */
  readonly believed: number | undefined;
  /** The latest instant counted by the monotonic clock while the system's was behind: time does not run back behind it. */
  readonly reached: number;
  /** Where the monotonic clock counts on from: the last reading that was believed, or the instant on record. */
  readonly counted: Reading;
  /** How far the system clock has recently run ahead of the monotonic one. */
  readonly drift: number;
};

const DAY_MS = 86_400_000;

/** The first reading of a process. `recorded` is the last instant believed before it; undefined on an empty hub. */
export function startClock(recorded: number | undefined, reading: Reading, leapMs: number): ClockState {
  const counted = { clock: recorded ?? reading.clock, steady: reading.steady };
  const start = { verdict: BELIEVED, believed: recorded, reached: Number.NEGATIVE_INFINITY, counted, drift: 0 };
  const state = readClock(start, reading, leapMs);
  // The time that the hub was stopped is no jump.
  return state.verdict.kind === "believed" ? { ...state, drift: 0 } : state;
}

/** Jumps add up: in a day of the monotonic clock the system's may gain `leapMs`, which is forgotten at that rate. */
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

/** The earliest that the time can be: the last instant believed, counted on while the system clock is not believed. */
export function leastInstant({ verdict, believed, counted, reached }: ClockState, { clock, steady }: Reading): number {
  const least = Math.max(believed ?? clock, reached);
  return verdict.kind === "ahead" ? Math.max(least, counted.clock + steady - counted.steady) : least;
}

const BELIEVED = { kind: "believed" } as const;
