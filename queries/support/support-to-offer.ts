// What support somebody may offer a council now: policy permits it, and the rules of an offer do not refuse it.
import type { Council } from "../../reference/councils.ts";
import type { Viewer } from "../../services/people/viewer.ts";
import { supportFacts } from "../../services/support/facts.ts";
import { listPossibleOffers, type PossibleOffer } from "../../services/support/possible-offers.ts";
import type { ReadDeps } from "../deps.ts";
import { trialContext } from "../permitted-actions.ts";

type Deps = Pick<ReadDeps, "rights" | "councils" | "today" | "certainToday">;

export function readSupportToOffer(deps: Deps, viewer: Viewer, { code, region }: Council): readonly PossibleOffer[] {
  const context = {
    ...trialContext(deps, viewer),
    ...{ council: deps.councils.status, offices: [], package: undefined, lead: undefined },
  };
  return listPossibleOffers(code, context, (strand, provider) =>
    deps.rights.permits(viewer.facts, "offerSupport", {
      ...{ type: "Support", id: "support", facts: supportFacts({ council: code, region, strand, provider }) },
    }),
  );
}
