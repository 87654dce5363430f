// A submission or a signal as one person may see it.
import { ALWAYS } from "../../policies/engine/condition.ts";
import { NO_SIGNAL, NO_SUBMISSION, type PersonFacts } from "../../policies/engine/facts.ts";
import type { PolicySet } from "../../policies/engine/policy-set.ts";
import type { Rights } from "../../policies/engine/rights.ts";
import { LISTED, type ListedAction, rangesOf, toSql } from "../../policies/engine/sql.ts";
import type { IntakeQueries, SubmissionRecord } from "../../projections/intake/queries.ts";
import type { Follower } from "../../projections/runtime/follower.ts";
import type { Predicate } from "../../projections/select.ts";
import type { SignalState } from "../../services/signal/state.ts";
import { submissionFacts } from "../../services/submission/service.ts";
import type { Reader } from "../concerns/authorised-concern.ts";

type IntakeDeps = { readonly policy: PolicySet; readonly intake: Follower<IntakeQueries> };
type ListDeps = { readonly rights: Rights; readonly intake: Pick<Follower<IntakeQueries>, "queries"> };

/** A submission with whether the person may see what became of it. */
export type SeenSubmission = { readonly record: SubmissionRecord; readonly handling: boolean };

/** What the person may see of a submission that they may read. Equal facts are decided once. */
export function seenSubmission(
  { policy }: Pick<IntakeDeps, "policy">,
  person: PersonFacts,
  record: SubmissionRecord,
): SeenSubmission {
  const resource = { type: "Submission", id: "one", facts: submissionFacts(record.state, record.councilAware) } as const;
  return { record, handling: policy.decideOnce({ type: "Person", facts: person }, "readSubmissionHandling", resource).allowed };
}

/** The submission with this id; null when there is none or the person may not see it. */
export function readSubmission({ policy, intake }: IntakeDeps, person: PersonFacts, id: string): SeenSubmission | null {
  const facts = intake.queries().submissionFactsOf(id);
  const resource = { type: "Submission", id: "one", facts: facts ?? NO_SUBMISSION } as const;
  // Its row of facts decides, also for none, so that unknown takes as long as invisible.
  const { allowed } = policy.decide({ type: "Person", facts: person }, "readSubmission", resource);
  const found = allowed && facts ? intake.queries().findSubmissionUnchecked(id) : undefined;
  return found ? seenSubmission({ policy }, person, found) : null;
}

/** The signal with this id; null when there is none or the person may not see it. */
export function readSignal({ policy, intake }: IntakeDeps, person: PersonFacts, id: string): SignalState | null {
  const facts = intake.queries().signalFactsOf(id);
  const resource = { type: "Signal", id: "one", facts: facts ?? NO_SIGNAL } as const;
  const { allowed } = policy.decide({ type: "Person", facts: person }, "readSignal", resource);
  return (allowed && facts && intake.queries().findSignalUnchecked(id)) || null;
}

/** Up to `limit` of those that the person may read, newest first, after one. Undefined where that does not exist. */
export const listSubmissions = ({ rights, intake }: ListDeps, person: PersonFacts, after: string | undefined, limit: number) =>
  intake.queries().submissions(rangesFor({ person, rights }, "readSubmission"), after, limit);
export const listSignals = ({ rights, intake }: ListDeps, person: PersonFacts, after: string | undefined, limit: number) =>
  intake.queries().signals(rangesFor({ person, rights }, "readSignal"), after, limit);

/** What the reader may list, as index ranges. */
function rangesFor({ person, rights }: Reader, action: ListedAction): readonly Predicate[] {
  const columns = LISTED[action];
  return rangesOf(rights.of(person, action), ALWAYS, columns).map((range) => {
    const rest = toSql(range.rest, { row: "c", columns });
    if (range.by !== "column") return rest;
    return { text: `c.${range.column} = ? AND ${rest.text}`, values: [range.value, ...rest.values] };
  });
}
