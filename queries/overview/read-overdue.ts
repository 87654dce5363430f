// What councils were not told of by the last day, for the information governance officer: regions and days, and nothing else.
import type { PersonFacts } from "../../policies/engine/facts.ts";
import { daysBetween } from "../../services/dates.ts";
import { may, type ReadDeps } from "../deps.ts";

export const UNTOLD_KINDS = ["concern", "submission"] as const;

type OverdueItem = { readonly region: string; readonly kind: (typeof UNTOLD_KINDS)[number]; readonly days: number };

/** The maximum number of concerns in the list, and of submissions. */
export const MAX_OVERDUE = 500;

export const mayReadOverdue = (deps: Pick<ReadDeps, "rights">, person: PersonFacts): boolean =>
  may(deps, person, "readOverdue", { type: "Overview", id: "overdue", facts: {} });

/** Returns the longest overdue first; null if the person may not see the list. */
export function readOverdue(
  deps: Pick<ReadDeps, "rights" | "council" | "intake">,
  person: PersonFacts,
  today: string,
): readonly OverdueItem[] | null {
  if (!mayReadOverdue(deps, person)) return null;
  const ofKind = (kind: OverdueItem["kind"], overdue: readonly { readonly region: string; readonly tellBy: string }[]) =>
    overdue.map(({ region, tellBy }): OverdueItem => ({ region, kind, days: daysBetween(tellBy, today) }));
  return [
    ...ofKind("concern", deps.council.queries().overdue(today, MAX_OVERDUE)),
    ...ofKind("submission", deps.intake.queries().overdue(today, MAX_OVERDUE)),
  ].sort((a, b) => b.days - a.days);
}
