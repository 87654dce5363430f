// A concern before and after each event, folded from its own stream: exact, whatever the read models hold by now.
import { boundedCache } from "../../caching/cache.ts";
import type { EventLog, Position, StoredEvent } from "../../event-log/port.ts";
import { type ConcernChange, type ConcernOnDay, SHARING_EVENTS, type SharingEvent } from "../../services/concern/event-news.ts";
import { CONCERN_STREAM, concernStream } from "../../services/concern/events.ts";
import { factsOf } from "../../services/concern/facts.ts";
import { asOfDate } from "../../services/concern/latest-position.ts";
import { statusOf } from "../../services/concern/shares.ts";
import { type ConcernState, evolve } from "../../services/concern/state.ts";
import { foldConcern, readConcernEvent } from "../../services/concern/stream.ts";
import { councilStream } from "../../services/council/events.ts";
import { type CouncilState, EMPTY_COUNCIL, evolveCouncil } from "../../services/council/state.ts";
import { foldCouncil, readCouncilEvent } from "../../services/council/stream.ts";
import { occurrence } from "../../services/stored-events.ts";

export function readSharingEvent(stored: StoredEvent): SharingEvent | undefined {
  const event = readCouncilEvent(stored);
  return SHARING_EVENTS.some((type) => type === event.type) ? (event as SharingEvent) : undefined;
}

export type Steps = {
  /** The step that an event on a concern's stream was. */
  of(event: StoredEvent): Promise<ConcernChange>;
  /** The step that a council's word on sharing was for one concern; undefined where it changes nothing in it. */
  ofCouncil(event: StoredEvent, concern: string): Promise<ConcernChange | undefined>;
  /** Every step of a concern up to a position, in order. */
  all(concern: string, until: Position): Promise<readonly ConcernChange[]>;
};

/** Concerns that changed lately are kept: the next event of one is then folded without reading its stream again. */
const KEPT = 1_000;

export function stepsFrom(log: EventLog, today: () => string): Steps {
  const kept = boundedCache<string, ConcernState>(KEPT);

  /** What the council had said just before a position, where the concern has shares that it matters to. */
  async function saidBefore(state: ConcernState, position: Position, including: boolean): Promise<CouncilState> {
    if (!restsOnWords(state)) return EMPTY_COUNCIL;
    return foldCouncil(upTo(await log.readStream(councilStream(state.council)), position, including));
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
      kept.set(id, after);
      const said = await saidBefore(after, event.position, false);
      const { position, at } = event;
      return { position, at, event: read, ...heldAround(before, after, said, said, today()) };
    },
    async ofCouncil(event, concern) {
      const read = readSharingEvent(event);
      if (!read) return undefined;
      const state = foldConcern(concern, upTo(await log.readStream(concernStream(concern)), event.position, false));
      if (councilStream(state?.council ?? "") !== event.stream || !state) return undefined;
      const earlier = await saidBefore(state, event.position, false);
      return stepOf(event, read, state, earlier, evolveCouncil(earlier, read, occurrence(event)), today());
    },
    async all(concern, until) {
      const own = upTo(await log.readStream(concernStream(concern)), until, true);
      const state = foldConcern(concern, own);
      if (!state) return [];
      const council = restsOnWords(state) ? upTo(await log.readStream(councilStream(state.council)), until, true) : [];
      return stepsThrough(concern, own, council, today());
    },
  };
}

/** Both streams in the order of the log. */
function stepsThrough(
  id: string,
  own: readonly StoredEvent[],
  council: readonly StoredEvent[],
  today: string,
): readonly ConcernChange[] {
  const steps: ConcernChange[] = [];
  let state: ConcernState | undefined;
  let said = EMPTY_COUNCIL;
  for (const event of [...own, ...council].sort((a, b) => (a.position < b.position ? -1 : 1))) {
    const { position, at } = event;
    const before = state;
    if (event.stream.startsWith(CONCERN_STREAM)) {
      const read = readConcernEvent(event);
      state = evolve(id, state, read, occurrence(event));
      steps.push({ position, at, event: read, ...heldAround(before, state, said, said, today) });
      continue;
    }
    const earlier = said;
    said = evolveCouncil(said, readCouncilEvent(event), occurrence(event));
    const read = readSharingEvent(event);
    const step = state && read && stepOf(event, read, state, earlier, said, today);
    if (step) steps.push(step);
  }
  return steps;
}

/** Undefined where nothing rests on the word: every share is answered as before. */
function stepOf(
  { position, at }: StoredEvent,
  event: SharingEvent,
  state: ConcernState,
  earlier: CouncilState,
  later: CouncilState,
  today: string,
): ConcernChange | undefined {
  const around = heldAround(state, state, earlier, later, today);
  const isOtherwise = state.shares.some(
    (share) =>
      ("agreement" in event.data && share.standingAgreement === event.data.agreement) ||
      statusOf(share, around.before?.day ?? around.after.day) !== statusOf(share, around.after.day),
  );
  return isOtherwise ? { position, at, event, ...around } : undefined;
}

function heldAround(
  before: ConcernState | undefined,
  after: ConcernState,
  earlier: CouncilState,
  later: CouncilState,
  today: string,
): { readonly before: ConcernOnDay | undefined; readonly after: ConcernOnDay } {
  return { before: before && held(before, earlier, today), after: held(after, later, today) };
}

function held(state: ConcernState, said: CouncilState, today: string): ConcernOnDay {
  const day = asOfDate(today, state, said);
  return { state, day, facts: factsOf(state, day) };
}

/** A share that was made rests on its standing agreement alone, one that waits on whatever the council says of sharing with its body. */
const restsOnWords = (state: ConcernState): boolean =>
  state.shares.some(({ standingAgreement, made, ended }) => standingAgreement !== undefined || (!made && !ended));

const upTo = (events: readonly StoredEvent[], position: Position, including: boolean): readonly StoredEvent[] =>
  events.filter((event) => event.position < position || (including && event.position === position));
