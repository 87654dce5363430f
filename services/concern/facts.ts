// The facts of a concern for policy decisions. The register's columns are the same facts.
import { type ConcernFacts, councilStrandOf, NO_CONCERN, type ShareFacts, scopeOf } from "../../policies/engine/facts.ts";
import type { Cause } from "../../reference/causes.ts";
import type { SharedPart } from "../../reference/concern-parts.ts";
import type { Strand } from "../../reference/strands.ts";
import { endingUntil } from "./news.ts";
import { outcomeReaders } from "./outcome.ts";
import { restrictionFacts } from "./restriction.ts";
import { type AsOf, audienceOf, isLive, statusOf, termsOf } from "./shares.ts";
import { type ConcernState, isEvidenced, isProtectedAlone, type Share, stageOf } from "./state.ts";
import { areWordsClosed } from "./untold.ts";

/** The facts of an existing concern. */
export type RecordedFacts = ConcernFacts & { readonly strand: Strand; readonly cause: Cause };

export function factsOf(state: ConcernState, asOf: AsOf): RecordedFacts {
  // A discarded concern is in nobody's scope: policy decides as where there is none.
  if (state.untold.discarded) return { ...NO_CONCERN, strand: state.strand, cause: state.cause };
  const live = state.shares.filter((share) => isLive(share, asOf));
  const sharedWith = (part: SharedPart) =>
    [...new Set(live.filter((share) => termsOf(share).parts.includes(part)).flatMap(audienceOf))].sort();
  return {
    council: state.council,
    region: state.region,
    strand: state.strand,
    scope: scopeOf(state.region, state.strand),
    councilStrand: councilStrandOf(state.council, state.strand),
    cause: state.cause,
    stage: stageOf(state),
    councilAware: state.awareness.length > 0,
    evidenced: isEvidenced(state) && !isProtectedAlone(state),
    wordsClosed: areWordsClosed(state, asOf.today),
    ...restrictionFacts(state),
    headlineSharedWith: sharedWith("headline"),
    summarySharedWith: sharedWith("summary"),
    evidenceSharedWith: sharedWith("evidence"),
    outcomeFor: [...outcomeReaders(state, asOf.today).keys()].sort(),
  };
}

/** The facts of a concern that somebody would log. */
export const prospectiveFacts = (
  { strand, cause }: { strand: string; cause: string },
  { code, region }: { code: string; region: string },
): ConcernFacts => ({
  ...{ ...NO_CONCERN, council: code, region, strand, cause, evidenced: true },
  scope: scopeOf(region, strand),
  councilStrand: councilStrandOf(code, strand),
});

/** The facts with which policy decides who reads the terms of a share. They contain no other facts of the concern, so that equal facts share one cached decision. */
export function shareFacts(share: Share, concern: ConcernFacts, asOf: AsOf): ShareFacts {
  const status = statusOf(share, asOf);
  return {
    council: concern.council,
    body: share.body,
    audience: audienceOf(share),
    live: status === "live",
    awaitsAcceptance: status === "awaiting-acceptance",
    endingShown: asOf.today <= (endingUntil(share) ?? ""),
    councilAware: concern.councilAware,
    evidenced: concern.evidenced,
  };
}
