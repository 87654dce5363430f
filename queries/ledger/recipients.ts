// The recipient of a disclosure: their current name, and the capacities in which they got it.
import type { DisclosureEntry } from "../../projections/disclosures/entries.ts";
import type { ReadDeps } from "../deps.ts";
import { capacityOf } from "../people/granting-assignments.ts";
import { resourceNamed } from "./record-facts.ts";

/** Undefined if it was erased. */
export const nameOfRecipient = ({ people }: Pick<ReadDeps, "people">, person: string): string | undefined =>
  people.queries().viewer(person)?.name;

/** The assignments by which they got it, reduced to the disclosed data. */
export function capacitiesOf(
  deps: Pick<ReadDeps, "people" | "register" | "support" | "intake" | "councils">,
  { person, assignments, record, council }: Omit<DisclosureEntry, "leaf">,
): readonly ReturnType<typeof capacityOf>[] {
  const all = deps.people.queries().viewer(person)?.assignments ?? [];
  const facts = record && resourceNamed(deps, record)?.facts;
  const disclosed = facts || { region: deps.councils.find(council)?.region ?? "" };
  return all.filter(({ assignment }) => assignments.includes(assignment)).map((one) => capacityOf(one, disclosed));
}
