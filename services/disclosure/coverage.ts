// Which views of which versions were recorded within the hour: the same again is covered by the first, as soon as that is durable.
import type { View } from "./record.ts";

const COVERED_MS = 3_600_000;
/** Views remembered. One that is forgotten is recorded once more: too much on record, never too little. */
const REMEMBERED = 200_000;
const REMEMBERED_ASKERS = 20_000;

type Entry = { readonly until: number; readonly parts: ReadonlySet<string>; readonly durable: Promise<unknown> };

export type Coverage = {
  /** What of the views is not covered at an instant, and the records that the rest has to wait for. */
  without(
    who: string,
    views: readonly View[],
    instant: number,
  ): { readonly left: readonly View[]; readonly wait: readonly Promise<unknown>[] };
  /** Views that are being recorded. They cover nothing when that fails. */
  cover(who: string, views: readonly View[], instant: number, durable: Promise<unknown>): void;
};

export function openCoverage(): Coverage {
  const entries = new Map<string, Entry>();
  const numbers = new Map<string, number>();
  /** Who asks in which way is a long text, and the same for every concern of an answer. */
  function numberOf(who: string): number {
    const number = numbers.get(who) ?? lastNumber + 1;
    if (number > lastNumber) lastNumber = number;
    if (numbers.size >= REMEMBERED_ASKERS) numbers.clear();
    numbers.set(who, number);
    return number;
  }
  let lastNumber = 0;
  const keyOf = (who: number, { concern, version }: View["concerns"][number]) => `${who} ${concern} ${version}`;
  /** What could not be recorded covers nothing. */
  function uncover(made: readonly (readonly [key: string, entry: Entry])[]): void {
    for (const [key, entry] of made) if (entries.get(key) === entry) entries.delete(key);
  }
  return {
    without(who, views, instant) {
      const asker = numberOf(who);
      const wait = new Set<Promise<unknown>>();
      const left = views.flatMap(({ concerns, parts }): readonly View[] => {
        const names = namesOf(parts);
        const uncovered = concerns.filter((one) => {
          const known = entries.get(keyOf(asker, one));
          if (!known || !covers(known, instant) || !names.isSubsetOf(known.parts)) return true;
          wait.add(known.durable);
          return false;
        });
        return uncovered.length > 0 ? [{ concerns: uncovered, parts }] : [];
      });
      return { left, wait: [...wait] };
    },
    cover(who, views, instant, durable) {
      const asker = numberOf(who);
      const until = instant + COVERED_MS;
      const made: (readonly [key: string, entry: Entry])[] = [];
      for (const { concerns, parts } of views) {
        const fresh = { until, parts: namesOf(parts), durable };
        for (const one of concerns) {
          const key = keyOf(asker, one);
          const entry = withEarlier(fresh, entries.get(key), instant);
          entries.delete(key);
          const oldest = entries.size >= REMEMBERED ? entries.keys().next().value : undefined;
          if (oldest !== undefined) entries.delete(oldest);
          entries.set(key, entry);
          if (entry === fresh) made.push([key, entry]);
          else entry.durable.catch(() => uncover([[key, entry]]));
        }
      }
      durable.catch(() => uncover(made));
    },
  };
}

/** Within its hour. A clock that was put back makes what was recorded before look recent for longer than it is: that covers nothing. */
const covers = ({ until }: Entry, instant: number): boolean => until > instant && until <= instant + COVERED_MS;

/** A part under other policies than before is another view. */
const namesOf = (parts: View["parts"]): ReadonlySet<string> =>
  new Set(Object.entries(parts).map(([part, policies]) => `${part} ${policies}`));

/** Together with what was covered already, for as long as that was. */
function withEarlier(entry: Entry, earlier: Entry | undefined, instant: number): Entry {
  if (!earlier || !covers(earlier, instant)) return entry;
  return {
    until: earlier.until,
    parts: entry.parts.union(earlier.parts),
    durable: Promise.all([entry.durable, earlier.durable]),
  };
}
