// A council's latest position on sharing a matter with a body stays valid, whatever is logged again, closed, proposed again or agreed elsewhere.

import fc from "fast-check";
import { expect, test } from "vitest";
import * as ask from "../../test/examples/concern.ts";
import { answerDay } from "../../test/helpers/fair-days.ts";
import { cases } from "../../test/helpers/soak.ts";
import { circumstances, councilCircumstances, councils, TODAY } from "../../test/helpers/specification.ts";
import { decideCouncil } from "../council/decide.ts";
import { type CouncilState, EMPTY_COUNCIL, evolveCouncil } from "../council/state.ts";
import { dayAfter } from "../dates.ts";
import { certainDay } from "../decision-context.ts";
import { isRefusal } from "../refusals.ts";
import type { ConcernCommand } from "./commands.ts";
import { decide } from "./decide.ts";
import { asOfDate, sharingPosition } from "./latest-position.ts";
import { statusOf } from "./shares.ts";
import { type ConcernState, evolve } from "./state.ts";

/** What was said of sharing with a body: by which concern's share, or in advance. */
type Said = { readonly body: string; readonly share?: string; readonly objects: boolean; readonly n: number };
type World = {
  today: string;
  n: number;
  council: CouncilState;
  readonly concerns: Map<string, ConcernState>;
  /** Kept apart from the fold: what the council said, and who overrode what on which share, in order. */
  readonly said: Said[];
  readonly overridden: Map<string, { readonly n: number; readonly by: string }>;
};
const BODIES = [ask.BODY, ask.PEERS];
const PEOPLE = ["ada", "ben"];
const at = (world: World) => `${world.today}T10:00:00.${String(world.n).padStart(3, "0")}Z`;

function begin(): World {
  return { today: TODAY, n: 0, council: EMPTY_COUNCIL, concerns: new Map(), said: [], overridden: new Map() };
}

function log(world: World): void {
  const id = `concern-${world.n}`;
  for (const event of [ask.logged(), ask.evidenceAdded(), ask.madeAware(BODIES)])
    world.concerns.set(id, evolve(id, world.concerns.get(id), event, { actor: "ada", at: at(world) }));
}

function run(world: World, id: string, command: ConcernCommand, actor: string): void {
  const state = world.concerns.get(id);
  const { today, council, n } = world;
  const on = {
    ...circumstances,
    today,
    certainToday: today,
    actor,
    ...council,
    council: councils.status,
    newId: (word: string) => `${word}-${n}`,
  };
  const decided = decide(state, command, on);
  if (isRefusal(decided) || !state) return;
  let after = state;
  for (const event of decided) {
    after = evolve(id, after, event, { actor, at: at(world) });
    if (event.type === "PositionStated.v2") {
      const share = after.shares.find((one) => one.id === event.data.share);
      if (!share) throw new Error("A position on no share.");
      world.said.push({ body: share.body, share: share.id, objects: event.data.position === "objects", n });
      world.council = evolveCouncil(council, sharingPosition(after, share, []), { actor, at: at(world) });
    }
    if (event.type === "ObjectionOverridden.v2") world.overridden.set(event.data.share, { n, by: actor });
    if (event.type === "ShareMade.v2") holdsWhenMade(world, after, event.data.share);
  }
  world.concerns.set(id, after);
}

function agree(world: World, name: "giveStandingAgreement" | "takeBackStandingAgreement", body: string): void {
  const input =
    name === "giveStandingAgreement"
      ? {
          council: ask.COUNCIL,
          body,
          purpose: "align-support" as const,
          parts: ["evidence" as const],
          strand: "corporate" as const,
        }
      : { council: ask.COUNCIL, agreement: world.council.agreements.findLast((a) => !a.takenBack)?.agreement ?? "none" };
  const on = { ...councilCircumstances, today: world.today, actor: "cleo", newId: () => `agreement-${world.n}` };
  const decided = decideCouncil(world.council, { name, input } as Parameters<typeof decideCouncil>[1], on);
  if (isRefusal(decided)) return;
  for (const event of decided) {
    if (event.type === "StandingAgreementGiven.v2") world.said.push({ body: event.data.body, objects: false, n: world.n });
    world.council = evolveCouncil(world.council, event, { actor: "cleo", at: at(world) });
  }
}

let [madeOver, blocked] = [0, 0];
/** Against the last objection a share is made only if the council said yes since, or a second person overrode it since. */
function holdsWhenMade(world: World, { shares }: ConcernState, id: string): void {
  const share = shares.find((one) => one.id === id);
  const objection = world.said.findLast(({ body, objects }) => body === share?.body && objects);
  if (!share || !objection) return;
  const yes = world.said.some(({ body, objects, n }) => body === share.body && !objects && n > objection.n);
  const override = world.overridden.get(id);
  const isOverridden = override !== undefined && override.n > objection.n && override.by !== share.proposed.actor;
  if (!yes) madeOver += 1;
  expect(yes || isOverridden).toBe(true);
}

const n = fc.nat(3);
const step = fc.oneof(
  { weight: 2, arbitrary: fc.constant(() => log) },
  {
    weight: 5,
    arbitrary: fc.nat(16).map((days) => () => (world: World) => {
      for (let left = days; left > 0; left -= 1) world.today = dayAfter(world.today);
    }),
  },
  ...(
    [
      [
        8,
        (world: World, _: string, body: string) =>
          ask.proposeShare({ body, answerBy: answerDay(world.today), until: "2027-06-01" }),
      ],
      [6, (_: World, share: string) => ask.statePosition("objects", { share })],
      [2, (_: World, share: string) => ask.statePosition("agrees", { share })],
      [5, (_: World, share: string) => ask.overrideObjection(share)],
      [14, (_: World, share: string) => ask.makeShare(share)],
      [1, (_: World, share: string) => ask.withdrawShare(share)],
      [4, (world: World, share: string) => ask.recordLetter({ share, sentOn: world.today })],
      [8, (_: World, share: string) => ask.confirmLetter(share)],
      [1, () => ask.concludeConcern("not-accepted")],
      [1, () => ask.closeConcern()],
      [1, () => ask.reopenConcern()],
    ] as const
  ).map(([weight, command]) => ({
    weight,
    arbitrary: fc
      .tuple(fc.constantFrom(...PEOPLE), n, n, fc.constantFrom(...BODIES))
      .map(([by, c, s, body]) => () => (world: World) => {
        const [id = "", state] = [...world.concerns].at(-1 - (c % Math.max(world.concerns.size, 1))) ?? [];
        const share = state?.shares.at(-1 - (s % Math.max(state.shares.length, 1)))?.id ?? "none";
        const made = command(world, share, body);
        run(world, id, made, made.name === "statePosition" ? "cleo" : by);
      }),
  })),
  {
    weight: 2,
    arbitrary: fc.constantFrom(...BODIES).map((body) => () => (world: World) => agree(world, "giveStandingAgreement", body)),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(...BODIES).map((body) => () => (world: World) => agree(world, "takeBackStandingAgreement", body)),
  },
);

test("no sequence of logging again, closing and proposing again makes a share against the council's latest position without a second person", () => {
  const RUNS = cases(200, 5_000);
  fc.assert(
    fc.property(fc.array(step, { minLength: 30, maxLength: 80, size: "max" }), (steps) => {
      const world = begin();
      log(world);
      for (const take of steps) {
        world.n += 1;
        take()(world);
      }
      for (const state of world.concerns.values()) {
        const day = asOfDate(certainDay(world.today), state, world.council);
        blocked += state.shares.filter((share) => statusOf(share, day) === "objected").length;
      }
    }),
    { numRuns: RUNS },
  );
  // Enough shares must be made over an objection, and blocked by one, to make the property meaningful.
  expect(madeOver).toBeGreaterThan(RUNS / 20);
  expect(blocked).toBeGreaterThan(RUNS / 2);
});
