// Reads submissions and signals that a person may see: one by its id, and lists.
import { ALWAYS } from "../../policies/engine/condition.ts";
import { NO_SIGNAL, NO_SUBMISSION, type PersonFacts } from "../../policies/engine/facts.ts";
import { LISTED, type ListedAction, rangesOf, toSql } from "../../policies/engine/sql.ts";
import type { SubmissionRecord } from "../../projections/intake/queries.ts";
import type { Predicate } from "../../projections/select.ts";
import type { SignalState } from "../../services/signal/state.ts";
import { submissionFacts } from "../../services/submission/service.ts";
import type { Reader } from "../concerns/authorised-concern.ts";
import { may, mayUncached, type ReadDeps } from "../deps.ts";

type Deps = Pick<ReadDeps, "policy" | "intake">;
type ListDeps = Pick<ReadDeps, "rights" | "intake">;

/** `handling`: whether the person may see how it was handled. `redirects`: whether they may redirect it, and so read why it was redirected. */
export type SeenSubmission = { readonly record: SubmissionRecord; readonly handling: boolean; readonly redirects: boolean };

/** Returns the data of a readable submission that the person may see. */
export function seenSubmission(deps: Pick<Deps, "policy">, person: PersonFacts, record: SubmissionRecord): SeenSubmission {
  const resource = { type: "Submission", id: "one", facts: submissionFacts(record.state, record.councilAware) } as const;
  return {
    record,
    handling: may(deps, person, "readSubmissionHandling", resource),
    redirects: may(deps, person, "redirectSubmission", resource),
  };
}

/** Null if there is no such submission or the person may not see it. */
export function readSubmission(deps: Deps, person: PersonFacts, id: string): SeenSubmission | null {
  const queries = deps.intake.queries();
  const facts = queries.submissionFactsOf(id);
  const resource = { type: "Submission", id: "one", facts: facts ?? NO_SUBMISSION } as const;
  const found = mayUncached(deps, person, "readSubmission", resource) && facts && queries.findSubmissionUnchecked(id);
  return found ? seenSubmission(deps, person, found) : null;
}

/** Null if there is no such signal or the person may not see it. */
export function readSignal(deps: Deps, person: PersonFacts, id: string): SignalState | null {
  const queries = deps.intake.queries();
  const facts = queries.signalFactsOf(id);
  const resource = { type: "Signal", id: "one", facts: facts ?? NO_SIGNAL } as const;
  return (mayUncached(deps, person, "readSignal", resource) && facts && queries.findSignalUnchecked(id)) || null;
}

/** Returns up to `limit` that the person may read, newest first, after one. Undefined if that one does not exist. */
export const listSubmissions = ({ rights, intake }: ListDeps, person: PersonFacts, after: string | undefined, limit: number) =>
  intake.queries().submissions(rangesFor({ person, rights }, "readSubmission"), after, limit);
export const listSignals = ({ rights, intake }: ListDeps, person: PersonFacts, after: string | undefined, limit: number) =>
  intake.queries().signals(rangesFor({ person, rights }, "readSignal"), after, limit);

/** Converts the reader's rights to index ranges. */
function rangesFor({ person, rights }: Reader, action: ListedAction): readonly Predicate[] {
  const { columns } = LISTED[action];
  return rangesOf(rights.of(person, action), ALWAYS, columns).map((range) => {
    const rest = toSql(range.rest, { row: "c", columns });
    if (range.by !== "column") return rest;
    return { text: `c.${range.column} = ? AND ${rest.text}`, values: [range.value, ...rest.values] };
  });
}
