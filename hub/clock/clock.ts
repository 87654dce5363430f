// The hub's clock: the system clock while it is believed (docs/decisions/0023-the-clock.md). It never goes back: whatever ended by
// date stays ended even if the system clock is set back.
import { ClockBehind } from "../../event-log/port.ts";
import { londonDates } from "../../services/dates.ts";
import type { Stores } from "../folder/stores.ts";
import type { Problem } from "../observability/health.ts";
import { type ClockState, type ClockVerdict, leastInstant, type Reading, readClock, startClock } from "./clock-rule.ts";

export type Clock = ReturnType<typeof openClock>;

type ClockDeps = {
  /** The last instant believed before this run: see `lastBelieved`. */
  readonly recorded: Date | undefined;
  readonly now: () => Date;
  /** A monotonic clock in milliseconds; it may stop while the machine is suspended. */
  readonly steady: () => number;
  readonly leapMs: number;
  /** Called at the start and at each change, with the problem or undefined. */
  readonly changed: (problem: Problem | undefined) => void;
};

export function openClock({ recorded, now, steady, leapMs, changed }: ClockDeps) {
  const read = (): Reading => ({ clock: now().getTime(), steady: steady() });
  const first = read();
  let state: ClockState = startClock(recorded?.getTime(), first, leapMs);
  changed(problemOf(state, first));

  function readNow(): Reading {
    const reading = read();
    const before = state.verdict.kind;
    state = readClock(state, reading, leapMs);
    if (state.verdict.kind !== before) changed(problemOf(state, reading));
    return reading;
  }

  const londonDate = londonDates();
  const timeOf = (reading: Reading): Date => new Date(Math.max(reading.clock, leastInstant(state, reading)));
  const timeNow = (): Date => timeOf(readNow());

  return {
    /** The current time, never before the earliest possible time. Used for rights that end by date, and for reads. */
    now: timeNow,
    /** The date in England according to `now`. */
    today: () => londonDate(timeNow()),
    /** The last date that has certainly begun, even if the clock is wrong. Used for irreversible effects of a date. */
    certainToday(): string {
      const reading = readNow();
      return londonDate(state.verdict.kind === "ahead" ? new Date(leastInstant(state, reading)) : timeOf(reading));
    },
    /** The time for a new event. Throws ClockBehind while the clock is behind the last recorded instant. */
    recordingInstant(): Date {
      const instant = timeNow();
      if (state.verdict.kind === "behind")
        throw new ClockBehind(
          "The hub's clock is behind what is on record: put it right, or confirm it with candour confirm-clock.",
        );
      return instant;
    },
    isBelieved(): boolean {
      readNow();
      return state.verdict.kind === "believed";
    },
    /** The last instant at which the clock was believed; undefined while there is none. */
    lastBelieved(): Date | undefined {
      readNow();
      return state.believed === undefined ? undefined : new Date(state.believed);
    },
  };
}

type Recorded = Pick<Stores, "lastHeartbeat" | "log" | "disclosures">;

/** Returns the time of the last heartbeat. Without one (an earlier release wrote none) it uses events, which a wrong clock may have dated. */
export async function lastBelieved({ lastHeartbeat, log, disclosures }: Recorded): Promise<Date | undefined> {
  const recorded = lastHeartbeat === undefined ? await Promise.all([log.latest(), disclosures.latest()]) : [lastHeartbeat];
  const instants = recorded.flatMap((at) => (at === undefined || Number.isNaN(Date.parse(at)) ? [] : Date.parse(at)));
  return instants.length === 0 ? undefined : new Date(Math.max(...instants));
}

const CODES: Readonly<Record<Exclude<ClockVerdict["kind"], "believed">, string>> = {
  ahead: "CLOCK_AHEAD",
  behind: "CLOCK_BEHIND",
};

function problemOf({ verdict, believed }: ClockState, { clock }: Reading): Problem | undefined {
  if (verdict.kind === "believed") return undefined;
  const lastBelievedAt = new Date(believed ?? clock).toISOString();
  return { code: CODES[verdict.kind], detail: { clock: new Date(clock).toISOString(), lastBelieved: lastBelievedAt } };
}
