// The recipient of a disclosure: their current name, and the capacities in which they got it.
import type { DisclosureEntry } from "../../projections/disclosures/entries.ts";
import type { ReadDeps } from "../deps.ts";
import { capacityOf } from "../people/granting-assignments.ts";

/** Undefined if it was erased. */
export const nameOfRecipient = ({ people }: Pick<ReadDeps, "people">, person: string): string | undefined =>
  people.queries().viewer(person)?.name;

/** The assignments by which they got it, reduced to the disclosed data. */
export function capacitiesOf(
  { people, register, councils }: Pick<ReadDeps, "people" | "register" | "councils">,
  { person, assignments, concern, council }: Omit<DisclosureEntry, "leaf">,
): readonly ReturnType<typeof capacityOf>[] {
  const all = people.queries().viewer(person)?.assignments ?? [];
  const facts = concern && register.queries().findUnchecked(concern, false)?.facts;
  const disclosed = facts || { region: councils.find(council)?.region ?? "" };
  return all.filter(({ assignment }) => assignments.includes(assignment)).map((one) => capacityOf(one, disclosed));
}
