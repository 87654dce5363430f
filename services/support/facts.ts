// The facts of a support for policy decisions, and when the council's consent makes each of them true.
import { councilStrandOf, type SupportFacts, scopeOf } from "../../policies/engine/facts.ts";
import type { RegionView } from "../../reference/support-kinds.ts";
import { bodiesTold, isTellingDisputed, type SupportState, statusOfSupport } from "./state.ts";

type Offer = Pick<SupportState, "council" | "region" | "strand" | "provider">;
/** A support, or the input of an offer, of which only the bodies that it names are known. */
type Consent = Partial<Pick<SupportState, "shownTo" | "tellings" | "answer" | "regionView" | "begun" | "ended">>;

export function supportFacts(support: Offer & Consent): SupportFacts {
  const { council, region, strand, provider, tellings } = support;
  const shownTo = tellings ? bodiesTold({ tellings }) : (support.shownTo ?? []);
  const view = regionViewOf(support);
  return {
    ...{ council, region, strand, provider, scope: scopeOf(region, strand), councilStrand: councilStrandOf(council, strand) },
    // From the answer on, the bodies that were named see what the council lets its region see.
    shownTo: statusOfSupport(support) === "offered" ? shownTo : [],
    regionSees: view !== "nothing",
    regionSeesPurpose: view === "purpose",
  };
}

/**
 * What the region may see today: nothing before the council agrees, of what it has declined, of an offer that was withdrawn, or while the council
 * disputes that it was told.
 */
export function regionViewOf({ answer, ended, tellings, regionView = "nothing" }: Consent): RegionView {
  const isAgreed = answer?.kind === "agreed" && ended?.how !== "offer-withdrawn";
  return isAgreed && !(tellings && isTellingDisputed({ tellings })) ? regionView : "nothing";
}
