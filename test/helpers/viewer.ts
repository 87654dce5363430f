// People who read, for tests that do not get them from events.
import type { Rights } from "../../policies/engine/rights.ts";
import type { Reader } from "../../queries/concerns/authorised-concern.ts";
import { personFacts } from "../../services/people/assignments.ts";
import type { RoleName } from "../../services/people/roles.ts";
import type { Assignment } from "../../services/people/state.ts";
import { type Viewer, viewerAssignment } from "../../services/people/viewer.ts";

/** Named by its role, and in force throughout 2026, unless something else is given. */
export const assignmentOf = (role: RoleName, differing: Partial<Assignment> = {}): Assignment => ({
  assignment: role,
  role,
  regions: [],
  strands: [],
  from: "2026-01-01",
  until: "2026-12-31",
  started: { actor: "hub", at: "2026-01-01T00:00:00.000Z" },
  ...differing,
});

export const readerOf = (
  assignments: readonly Assignment[],
  rights: Rights,
  today: string,
  person = "reader",
  declared: readonly string[] = [],
): Reader => ({
  person: personFacts(person, assignments, today, declared),
  rights,
});

/** `declared`: the councils in which the person declared an interest, that day. */
export function viewerOf(
  person: string,
  assignments: readonly Assignment[],
  today: string,
  declared: readonly string[] = [],
): Viewer {
  const facts = personFacts(person, assignments, today, declared);
  return {
    person,
    facts,
    declarations: [{ actor: person, at: `${today}T00:00:00.000Z`, councils: declared }],
    assignments: assignments.map((assignment) => viewerAssignment(person, assignment, today, facts.interests)),
    name: `Name of ${person}`,
    renamed: [],
    workContact: undefined,
    covers: [],
    handedOver: [],
    mailAddress: undefined,
  };
}
