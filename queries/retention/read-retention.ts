// What the hub has erased and what it erases next, for the information governance officer: rules, months and counts, and no content.
import { dueMonths, type RetentionHistory, readRetentionHistory } from "../../disclosure/retention.ts";
import type { EventLog } from "../../event-log/port.ts";
import type { PersonFacts } from "../../policies/engine/facts.ts";
import { londonDate, monthsAfter } from "../../services/dates.ts";
import { may, type ReadDeps } from "../deps.ts";
import { type RetentionSettings, retentionRules } from "./retention-rules.ts";

type Deps = Pick<ReadDeps, "rights" | "people" | "today"> & {
  /** The record of disclosures. */
  readonly disclosures: EventLog;
  readonly now: () => Date;
};

export const mayReadRetention = (deps: Pick<ReadDeps, "rights">, person: PersonFacts): boolean =>
  may(deps, person, "readRetention", { type: "Overview", id: "retention", facts: {} });

/** Resolves to null if the person may not see it. Throws LogUnavailable if the record of disclosures cannot be read. */
export async function readRetention(deps: Deps, person: PersonFacts, settings: RetentionSettings) {
  if (!mayReadRetention(deps, person)) return null;
  const history = await readRetentionHistory(deps.disclosures);
  const endedInvitations = deps.people.queries().countEndedInvitations();
  return {
    // How many concerns were discarded is counted by closed quarters alone, as two views of a running number could show a single concern.
    rules: retentionRules(settings).map((rule) => ({
      ...rule,
      erasedCount: rule.records === "invitations" ? endedInvitations : undefined,
    })),
    disclosures: disclosureRetention(deps, history, settings.disclosuresKeptMonths),
  };
}

function disclosureRetention({ now, today }: Deps, history: RetentionHistory, keptMonths: number | undefined) {
  const removed = history.flatMap(({ type, data, at }) =>
    type === "DisclosuresRemoved.v1" ? [{ ...data, removedOn: londonDate(new Date(at)) }] : [],
  );
  const due = keptMonths === undefined ? [] : [...dueMonths(history, keptMonths, now())];
  return {
    keptMonths,
    // By the calendar, whether or not there are disclosures of that month: that would show whether anybody was shown anything.
    next: keptMonths === undefined ? undefined : nextMonth(today(), keptMonths),
    due: due
      .filter(([month]) => !removed.some((one) => one.month === month))
      .map(([month, removedFrom]) => ({ month, removedFrom: removedFrom.toISOString() }))
      .sort((one, other) => (one.month < other.month ? -1 : 1)),
    removed: removed.toSorted((one, other) => (one.month < other.month ? 1 : -1)),
  };
}

/** The month that passes its retention at the turn of this month. */
function nextMonth(today: string, keptMonths: number) {
  const thisMonth = `${today.slice(0, 7)}-01`;
  return { month: monthsAfter(thisMonth, -keptMonths).slice(0, 7), passesOn: monthsAfter(thisMonth, 1) };
}
