// In which capacity somebody sees something: those of their assignments that would let them see it by themselves.
import type { ConcernFacts, PersonFacts } from "../../policies/engine/facts.ts";
import type { Rights } from "../../policies/engine/rights.ts";
import { personFacts } from "../../services/people/assignments.ts";
import type { Viewer } from "../../services/people/viewer.ts";

/** Those by which somebody sees a concern. */
export function assignmentsThrough(rights: Rights, viewer: Viewer): (facts: ConcernFacts) => readonly string[] {
  const granting = assignmentsGranting(viewer);
  return (facts) => granting((person) => rights.parts(person, facts).size > 0);
}

/** The ids of the current assignments that by themselves let somebody do something, in their order. Where it takes several, all of them. */
export const assignmentsThat = (viewer: Viewer, lets: (person: PersonFacts) => boolean): readonly string[] =>
  assignmentsGranting(viewer)(lets);

function assignmentsGranting({ assignments }: Viewer): (lets: (person: PersonFacts) => boolean) => readonly string[] {
  const current = assignments.filter((assignment) => assignment.current);
  const ids = current.map(({ assignment }) => assignment);
  if (current.length <= 1) return () => ids;
  return (lets) => {
    const granting = current.filter(({ factsAlone }) => lets(factsAlone())).map(({ assignment }) => assignment);
    return granting.length > 0 ? granting : ids;
  };
}

export type CouncilOffices = (viewer: Viewer, council: string, today: string) => Viewer;

/**
 * Gives somebody in the offices that they hold in a council, and no other: to an adviser who speaks for a council too its ledger would else
 * show what the council has not been made aware of. The same facts and council give one object, by which lists find their plan again.
 */
export function councilOffices(): CouncilOffices {
  const byFacts = new WeakMap<PersonFacts, Map<string, Viewer>>();
  return (viewer, council, today) => {
    const byCouncil = byFacts.get(viewer.facts) ?? new Map<string, Viewer>();
    byFacts.set(viewer.facts, byCouncil);
    const known = byCouncil.get(council);
    if (known) return known;
    const assignments = viewer.assignments.filter((assignment) => assignment.council === council);
    const current = assignments.filter((assignment) => assignment.current);
    const made = { ...viewer, assignments, facts: personFacts(viewer.person, current, today) };
    byCouncil.set(council, made);
    return made;
  };
}

/** What was read through an assignment: a concern, or no more than that its council has some. */
type ReadThrough = { readonly region: string; readonly strand?: string };

/** What an assignment stands for, whenever it was, as far as it meets what was read: what else it reaches is told to nobody. */
export function capacityOf(assignment: Viewer["assignments"][number], { region, strand }: ReadThrough) {
  const { ended: _, ...running } = assignment;
  const { role, council, from } = running;
  const regions = assignment.regions.filter((one) => one === region);
  const strands = assignment.strands.filter((one) => one === strand);
  // A body of a region is the assignment's through that region alone.
  const { bodies } = personFacts("", [{ ...running, regions }], from);
  return { role, regions, strands, council, bodies };
}
