// Caches the states of streams: each call reads and folds only the events that were appended since the last one.
import { boundedCache } from "../caching/cache.ts";
import type { EventLog } from "../event-log/port.ts";
import { streamName } from "../event-log/stream-name.ts";
import type { FoldedStreamKind } from "./stream-kind.ts";

/** The state of a stream after its first `version` events. */
type CachedState<State> = { readonly version: number; readonly state: State };

/**
 * Returns a function that gives the current state of a stream by its id. It throws UnreadableEvent each time that one of the later events is unreadable.
 * `maxEvents`: the maximum number of events of all cached states together.
 */
export function openCachedStates<State>(
  log: Pick<EventLog, "readStream">,
  { category, fold }: FoldedStreamKind<State>,
  maxEvents: number,
): (id: string) => Promise<State> {
  const cached = boundedCache<string, CachedState<State>>(maxEvents, { maxSize: maxEvents, sizeOf: (_, { version }) => version });
  return async (id) => {
    const known = cached.get(id);
    const added = await log.readStream(streamName(category, id), known?.version);
    const state = fold(id, added, known?.state);
    const last = added.at(-1);
    if (last) cached.set(id, { version: last.version, state });
    return state;
  };
}
