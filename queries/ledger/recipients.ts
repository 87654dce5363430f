// To whom something left: their name as it stands, and the capacities in which they were given it.
import type { DisclosureEntry } from "../../projections/disclosures/disclosures.ts";
import type { PeopleQueries } from "../../projections/people/people.ts";
import type { Follower } from "../../projections/runtime/follower.ts";
import type { Councils } from "../../reference/councils.ts";
import type { RegisterQueries } from "../concerns/register-queries.ts";
import { capacityOf } from "../people/granting-assignments.ts";

type Inside = {
  readonly people: Follower<PeopleQueries>;
  readonly register: Follower<RegisterQueries>;
  readonly councils: Councils;
};

/** Undefined where it has been erased. */
export const nameOfRecipient = ({ people }: Pick<Inside, "people">, person: string): string | undefined =>
  people.queries().viewer(person)?.name;

/** The assignments by which they were given it, with what these reach of it. */
export function capacitiesOf(
  { people, register, councils }: Inside,
  { person, assignments, concern, council }: DisclosureEntry,
): readonly ReturnType<typeof capacityOf>[] {
  const held = people.queries().viewer(person)?.assignments ?? [];
  const read = concern && register.queries().findUnchecked(concern, false)?.facts;
  const through = read || { region: councils.find(council)?.region ?? "" };
  return held.filter(({ assignment }) => assignments.includes(assignment)).map((one) => capacityOf(one, through));
}
