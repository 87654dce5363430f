// Whether the system clock can be believed: the rule, pure. Two witnesses stand against the clock. The record holds the last instant at which a
// clock was believed; and the steady clock of the process, which nobody can set, counts from there.
import { MAX_CARRIED_MS } from "../../event-log/port.ts";

/** Both clocks at one moment, in milliseconds: the system's since 1970, the steady one since it began. */
export type Reading = { readonly clock: number; readonly steady: number };

export type ClockVerdict =
  | { readonly kind: "believed" }
  /** Further past what the witnesses know than a hub is stopped unnoticed. */
  | { readonly kind: "ahead"; readonly byMs: number }
  /** Before the last instant on record by more than clocks that are kept right differ. */
  | { readonly kind: "behind"; readonly byMs: number };

export type ClockState = {
  readonly verdict: ClockVerdict;
  /** The latest instant that was believed; undefined while there never was one. */
  readonly believed: number | undefined;
  /** The latest instant that the steady clock counted to while the clock was behind: the time was given so, and does not run back. */
  readonly reached: number;
  /** From where the steady clock counts on: the last reading that was believed, or what is on record. */
  readonly counted: Reading;
  /** By how much the clock has run ahead of the steady one, lately. */
  readonly drift: number;
};

const DAY_MS = 86_400_000;

/** The first look of a process. `recorded` is the last instant that was believed before it; undefined on a hub that holds nothing. */
export function startClock(recorded: number | undefined, reading: Reading, leapMs: number): ClockState {
  const counted = { clock: recorded ?? reading.clock, steady: reading.steady };
  const start = { verdict: BELIEVED, believed: recorded, reached: Number.NEGATIVE_INFINITY, counted, drift: 0 };
  const state = readClock(start, reading, leapMs);
  // For how long the hub was stopped is no jump: from here on the steady clock is a witness.
  return state.verdict.kind === "believed" ? { ...state, drift: 0 } : state;
}

/**
 * What a reading makes of the state. Small jumps add up: within a day of the steady clock the clock may run ahead by `leapMs` in all, and what it
 * did is forgotten at that rate. A clock that is not believed changes nothing of what is known.
 */
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

/** The least that the time can be by the witnesses: the last instant believed, counted on by the steady clock while the clock is not believed. */
export function leastInstant({ verdict, believed, counted, reached }: ClockState, { clock, steady }: Reading): number {
  const known = Math.max(believed ?? clock, reached);
  return verdict.kind === "ahead" ? Math.max(known, counted.clock + steady - counted.steady) : known;
}

const BELIEVED = { kind: "believed" } as const;
