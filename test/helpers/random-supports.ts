// Random lives of supports over a few councils, made by the rules themselves: what people try on one day after another, turned into stored
// events by `decideSupport`. What the rules refuse simply does not happen.
import fc from "fast-check";
import type { StoredEvent } from "../../event-log/port.ts";
import { BODIES, bodiesOfKind } from "../../reference/bodies.ts";
import { CAUSES } from "../../reference/causes.ts";
import { AWARENESS_ANSWERS } from "../../reference/concern-terms.ts";
import { STRANDS } from "../../reference/strands.ts";
import {
  findProvider,
  kindAllowedIn,
  LGA,
  MILESTONE_KINDS,
  PROGRESS,
  REGION_VIEWS,
  SUPPORT_KINDS,
} from "../../reference/support-kinds.ts";
import { daysAfter } from "../../services/dates.ts";
import type { SupportCommand } from "../../services/support/commands.ts";
import { decideSupport } from "../../services/support/decide.ts";
import { JUDGES, MOVE_SIDES, SUPPORT_ENDS, supportStream } from "../../services/support/events.ts";
import type { SupportState } from "../../services/support/state.ts";
import { foldSupport } from "../../services/support/stream.ts";
import { responsibleStrand } from "./responsible-strand.ts";
import { councils } from "./specification.ts";
import { storedEvent } from "./stored-event.ts";

export const FIRST_DAY = "2026-03-02";
/** Days over which things happen; what falls due falls due up to twice as late. */
export const DAYS = 60;
export const LAST_DAY = daysAfter(FIRST_DAY, DAYS);
export const COUNCILS = ["X00000004", "X00000005", "X00000009", "X00000010"];

/** Stored events in log order; what is confidential stays plain, as nothing here unseals it. */
export function logWriter() {
  const events: StoredEvent[] = [];
  return {
    events,
    append(stream: string, at: string, made: readonly { type: string; data: object }[], actor = "adviser"): void {
      for (const { type, data } of made) {
        const n = events.length + 1;
        const version = events.filter((event) => event.stream === stream).length + 1;
        events.push(storedEvent(n, { type, data }, { stream, version, at, metadata: { actor, commandId: `c${n}` } }));
      }
    },
  };
}

const within = fc.nat(DAYS);
const ahead = fc.integer({ min: 1, max: DAYS });
const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant("offer" as const),
      council: fc.constantFrom(...COUNCILS),
      strand: fc.constantFrom(...STRANDS),
      kind: fc.nat(20),
      provider: fc.nat(20),
      causes: fc.uniqueArray(fc.constantFrom(...CAUSES.slice(0, 4)), { minLength: 1, maxLength: 2 }),
      from: fc.nat(40),
      lasts: fc.nat(30),
      answerIn: ahead,
      shownTo: fc.subarray(["cib", "adass", "regional-improvement"] as const),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant("answer" as const),
      says: fc.constantFrom("agreed", "agreed", "declined"),
      view: fc.option(fc.constantFrom(...REGION_VIEWS), { nil: undefined }),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("view" as const), view: fc.constantFrom(...REGION_VIEWS) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant("confirm" as const),
      says: fc.constantFrom(...AWARENESS_ANSWERS),
      all: fc.boolean(),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("tellAgain" as const), all: fc.boolean() }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant("begin" as const) }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant("milestone" as const), kind: fc.constantFrom(...MILESTONE_KINDS), in: within }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("meet" as const), which: fc.nat(3) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("recordDue" as const), which: fc.nat(3) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("plan" as const), in: ahead, lasts: fc.nat(5) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("cancel" as const), which: fc.nat(2) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("presence" as const), in: within, lasts: fc.nat(5) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("cancelPresence" as const), which: fc.nat(2) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      ...{ do: fc.constant("move" as const), by: fc.constantFrom(...MOVE_SIDES), in: fc.nat(30), lasts: fc.nat(30) },
      presence: fc.boolean(),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant("answerMove" as const), says: fc.constantFrom("agreed", "agreed", "declined") }),
  },
  {
    weight: 5,
    arbitrary: fc.record({ do: fc.constant("package" as const), which: fc.option(fc.nat(5), { nil: undefined }) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant("progress" as const),
      progress: fc.constantFrom(...PROGRESS),
      which: fc.option(fc.nat(2), { nil: undefined }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("end" as const), how: fc.constantFrom(...SUPPORT_ENDS) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("judge" as const), by: fc.constantFrom(...JUDGES) }) },
);
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;
type SupportAction = { readonly on: number; readonly support: number; readonly step: Step };

/** People's actions in order of time; `support` is an index among the supports that exist at that time. */
export const supportActions = (most: number): fc.Arbitrary<readonly SupportAction[]> =>
  fc
    .array(fc.record({ on: within, support: fc.nat(100), step }), { minLength: Math.floor(most / 2), maxLength: most })
    .map((all) => [...all].sort((a, b) => a.on - b.on));

/** Executes the actions in order. A person who offered support never answers for the council. */
export function historyOf(all: readonly SupportAction[]): {
  readonly events: readonly StoredEvent[];
  readonly ids: readonly string[];
} {
  const writer = logWriter();
  const ids: string[] = [];
  for (const [n, { on, support, step }] of all.entries()) {
    const today = daysAfter(FIRST_DAY, on);
    const id = step.do === "offer" ? `support-${n}` : ids[support % Math.max(ids.length, 1)];
    if (id === undefined) continue;
    const state = stateOf(writer.events, id);
    const command = commandFor(step, id, state, today, packagesAt(writer.events, ids, state?.council));
    const isForCouncil = "by" in command.input && command.input.by === "council";
    const isOfCouncil = isForCouncil || ["answer", "view", "confirm"].includes(step.do);
    const actor = isOfCouncil ? "chief" : step.do === "tellAgain" ? "second-adviser" : "adviser";
    const made = decideSupport(state, command, {
      ...{ today, certainToday: today, actor, interests: [], council: councils.status, lead: undefined },
      package: command.name === "setPackage" && command.input.package ? stateOf(writer.events, command.input.package) : undefined,
      // Its two heads answer by turns.
      offices: [{ office: n % 3 === 0 ? "leader" : "chief-executive" }],
      newId: (...words) => `${id}-${n}-${words.join("-")}`,
    });
    if ("kind" in made) continue;
    if (step.do === "offer") ids.push(id);
    writer.append(supportStream(id), `${today}T10:00:00.000Z`, made, actor);
  }
  return { events: writer.events, ids };
}

const packagesAt = (events: readonly StoredEvent[], ids: readonly string[], council: string | undefined): readonly string[] =>
  ids.filter((id) => {
    const state = stateOf(events, id);
    return state?.kind === "package" && state.council === council;
  });

export const stateOf = (events: readonly StoredEvent[], id: string): SupportState | undefined =>
  foldSupport(
    id,
    events.filter(({ stream }) => stream === supportStream(id)),
  );

function commandFor(
  step: Step,
  support: string,
  state: SupportState | undefined,
  today: string,
  packages: readonly string[],
): SupportCommand {
  switch (step.do) {
    case "offer": {
      const { council, causes } = step;
      const strand = responsibleStrand(council, step.strand);
      const region = councils.find(council)?.region ?? "";
      const provider = pick(
        [LGA, ...[...BODIES.keys()].filter((id) => findProvider(id, { region, strand }))],
        step.provider,
        LGA,
      );
      const kind = pick(
        SUPPORT_KINDS.filter((kind) => kindAllowedIn(kind, strand)),
        step.kind,
        "package",
      );
      const from = daysAfter(today, step.from);
      return {
        name: "offerSupport",
        input: {
          ...{ council, strand, kind, provider, causes, from, until: daysAfter(from, step.lasts) },
          ...{ aim: "An aim", lead: "A lead", offeredTo: "leader", toldName: "Somebody", channel: "email", offeredOn: today },
          answerBy: daysAfter(today, step.answerIn),
          shownTo: step.shownTo.flatMap((kind) => bodiesOfKind(kind).find((body) => body.region === region)?.id ?? []),
        },
      };
    }
    case "answer":
      return step.says === "agreed"
        ? { name: "answerSupport", input: { support, answer: "agreed", ...(step.view && { regionSees: step.view }) } }
        : { name: "answerSupport", input: { support, answer: "declined" } };
    case "confirm": {
      const bodies = step.says === "told-otherwise" && !step.all ? (state?.shownTo.slice(0, 1) ?? []) : [];
      return { name: "answerOfferTelling", input: { support, answer: step.says, bodies, statement: "A statement" } };
    }
    case "tellAgain": {
      const shownTo = step.all ? (state?.shownTo ?? []) : [];
      const telling = { toldName: "Somebody", toldOffice: "leader", channel: "email", toldOn: today, about: "It" } as const;
      return { name: "tellOfOfferAgain", input: { support, ...telling, shownTo: [...shownTo] } };
    }
    case "view":
      return { name: "setRegionView", input: { support, regionSees: step.view } };
    case "begin":
      return { name: "beginSupport", input: { support, begunOn: today } };
    case "milestone":
      return { name: "setMilestone", input: { support, kind: step.kind, due: daysAfter(today, step.in) } };
    case "meet":
      return { name: "meetMilestone", input: { support, milestone: milestoneAt(state, step.which), metOn: today } };
    case "recordDue":
      return { name: "recordMilestoneDue", input: { support, milestone: milestoneAt(state, step.which) } };
    case "plan": {
      const from = daysAfter(today, step.in);
      return { name: "planReview", input: { support, from, to: daysAfter(from, step.lasts) } };
    }
    case "cancel":
      return { name: "cancelReview", input: { support, review: reviewAt(state, step.which) } };
    case "presence": {
      const from = daysAfter(today, step.in);
      return { name: "planPresence", input: { support, from, to: daysAfter(from, step.lasts), place: "The town hall" } };
    }
    case "cancelPresence":
      return {
        name: "cancelPresence",
        input: { support, presence: state?.presences[step.which]?.presence ?? "none" },
      };
    case "move": {
      const from = state?.begun ? state.from : daysAfter(today, step.in);
      const until = daysAfter(from < today ? today : from, step.lasts);
      const presence = step.presence
        ? [{ from: daysAfter(today, step.in), to: daysAfter(today, step.in + 1), place: "There" }]
        : [];
      return { name: "moveSupport", input: { support, by: step.by, from, until, presence, reason: "A reason" } };
    }
    case "answerMove": {
      const move = state?.moves.at(-1);
      const by = move?.by === "council" ? "provider" : "council";
      return {
        name: "answerMove",
        input: { support, move: move?.move ?? "none", by, answer: step.says as "agreed" | "declined" },
      };
    }
    case "package": {
      const named = step.which === undefined ? undefined : packages[step.which % packages.length];
      return { name: "setPackage", input: { support, ...(named !== undefined && { package: named }) } };
    }
    case "progress": {
      const review = step.which === undefined ? {} : { review: reviewAt(state, step.which) };
      return {
        name: "recordProgress",
        input: { support, ...review, reviewedOn: today, progress: step.progress, finding: "A finding" },
      };
    }
    case "end":
      return { name: "endSupport", input: { support, how: step.how, endedOn: today, reason: "A reason" } };
    case "judge":
      return { name: "judgeOutcome", input: { support, by: step.by, judgement: "effective", why: "A reason" } };
  }
}

const pick = <T>(from: readonly T[], n: number, otherwise: T): T => from[n % from.length] ?? otherwise;
const milestoneAt = (state: SupportState | undefined, n: number): string => state?.milestones[n]?.milestone ?? "none";
const reviewAt = (state: SupportState | undefined, n: number): string => state?.reviews[n]?.review ?? "none";
