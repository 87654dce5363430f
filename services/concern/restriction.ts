// The restriction of a concern about leadership inside the council (docs/decisions/0034-the-voice-of-a-council.md): of the council, only the named people
// read it and speak on it.
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

/** Whether a concern is restricted, and the people of the council who read it then. */
export function restrictionFacts(concern: Restrictions): {
  readonly restricted: boolean;
  readonly namedReaders: readonly string[];
} {
  const current = currentRestriction(concern);
  return { restricted: current !== undefined, namedReaders: current?.named.map(({ person }) => person).sort() ?? [] };
}

/** The last day of the month in which a restriction is to be reviewed. */
export const reviewBy = ({ made, reviewed }: Restriction): string => monthsAfter(londonDate(new Date((reviewed ?? made).at)), 1);

/** The offices of which two stay among the named. */
const KEEPERS = ["chief-executive", "leader", "monitoring-officer"] as const satisfies readonly CouncilOffice[];

/**
 * The offices to which a letter about the concern is sent: the chief executive and the monitoring officer, or, where it is restricted inside the
 * council, those of the three offices whose holders it names. A letter to another would tell them of it.
 */
export function officesToWriteTo(concern: Restrictions): readonly (typeof KEEPERS)[number][] {
  const named = currentRestriction(concern)?.named;
  if (!named) return ["chief-executive", "monitoring-officer"];
  return KEEPERS.filter((office) => named.some(({ offices }) => offices.includes(office)));
}

/** Whether two people hold two of the offices of which two stay among the named. */
export function hasTwoKeepers(named: readonly NamedReader[]): boolean {
  const holders = KEEPERS.map((office) => named.filter(({ offices }) => offices.includes(office)).map(({ person }) => person));
  return holders.some((first, index) =>
    holders.slice(index + 1).some((second) => first.some((one) => second.some((other) => other !== one))),
  );
}
