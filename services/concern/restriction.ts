// A concern about leadership can be restricted inside the council: then only the named people of the council read it and speak on it
// (docs/decisions/0034-the-voice-of-a-council.md).
import type { CouncilOffice } from "../../reference/concern-terms.ts";
import { londonDate, monthsAfter } from "../dates.ts";
import type { EventOf } from "../stored-events.ts";
import type { ConcernData, Occurrence } from "./events.ts";
import type { NamedReader, restrictionEvents } from "./restriction-events.ts";

export type Restriction = Omit<ConcernData["ConcernRestricted.v1"], "restriction"> & {
  readonly id: string;
  readonly made: Occurrence;
  readonly reviewed?: Occurrence & { readonly text: ConcernData["RestrictionReviewed.v1"]["text"] };
  readonly lifted?: Occurrence & { readonly text: ConcernData["RestrictionLifted.v1"]["text"] };
};

/** Every restriction of a concern, first to last. */
export type Restrictions = { readonly restrictions: readonly Restriction[] };

export function evolveRestrictions(
  { restrictions }: Restrictions,
  event: EventOf<typeof restrictionEvents>,
  by: Occurrence,
): Restrictions {
  if (event.type === "ConcernRestricted.v1") {
    const { restriction: id, ...made } = event.data;
    return { restrictions: [...restrictions, { id, ...made, made: by }] };
  }
  const { restriction: id, text } = event.data;
  const change = event.type === "RestrictionReviewed.v1" ? "reviewed" : "lifted";
  return { restrictions: restrictions.map((one) => (one.id === id ? { ...one, [change]: { ...by, text } } : one)) };
}

/** The restriction in force: the last one, unless it was lifted. */
export function currentRestriction({ restrictions }: Restrictions): Restriction | undefined {
  const last = restrictions.at(-1);
  return last?.lifted ? undefined : last;
}

/** Whether a concern is restricted, and the people of the council who read it if so. */
export function restrictionFacts(concern: Restrictions): {
  readonly restricted: boolean;
  readonly namedReaders: readonly string[];
} {
  const current = currentRestriction(concern);
  return { restricted: current !== undefined, namedReaders: current?.named.map(({ person }) => person).sort() ?? [] };
}

/** The last day to review a restriction: a month after it was made or last reviewed. */
export const reviewBy = ({ made, reviewed }: Restriction): string => monthsAfter(londonDate(new Date((reviewed ?? made).at)), 1);

/** Two people who hold two of these offices must be among the named. */
const REQUIRED_OFFICES = ["chief-executive", "leader", "monitoring-officer"] as const satisfies readonly CouncilOffice[];

/**
 * The offices to which a letter about the concern is sent: the chief executive and the monitoring officer, or, where it is restricted inside the
 * council, those of the three offices whose holders it names. A letter to another would tell them of it.
 */
export function officesToWriteTo(concern: Restrictions): readonly (typeof REQUIRED_OFFICES)[number][] {
  const named = currentRestriction(concern)?.named;
  if (!named) return ["chief-executive", "monitoring-officer"];
  return REQUIRED_OFFICES.filter((office) => named.some(({ offices }) => offices.includes(office)));
}

/** Whether two of the named people hold two of the required offices between them. */
export function hasRequiredReaders(named: readonly NamedReader[]): boolean {
  const holders = REQUIRED_OFFICES.map((office) =>
    named.filter(({ offices }) => offices.includes(office)).map(({ person }) => person),
  );
  return holders.some((first, index) =>
    holders.slice(index + 1).some((second) => first.some((one) => second.some((other) => other !== one))),
  );
}
