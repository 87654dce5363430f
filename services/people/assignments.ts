// The facts of a person for policy decisions, from their current assignments.
import { isPersonFlag, PERSON_FLAGS, type PersonFacts, type PersonFlag, scopeOf } from "../../policies/engine/facts.ts";
import { bodiesOfKind } from "../../reference/bodies.ts";
import { roleOf } from "./roles.ts";
import type { Assignment } from "./state.ts";

/** An assignment is current from its first to its last day in England, unless it was ended before. */
export const isCurrent = (assignment: Assignment, today: string): boolean =>
  !assignment.ended && assignment.from <= today && today <= assignment.until;

/** Without a current assignment every set is empty, which no policy matches. */
export function personFacts(id: string, assignments: readonly Assignment[], today: string): PersonFacts {
  const sets: Record<string, Set<string>> = {};
  const flags = Object.fromEntries(PERSON_FLAGS.map((flag) => [flag, false])) as Record<PersonFlag, boolean>;
  for (const assignment of assignments.filter((a) => isCurrent(a, today))) {
    const { fact, regionFact } = roleOf(assignment.role);
    if (fact && isPersonFlag(fact)) flags[fact] = true;
    else if (fact) sets[fact] = new Set([...(sets[fact] ?? []), ...reachOf(assignment)]);
    if (regionFact) sets[regionFact] = new Set([...(sets[regionFact] ?? []), ...assignment.regions]);
  }
  const set = (name: keyof PersonFacts): readonly string[] => [...(sets[name] ?? [])].sort();
  const byRole = {
    memberPeerBodies: set("memberPeerBodies"),
    cibBodies: set("cibBodies"),
    adassBodies: set("adassBodies"),
    regionalImprovementBodies: set("regionalImprovementBodies"),
    groupOfficeBodies: set("groupOfficeBodies"),
    panelBodies: set("panelBodies"),
    departmentBodies: set("departmentBodies"),
    inspectorateBodies: set("inspectorateBodies"),
  };
  const bodies = [...new Set(Object.values(byRole).flat())].sort();
  const regions = { adviserRegions: set("adviserRegions"), leadRegions: set("leadRegions") };
  return { id, adviserScopes: set("adviserScopes"), councils: set("councils"), ...byRole, bodies, ...regions, ...flags };
}

/** The scopes, council or bodies that one assignment reaches. */
function reachOf({ role, regions, strands, council, body }: Assignment): readonly string[] {
  const { fact, bodyKind } = roleOf(role);
  if (fact === "adviserScopes") return regions.flatMap((region) => strands.map((strand) => scopeOf(region, strand)));
  if (fact === "councils") return council ? [council] : [];
  if (!bodyKind) return body ? [body] : [];
  return bodiesOfKind(bodyKind)
    .filter((candidate) => candidate.region === undefined || regions.includes(candidate.region))
    .map((candidate) => candidate.id);
}
