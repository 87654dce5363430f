// Finds the capacity in which a person sees something: the assignments that would let them see it by themselves.
import { type ConcernFacts, isToken, type PersonFacts } from "../../policies/engine/facts.ts";
import type { Rights } from "../../policies/engine/rights.ts";
import { personFacts } from "../../services/people/assignments.ts";
import { type Viewer, withAssignments } from "../../services/people/viewer.ts";

/** Returns the assignments by which a person sees a concern. */
export function assignmentsThrough(rights: Rights, viewer: Viewer): (facts: ConcernFacts) => readonly string[] {
  const granting = assignmentsGranting(viewer);
  return (facts) => granting((person) => rights.parts(person, facts).size > 0);
}

/** Returns the ids of the current assignments that by themselves let a person do something, in their order; if only several together do, all of them. */
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
 * Returns a person with only their offices in one council: otherwise an adviser who also speaks for a council would see in its ledger
 * what the council has not been made aware of. The same facts and council give the same object, with which lists find their cached plan.
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
    const facts = personFacts(viewer.person, current, today, viewer.facts.interests);
    const made = withAssignments(viewer, { assignments, facts });
    byCouncil.set(council, made);
    return made;
  };
}

/** The data that was read through an assignment: a concern, or only the fact that its council has concerns. */
type ReadThrough = { readonly region: string; readonly strand?: string };

/** Describes an assignment, current or past, reduced to the scope of the data: its other scopes are confidential. */
export function capacityOf(assignment: Viewer["assignments"][number], { region, strand }: ReadThrough) {
  const { ended: _, ...running } = assignment;
  const { role, council, from } = running;
  const regions = assignment.regions.filter((one) => one === region);
  const strands = assignment.strands.filter((one) => one === strand);
  // A regional body belongs to the assignment only through that region.
  const { bodies } = personFacts("", [{ ...running, regions }], from);
  return { role, regions, strands, council, bodies: bodies.filter((body) => !isToken(body)) };
}
