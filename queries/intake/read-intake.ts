// A submission or a signal as one person may see it.
import { NO_SIGNAL, NO_SUBMISSION, type PersonFacts } from "../../policies/engine/facts.ts";
import type { PolicySet } from "../../policies/engine/policy-set.ts";
import type { Rights } from "../../policies/engine/rights.ts";
import type { HeldSubmission, IntakeQueries } from "../../projections/intake/queries.ts";
import type { Follower } from "../../projections/runtime/follower.ts";
import type { SignalState } from "../../services/signal/state.ts";
import { submissionFacts } from "../../services/submission/service.ts";

type Inside = { readonly policy: PolicySet; readonly intake: Follower<IntakeQueries> };
type Listing = { readonly rights: Rights; readonly intake: Follower<IntakeQueries> };

/** A submission with whether the person may see what became of it. */
export type SeenSubmission = { readonly held: HeldSubmission; readonly handling: boolean };

/** What the person may see of a submission that they may read. Equal facts are decided once. */
export function seenSubmission({ policy }: Pick<Inside, "policy">, person: PersonFacts, held: HeldSubmission): SeenSubmission {
  const resource = { type: "Submission", id: "one", facts: submissionFacts(held.state, held.councilAware) } as const;
  return { held, handling: policy.decideOnce({ type: "Person", facts: person }, "readSubmissionHandling", resource).allowed };
}

/** The submission with this id; null when there is none or the person may not see it. */
export function readSubmission({ policy, intake }: Inside, person: PersonFacts, id: string): SeenSubmission | null {
  const facts = intake.queries().submissionFactsOf(id);
  const resource = { type: "Submission", id: "one", facts: facts ?? NO_SUBMISSION } as const;
  // Its row of facts decides, also for none, so that unknown takes as long as invisible.
  const { allowed } = policy.decide({ type: "Person", facts: person }, "readSubmission", resource);
  const found = allowed && facts ? intake.queries().findSubmission(id) : undefined;
  return found ? seenSubmission({ policy }, person, found) : null;
}

/** The signal with this id; null when there is none or the person may not see it. */
export function readSignal({ policy, intake }: Inside, person: PersonFacts, id: string): SignalState | null {
  const facts = intake.queries().signalFactsOf(id);
  const resource = { type: "Signal", id: "one", facts: facts ?? NO_SIGNAL } as const;
  const { allowed } = policy.decide({ type: "Person", facts: person }, "readSignal", resource);
  return (allowed && facts && intake.queries().findSignal(id)) || null;
}

/** Up to `limit` of those that the person may read, newest first, after one; undefined where there is no such. */
export const listSubmissions = ({ rights, intake }: Listing, person: PersonFacts, after: string | undefined, limit: number) =>
  intake.queries().submissions({ person, rights }, after, limit);
export const listSignals = ({ rights, intake }: Listing, person: PersonFacts, after: string | undefined, limit: number) =>
  intake.queries().signals({ person, rights }, after, limit);
