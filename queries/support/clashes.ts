// The clashes at one council that a person may see: each where they may see both things that clash.
import { lazy } from "../../caching/cache.ts";
import type { PersonFacts } from "../../policies/engine/facts.ts";
import { conditionOf } from "../../policies/engine/residual.ts";
import { LISTED, toSql } from "../../policies/engine/sql.ts";
import type { KnownOffer, KnownVisit } from "../../projections/support/visits.ts";
import type { Council } from "../../reference/councils.ts";
import type { ClashSettlement } from "../../services/council/state.ts";
import { daysAfter } from "../../services/dates.ts";
import { type Clash, type ClashSide, findPurposeClashes, findVisitClashes } from "../../services/support/clashes.ts";
import { showsSide } from "../../services/support/sight.ts";
import { may, type ReadDeps } from "../deps.ts";
import type { sightsOf } from "./levels.ts";

/** A clash, and what was said of how it is settled, the last first. */
export type KnownClash = Clash & { readonly settlements: () => readonly ClashSettlement[] };

/** Whether a clash still waits for a word of how it is settled. */
export const isUnsettled = ({ settlements }: KnownClash): boolean => settlements().length === 0;

type Deps = Pick<ReadDeps, "rights" | "support" | "today" | "clashDays">;
type SightOf = ReturnType<typeof sightsOf>;

/**
 * Returns what reads the clashes at a council that a person may see; what the person's rights compile to is made once for all councils. Clashes in time that
 * are not over come first, the earliest first; then those in purpose.
 */
export function clashesSeenBy(
  deps: Deps,
  person: PersonFacts,
  sightOf: SightOf,
): (council: Pick<Council, "code" | "region">) => readonly KnownClash[] {
  const ofSupport = lazy(() => toSql(conditionOf(deps.rights.of(person, "readSupport")), { row: "s", ...LISTED.readSupport }));

  return ({ code, region }) => {
    const { openVisits, openOffers, settlementsOf } = deps.support.queries();
    const today = deps.today();
    const isVisible = (visit: KnownVisit) => isVisitVisible(visit, code, region);
    const visits = openVisits(code, daysAfter(today, -deps.clashDays), { reader: person, ofSupport: ofSupport(), isVisible });
    const isPurposeVisible = ({ facts }: KnownOffer) => sightOf(facts)?.purpose === true;
    const offers = openOffers(code, { reader: person, ofSupport: ofSupport(), isVisible: isPurposeVisible });
    const clashes: readonly Clash[] = [
      ...findVisitClashes(visits, deps.clashDays)
        .filter(({ first, second }) => first.to >= today || second.to >= today)
        .map(({ first, second, ...clash }) => ({ ...clash, first: sideOfVisit(first), second: sideOfVisit(second) })),
      ...findPurposeClashes(offers).map(({ first, second, ...clash }) => ({
        ...{ ...clash, first: sideOfOffer(first), second: sideOfOffer(second) },
      })),
    ];
    const settlements = lazy(() => settlementsOf(code));
    return clashes.map((clash) => ({ ...clash, settlements: () => settlements()(clash.id) }));
  };

  function isVisitVisible({ kind, provider, facts }: KnownVisit, council: string, region: string): boolean {
    if (!facts)
      return may(deps, person, "readApproach", {
        ...{ type: "Approach", id: "approach", facts: { council, region, body: provider } },
      });
    const sight = sightOf(facts);
    return sight !== undefined && showsSide(sight, kind);
  }
}

const sideOfVisit = ({ kind, id, provider, from, to, support }: KnownVisit): ClashSide => ({
  ...{ kind, id, provider, from, to, support },
});
const sideOfOffer = ({ id, provider, from, to }: KnownOffer): ClashSide => ({
  ...{ kind: "support", id, provider, from, to, support: id },
});
