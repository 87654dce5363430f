// Views that were recorded within the hour: they cover the same views, once they are durable. For `list_http`.
import type { View } from "./events.ts";

const COVERED_MS = 3_600_000;
/** A view that is dropped is recorded once more: never too little. */
const REMEMBERED = 200_000;

type Parts = View["parts"];
type Entry = {
  readonly version: number;
  readonly until: number;
  readonly parts: readonly Parts[];
  readonly durable: Promise<unknown>;
};

export function openRecentDisclosures() {
  // Two nested maps with one bound on all entries: one boundedCache with a combined key takes five times as long for a page of a hundred concerns.
  /** Viewer key -> concern -> entry, both in least-recently-used order. */
  const viewers = new Map<string, Map<string, Entry>>();
  let remembered = 0;

  function store(known: Map<string, Entry>, concern: string, entry: Entry): void {
    if (known.delete(concern)) remembered -= 1;
    else if (remembered >= REMEMBERED) forgetOldest();
    known.set(concern, entry);
    remembered += 1;
  }
  function forgetOldest(): void {
    for (const [who, known] of viewers) {
      for (const concern of known.keys()) {
        known.delete(concern);
        remembered -= 1;
        return;
      }
      viewers.delete(who);
    }
  }
  function uncover(known: Map<string, Entry>, made: readonly (readonly [concern: string, entry: Entry])[]): void {
    for (const [concern, entry] of made) if (known.get(concern) === entry && known.delete(concern)) remembered -= 1;
  }

  return {
    /** The views that are not covered at an instant, and the records that the others wait for. */
    filterNew(
      who: string,
      views: readonly View[],
      instant: number,
    ): { readonly left: readonly View[]; readonly wait: readonly Promise<unknown>[] } {
      const known = viewers.get(who);
      if (!known) return { left: views, wait: [] };
      const wait = new Set<Promise<unknown>>();
      const left = views.flatMap(({ concerns, parts }): readonly View[] => {
        const uncovered = concerns.filter(({ concern, version }) => {
          const entry = known.get(concern);
          if (!entry || entry.version !== version || !covers(entry, instant) || !contain(entry.parts, parts)) return true;
          wait.add(entry.durable);
          return false;
        });
        return uncovered.length > 0 ? [{ concerns: uncovered, parts }] : [];
      });
      return { left, wait: [...wait] };
    },
    /** Views that are being recorded. If that fails they cover nothing. */
    remember(who: string, views: readonly View[], instant: number, durable: Promise<unknown>): void {
      const known = viewers.get(who) ?? new Map<string, Entry>();
      viewers.delete(who);
      viewers.set(who, known);
      const until = instant + COVERED_MS;
      const made: (readonly [concern: string, entry: Entry])[] = [];
      for (const { concerns, parts } of views)
        for (const { concern, version } of concerns) {
          const entry = withEarlier({ version, until, parts: [parts], durable }, known.get(concern), instant);
          store(known, concern, entry);
          if (entry.durable === durable) made.push([concern, entry]);
          else entry.durable.catch(() => uncover(known, [[concern, entry]]));
        }
      durable.catch(() => uncover(known, made));
    },
  };
}

/** Within its hour. After a clock was put back, earlier records cover nothing: they would for too long. */
const covers = ({ until }: Entry, instant: number): boolean => until > instant && until <= instant + COVERED_MS;

/** Whether earlier views have all of these parts under the same policies. */
function contain(earlier: readonly Parts[], parts: Parts): boolean {
  return earlier.includes(parts) || namesOf([parts]).isSubsetOf(namesOf(earlier));
}

const namesOf = (parts: readonly Parts[]): ReadonlySet<string> =>
  new Set(parts.flatMap((one) => Object.entries(one).map(([part, policies]) => `${part} ${policies}`)));

/** Merges what is covered of the same version, until the earlier end. */
function withEarlier(entry: Entry, earlier: Entry | undefined, instant: number): Entry {
  if (!earlier || earlier.version !== entry.version || !covers(earlier, instant)) return entry;
  return {
    ...{ version: entry.version, until: earlier.until },
    parts: [...entry.parts, ...earlier.parts],
    durable: Promise.all([entry.durable, earlier.durable]),
  };
}
