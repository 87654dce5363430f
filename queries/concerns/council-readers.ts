// The people of a council whom a restriction of a concern can name.
import type { NamedReader } from "../../services/concern/restriction-events.ts";
import { officesHeld } from "../../services/people/assignments.ts";
import type { ReadDeps } from "../deps.ts";
import type { DisclosedConcern } from "../disclosed-concern.ts";

/** Those who hold an office today that reads the concern's strand, with these offices. */
export function readCouncilReaders(
  { people, today, certainToday }: Pick<ReadDeps, "people" | "today" | "certainToday">,
  { facts: { council, strand } }: Pick<DisclosedConcern, "facts">,
): readonly NamedReader[] {
  const days = { today: today(), certainToday: certainToday() };
  return people
    .queries()
    .officersOf(council)
    .map(({ person, assignments }) => {
      const held = officesHeld(assignments, council, strand, days);
      return { person, offices: [...new Set(held.flatMap(({ office, reads }) => (reads ? [office] : [])))] };
    })
    .filter(({ offices }) => offices.length > 0);
}
