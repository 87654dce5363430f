// The facts of a person for policy decisions, from their current assignments.
import {
  councilStrandOf,
  isPersonFlag,
  PERSON_FLAGS,
  type PersonFacts,
  type PersonFlag,
  personToken,
  scopeOf,
  seatToken,
} from "../../policies/engine/facts.ts";
import { bodiesOfKind } from "../../reference/bodies.ts";
import type { CouncilOffice } from "../../reference/concern-terms.ts";
import { STRANDS, type Strand } from "../../reference/strands.ts";
import type { Days } from "../decision-context.ts";
import { type RoleName, roleOf } from "./roles.ts";
import type { Speaker } from "./spoken-in.ts";
import type { Assignment } from "./state.ts";

/** An assignment is current from its first to its last day in England, unless it was ended before. */
export const isCurrent = (assignment: Assignment, today: string): boolean =>
  !assignment.ended && assignment.from <= today && today <= assignment.until;

/** Whether somebody holds an office in a council today. */
export const isOfCouncil = (assignments: readonly Assignment[], today: string): boolean =>
  assignments.some((assignment) => isCurrent(assignment, today) && assignment.council !== undefined);

/**
 * Without a current assignment every set is empty, which no policy matches. `interests` are the councils of `interestsOf`. Of somebody who only holds
 * offices in councils, their own councils alone are facts: more would tell people apart for whom no policy decides differently.
 */
export function personFacts(
  id: string,
  assignments: readonly Assignment[],
  today: string,
  interests: readonly string[] = [],
): PersonFacts {
  const sets: Record<string, Set<string>> = {};
  const add = (name: string, values: readonly string[]) => {
    sets[name] = new Set([...(sets[name] ?? []), ...values]);
  };
  const flags = Object.fromEntries(PERSON_FLAGS.map((flag) => [flag, false])) as Record<PersonFlag, boolean>;
  for (const assignment of assignments.filter((a) => isCurrent(a, today))) {
    const { fact, regionFact } = roleOf(assignment.role);
    if (fact && isPersonFlag(fact)) flags[fact] = true;
    else if (fact) add(fact, reachOf(assignment));
    if (bodyFact(fact)) add(fact, tokensOf(id, assignment));
    if (regionFact) add(regionFact, assignment.regions);
    for (const [name, values] of Object.entries(officeFacts(id, assignment))) add(name, values);
    add("interests", assignment.council === undefined ? interests : [assignment.council]);
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
  const ofCouncil = {
    councils: set("councils"),
    councilStrands: set("councilStrands"),
    speaksFor: set("speaksFor"),
    speakerCouncils: set("speakerCouncils"),
    officersOf: set("officersOf"),
    monitoringOfficerOf: set("monitoringOfficerOf"),
    councilPerson: set("councilPerson"),
    interests: set("interests"),
  };
  return { id, adviserScopes: set("adviserScopes"), ...ofCouncil, ...byRole, bodies, ...regions, ...flags };
}

/** The strands that an office in a council reads. */
export const strandsOfOffice = ({ role, strands }: Pick<Assignment, "role" | "strands">): readonly Strand[] =>
  roleOf(role).office === "head" ? STRANDS : strands;

/** Whether an office may speak for its council in the strands that it reads. */
export const maySpeak = ({ role, speaks }: Pick<Assignment, "role" | "speaks">): boolean =>
  roleOf(role).office === "head" || speaks === true;

/** The offices among assignments that may speak for a council, by strand. None begins by a clock that may be ahead. */
export function officesIn(
  assignments: readonly Assignment[],
  council: string,
  days: Days,
): (strand: Strand) => readonly Speaker[] {
  const current = inOffice(assignments, council, days);
  return (strand) =>
    current.flatMap((assignment) => {
      const { role, acting } = assignment;
      const speaks = isOffice(role) && maySpeak(assignment) && strandsOfOffice(assignment).includes(strand);
      return speaks ? [{ office: role, ...(acting && { acting }) }] : [];
    });
}

/** An office that somebody holds in a council. `reads`: whether it reads the strand in question. */
export type HeldOffice = { readonly office: CouncilOffice; readonly reads: boolean };

/** The offices that somebody holds in a council. */
export const officesHeld = (
  assignments: readonly Assignment[],
  council: string,
  strand: Strand,
  days: Days,
): readonly HeldOffice[] =>
  inOffice(assignments, council, days).flatMap((assignment) => {
    const { role } = assignment;
    return isOffice(role) ? [{ office: role, reads: strandsOfOffice(assignment).includes(strand) }] : [];
  });

/** The assignments to a council. None begins by a clock that may be ahead. */
const inOffice = (assignments: readonly Assignment[], council: string, { today, certainToday }: Days): readonly Assignment[] =>
  assignments.filter(
    (assignment) => assignment.council === council && isCurrent(assignment, today) && assignment.from <= certainToday,
  );

const isOffice = (role: RoleName): role is CouncilOffice => roleOf(role).office !== undefined;

/** What an office in a council reads, speaks for, and names the officers of. */
function officeFacts(id: string, assignment: Assignment): Readonly<Record<string, readonly string[]>> {
  const { role, council } = assignment;
  const { office, namesOfficers } = roleOf(role);
  if (!office || !council) return {};
  const councilStrands = strandsOfOffice(assignment).map((strand) => councilStrandOf(council, strand));
  return {
    councilStrands,
    ...(maySpeak(assignment) && { speaksFor: councilStrands, speakerCouncils: [council] }),
    ...(namesOfficers && { officersOf: [council] }),
    ...(role === "monitoring-officer" && { monitoringOfficerOf: [council] }),
    councilPerson: [id],
  };
}

const bodyFact = (fact: keyof PersonFacts | undefined): fact is keyof PersonFacts => fact?.endsWith("Bodies") === true;

/** What tells the person and their seat from others of the assignment's bodies. */
const tokensOf = (id: string, assignment: Assignment): readonly string[] =>
  reachOf(assignment).flatMap((body) => [
    personToken(body, id),
    ...(assignment.seat === undefined ? [] : [seatToken(body, assignment.seat)]),
  ]);

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
