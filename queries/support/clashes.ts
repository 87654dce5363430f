// The clashes at one council that a person may see: each where they may see both things that clash.
import type { PersonFacts } from "../../policies/engine/facts.ts";
import { conditionOf } from "../../policies/engine/residual.ts";
import { LISTED, toSql } from "../../policies/engine/sql.ts";
import type { KnownOffer, KnownVisit } from "../../projections/support/visits.ts";
import type { Council } from "../../reference/councils.ts";
import { daysAfter } from "../../services/dates.ts";
import { findPurposeClashes, findVisitClashes, VISIT_KINDS } from "../../services/support/clashes.ts";
import { may, type ReadDeps } from "../deps.ts";
import type { sightsOf } from "./levels.ts";

export const CLASH_SIDES = [...VISIT_KINDS, "support"] as const;
export const CLASH_KINDS = ["days", "purpose"] as const;

/** `support` is the id of the support whose days or purpose it is; undefined for an approach. */
export type ClashSide = {
  readonly kind: (typeof CLASH_SIDES)[number];
  readonly id: string;
  readonly provider: string;
  readonly from: string;
  readonly to: string;
  readonly support: string | undefined;
};
export type Clash = {
  readonly id: string;
  readonly kind: (typeof CLASH_KINDS)[number];
  readonly first: ClashSide;
  readonly second: ClashSide;
};

type Deps = Pick<ReadDeps, "policy" | "rights" | "support" | "today" | "clashDays">;
type SightOf = ReturnType<typeof sightsOf>;

/** Clashes in time that are not over come first, the earliest first; then those in purpose. */
export function readClashes(
  deps: Deps,
  person: PersonFacts,
  { code, region }: Pick<Council, "code" | "region">,
  sightOf: SightOf,
): readonly Clash[] {
  const { openVisits, openOffers } = deps.support.queries();
  const today = deps.today();
  const ofSupport = toSql(conditionOf(deps.rights.of(person, "readSupport")), { row: "s", ...LISTED.readSupport });
  const visits = openVisits(code, daysAfter(today, -deps.clashDays), { reader: person, ofSupport, isVisible });
  const isPurposeVisible = ({ facts }: KnownOffer) => sightOf(facts)?.purpose === true;
  const offers = openOffers(code, { reader: person, ofSupport, isVisible: isPurposeVisible });
  return [
    ...findVisitClashes(visits, deps.clashDays)
      .filter(({ first, second }) => first.to >= today || second.to >= today)
      .map(({ first, second, ...clash }) => ({ ...clash, first: sideOfVisit(first), second: sideOfVisit(second) })),
    ...findPurposeClashes(offers).map(({ first, second, ...clash }) => ({
      ...{ ...clash, first: sideOfOffer(first), second: sideOfOffer(second) },
    })),
  ];

  /** Reviews are part of the purpose of a support, presence is not. */
  function isVisible({ kind, provider, facts }: KnownVisit): boolean {
    if (!facts)
      return may(deps, person, "readApproach", {
        ...{ type: "Approach", id: "approach", facts: { council: code, region, body: provider } },
      });
    const sight = sightOf(facts);
    return sight !== undefined && (kind === "presence" || sight.purpose);
  }
}

const sideOfVisit = ({ kind, id, provider, from, to, support }: KnownVisit): ClashSide => ({
  ...{ kind, id, provider, from, to, support },
});
const sideOfOffer = ({ id, provider, from, to }: KnownOffer): ClashSide => ({
  ...{ kind: "support", id, provider, from, to, support: id },
});
