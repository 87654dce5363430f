// No order of telling a council, its answers and days suspends more or less than the rules of decision 0033, stated a second time here: over concerns,
// offers of support and submissions alike.
import fc from "fast-check";
import { expect, test } from "vitest";
import type { CouncilOffice } from "../reference/concern-terms.ts";
import * as ofConcern from "../test/examples/concern.ts";
import * as ofSupport from "../test/examples/support.ts";
import { cases } from "../test/helpers/soak.ts";
import { ADVISER, circumstances, SECOND_ADVISER } from "../test/helpers/specification.ts";
import type { ConcernCommand } from "./concern/commands.ts";
import { decide } from "./concern/decide.ts";
import type { ConcernEvent } from "./concern/events.ts";
import { factsOf } from "./concern/facts.ts";
import { NONE_BLOCKED } from "./concern/shares.ts";
import { type ConcernState, evolve } from "./concern/state.ts";
import { daysAfter, workingDaysAfter } from "./dates.ts";
import { certainDay } from "./decision-context.ts";
import { isRefusal, type Refusal } from "./refusals.ts";
import { decideSubmission, type SubmissionCommand } from "./submission/decide.ts";
import type { SubmissionEvent } from "./submission/events.ts";
import { evolveSubmission, isTellingDisputed, type SubmissionState } from "./submission/state.ts";
import type { SupportCommand } from "./support/commands.ts";
import { decideSupport } from "./support/decide.ts";
import type { SupportEvent } from "./support/events.ts";
import { supportFacts } from "./support/facts.ts";
import { evolveSupport, type SupportState } from "./support/state.ts";

const RUNS = cases(300, 5_000);
const FIRST_DAY = "2026-03-02";
const HEADS: readonly string[] = ["chief-executive", "leader"];
/** An adviser with an interest in the council. */
const INTERESTED_ADVISER = "interested-adviser";
/** Both bodies of a concern or an offer; a submission has none. */
const BODIES = ["first", "second"] as const;
type BodyName = (typeof BODIES)[number];

type Tell = { readonly do: "tell"; readonly by: string; readonly office: CouncilOffice; readonly bodies: readonly BodyName[] };
type Answer = {
  readonly do: "answer";
  readonly office: CouncilOffice;
  readonly answer: "confirmed" | "not-told" | "told-otherwise";
  readonly bodies: readonly BodyName[];
};
type Step = (Tell | Answer) & { readonly days: number };

const someBodies = fc.uniqueArray(fc.constantFrom(...BODIES), { minLength: 1 });
const days = fc.constantFrom(0, 0, 0, 1, 4, 9);
const tell = fc.record({
  do: fc.constant("tell" as const),
  by: fc.constantFrom(ADVISER, SECOND_ADVISER, INTERESTED_ADVISER),
  office: fc.constantFrom<CouncilOffice>("chief-executive", "monitoring-officer", "lead-member"),
  bodies: someBodies,
  days,
});
const answer = fc.record({
  do: fc.constant("answer" as const),
  office: fc.constantFrom<CouncilOffice>("chief-executive", "leader", "lead-member"),
  answer: fc.constantFrom("confirmed" as const, "not-told" as const, "told-otherwise" as const),
  bodies: someBodies,
  days,
});
const steps = fc.array(fc.oneof({ weight: 1, arbitrary: tell }, { weight: 2, arbitrary: answer }), { maxLength: 8, size: "max" });

/** A record as the rules are told here: the answer that counts, and what its dispute withholds. */
type Told = { readonly by: string; readonly until: string; readonly bodies: readonly string[] } & {
  last?: { readonly answer: string; readonly office: string };
  withheld?: { readonly from: readonly string[] | "all"; readonly office: string };
};
const modelOf = (kind: "concern" | "support" | "submission") => {
  const records: Told[] = [];
  let [disputedOnce, repaired] = [false, false];
  const open = () => !repaired && records.some(({ withheld }) => withheld);
  return {
    tell({ by, office, bodies }: Tell, today: string) {
      const must = open();
      const isBySecond = !records.some((one) => one.withheld && one.by === by);
      const isRepair =
        must && isBySecond && by !== INTERESTED_ADVISER && ["chief-executive", "leader", "monitoring-officer"].includes(office);
      const isFirst = records.length === 0;
      if (must ? !isRepair : kind !== "concern" && !isFirst) return false;
      repaired ||= isRepair;
      records.push({ by, until: workingDaysAfter(today, 5), bodies });
      return true;
    },
    answer({ office, answer: said, bodies }: Answer, today: string) {
      const record = records.at(-1);
      if (!record) return false;
      if (record.withheld && HEADS.includes(record.withheld.office) && record.withheld.office !== office) return false;
      if (record.last && HEADS.includes(record.last.office) && !HEADS.includes(office)) return false;
      const otherwise = said === "told-otherwise";
      if (otherwise && kind !== "submission" && bodies.some((body) => !record.bodies.includes(body))) return false;
      const suspends = said !== "confirmed" && today <= record.until && (!disputedOnce || open());
      if (suspends) record.withheld = { from: otherwise && kind !== "submission" ? bodies : "all", office };
      else if (said === "confirmed") delete record.withheld;
      disputedOnce ||= suspends;
      record.last = { answer: said, office };
      return true;
    },
    isOpen: open,
    covered: () =>
      BODIES.filter((body) =>
        records.some(
          ({ bodies, withheld }) => bodies.includes(body) && withheld?.from !== "all" && !withheld?.from.includes(body),
        ),
      ),
    count: () => records.length,
  };
};

type Context = { readonly actor: string; readonly today: string; readonly office: CouncilOffice };
/** One kind of record under test: whether a step was taken, and what is open to whom. */
type Subject = {
  readonly tell: (step: Tell, context: Context) => boolean;
  readonly answer: (step: Answer, context: Context) => boolean;
  readonly covered?: () => readonly string[];
  readonly isOpen?: () => boolean;
};

function recorder<State, Event, Command>(
  decider: (state: State | undefined, command: Command, context: never) => readonly Event[] | Refusal,
  fold: (state: State | undefined, event: Event, by: { readonly actor: string; readonly at: string }) => State,
  extra: object,
) {
  let state: State | undefined;
  let n = 0;
  return {
    state: (): State => state ?? expect.fail("Nothing is on record."),
    apply: (event: Event, by: { readonly actor: string; readonly at: string }) => {
      state = fold(state, event, by);
    },
    take(command: Command, { actor, today, office }: Context): boolean {
      n += 1;
      const newId = (...words: readonly string[]) => [n, ...words].join("-");
      const interests = actor === INTERESTED_ADVISER ? ["X00000001"] : [];
      const context = { ...circumstances, ...extra, ...certainDay(today), actor, interests, newId, offices: [{ office }] };
      const decided = decider(state, command, context as never);
      if (isRefusal(decided)) return false;
      for (const event of decided) state = fold(state, event, { actor, at: `${today}T10:00:00.000Z` });
      return true;
    },
  };
}

const toldIn = { channel: "telephone", toldName: "Ines Hollowell", about: "What there is." } as const;
const statement = "It was not so.";
const otherwise = ({ answer: said, bodies }: Answer, names: Readonly<Record<BodyName, string>>) =>
  said === "told-otherwise" ? { bodies: bodies.map((body) => names[body]), statement } : {};

function concern(): Subject {
  const names = { first: ofConcern.BODY, second: ofConcern.PEERS };
  const adviser: Context = { actor: ADVISER, today: FIRST_DAY, office: "chief-executive" };
  const record = recorder<ConcernState, ConcernEvent, ConcernCommand>(
    decide,
    (state, event, by) => evolve("concern", state, event, by),
    {},
  );
  record.take(ofConcern.logConcern(), adviser);
  // Both shares are made: only those of which the council was told give access.
  const share = (body: BodyName): readonly ConcernEvent[] => [
    ofConcern.proposed({ share: body, body: names[body], until: "2027-01-31" }),
    ofConcern.stated("agrees", { share: body }),
    ofConcern.made(body),
  ];
  for (const event of BODIES.flatMap(share)) record.apply(event, { actor: ADVISER, at: `${FIRST_DAY}T10:00:00.000Z` });
  const facts = () => factsOf(record.state(), { ...certainDay("2026-05-01"), blocked: NONE_BLOCKED, inForce: new Set() });
  return {
    tell: ({ office, bodies }, context) =>
      record.take(
        ofConcern.recordAwareness({
          ...toldIn,
          toldOffice: office,
          toldOn: context.today,
          bodies: bodies.map((body) => names[body]),
        }),
        context,
      ),
    answer: (step, context) =>
      record.take(
        ofConcern.answerAwareness(step.answer, {
          awareness: record.state().awareness.at(-1)?.awareness ?? "none",
          ...otherwise(step, names),
        }),
        context,
      ),
    covered: () => BODIES.filter((body) => facts().headlineSharedWith.includes(names[body])),
  };
}

function support(first: Tell): Subject {
  const names = { first: ofSupport.CIB, second: "adass-north-east" };
  const record = recorder<SupportState, SupportEvent, SupportCommand>(
    decideSupport,
    (state, event, by) => evolveSupport("support", state, event, by),
    { lead: undefined, package: undefined },
  );
  record.take(ofSupport.offerSupport({ shownTo: first.bodies.map((body) => names[body]) }), {
    ...{ actor: first.by, today: FIRST_DAY, office: "chief-executive" },
  });
  return {
    tell: ({ office, bodies }, context) =>
      record.take(
        ofSupport.tellOfOfferAgain({
          ...toldIn,
          toldOffice: office,
          toldOn: context.today,
          shownTo: bodies.map((body) => names[body]),
        }),
        context,
      ),
    answer: (step, context) => record.take(ofSupport.answerOfferTelling(step.answer, otherwise(step, names)), context),
    covered: () => BODIES.filter((body) => supportFacts(record.state()).shownTo.includes(names[body])),
  };
}

function submission(): Subject {
  const record = recorder<SubmissionState, SubmissionEvent, SubmissionCommand>(
    decideSubmission,
    (state, event, by) => evolveSubmission("submission", state, event, by),
    { isRestedOn: false, isCouncilAware: false },
  );
  record.take(ofSupport.submitInformation(), { actor: "department", today: FIRST_DAY, office: "chief-executive" });
  return {
    tell: ({ office }, context) =>
      record.take(ofSupport.tellOfSubmission({ ...toldIn, toldOffice: office, toldOn: context.today }), context),
    answer: ({ answer: said }, context) =>
      record.take(ofSupport.answerSubmissionTelling(said, said === "told-otherwise" ? { statement } : {}), context),
    isOpen: () => isTellingDisputed(record.state()),
  };
}

const seen = { told: 0, answered: 0, refused: 0, open: 0, hidden: 0 };
test.each(["concern", "support", "submission"] as const)(
  `a council's answers suspend what the rules say, and nothing else: %s, over ${RUNS} generated histories`,
  (kind) => {
    fc.assert(
      fc.property(tell, steps, (first, later: readonly Step[]) => {
        const model = modelOf(kind);
        const subject = { concern, support: () => support(first), submission }[kind]();
        if (kind === "support") model.tell({ ...first, office: "chief-executive" }, FIRST_DAY);
        let today = FIRST_DAY;
        for (const step of kind === "support" ? later : [{ ...first, days: 0 }, ...later]) {
          today = daysAfter(today, step.days);
          const context = { actor: step.do === "tell" ? step.by : `of ${step.office}`, today, office: step.office };
          const taken = step.do === "tell" ? subject.tell(step, context) : subject.answer(step, context);
          const expected = step.do === "tell" ? model.tell(step, today) : model.answer(step, today);
          expect(taken, JSON.stringify(step)).toBe(expected);
          seen[taken ? (step.do === "tell" ? "told" : "answered") : "refused"] += 1;
          if (model.isOpen()) seen.open += 1;
          if (model.covered().length < BODIES.length) seen.hidden += 1;
          if (subject.covered) expect(subject.covered()).toEqual(model.covered());
          if (subject.isOpen) expect(subject.isOpen()).toBe(model.isOpen());
        }
      }),
      { numRuns: RUNS },
    );
    for (const times of Object.values(seen)) expect(times).toBeGreaterThan(20);
  },
);
