// Whatever is asked of a concern, in whatever order and by whomever: what can never be.
import fc from "fast-check";
import { expect, test } from "vitest";
import { beginning, later, steps, type World } from "../../test/concern-steps.ts";
import { standingNow } from "../council/state.ts";
import { dayAfter } from "../dates.ts";
import { isRefusal } from "../refusals.ts";
import { factsOf } from "./facts.ts";
import { type Day, nextEnd, statusOf, termsOf } from "./shares.ts";
import type { Share } from "./state.ts";

const dayOf = ({ today, council }: World): Day => ({
  today,
  standing: new Set(standingNow(council).map(({ agreement }) => agreement)),
});

/** Read off the record alone, apart from the fold: what happened to a share, what the council last said, who overrode it since. */
function recordOf(share: Share, { concern, council }: World) {
  const standing = standingNow(council).map(({ agreement }) => agreement);
  const of = { proposer: "", objects: false, overriddenBy: "", made: false, ended: false };
  for (const { event, actor } of concern.record) {
    if (!("share" in event.data) || event.data.share !== share.id) continue;
    if (event.type === "ShareProposed.v1") {
      const { standingAgreement } = event.data;
      of.proposer = actor;
      of.objects = standingAgreement !== undefined && !standing.includes(standingAgreement);
    }
    if (event.type === "PositionStated.v1") Object.assign(of, { objects: event.data.position === "objects", overriddenBy: "" });
    if (event.type === "ObjectionOverridden.v1") of.overriddenBy = actor;
    if (event.type === "ShareMade.v1") of.made = true;
    if (event.type === "ShareWithdrawn.v1" || event.type === "ShareExpired.v1") of.ended = true;
  }
  return of;
}

/** Outer parts hold the inner ones' readers; and nobody receives of whom the council was not told, or out of region or strand. */
function holdsPrinciples(world: World): void {
  const facts = factsOf(world.concern.state, dayOf(world));
  const { headlineSharedWith, summarySharedWith, evidenceSharedWith } = facts;
  const told = world.concern.record.flatMap(({ event }) => (event.type === "CouncilMadeAware.v1" ? event.data.bodies : []));
  expect(summarySharedWith.filter((body) => !headlineSharedWith.includes(body))).toEqual([]);
  expect(evidenceSharedWith.filter((body) => !summarySharedWith.includes(body))).toEqual([]);
  expect(headlineSharedWith.filter((body) => !told.includes(body) || body === "cib-north-east")).toEqual([]);
}

/** A live share was made, has not ended, is within every date, and is not objected to unless a second person overrode that. */
function holdsShare(share: Share, world: World): void {
  const { proposer, objects, overriddenBy, made, ended } = recordOf(share, world);
  expect({ made, ended }).toEqual({ made: true, ended: false });
  expect([world.today <= share.until, world.today <= termsOf(share).until]).toEqual([true, true]);
  if (objects) expect(["", proposer]).not.toContain(overriddenBy);
}

/** The register works a concern's facts out anew only on this day: until then they may not change by date. */
function changesOnlyAtNextEnd(world: World): void {
  const { state } = world.concern;
  const on = dayOf(world);
  const change = nextEnd(state, world.today) ?? later(world.today, 100);
  for (let today = world.today; today < change; today = dayAfter(today))
    expect(factsOf(state, { ...on, today })).toEqual(factsOf(state, on));
}

test("no order of commands breaks a principle of sharing", { timeout: 120_000 }, () => {
  const RUNS = 1_000;
  const met = new Map<string, number>();
  fc.assert(
    fc.property(beginning, steps, (start, asked) => {
      let world = start;
      const seen = new Set<string>();
      for (const [step, actor] of asked) {
        const taken = step(world, actor);
        world = taken.world;
        if (taken.repeat && !isRefusal(taken.repeat)) expect(taken.repeat).toEqual([]);
        holdsPrinciples(world);
        const day = dayOf(world);
        const { shares } = world.concern.state;
        const live = shares.filter((share) => statusOf(share, day) === "live");
        for (const share of live) holdsShare(share, world);

        for (const share of shares) if (share.made) seen.add(statusOf(share, day));
        if (live.some((share) => recordOf(share, world).objects)) seen.add("live over an objection");
        if (live.some((share) => share.standingAgreement && !share.override)) seen.add("live on a standing agreement");
        if (live.some((share) => share.conditions)) seen.add("live with conditions");
        if (live.some((share) => share.conditions && share.override)) seen.add("live with conditions, over an objection");
        if (new Set(live.map((share) => share.body)).size < live.length) seen.add("live twice with one body");
      }
      changesOnlyAtNextEnd(world);
      for (const name of seen) met.set(name, (met.get(name) ?? 0) + 1);
    }),
    { numRuns: RUNS },
  );
  // The steps must reach what the property speaks of: a live share in a third of the runs at least, each other state in some.
  expect(met.get("live")).toBeGreaterThan(RUNS / 3);
  for (const name of ["suspended", "withdrawn", "expired", "live over an objection", "live on a standing agreement"])
    expect(met.get(name), name).toBeGreaterThan(20);
  for (const name of ["live with conditions", "live with conditions, over an objection", "live twice with one body"])
    expect(met.get(name), name).toBeGreaterThan(0);
});
