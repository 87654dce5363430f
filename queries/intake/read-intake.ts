// Reads submissions and signals that a person may see: one by its id, and lists.
import { ALWAYS } from "../../policies/engine/condition.ts";
import { NO_SIGNAL, NO_SUBMISSION, type PersonFacts } from "../../policies/engine/facts.ts";
import { LISTED, type ListedAction, rangesOf, toSql } from "../../policies/engine/sql.ts";
import type { SubmissionRecord } from "../../projections/intake/queries.ts";
import type { Predicate } from "../../projections/select.ts";
import type { Strand } from "../../reference/strands.ts";
import type { SignalState } from "../../services/signal/state.ts";
import { submissionFacts } from "../../services/submission/service.ts";
import type { Reader } from "../concerns/authorised-concern.ts";
import { authoriseById } from "../concerns/read-one.ts";
import { may, type ReadDeps } from "../deps.ts";

type SeeDeps = Pick<ReadDeps, "rights" | "certainToday" | "register">;
type Deps = SeeDeps & Pick<ReadDeps, "intake">;
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
  /** The concerns that rest on it and that they may see; none for whoever may not see how it was handled. */
  readonly concerns: readonly string[];
  /** Whether it was considered, as far as they may know. */
  readonly considered: boolean;
};

/** Returns the data of a readable submission that the person may see. */
function seenSubmission(deps: SeeDeps, person: PersonFacts, record: SubmissionRecord): SeenSubmission {
  const resource = { type: "Submission", id: "one", facts: submissionFacts(record.state, record.councilAware) } as const;
  const handling = may(deps, person, "readSubmissionHandling", resource);
  const concerns = handling ? record.concerns.filter((id) => authoriseById(deps, person, id)?.parts.has("headline")) : [];
  // That a concern rests on it which they may not see must not show.
  const isHandled = record.state.setAside !== undefined || concerns.length > 0;
  return {
    ...{ record, handling, concerns },
    redirects: may(deps, person, "redirectSubmission", resource),
    source: !record.state.protectedSource || may(deps, person, "readSubmissionSource", resource),
    // Before that day a submission can be used without telling the council, but not set aside: the sender would learn which of the two it was.
    considered: (handling ? isHandled : record.considered) && deps.certainToday() > record.state.tellBy,
  };
}

/** Null if there is no such submission or the person may not see it. */
export function readSubmission(deps: Deps, person: PersonFacts, id: string): SeenSubmission | null {
  const queries = deps.intake.queries();
  const facts = queries.submissionFactsOf(id);
  const resource = { type: "Submission", id: "one", facts: facts ?? NO_SUBMISSION } as const;
  const found = may(deps, person, "readSubmission", resource) && facts && queries.findSubmissionUnchecked(id);
  return found ? seenSubmission(deps, person, found) : null;
}

/** Null if there is no such signal or the person may not see it. */
export function readSignal(deps: Pick<ReadDeps, "rights" | "intake">, person: PersonFacts, id: string): SignalState | null {
  const queries = deps.intake.queries();
  const facts = queries.signalFactsOf(id);
  const resource = { type: "Signal", id: "one", facts: facts ?? NO_SIGNAL } as const;
  return (may(deps, person, "readSignal", resource) && facts && queries.findSignalUnchecked(id)) || null;
}

/** What a list of submissions is filtered by: each as the reader of the list is shown it. */
export type SubmissionFilter = {
  readonly council?: string;
  readonly strand?: Strand;
  /** Whether it waits to be considered, as far as the reader may know. */
  readonly isWaiting?: boolean;
};

/** Rows that are read at once where some of them may not match. */
const BATCH = 100;

/** Returns up to `limit` that the person may read and that match, newest first, after one. Undefined if that one does not exist. */
export function listSubmissions(
  deps: SeeDeps & ListDeps,
  person: PersonFacts,
  filter: SubmissionFilter,
  after: string | undefined,
  limit: number,
): readonly SeenSubmission[] | undefined {
  const queries = deps.intake.queries();
  const ranges = rangesFor({ person, rights: deps.rights }, "readSubmission").map((range) =>
    both(range, candidatesOf(deps, filter)),
  );
  const size = Math.max(limit, BATCH);
  const found: SeenSubmission[] = [];
  for (let last = after; ; ) {
    const records = queries.submissions(ranges, last, size);
    if (!records) return undefined;
    found.push(...records.map((record) => seenSubmission(deps, person, record)).filter((seen) => isMatch(seen, filter)));
    last = records.at(-1)?.state.id;
    if (found.length >= limit || records.length < size) return found.slice(0, limit);
  }
}

const EVERY: Predicate = { text: "TRUE", values: [] };
const both = (one: Predicate, other: Predicate): Predicate => ({
  text: `(${one.text}) AND (${other.text})`,
  values: [...one.values, ...other.values],
});

/**
 * The rows that can match. Which of two councils somebody is shown of a redirected submission, what they know of how it was handled, and which concerns
 * they may see, rows do not say.
 */
function candidatesOf(
  { certainToday }: Pick<SeeDeps, "certainToday">,
  { council, strand, isWaiting }: SubmissionFilter,
): Predicate {
  const is = (text: string, ...values: readonly string[]): Predicate => ({ text, values });
  return [
    ...(council === undefined ? [] : [is("c.council = ? OR c.named_council = ?", council, council)]),
    ...(strand === undefined ? [] : [is("c.strand = ? OR c.named_strand = ?", strand, strand)]),
    ...(isWaiting === true ? [is("c.considered = 0 OR c.tell_by >= ? OR c.set_aside = 0", certainToday())] : []),
    ...(isWaiting === false ? [is("c.considered = 1")] : []),
  ].reduce(both, EVERY);
}

function isMatch(seen: SeenSubmission, { council, strand, isWaiting }: SubmissionFilter): boolean {
  const shown = placeShown(seen);
  return (
    (council === undefined || shown.council === council) &&
    (strand === undefined || shown.strand === strand) &&
    (isWaiting === undefined || isWaiting === waitsFor(seen))
  );
}

/** The council and strand that a reader is shown: its sender the ones that it named. It is redirected only while nothing rests on it. */
export const placeShown = ({ record: { state }, handling }: Pick<SeenSubmission, "record" | "handling">) =>
  handling ? state : (state.redirected[0]?.from ?? state);

/** Whether it waits to be considered, as far as a reader may know. */
const waitsFor = ({ record, handling, concerns, considered }: SeenSubmission): boolean =>
  handling ? record.state.setAside === undefined && concerns.length === 0 : !considered;

/** Returns up to `limit` that the person may read, newest first, after one. Undefined if that one does not exist. */
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
