// Disclosure before data: the disclosures of an answer are on disk before the answer is sent. What was recorded within the hour is not recorded again.
import { boundedCache } from "../caching/cache.ts";
import type { Surface } from "../reference/surfaces.ts";
import { londonDates } from "../services/dates.ts";
import { type AnswerLogDeps, openAnswerLog } from "./answer-log.ts";
import { appendTogether } from "./append-together.ts";
import type { Disclosure, View } from "./events.ts";
import { openRecentDisclosures } from "./recent-disclosures.ts";

export type Recorder = ReturnType<typeof recorderOver>;

/** Sets of parts with their policies: as many as there are roles and parts that they read. */
const PART_SETS = 2_000;

/** Whoever has a copy has it for good, and may give it to others. */
const RECORDED_EACH_TIME: ReadonlySet<Surface> = new Set<Surface>(["print", "download"]);

type RecorderDeps = {
  readonly now: () => Date;
  /** Resolves when what an answer discloses is durable. Throws LogUnavailable. */
  readonly append: (disclosures: readonly Disclosure[]) => Promise<void>;
};

/** Records in the answer streams of this node. */
export function disclosureRecorder(deps: AnswerLogDeps) {
  return recorderOver({ now: deps.now, append: appendTogether(openAnswerLog(deps).append) });
}

export function recorderOver({ now, append }: RecorderDeps) {
  const londonDate = londonDates();
  const recent = openRecentDisclosures();
  const equalParts = boundedCache<string, View["parts"]>(PART_SETS);
  const partsByRights = new WeakMap<object, Map<number, View["parts"]>>();

  /** One object for equal parts and policies: recent disclosures are compared by it first. */
  const shareParts = (parts: View["parts"]): View["parts"] => equalParts.getOrMake(JSON.stringify(parts), () => parts);

  return {
    shareParts,
    /** Shared parts. Where the policies follow from `rights` alone, a set of parts is made once for them, for `list_http`. */
    partsOf(rights: object | undefined, parts: number, make: () => View["parts"]): View["parts"] {
      const known = rights && partsByRights.get(rights)?.get(parts);
      if (known) return known;
      const found = shareParts(make());
      if (rights) partsByRights.set(rights, (partsByRights.get(rights) ?? new Map()).set(parts, found));
      return found;
    },
    /** Resolves when all of it is durable, or was within the hour; each print and each download is recorded for itself. Throws LogUnavailable: then nothing of the answer may leave. */
    async record(disclosures: readonly Disclosure[]): Promise<void> {
      const at = now();
      const [instant, month] = [at.getTime(), londonDate(at).slice(0, "yyyy-mm".length)];
      // A set, because answers that are recorded together share a promise.
      const wait = new Set<Promise<unknown>>();
      const left: Disclosure[] = [];
      const { promise: durable, resolve, reject } = Promise.withResolvers<void>();
      let last: { readonly of: Disclosure; readonly who: string } | undefined;
      for (const disclosure of disclosures) {
        const { surface } = disclosure;
        const who = last && areOfOneReader(last.of, disclosure) ? last.who : readerKey(disclosure, month);
        last = { of: disclosure, who };
        const views = disclosure.views.length > 0 ? disclosure.views : [countOf(disclosure)];
        const uncovered = RECORDED_EACH_TIME.has(surface) ? views : recent.filterNew(who, views, instant, wait);
        if (uncovered.length === 0) continue;
        left.push({ ...disclosure, views: disclosure.views.length > 0 ? uncovered : [] });
        recent.remember(who, uncovered, instant, durable);
        wait.add(durable);
      }
      if (left.length > 0) append(left).then(resolve, reject);
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
