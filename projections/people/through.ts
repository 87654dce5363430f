// In which capacity somebody sees something: those of their assignments that would let them see it by themselves.
import type { ConcernFacts, PersonFacts } from "../../policies/facts.ts";
import type { Rights } from "../../policies/rights.ts";
import { personFacts } from "../../services/people/roles.ts";
import type { Viewer } from "./people.ts";

/** Facts of one assignment alone, for as long as the viewer's stand. */
const alone = new WeakMap<Viewer["assignments"][number], PersonFacts>();

/** The ids of the assignments, in their order. Where it takes several together, all that are current. */
export function assignmentsThrough(rights: Rights, viewer: Viewer, facts: ConcernFacts, today: string): readonly string[] {
  const current = viewer.assignments.filter(({ current }) => current);
  if (current.length <= 1) return current.map(({ assignment }) => assignment);
  const lets = current.filter((assignment) => {
    const known = alone.get(assignment) ?? personFacts(viewer.person, [assignment], today);
    alone.set(assignment, known);
    return rights.parts(known, facts).size > 0;
  });
  return (lets.length > 0 ? lets : current).map(({ assignment }) => assignment);
}

/** Viewers narrowed to one council, by its code, for as long as their facts stand. */
const narrowed = new WeakMap<PersonFacts, Map<string, Viewer>>();

/**
 * Somebody in the offices that they hold in a council, and no other: to an adviser who speaks for a council too its ledger would else show
 * what the council has not been made aware of.
 */
export function asOfCouncil(viewer: Viewer, council: string, today: string): Viewer {
  const known = narrowed.get(viewer.facts) ?? new Map<string, Viewer>();
  narrowed.set(viewer.facts, known);
  const found = known.get(council);
  if (found) return found;
  const assignments = viewer.assignments.filter((assignment) => assignment.council === council);
  const made = { ...viewer, assignments, facts: personFacts(viewer.person, assignments, today) };
  known.set(council, made);
  return made;
}

/** What an assignment stands for, whenever it was. */
export function capacityOf(assignment: Viewer["assignments"][number]) {
  const { ended: _, role, regions, strands, council, from } = assignment;
  const { bodies } = personFacts("", [{ ...assignment, ended: undefined }], from);
  return { role, regions, strands, council, bodies };
}
