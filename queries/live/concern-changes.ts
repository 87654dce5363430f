// A concern before and after each event, folded from its own stream, so that it does not depend on the read models' positions.
import { boundedCache } from "../../caching/cache.ts";
import type { EventLog, Position, StoredEvent } from "../../event-log/port.ts";
import { type ConcernChange, type ConcernOnDay, SHARING_EVENTS, type SharingEvent } from "../../services/concern/event-news.ts";
import { CONCERN_CATEGORY, concernStream } from "../../services/concern/events.ts";
import { factsOf, type RecordedFacts } from "../../services/concern/facts.ts";
import { asOfDate } from "../../services/concern/latest-position.ts";
import { ALL_BLOCKED, statusOf } from "../../services/concern/shares.ts";
import { type ConcernState, evolve } from "../../services/concern/state.ts";
import { foldConcern, readConcernEvent } from "../../services/concern/stream.ts";
import { councilStream } from "../../services/council/events.ts";
import { type CouncilState, EMPTY_COUNCIL, evolveCouncil } from "../../services/council/state.ts";
import { foldCouncil, readCouncilEvent } from "../../services/council/stream.ts";
import type { Days } from "../../services/decision-context.ts";
import { occurrence } from "../../services/stored-events.ts";
import { readUnlessUnreadable } from "../../services/unless-unreadable.ts";
import type { ReadDeps } from "../deps.ts";
import { aroundOf, before, upTo } from "./around-event.ts";

export function readSharingEvent(stored: StoredEvent): SharingEvent | undefined {
  const event = readCouncilEvent(stored);
  return SHARING_EVENTS.some((type) => type === event.type) ? (event as SharingEvent) : undefined;
}

/** The number of cached states, for `live`: the next event of such a concern is folded without reading its stream. */
const STATES = 1_000;

/** The number of different facts of which one object is kept. */
const FACTS = 1_000;

type SameFacts = (facts: RecordedFacts) => RecordedFacts;

export function openConcernChanges(log: EventLog, clock: Pick<ReadDeps, "today" | "certainToday">) {
  const daysNow = (): Days => ({ today: clock.today(), certainToday: clock.certainToday() });
  const states = boundedCache<string, ConcernState>(STATES);
  const facts = boundedCache<string, RecordedFacts>(FACTS);
  /** Equal facts are the same object, so that what a class may read is decided once for them and not at every event. */
  const same: SameFacts = (made) => facts.getOrMake(JSON.stringify(made), () => made);

  /** Returns the council's state before a position, if shares of the concern depend on it. */
  async function councilBefore(state: ConcernState, position: Position): Promise<CouncilState> {
    if (!dependsOnCouncil(state)) return EMPTY_COUNCIL;
    return foldCouncil(before(await log.readStream(councilStream(state.council)), position));
  }

  async function stateBefore(event: StoredEvent, id: string): Promise<ConcernState | undefined> {
    if (event.version === 1) return undefined;
    const known = states.get(id);
    if (known?.version === event.version - 1) return known;
    return foldConcern(id, before(await log.readStream(event.stream), event.position));
  }

  async function aroundCouncil(event: StoredEvent, concern: string): Promise<ConcernChange | undefined> {
    const read = readSharingEvent(event);
    if (!read) return undefined;
    const state = foldConcern(concern, before(await log.readStream(concernStream(concern)), event.position));
    if (!state || councilStream(state.council) !== event.stream) return undefined;
    const earlier = await councilBefore(state, event.position);
    return changeOf(event, read, [state, earlier], [state, evolveCouncil(earlier, read, occurrence(event))], daysNow(), same);
  }

  function blockedOf(id: string, events: readonly StoredEvent[]): ConcernOnDay | undefined {
    const state = readUnlessUnreadable(() => foldConcern(id, events));
    if (!state) return undefined;
    const day = { ...asOfDate(daysNow(), state, EMPTY_COUNCIL), blocked: ALL_BLOCKED };
    return { state, day, facts: same(factsOf(state, day)) };
  }

  return {
    /** Returns the change by an event of a concern's stream. */
    async of(event: StoredEvent): Promise<ConcernChange> {
      const id = event.streamId;
      const earlier = await stateBefore(event, id);
      const read = readConcernEvent(event);
      const state = evolve(id, earlier, read, occurrence(event));
      states.set(id, state);
      const council = await councilBefore(state, event.position);
      return changeOf(event, read, [earlier, council], [state, council], daysNow(), same);
    },
    /** Returns the change of one concern by an event of a council's stream; undefined if there is none. */
    async ofCouncil(event: StoredEvent, concern: string): Promise<ConcernChange | undefined> {
      const found = await aroundCouncil(event, concern);
      return found && dependsOnChange(found) ? found : undefined;
    },
    /** The same, also where no share of the concern has another status: its tasks can be others. Undefined if it is of another council. */
    aroundCouncil,
    /**
     * The concern before and after an event of its own that cannot be read, or while its council's statements cannot: as the register then keeps it, which is not
     * at all, or with every share blocked.
     */
    async aroundUnreadable(event: StoredEvent): Promise<Partial<Pick<ConcernChange, "before" | "after">>> {
      const stream = await log.readStream(event.stream);
      const [earlier, later] = aroundOf(stream, event, (events) => blockedOf(event.streamId, events));
      return { ...(earlier && { before: earlier }), ...(later && { after: later }) };
    },
    /** A concern after an event; undefined if there is none, or it cannot be read. */
    async at(concern: string, position: Position): Promise<ConcernOnDay | undefined> {
      const own = upTo(await log.readStream(concernStream(concern)), position);
      const state = foldConcern(concern, own);
      if (!state) return undefined;
      const council = dependsOnCouncil(state)
        ? foldCouncil(upTo(await log.readStream(councilStream(state.council)), position))
        : EMPTY_COUNCIL;
      return onDays(state, council, daysNow(), same);
    },
    /** Returns every change of a concern up to a position, in order. */
    async all(concern: string, until: Position): Promise<readonly ConcernChange[]> {
      const own = upTo(await log.readStream(concernStream(concern)), until);
      const state = foldConcern(concern, own);
      if (!state) return [];
      const council = dependsOnCouncil(state) ? upTo(await log.readStream(councilStream(state.council)), until) : [];
      return changesIn(concern, [...own, ...council], daysNow(), same);
    },
  };
}

function changesIn(id: string, events: readonly StoredEvent[], days: Days, same: SameFacts): readonly ConcernChange[] {
  const changes: ConcernChange[] = [];
  let state: ConcernState | undefined;
  let council = EMPTY_COUNCIL;
  for (const event of events.toSorted((a, b) => (a.position < b.position ? -1 : 1))) {
    if (event.category === CONCERN_CATEGORY) {
      const [earlier, read] = [state, readConcernEvent(event)];
      state = evolve(id, state, read, occurrence(event));
      changes.push(changeOf(event, read, [earlier, council], [state, council], days, same));
      continue;
    }
    const earlier = council;
    council = evolveCouncil(council, readCouncilEvent(event), occurrence(event));
    const read = readSharingEvent(event);
    const change = state && read && changeOf(event, read, [state, earlier], [state, council], days, same);
    if (change && dependsOnChange(change)) changes.push(change);
  }
  return changes;
}

/** Whether a share has another status after a council's event, or depends on the event's agreement. */
const dependsOnChange = ({ event, before, after }: ConcernChange): boolean =>
  after.state.shares.some(
    (share) =>
      ("agreement" in event.data && share.standingAgreement === event.data.agreement) ||
      (before && statusOf(share, before.day) !== statusOf(share, after.day)),
  );

const changeOf = (
  { position, at }: StoredEvent,
  event: ConcernChange["event"],
  [before, councilBefore]: readonly [ConcernState | undefined, CouncilState],
  [after, councilAfter]: readonly [ConcernState, CouncilState],
  days: Days,
  same: SameFacts,
): ConcernChange => ({
  ...{ position, at, event },
  before: before && onDays(before, councilBefore, days, same),
  after: onDays(after, councilAfter, days, same),
});

function onDays(state: ConcernState, council: CouncilState, days: Days, same: SameFacts): ConcernOnDay {
  const day = asOfDate(days, state, council);
  return { state, day, facts: same(factsOf(state, day)) };
}

/** A made share depends on its standing agreement, and one that is not made yet on the council's statements about sharing with its body. */
const dependsOnCouncil = (state: ConcernState): boolean =>
  state.shares.some(({ standingAgreement, made, ended }) => standingAgreement !== undefined || (!made && !ended));
