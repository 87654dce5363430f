// Random commands of advisers and a council on one concern, in any order, for property tests.
import fc from "fast-check";
import { SHARED_PARTS } from "../../reference/concern-parts.ts";
import type { ConcernCommand } from "../../services/concern/commands.ts";
import { decide } from "../../services/concern/decide.ts";
import type { ConcernDecisionContext } from "../../services/concern/decision.ts";
import type { ConcernEvent } from "../../services/concern/events.ts";
import { firstDayAfterNotice } from "../../services/concern/shares.ts";
import { type ConcernState, evolve } from "../../services/concern/state.ts";
import { isAnswerable, wordsOf } from "../../services/concern/words.ts";
import { type CouncilCommand, decideCouncil } from "../../services/council/decide.ts";
import { type CouncilState, EMPTY_COUNCIL, evolveCouncil } from "../../services/council/state.ts";
import { dayAfter, daysAfter } from "../../services/dates.ts";
import { isRefusal } from "../../services/refusals.ts";
import * as ask from "../examples/concern.ts";
import { answerDay } from "./fair-days.ts";
import { circumstances, councilCircumstances, councils, TODAY } from "./specification.ts";

export type Recorded = { readonly event: ConcernEvent; readonly actor: string; readonly day: string };
export type World = {
  today: string;
  readonly concern: { readonly state: ConcernState; readonly record: readonly Recorded[] };
  readonly council: CouncilState;
};
type AgreementCommand = Extract<CouncilCommand, { name: "giveStandingAgreement" | "takeBackStandingAgreement" }>;
type Asked = AgreementCommand | ConcernCommand;
/** A command on the concern, with what it was decided with and how. */
type Tried = {
  readonly command: ConcernCommand;
  readonly context: ConcernDecisionContext;
  readonly decided: ReturnType<typeof decide>;
};
/** The state after a command; the decision of its repeat, if the command is idempotent; and the command, if it was one on the concern. */
type Taken = {
  readonly world: World;
  readonly repeat?: ReturnType<typeof decide> | ReturnType<typeof decideCouncil>;
  readonly tried?: Tried;
};
type Step = (world: World) => Taken;

export const later = (day: string, days: number): string => (days <= 0 ? day : later(dayAfter(day), days - 1));
/** Counted from the end, so that recent records are used often. */
const recent = <T>(items: readonly T[], n: number): T | undefined => items.at(-1 - (n % Math.max(items.length, 1)));

function append(concern: World["concern"] | undefined, event: ConcernEvent, actor: string, today: string): World["concern"] {
  const state = evolve("concern", concern?.state, event, { actor, at: today });
  return { state, record: [...(concern?.record ?? []), { event, actor, day: today }] };
}

/** A concern logged by ada on evidence; its council told of these bodies, or not yet told. */
function begin(bodies: string[] | undefined): World {
  let concern = append(undefined, ask.logged(), "ada", TODAY);
  for (const event of [ask.evidenceAdded(), ...(bodies ? [ask.madeAware(bodies)] : [])])
    concern = append(concern, event, "ada", TODAY);
  return { today: TODAY, concern, council: EMPTY_COUNCIL };
}

/** Repeating it decides nothing, or is refused. What brings words or evidence with it is said anew each time. */
function isRepeatable({ name, input }: Asked): boolean {
  if (name === "statePosition") return input.statement === undefined;
  return !["addEvidence", "supplyEvidence", "recordAwareness", "proposeShare", "recordLetter", "requestShare"].includes(name);
}

/** Decides a command and folds its events, as the services do. */
export const commandBy =
  (actor: string, command: (world: World) => Asked): Step =>
  (world) => {
    const { today, concern, council } = world;
    const asked = command(world);
    const newId = (...words: string[]) => `${words.join("-")}-${concern.record.length}-${council.agreements.length}`;
    if (asked.name === "giveStandingAgreement" || asked.name === "takeBackStandingAgreement") {
      const on = { ...councilCircumstances, today, actor, council: councils.status(ask.COUNCIL, today), newId };
      const outcome = decideCouncil(council, asked, on);
      if (isRefusal(outcome)) return { world };
      const after = outcome.reduce((state, event) => evolveCouncil(state, event, { actor, at: today }), council);
      return { world: { ...world, council: after }, repeat: decideCouncil(after, asked, on) };
    }
    const on = { ...circumstances, today, certainToday: today, actor, agreements: council.agreements, newId };
    const outcome = decide(concern.state, asked, on);
    const tried = { command: asked, context: on, decided: outcome };
    if (isRefusal(outcome)) return { world, tried };
    const after = outcome.reduce((so, event) => append(so, event, actor, today), concern);
    const taken = { world: { ...world, concern: after }, tried };
    return isRepeatable(asked) ? { ...taken, repeat: decide(after.state, asked, on) } : taken;
  };

const n = fc.nat(3);
/** Reopening is more frequent than concluding, because a closed concern accepts little else. */
const AFTERWARDS = [
  ask.concludeConcern("satisfactory-explanation"),
  ask.concludeConcern("not-accepted"),
  ...Array.from({ length: 3 }, ask.reopenConcern),
];
// Ada logged the concern. She and Ben may propose, make and override; Cleo speaks for the council, and now and then they try to.
const adviser = fc.constantFrom("ada", "ben");
const officer = fc.oneof({ weight: 12, arbitrary: fc.constant("cleo") }, { weight: 1, arbitrary: adviser });
const anyBody = fc.constantFrom(ask.BODY, ask.PEERS, "mhclg", "cib-north-east", "nobody");
const body = fc.oneof({ weight: 8, arbitrary: fc.constantFrom(ask.BODY, ask.PEERS) }, { weight: 1, arbitrary: anyBody });
const parts = fc.subarray([...SHARED_PARTS], { minLength: 1 });
const purpose = fc.constantFrom("align-support" as const, "offer-support" as const);
const proposal = fc.record({
  by: adviser,
  body,
  parts,
  purpose,
  /** Days more than the council has at least. */
  answer: fc.constantFrom(-1, 0, 0, 1, 6),
  lasts: fc.constantFrom(0, 20, 40, 60, 60, 90, 90, 120),
});
const stated = fc.record({
  by: officer,
  n,
  position: fc.constantFrom("agrees" as const, "agrees" as const, "agrees-with-conditions" as const, "objects" as const),
  parts: fc.option(parts, { nil: undefined }),
  days: fc.option(fc.nat(40), { nil: undefined }),
  statement: fc.constantFrom(undefined, undefined, "As agreed by cabinet."),
});
const termsFrom = (today: string, answer: number, lasts: number) => {
  const answerBy = daysAfter(answerDay(today), answer);
  return { answerBy, until: later(answerBy, lasts) };
};
const onShare = (command: (share: string) => ConcernCommand) =>
  fc.tuple(adviser, n).map(([by, n]) => commandBy(by, ({ concern }) => command(recent(concern.state.shares, n)?.id ?? "none")));
const onRequest = (by: fc.Arbitrary<string>, command: (request: string) => ConcernCommand) =>
  fc.tuple(by, n).map(([by, n]) => commandBy(by, ({ concern }) => command(recent(concern.state.requests, n)?.id ?? "none")));
const always = (by: fc.Arbitrary<string>, ...commands: ConcernCommand[]) =>
  fc.tuple(by, fc.constantFrom(...commands)).map(([by, command]) => commandBy(by, () => command));

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.nat(9).map(
      (days): Step =>
        (world) => ({ world: { ...world, today: later(world.today, days) } }),
    ),
  },
  {
    weight: 8,
    arbitrary: proposal.map(({ by, answer, lasts, ...given }) =>
      commandBy(by, ({ today }) => ask.proposeShare({ ...given, ...termsFrom(today, answer, lasts) })),
    ),
  },
  {
    weight: 8,
    arbitrary: stated.map(({ by, n, position, parts, days, statement }) =>
      commandBy(by, ({ today, concern }) => {
        const until = days === undefined ? undefined : later(today, days);
        const conditions = position === "agrees-with-conditions" ? { ...(parts && { parts }), ...(until && { until }) } : {};
        const share = recent(concern.state.shares, n)?.id ?? "none";
        return ask.statePosition(position, { share, ...conditions, ...(statement && { statement }) });
      }),
    ),
  },
  { weight: 6, arbitrary: onShare(ask.overrideObjection) },
  { weight: 10, arbitrary: onShare(ask.makeShare) },
  {
    weight: 3,
    arbitrary: fc.tuple(adviser, n).map(([by, n]) =>
      commandBy(by, ({ today, concern }) => {
        const share = recent(concern.state.shares, n)?.id ?? "none";
        return ask.recordLetter({ share, sentOn: today });
      }),
    ),
  },
  { weight: 6, arbitrary: onShare(ask.confirmLetter) },
  { weight: 2, arbitrary: onShare(ask.recordCouncilNotReached) },
  { weight: 1, arbitrary: onShare(ask.takeMoreTime) },
  { weight: 1, arbitrary: onShare(ask.confirmDanger) },
  {
    weight: 2,
    arbitrary: fc
      .record({ by: officer, body, parts, purpose, lasts: fc.constantFrom(0, 10, 40, 90) })
      .map(({ by, lasts, ...given }) => commandBy(by, ({ today }) => ask.requestShare({ ...given, until: later(today, lasts) }))),
  },
  { weight: 4, arbitrary: onRequest(adviser, ask.makeRequestedShare) },
  {
    weight: 2,
    arbitrary: fc.tuple(fc.constant("rita"), n).map(([by, n]) =>
      commandBy(by, ({ concern }) => {
        const share = recent(concern.state.shares, n);
        return ask.acceptConditions(share?.conditions?.toAccept ?? 1, share?.id ?? "none");
      }),
    ),
  },
  { weight: 1, arbitrary: onRequest(adviser, ask.declineShareRequest) },
  { weight: 1, arbitrary: onRequest(officer, ask.withdrawShareRequest) },
  { weight: 1, arbitrary: onShare(ask.withdrawShare) },
  { weight: 2, arbitrary: onShare(ask.expireShare) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(adviser, fc.array(anyBody, { maxLength: 2 }))
      .map(([by, bodies]) => commandBy(by, ({ today }) => ask.recordAwareness({ bodies, toldOn: today }))),
  },
  { weight: 3, arbitrary: always(adviser, ask.addEvidence()) },
  {
    weight: 2,
    arbitrary: fc.tuple(fc.constantFrom("open" as const, "object" as const), n).map(([answer, n]) =>
      commandBy("cleo", ({ concern }) => {
        const words = wordsOf(concern.state).filter(isAnswerable);
        return ask.answerWords(answer, [recent(words, n)?.id ?? "none"]);
      }),
    ),
  },
  { weight: 2, arbitrary: always(adviser, ...AFTERWARDS) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(adviser, fc.nat(20))
      .map(([by, days]) => commandBy(by, ({ today }) => ask.concludeConcern("under-review", { reviewOn: later(today, days) }))),
  },
  { weight: 1, arbitrary: always(officer, ask.supplyEvidence()) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(adviser, n)
      .map(([by, n]) =>
        commandBy(by, ({ concern }) => ask.withdrawEvidence(recent(concern.state.evidence, n)?.evidence ?? "none")),
      ),
  },
  {
    weight: 6,
    arbitrary: fc.record({ body, parts, purpose }).map((given) =>
      commandBy("cleo", () => ({
        name: "giveStandingAgreement",
        input: { council: ask.COUNCIL, strand: "corporate", ...given },
      })),
    ),
  },
  {
    weight: 1,
    arbitrary: n.map((n) =>
      commandBy("cleo", ({ council }) => {
        const agreement = recent(council.agreements, n)?.agreement ?? "none";
        return { name: "takeBackStandingAgreement", input: { council: ask.COUNCIL, agreement } };
      }),
    ),
  },
);

const told: fc.Arbitrary<string[] | undefined> = fc.constantFrom(
  [ask.BODY, ask.PEERS, ask.MINISTRY],
  [ask.BODY, ask.PEERS, ask.MINISTRY],
  [ask.BODY],
  undefined,
);
export const beginning = told.map(begin);
/** A share over an objection, or under a standing agreement, opens some days after it was made. */
const afterNotice: Step = (world) => ({ world: { ...world, today: firstDayAfterNotice(world.today) } });
/** Sends the council a letter, waits for its answer on a share, overrides it if necessary and makes the share, if that is permitted. */
const insistence: fc.Arbitrary<Step[]> = fc.tuple(adviser, adviser, n).map(([one, other, n]) => {
  const share = ({ concern }: World) => recent(concern.state.shares, n);
  const pastAnswer = (world: World) => dayAfter(share(world)?.answerBy ?? world.today);
  return [
    commandBy(one, (world) => ask.recordLetter({ share: share(world)?.id ?? "none", sentOn: world.today })),
    commandBy(other, (world) => ask.confirmLetter(share(world)?.id)),
    (world) => ({ world: { ...world, today: [world.today, pastAnswer(world)].sort().at(-1) ?? world.today } }),
    commandBy(one, (world) => ask.overrideObjection(share(world)?.id)),
    commandBy(other, (world) => ask.makeShare(share(world)?.id)),
    afterNotice,
  ];
});
/** Somebody escalates; perhaps somebody confirms it or stands it down; perhaps the council agrees; and somebody makes the share. */
const escalation: fc.Arbitrary<Step[]> = fc
  .record({
    by: adviser,
    other: adviser,
    answer: fc.constantFrom(0, 3),
    settle: fc.constantFrom(
      ask.confirmEscalation,
      ask.confirmEscalation,
      ask.confirmEscalation,
      ask.standDownEscalation,
      undefined,
    ),
    says: fc.constantFrom("agrees" as const, "agrees" as const, "objects" as const, undefined),
  })
  .map(({ by, other, answer, settle, says }) => {
    const last = ({ concern }: World) => concern.state.escalations.at(-1);
    return [
      commandBy(by, ({ today }) => ask.raiseEscalation(termsFrom(today, answer, 30))),
      ...(settle ? [commandBy(other, (world) => settle(last(world)?.id))] : []),
      ...(says ? [commandBy("cleo", (world) => ask.statePosition(says, { share: last(world)?.share ?? "none" }))] : []),
      ...(says === "objects" ? [commandBy(other, (world) => ask.overrideObjection(last(world)?.share))] : []),
      commandBy(by, (world) => ask.makeShare(last(world)?.share)),
      afterNotice,
    ];
  });
/** Concludes and closes a concern, and perhaps reopens it. */
const ending: fc.Arbitrary<Step[]> = fc
  .tuple(adviser, fc.boolean())
  .map(([by, reopens]) =>
    [ask.concludeConcern("not-accepted"), ask.closeConcern(), ...(reopens ? [ask.reopenConcern()] : [])].map((command) =>
      commandBy(by, () => command),
    ),
  );
/** Sets conditions of the council, and then objects. */
const secondThoughts: fc.Arbitrary<Step[]> = n.map((n) =>
  (["agrees-with-conditions", "objects"] as const).map((position) =>
    commandBy("cleo", ({ concern }) => {
      const conditions = position === "objects" ? {} : { parts: ["headline" as const] };
      return ask.statePosition(position, { share: recent(concern.state.shares, n)?.id ?? "none", ...conditions });
    }),
  ),
);
/** The council agrees on conditions in words, and somebody of the body accepts them. */
const onConditions: fc.Arbitrary<Step[]> = n.map((n) => {
  const share = ({ concern }: World) => recent(concern.state.shares, n);
  return [
    commandBy("cleo", (world) => {
      const given = { parts: ["headline" as const], statement: "For the leads alone." };
      return ask.statePosition("agrees-with-conditions", { share: share(world)?.id ?? "none", ...given });
    }),
    commandBy("ada", (world) => ask.makeShare(share(world)?.id)),
    commandBy("rita", (world) => ask.acceptConditions(share(world)?.conditions?.toAccept ?? 1, share(world)?.id)),
  ];
});
export const steps = fc
  .array(
    fc.oneof(
      { weight: 220, arbitrary: step.map((step) => [step]) },
      { weight: 64, arbitrary: insistence },
      { weight: 8, arbitrary: secondThoughts },
      { weight: 2, arbitrary: onConditions },
      { weight: 14, arbitrary: escalation },
      { weight: 1, arbitrary: ending },
    ),
    { minLength: 30, maxLength: 60, size: "max" },
  )
  .map((taken) => taken.flat());
