// Disclosure before data: the disclosures of an answer are on disk before the answer is sent. Answers given at the same time share one append.
import { boundedCache } from "../caching/cache.ts";
import type { Surface } from "../reference/surfaces.ts";
import { londonDates } from "../services/dates.ts";
import { type AnswerLogDeps, openAnswerLog } from "./answer-log.ts";
import type { Disclosure, View } from "./events.ts";
import { openRecentDisclosures } from "./recent-disclosures.ts";

export type Recorder = ReturnType<typeof disclosureRecorder>;

/** How long answers wait for each other under load, for `list_http_new`. */
const PACE_MS = 5;
/** Sets of parts with their policies: as many as there are roles and parts that they read. */
const PART_SETS = 2_000;

/** Whoever has a copy has it for good, and may give it to others. */
const RECORDED_EACH_TIME: ReadonlySet<Surface> = new Set<Surface>(["print", "download"]);

export function disclosureRecorder(deps: AnswerLogDeps) {
  const { now } = deps;
  const londonDate = londonDates();
  const answers = openAnswerLog(deps);
  const recent = openRecentDisclosures();
  const equalParts = boundedCache<string, View["parts"]>(PART_SETS);
  const partsByRights = new WeakMap<object, Map<number, View["parts"]>>();
  let queue: Disclosure[] = [];
  /** The append that queued disclosures will be part of, and the append that is running. */
  let next: Promise<void> | undefined;
  let underWay: Promise<void> = Promise.resolve();
  /** How many answers wait, and how many the last commit was for. */
  let [waiting, together] = [0, 0];

  /**
   * A single reader's answers are recorded at once. If several people read at the same time, their answers wait briefly and share a commit, as do answers
   * given while a commit is running: each leaf names the one before it.
   */
  async function flush(earlier: Promise<void>): Promise<void> {
    await new Promise((resolve) => (together > 1 ? setTimeout(resolve, PACE_MS) : setImmediate(resolve)));
    await earlier.catch(() => {});
    const due = queue;
    together = waiting;
    [queue, next, waiting] = [[], undefined, 0];
    await answers.append(due);
  }

  function enqueue(disclosure: Disclosure): Promise<void> {
    queue.push(disclosure);
    if (!next) {
      next = flush(underWay);
      underWay = next;
    }
    return next;
  }

  return {
    /**
     * One object for equal parts and policies: recent disclosures are compared by it first. Where the policies follow from `rights` alone, a set of
     * parts is made once for them, for `list_http`.
     */
    partsOf(rights: object | undefined, parts: number, make: () => View["parts"]): View["parts"] {
      const known = rights && partsByRights.get(rights)?.get(parts);
      if (known) return known;
      const made = make();
      const found = equalParts.getOrMake(JSON.stringify(made), () => made);
      if (rights) partsByRights.set(rights, (partsByRights.get(rights) ?? new Map()).set(parts, found));
      return found;
    },
    /** Resolves when all of it is durable, or was within the hour; each print and each download is recorded for itself. Throws LogUnavailable: then nothing of the answer may leave. */
    async record(disclosures: readonly Disclosure[]): Promise<void> {
      const at = now();
      const [instant, month] = [at.getTime(), londonDate(at).slice(0, "yyyy-mm".length)];
      // A set, because answers that are recorded together share a promise.
      const wait = new Set<Promise<unknown>>();
      let isNew = false;
      let last: { readonly of: Disclosure; readonly who: string } | undefined;
      for (const disclosure of disclosures) {
        const { surface } = disclosure;
        const who = last && areOfOneReader(last.of, disclosure) ? last.who : readerKey(disclosure, month);
        last = { of: disclosure, who };
        const views = disclosure.views.length > 0 ? disclosure.views : [countOf(disclosure)];
        const left = RECORDED_EACH_TIME.has(surface) ? views : recent.filterNew(who, views, instant, wait);
        if (left.length === 0) continue;
        isNew = true;
        const durable = enqueue({ ...disclosure, views: disclosure.views.length > 0 ? left : [] });
        recent.remember(who, left, instant, durable);
        wait.add(durable);
      }
      if (isNew) waiting += 1;
      await Promise.all(wait);
    },
  };
}

/** By month: a month's record is removed as one, so a disclosure covers nothing in the next month. As JSON: the id of a person may contain a blank. */
const readerKey = ({ person, assignments, policyVersion, surface }: Disclosure, month: string): string =>
  JSON.stringify([person, assignments, policyVersion, surface, month]);

/** Whether they certainly have one key. The disclosures of an answer share the array of assignments. */
const areOfOneReader = (one: Disclosure, other: Disclosure): boolean =>
  one.assignments === other.assignments &&
  one.person === other.person &&
  one.policyVersion === other.policyVersion &&
  one.surface === other.surface;

/** A count is covered like a view of a concern that is named like the council and the series. */
const countOf = ({ council, series }: Disclosure): View => ({
  kind: "concern",
  records: [{ id: `${council} ${series}`, version: 0 }],
  parts: {},
});
