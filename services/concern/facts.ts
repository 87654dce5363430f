// A concern's events, folded, as the facts that policy decides by. The register's columns are these same facts.
import { type ConcernFacts, type ShareFacts, scopeOf } from "../../policies/engine/facts.ts";
import type { Cause } from "../../reference/causes.ts";
import type { SharedPart } from "../../reference/concern-parts.ts";
import type { Strand } from "../../reference/strands.ts";
import { type AsOf, isLive, termsOf } from "./shares.ts";
import { type ConcernState, isEvidenced, type Share, stageOf } from "./state.ts";

/** Of a concern that there is. */
export type RecordedFacts = ConcernFacts & { readonly strand: Strand; readonly cause: Cause };

export function factsOf(state: ConcernState, day: AsOf): RecordedFacts {
  const live = state.shares.filter((share) => isLive(share, day));
  const sharedWith = (part: SharedPart) =>
    [...new Set(live.filter((share) => termsOf(share).parts.includes(part)).map((share) => share.body))].sort();
  return {
    council: state.council,
    region: state.region,
    strand: state.strand,
    scope: scopeOf(state.region, state.strand),
    cause: state.cause,
    stage: stageOf(state),
    councilAware: state.awareness.length > 0,
    evidenced: isEvidenced(state),
    headlineSharedWith: sharedWith("headline"),
    summarySharedWith: sharedWith("summary"),
    evidenceSharedWith: sharedWith("evidence"),
  };
}

/** A share as its recipient's right to its terms is decided. No more of the concern: equal facts get one answer, whichever concern. */
export function shareFacts(share: Share, concern: ConcernFacts, day: AsOf): ShareFacts {
  return { body: share.body, live: isLive(share, day), councilAware: concern.councilAware, evidenced: concern.evidenced };
}
