// The facts of a support for policy decisions, and when the council's consent makes each of them true.
import { councilStrandOf, type SupportFacts, scopeOf } from "../../policies/engine/facts.ts";
import type { RegionView } from "../../reference/support-kinds.ts";
import { type SupportState, statusOfSupport } from "./state.ts";

type Offer = Pick<SupportState, "council" | "region" | "strand" | "provider">;
/** A support, or the input of an offer, of which only the bodies that it names are known. */
type Consent = Partial<Pick<SupportState, "shownTo" | "answer" | "regionView" | "begun" | "ended">>;

export function supportFacts(support: Offer & Consent): SupportFacts {
  const { council, region, strand, provider, shownTo = [] } = support;
  const view = regionViewOf(support);
  return {
    ...{ council, region, strand, provider, scope: scopeOf(region, strand), councilStrand: councilStrandOf(council, strand) },
    // From the answer on, the bodies that were named see what the council lets its region see.
    shownTo: statusOfSupport(support) === "offered" ? shownTo : [],
    regionSees: view !== "nothing",
    regionSeesPurpose: view === "purpose",
  };
}

/** What the region may see today: nothing before the council agrees, of what it has declined, or of an offer that was withdrawn. */
export const regionViewOf = ({ answer, ended, regionView = "nothing" }: Consent): RegionView =>
  answer?.kind === "agreed" && ended?.how !== "offer-withdrawn" ? regionView : "nothing";
