// Random lives of concerns, supports and voluntary signals, as stored events, and what there is to count in them, worked out from the lives
// and not from the events. No rules apply, because the overview has to count correctly for any order of events.
import fc from "fast-check";
import type { StoredEvent } from "../../../event-log/port.ts";
import { CAUSES, causeAllowedIn } from "../../../reference/causes.ts";
import { CONCLUSIONS, type ConclusionKind } from "../../../reference/concern-terms.ts";
import { REGIONS } from "../../../reference/regions.ts";
import { STRANDS } from "../../../reference/strands.ts";
import { daysAfter, daysBetween } from "../../../services/dates.ts";
import { storedEvent } from "../stored-event.ts";
import type { Counted } from "./attack.ts";

export type Placed = Counted & { readonly council: string };

const place = fc
  .record({
    // A few regions have most of the concerns.
    region: fc.oneof({ weight: 3, arbitrary: fc.nat(2) }, { weight: 2, arbitrary: fc.nat(REGIONS.length - 1) }),
    number: fc.oneof({ weight: 2, arbitrary: fc.nat(1) }, { weight: 3, arbitrary: fc.nat(8) }),
    kind: fc.constantFrom(
      ...STRANDS.flatMap((strand) => CAUSES.filter((cause) => causeAllowedIn(cause, strand)).map((cause) => ({ strand, cause }))),
    ),
  })
  .map(({ region, number, kind }) => {
    const code = REGIONS[region]?.code ?? "";
    return { region: code, council: `council-${region}-${number}`, ...kind };
  });

/** Things counted, each several times over, as a measure with both partitions has them: few, or many. */
const group = fc.record({
  place,
  outcome: fc.constantFrom(...CONCLUSIONS),
  days: fc.constantFrom("within-7-days", "within-28-days", "within-90-days", "over-90-days"),
  n: fc.oneof(
    { weight: 5, arbitrary: fc.integer({ min: 1, max: 2 }) },
    { weight: 1, arbitrary: fc.integer({ min: 3, max: 30 }) },
  ),
});
const groups = (minLength: number, maxLength: number) =>
  fc
    .array(group, { minLength, maxLength })
    .map((all) => all.flatMap(({ place: at, n, ...more }) => new Array<Placed>(n).fill({ ...at, ...more })));
export const counted: fc.Arbitrary<readonly Placed[]> = fc.oneof(groups(0, 25), groups(20, 60), groups(60, 150));

const STEPS = [
  "aware",
  "share",
  "share-on-silence",
  "not-reached",
  "object",
  "override",
  "reopen",
  "escalate",
  "begin",
  "begin-other",
  ...CONCLUSIONS,
] as const;
type Step = { readonly step: (typeof STEPS)[number]; readonly on: string };
export type Life = Counted & {
  readonly id: string;
  readonly council: string;
  readonly signal: boolean;
  readonly logged: string;
  readonly steps: readonly Step[];
};

/** The lives of some hundred concerns over a good year, first steps thick and last steps thin on the ground. */
export const lives: fc.Arbitrary<readonly Life[]> = fc
  .array(
    fc.record({
      place,
      signal: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
      logged: fc.nat(240),
      steps: fc.array(
        fc.record({ step: fc.constantFrom("aware" as const, ...STEPS), after: fc.oneof(fc.nat(10), fc.nat(100)) }),
        { maxLength: 7 },
      ),
    }),
    { minLength: 30, maxLength: 260 },
  )
  .map((all) =>
    all.map(({ place: at, signal, logged, steps }, index): Life => {
      let day = daysAfter("2025-02-10", logged);
      const dated = steps.map(({ step, after }) => {
        day = daysAfter(day, after);
        return { step, on: day };
      });
      return { ...at, id: `life-${index}`, signal, logged: daysAfter("2025-02-10", logged), steps: signal ? [] : dated };
    }),
  );

const sealed = { key: "k", box: "b" };
/** An adviser's text of which the council has been told. */
const text = { awaitsTelling: false, text: sealed };
const period = { from: "2025-01-01", to: "2025-01-31" };
const TOLD = { toldOffice: "leader", channel: "email", toldOn: "2025-01-01", bodies: [], text: sealed };
const OF_STEP: Readonly<Record<string, (id: string, conclusion: string) => readonly [type: string, data: object]>> = {
  aware: (_, awareness) => ["CouncilMadeAware.v2", { awareness, ...TOLD }],
  share: (id) => ["ShareMade.v2", { share: `${id}-share`, basis: "agreed" }],
  "share-on-silence": (id) => ["ShareMade.v2", { share: `${id}-share`, basis: "silence" }],
  "not-reached": (id) => ["CouncilNotReached.v1", { share: `${id}-share` }],
  object: (id) => ["PositionStated.v2", { share: `${id}-share`, position: "objects" }],
  override: (id) => ["ObjectionOverridden.v2", { share: `${id}-share`, text: sealed }],
  reopen: () => ["ConcernReopened.v2", text],
  escalate: (_, escalation) => ["EscalationConfirmed.v1", { escalation, text: sealed }],
  "satisfactory-explanation": (_, conclusion) => ["ExplanationAccepted.v2", { conclusion, ...text }],
  "under-review": (_, conclusion) => ["ReviewAgreed.v2", { conclusion, reviewOn: "2026-01-01", ...text }],
  "light-support": (id, conclusion) => ["LightSupportArranged.v2", { conclusion, supports: [`${id}-a`, `${id}-b`], ...text }],
  "support-package": (id, conclusion) => ["SupportPackageArranged.v2", { conclusion, package: `${id}-b`, ...text }],
  "not-accepted": (_, conclusion) => ["ConcernNotAccepted.v2", { conclusion, choice: "refusal", ...text }],
};

/** Converts the histories to a log, in order of time. */
export function eventsOf(all: readonly Life[]): readonly StoredEvent[] {
  const made = all.flatMap(({ id, council, region, strand, cause, signal, logged, steps }) => {
    const first = signal
      ? { stream: `signal-${id}`, type: "SupportRequested.v1", data: { council, region, strand, causes: [cause], text: sealed } }
      : {
          stream: `concern-${id}`,
          type: "ConcernLogged.v1",
          data: { council, region, strand, cause, period, narrative: sealed },
        };
    return [
      { on: logged, ...first },
      ...steps.map(({ step, on }, index) => {
        if (step === "begin" || step === "begin-other")
          return { on, stream: `support-${id}-${step === "begin" ? "a" : "b"}`, type: "SupportBegun.v1", data: { begunOn: on } };
        const [type, data] = OF_STEP[step]?.(id, `${id}-${index}`) ?? ["", {}];
        return { on, stream: `concern-${id}`, type, data };
      }),
    ];
  });
  return storedEvents(made.toSorted((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0)));
}

type Made = { readonly on: string; readonly stream: string; readonly type: string; readonly data: object; readonly at?: string };

/** Events as the log has them, recorded at noon of their day when no instant is given. */
export function storedEvents(made: readonly Made[]): readonly StoredEvent[] {
  return made.map(({ on, stream, type, data, at }, index) =>
    storedEvent(index + 1, { type, data }, { stream, at: at ?? `${on}T12:00:00.000Z` }),
  );
}

const quarterOf = (date: string): string => `${date.slice(0, 4)}-Q${1 + Math.floor((Number(date.slice(5, 7)) - 1) / 3)}`;
function band(from: string, to: string): string {
  const days = daysBetween(from, to);
  return days < 8 ? "within-7-days" : days < 29 ? "within-28-days" : days < 91 ? "within-90-days" : "over-90-days";
}

/** Quarter and measure, `2025-Q1 logged` -> the items to count. */
export function truthOf(all: readonly Life[]): ReadonlyMap<string, readonly Placed[]> {
  const found = new Map<string, Placed[]>();
  for (const { region, strand, cause, council, signal, logged, steps } of all) {
    const at: Placed = { council, region, strand, ...(cause && !signal && { cause }) };
    const add = (measure: string, on: string, more: Partial<Counted> = {}) => {
      const name = `${quarterOf(on)} ${measure}`;
      found.set(name, [...(found.get(name) ?? []), { ...at, ...more }]);
    };
    add(signal ? "signals" : "logged", logged);
    const dated = (step: string) => steps.filter((one) => one.step === step);
    const aware = dated("aware")[0]?.on;
    const shared = steps.find(({ step }) => step === "share" || step === "share-on-silence")?.on;
    if (aware) add("aware", aware, { days: band(logged, aware) });
    if (shared) add("shared", shared);
    for (const [step, measure] of [
      ["object", "objected"],
      ["override", "overridden"],
      ["share-on-silence", "silent"],
      ["not-reached", "not-reached"],
      ["reopen", "reopened"],
      ["escalate", "escalated"],
    ] as const)
      for (const { on } of dated(step)) add(measure, on);
    for (const [index, { step, on }] of steps.entries()) {
      if (!isConclusion(step)) continue;
      const awareBy = steps.slice(0, index).find((one) => one.step === "aware")?.on;
      add("concluded", on, { outcome: step, days: band(awareBy ?? logged, on) });
      const begins = step === "light-support" ? ["begin", "begin-other"] : step === "support-package" ? ["begin-other"] : [];
      const begun = steps
        .filter((one) => begins.includes(one.step))
        .map((one) => (one.on > on ? one.on : on))
        .sort()[0];
      if (begun) add("supported", begun, { days: band(on, begun) });
    }
  }
  return found;
}

const isConclusion = (step: string): step is ConclusionKind => CONCLUSIONS.some((kind) => kind === step);
