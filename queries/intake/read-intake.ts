// Reads submissions and signals that a person may see: one by its id, and lists.
import { ALWAYS } from "../../policies/engine/condition.ts";
import { NO_SIGNAL, NO_SUBMISSION, type PersonFacts } from "../../policies/engine/facts.ts";
import { LISTED, type ListedAction, rangesOf, toSql } from "../../policies/engine/sql.ts";
import type { SubmissionRecord } from "../../projections/intake/queries.ts";
import type { Predicate } from "../../projections/select.ts";
import type { SignalState } from "../../services/signal/state.ts";
import { submissionFacts } from "../../services/submission/service.ts";
import type { Reader } from "../concerns/authorised-concern.ts";
import { may, mayInSameTime, type ReadDeps } from "../deps.ts";

type SeeDeps = Pick<ReadDeps, "policy" | "certainToday">;
type Deps = SeeDeps & Pick<ReadDeps, "rights" | "intake">;
type ListDeps = Pick<ReadDeps, "rights" | "intake">;

/** A submission as far as the person may see it. */
export type SeenSubmission = {
  readonly record: SubmissionRecord;
  /** Whether they may see how it was handled. */
  readonly handling: boolean;
  /** Whether they may redirect it, and so read why it was redirected. */
  readonly redirects: boolean;
  /** Whether they may see who submitted it and where it comes from. */
  readonly source: boolean;
  /** Whether it was considered, as its sender learns it. */
  readonly considered: boolean;
};

/** Returns the data of a readable submission that the person may see. */
export function seenSubmission(deps: SeeDeps, person: PersonFacts, record: SubmissionRecord): SeenSubmission {
  const resource = { type: "Submission", id: "one", facts: submissionFacts(record.state, record.councilAware) } as const;
  return {
    record,
    handling: may(deps, person, "readSubmissionHandling", resource),
    redirects: may(deps, person, "redirectSubmission", resource),
    source: !record.state.protectedSource || may(deps, person, "readSubmissionSource", resource),
    // Before that day a submission can be used without telling the council, but not set aside: the sender would learn which of the two it was.
    considered: record.considered && deps.certainToday() > record.state.tellBy,
  };
}

/** Null if there is no such submission or the person may not see it. */
export function readSubmission(deps: Deps, person: PersonFacts, id: string): SeenSubmission | null {
  const queries = deps.intake.queries();
  const facts = queries.submissionFactsOf(id);
  const resource = { type: "Submission", id: "one", facts: facts ?? NO_SUBMISSION } as const;
  const found = mayInSameTime(deps, person, "readSubmission", resource) && facts && queries.findSubmissionUnchecked(id);
  return found ? seenSubmission(deps, person, found) : null;
}

/** Null if there is no such signal or the person may not see it. */
export function readSignal(deps: Pick<ReadDeps, "rights" | "intake">, person: PersonFacts, id: string): SignalState | null {
  const queries = deps.intake.queries();
  const facts = queries.signalFactsOf(id);
  const resource = { type: "Signal", id: "one", facts: facts ?? NO_SIGNAL } as const;
  return (mayInSameTime(deps, person, "readSignal", resource) && facts && queries.findSignalUnchecked(id)) || null;
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
