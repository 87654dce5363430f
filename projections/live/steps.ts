// A concern before and after each event, folded from its own stream: exact, whatever the read models hold by now.
import type { EventLog, Position, StoredEvent } from "../../event-log/port.ts";
import { CONCERN_STREAM, concernStream } from "../../services/concern/events.ts";
import { factsOf } from "../../services/concern/facts.ts";
import { foldConcern, readConcernEvent } from "../../services/concern/service.ts";
import { type ConcernState, evolve } from "../../services/concern/state.ts";
import { councilEvents, councilStream } from "../../services/council/events.ts";
import { foldCouncil, readCouncilEvent } from "../../services/council/service.ts";
import { standingNow } from "../../services/council/state.ts";
import { occurrence } from "../../services/stored-events.ts";
import { readingOnly } from "../some-types.ts";
import type { Held, Step } from "./tells.ts";

export const readTakenBack = readingOnly(readCouncilEvent, councilEvents, ["StandingAgreementTakenBack.v1"]);

export type Steps = {
  /** The step that an event on a concern's stream was. */
  of(event: StoredEvent): Promise<Step>;
  /** The step that taking an agreement back was for one concern; undefined where nothing in it rests on the agreement. */
  takenBack(event: StoredEvent, concern: string): Promise<Step | undefined>;
  /** Every step of a concern up to a position, in order. */
  all(concern: string, until: Position): Promise<readonly Step[]>;
};

/** Concerns that changed lately are kept: the next event of one is then folded without reading its stream again. */
const KEPT = 1_000;

export function stepsFrom(log: EventLog, today: () => string): Steps {
  const kept = new Map<string, ConcernState>();

  function keep(state: ConcernState): void {
    kept.delete(state.id);
    const oldest = kept.size >= KEPT ? kept.keys().next().value : undefined;
    if (oldest !== undefined) kept.delete(oldest);
    kept.set(state.id, state);
  }

  /** The council's agreements that stood just before a position, where the concern has a share that rests on one. */
  async function standingBefore(state: ConcernState, position: Position, including: boolean): Promise<ReadonlySet<string>> {
    if (!restsOnAny(state)) return new Set();
    return standingIn(upTo(await log.readStream(councilStream(state.council)), position, including));
  }

  async function stateBefore(event: StoredEvent, id: string): Promise<ConcernState | undefined> {
    if (event.version === 1) return undefined;
    const known = kept.get(id);
    if (known?.version === event.version - 1) return known;
    return foldConcern(id, upTo(await log.readStream(event.stream), event.position, false));
  }

  return {
    async of(event) {
      const id = event.stream.slice(CONCERN_STREAM.length);
      const before = await stateBefore(event, id);
      const read = readConcernEvent(event);
      const after = evolve(id, before, read, occurrence(event));
      keep(after);
      const standing = await standingBefore(after, event.position, false);
      const { position, at } = event;
      return { position, at, event: read, ...heldAround(before, after, standing, standing, today()) };
    },
    async takenBack(event, concern) {
      const read = readTakenBack(event);
      const state = foldConcern(concern, upTo(await log.readStream(concernStream(concern)), event.position, false));
      if (!read || !state?.shares.some(({ standingAgreement }) => standingAgreement === read.data.agreement)) return undefined;
      const earlier = await standingBefore(state, event.position, false);
      const later = await standingBefore(state, event.position, true);
      const { position, at } = event;
      return { position, at, event: read, ...heldAround(state, state, earlier, later, today()) };
    },
    async all(concern, until) {
      const own = upTo(await log.readStream(concernStream(concern)), until, true);
      const state = foldConcern(concern, own);
      if (!state) return [];
      const council = restsOnAny(state) ? upTo(await log.readStream(councilStream(state.council)), until, true) : [];
      return stepsThrough(concern, own, council, today());
    },
  };
}

/** Both streams in the order of the log. */
function stepsThrough(id: string, own: readonly StoredEvent[], council: readonly StoredEvent[], today: string): readonly Step[] {
  const steps: Step[] = [];
  let state: ConcernState | undefined;
  let past: readonly StoredEvent[] = [];
  for (const event of [...own, ...council].sort((a, b) => (a.position < b.position ? -1 : 1))) {
    const { position, at } = event;
    const before = state;
    const earlier = standingIn(past);
    if (event.stream.startsWith(CONCERN_STREAM)) {
      const read = readConcernEvent(event);
      state = evolve(id, state, read, occurrence(event));
      steps.push({ position, at, event: read, ...heldAround(before, state, earlier, earlier, today) });
      continue;
    }
    past = [...past, event];
    const read = readTakenBack(event);
    if (state && read && state.shares.some(({ standingAgreement }) => standingAgreement === read.data.agreement))
      steps.push({ position, at, event: read, ...heldAround(state, state, earlier, standingIn(past), today) });
  }
  return steps;
}

type Standing = ReadonlySet<string>;

function heldAround(
  before: ConcernState | undefined,
  after: ConcernState,
  earlier: Standing,
  later: Standing,
  today: string,
): { readonly before: Held | undefined; readonly after: Held } {
  return { before: before && held(before, earlier, today), after: held(after, later, today) };
}

function held(state: ConcernState, standing: Standing, today: string): Held {
  const day = { today, standing };
  return { state, day, facts: factsOf(state, day) };
}

const restsOnAny = (state: ConcernState): boolean =>
  state.shares.some(({ standingAgreement }) => standingAgreement !== undefined);

const standingIn = (council: readonly StoredEvent[]): Standing =>
  new Set(standingNow(foldCouncil(council)).map(({ agreement }) => agreement));

const upTo = (events: readonly StoredEvent[], position: Position, including: boolean): readonly StoredEvent[] =>
  events.filter((event) => event.position < position || (including && event.position === position));
