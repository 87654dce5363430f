// Builds the register in empty tables: each concern is folded from its own stream and written once.
import type { Position, StoredEvent } from "../../event-log/port.ts";
import { streamName } from "../../event-log/stream-name.ts";
import { CLAIM_CATEGORY } from "../../services/claim/events.ts";
import { CONCERN_CATEGORY } from "../../services/concern/events.ts";
import type { ConcernState } from "../../services/concern/state.ts";
import { readConcernEvent } from "../../services/concern/stream.ts";
import { COUNCIL_CATEGORY } from "../../services/council/events.ts";
import type { Building, LogOfStreams } from "../runtime/read-model.ts";
import type { Box } from "./boxes.ts";
import { type FoldedConcern, foldEvent, type NewsOfEvent } from "./fold-event.ts";

/** The number of concerns that are folded before they are written together. */
const CONCERNS_AT_ONCE = 1_000;
/** The number of streams that are read together. More are not read faster. */
const READ_AT_ONCE = 200;

type Writers = {
  readonly applyToCouncil: (event: StoredEvent) => void;
  readonly addConcerns: (concerns: readonly FoldedConcern[]) => void;
  readonly applyToClaim: (event: StoredEvent) => void;
  /** Called in a transaction before the first concern, and after the last. */
  readonly begin: () => void;
  readonly finish: () => void;
};

export async function buildRegister(
  { applyToCouncil, addConcerns, applyToClaim, begin, finish }: Writers,
  log: LogOfStreams,
  until: Position,
  transact: (work: () => void) => void,
  building: Building,
): Promise<void> {
  async function* streamsOf(category: string): AsyncGenerator<{ readonly id: string; readonly events: readonly StoredEvent[] }> {
    const ids = await log.streams(category);
    for (let next = 0; next < ids.length; next += READ_AT_ONCE) {
      const some = ids.slice(next, next + READ_AT_ONCE);
      const streams = await log.readStreams(some.map((id) => streamName(category, id)));
      for (const [index, id] of some.entries())
        yield { id, events: (streams[index] ?? []).filter(({ position }) => position <= until) };
    }
  }
  async function applyEach(category: string, apply: (event: StoredEvent) => void): Promise<void> {
    for await (const { events } of streamsOf(category))
      transact(() => {
        const failure = eachUntil(events, (event) => {
          building.examine(event);
          apply(event);
        });
        if (failure) building.quarantine(...failure);
      });
  }
  await applyEach(COUNCIL_CATEGORY, applyToCouncil);
  transact(begin);
  let folded: FoldedConcern[] = [];
  let failures: [StoredEvent, unknown][] = [];
  function writeFolded(): void {
    transact(() => {
      addConcerns(folded);
      for (const failure of failures) building.quarantine(...failure);
    });
    [folded, failures] = [[], []];
  }
  for await (const { id, events } of streamsOf(CONCERN_CATEGORY)) {
    const boxes: Box[] = [];
    const news: NewsOfEvent[] = [];
    let state: ConcernState | undefined;
    const failure = eachUntil(events, (event) => {
      building.examine(event);
      const step = foldEvent(id, state, readConcernEvent(event), event);
      boxes.push(...step.boxes);
      news.push(step.news);
      state = step.state;
    });
    if (failure) failures.push(failure);
    if (state) folded.push({ state, boxes, news });
    if (folded.length >= CONCERNS_AT_ONCE) writeFolded();
  }
  writeFolded();
  transact(finish);
  // The tasks that they are of are written.
  await applyEach(CLAIM_CATEGORY, applyToClaim);
}

/** Applies events in order until one fails; returns that event and its error. */
function eachUntil(events: readonly StoredEvent[], work: (event: StoredEvent) => void): [StoredEvent, unknown] | undefined {
  for (const event of events)
    try {
      work(event);
    } catch (error) {
      return [event, error];
    }
  return undefined;
}
