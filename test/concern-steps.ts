// Anything that advisers and a council may ask of one concern, in any order: steps for properties to take.
import fc from "fast-check";
import { SHARED_PARTS } from "../policies/facts.ts";
import type { ConcernCommand } from "../services/concern/commands.ts";
import { decide } from "../services/concern/decide.ts";
import type { ConcernEvent } from "../services/concern/events.ts";
import { type ConcernState, evolve } from "../services/concern/state.ts";
import { decideCouncil } from "../services/council/decide.ts";
import { type CouncilState, evolveCouncil, NO_AGREEMENTS, standingNow } from "../services/council/state.ts";
import { dayAfter } from "../services/dates.ts";
import { isRefusal } from "../services/refusals.ts";
import * as ask from "./concern-examples.ts";
import { circumstances, councils, TODAY } from "./given.ts";

export type World = {
  today: string;
  readonly concern: { readonly state: ConcernState; readonly record: readonly { event: ConcernEvent; actor: string }[] };
  readonly council: CouncilState;
};
type Asked = Parameters<typeof decideCouncil>[1] | ConcernCommand;
/** The world after a command; and, where the command can be repeated without harm, what the repeat decided. */
type Taken = { readonly world: World; readonly repeat?: ReturnType<typeof decide> | ReturnType<typeof decideCouncil> };
export type Step = (world: World, actor: string) => Taken;

export const later = (day: string, days: number): string => (days <= 0 ? day : later(dayAfter(day), days - 1));
/** Counted from the end, so that what is recent is met often. */
const recent = <T>(items: readonly T[], n: number): T | undefined => items.at(-1 - (n % Math.max(items.length, 1)));

function append(concern: World["concern"] | undefined, event: ConcernEvent, actor: string, today: string): World["concern"] {
  const state = evolve("concern", concern?.state, event, { actor, at: today });
  return { state, record: [...(concern?.record ?? []), { event, actor }] };
}

/** A concern logged by ada on evidence; its council told of these bodies, or not yet told. */
export function begin(bodies: string[] | undefined): World {
  let concern = append(undefined, ask.logged(), "ada", TODAY);
  for (const event of [ask.evidenceAdded(), ...(bodies ? [ask.madeAware(bodies)] : [])])
    concern = append(concern, event, "ada", TODAY);
  return { today: TODAY, concern, council: NO_AGREEMENTS };
}

const REPEATABLE: readonly string[] = ["makeShare", "withdrawShare", "expireShare"];

/** As the services would: decide, and fold what was decided. */
const asking =
  (command: (world: World) => Asked): Step =>
  (world, actor) => {
    const { today, concern, council } = world;
    const asked = command(world);
    const newId = (...words: string[]) => `${words.join("-")}-${concern.record.length}-${council.agreements.length}`;
    if (asked.name === "giveStandingAgreement" || asked.name === "takeBackStandingAgreement") {
      const on = { council: councils.status(ask.COUNCIL, today), newId };
      const outcome = decideCouncil(council, asked, on);
      if (isRefusal(outcome)) return { world };
      const after = outcome.reduce((state, event) => evolveCouncil(state, event, { actor: "council", at: today }), council);
      const taken = { world: { ...world, council: after } };
      return asked.name === "takeBackStandingAgreement" ? { ...taken, repeat: decideCouncil(after, asked, on) } : taken;
    }
    const on = { ...circumstances, today, actor, standing: standingNow(council), newId };
    const outcome = decide(concern.state, asked, on);
    if (isRefusal(outcome)) return { world };
    const after = outcome.reduce((so, event) => append(so, event, actor, today), concern);
    const taken = { world: { ...world, concern: after } };
    return REPEATABLE.includes(asked.name) ? { ...taken, repeat: decide(after.state, asked, on) } : taken;
  };

const n = fc.nat(3);
const anyBody = fc.constantFrom(ask.BODY, ask.PEERS, "mhclg", "cib-north-east", "nobody");
const body = fc.oneof({ weight: 5, arbitrary: fc.constantFrom(ask.BODY, ask.PEERS) }, { weight: 1, arbitrary: anyBody });
const parts = fc.subarray([...SHARED_PARTS], { minLength: 1 });
const purpose = fc.constantFrom("align-support" as const, "offer-support" as const);
const proposal = fc.record({
  body,
  parts,
  purpose,
  answer: fc.constantFrom(0, 1, 2, 3, 6),
  lasts: fc.constantFrom(0, 5, 20, 40, 60),
});
const stated = fc.record({
  n,
  position: fc.constantFrom("agrees" as const, "agrees-with-conditions" as const, "objects" as const),
  parts: fc.option(parts, { nil: undefined }),
  days: fc.option(fc.nat(40), { nil: undefined }),
  statement: fc.constantFrom(undefined, "As agreed by cabinet."),
});
const onShare = (command: (share: string) => ConcernCommand) =>
  n.map((n) => asking(({ concern }) => command(recent(concern.state.shares, n)?.id ?? "none")));

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.nat(8).map(
      (days): Step =>
        (world) => ({ world: { ...world, today: later(world.today, days) } }),
    ),
  },
  {
    weight: 5,
    arbitrary: proposal.map(({ answer, lasts, ...given }) =>
      asking(({ today }) => ask.proposeShare({ ...given, answerBy: later(today, answer), until: later(today, answer + lasts) })),
    ),
  },
  {
    weight: 8,
    arbitrary: stated.map(({ n, position, parts, days, statement }) =>
      asking(({ today, concern }) => {
        const until = days === undefined ? undefined : later(today, days);
        const conditions = position === "agrees-with-conditions" ? { ...(parts && { parts }), ...(until && { until }) } : {};
        const share = recent(concern.state.shares, n)?.id ?? "none";
        return ask.statePosition(position, { share, ...conditions, ...(statement && { statement }) });
      }),
    ),
  },
  { weight: 8, arbitrary: onShare(ask.overrideObjection) },
  { weight: 10, arbitrary: onShare(ask.makeShare) },
  { weight: 1, arbitrary: onShare(ask.withdrawShare) },
  { weight: 2, arbitrary: onShare(ask.expireShare) },
  {
    weight: 1,
    arbitrary: fc.array(anyBody, { maxLength: 3 }).map((bodies) => asking(() => ask.recordAwareness({ bodies }))),
  },
  {
    weight: 4,
    arbitrary: fc.constantFrom(
      ...[ask.addEvidence(), ask.addEvidence(), ask.supplyEvidence()].map((asked) => asking(() => asked)),
    ),
  },
  {
    weight: 1,
    arbitrary: n.map((n) => asking(({ concern }) => ask.withdrawEvidence(recent(concern.state.evidence, n)?.evidence ?? "none"))),
  },
  {
    weight: 3,
    arbitrary: fc
      .record({ body, parts, purpose })
      .map((given) =>
        asking(() => ({ name: "giveStandingAgreement", input: { council: ask.COUNCIL, strand: "corporate", ...given } })),
      ),
  },
  {
    weight: 1,
    arbitrary: n.map((n) =>
      asking(({ council }) => {
        const agreement = recent(council.agreements, n)?.agreement ?? "none";
        return { name: "takeBackStandingAgreement", input: { council: ask.COUNCIL, agreement } };
      }),
    ),
  },
);

const told: fc.Arbitrary<string[] | undefined> = fc.constantFrom(
  [ask.BODY, ask.PEERS],
  [ask.BODY, ask.PEERS],
  [ask.BODY],
  undefined,
);
export const beginning = told.map(begin);
/** Each step with who takes it. Ada logged the concern; both may propose. */
export const steps = fc.array(fc.tuple(step, fc.constantFrom("ada", "ben")), { minLength: 30, maxLength: 60, size: "max" });
