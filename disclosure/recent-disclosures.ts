// Views that were recorded within the hour: they cover the same views, once they are durable. For `list_http`.
import type { View } from "./events.ts";

const COVERED_MS = 3_600_000;
/** A view that is dropped is recorded once more: never too little. */
const REMEMBERED = 200_000;

type Parts = View["parts"];
type Entry = Pick<View, "kind"> & {
  readonly version: number;
  readonly until: number;
  readonly parts: readonly Parts[];
  readonly durable: Promise<unknown>;
};

export function openRecentDisclosures() {
  // Two nested maps with one bound on all entries: one boundedCache with a combined key takes five times as long for a page of a hundred concerns.
  /** Viewer key -> id of a record -> entry, both in least-recently-used order. */
  const viewers = new Map<string, Map<string, Entry>>();
  let remembered = 0;

  function store(known: Map<string, Entry>, id: string, entry: Entry): void {
    if (known.delete(id)) remembered -= 1;
    else if (remembered >= REMEMBERED) forgetOldest();
    known.set(id, entry);
    remembered += 1;
  }
  function forgetOldest(): void {
    for (const [who, known] of viewers) {
      for (const id of known.keys()) {
        known.delete(id);
        remembered -= 1;
        return;
      }
      viewers.delete(who);
    }
  }
  function uncover(known: Map<string, Entry>, made: readonly (readonly [id: string, entry: Entry])[]): void {
    for (const [id, entry] of made) if (known.get(id) === entry && known.delete(id)) remembered -= 1;
  }

  return {
    /** The views that are not covered at an instant. Adds to `wait` the promises of the records that cover the others. */
    filterNew(who: string, views: readonly View[], instant: number, wait: Set<Promise<unknown>>): readonly View[] {
      const known = viewers.get(who);
      if (!known) return views;
      return views.flatMap(({ kind, records, parts }): readonly View[] => {
        const uncovered = records.filter(({ id, version }) => {
          const entry = known.get(id);
          if (!entry || !isOf(entry, kind, version) || !covers(entry, instant) || !contain(entry.parts, parts)) return true;
          wait.add(entry.durable);
          return false;
        });
        return uncovered.length > 0 ? [{ kind, records: uncovered, parts }] : [];
      });
    },
    /** Views that are being recorded. If that fails they cover nothing. */
    remember(who: string, views: readonly View[], instant: number, durable: Promise<unknown>): void {
      const known = viewers.get(who) ?? new Map<string, Entry>();
      viewers.delete(who);
      viewers.set(who, known);
      const until = instant + COVERED_MS;
      const made: (readonly [id: string, entry: Entry])[] = [];
      for (const { kind, records, parts } of views)
        for (const { id, version } of records) {
          const entry = withEarlier({ kind, version, until, parts: [parts], durable }, known.get(id), instant);
          store(known, id, entry);
          if (entry.durable === durable) made.push([id, entry]);
          else entry.durable.catch(() => uncover(known, [[id, entry]]));
        }
      durable.catch(() => uncover(known, made));
    },
  };
}

const isOf = (entry: Entry, kind: View["kind"], version: number): boolean => entry.version === version && entry.kind === kind;

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
  if (!earlier || !isOf(earlier, entry.kind, entry.version) || !covers(earlier, instant)) return entry;
  return {
    ...{ kind: entry.kind, version: entry.version, until: earlier.until },
    parts: [...entry.parts, ...earlier.parts],
    durable: Promise.all([entry.durable, earlier.durable]),
  };
}
