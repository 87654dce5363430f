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

export const readerOf = (assignments: readonly Assignment[], rights: Rights, today: string, person = "reader"): Reader => ({
  person: personFacts(person, assignments, today),
  rights,
});

export const viewerOf = (person: string, assignments: readonly Assignment[], today: string): Viewer => ({
  person,
  facts: personFacts(person, assignments, today),
  assignments: assignments.map((assignment) => viewerAssignment(person, assignment, today)),
  name: `Name of ${person}`,
  renamed: [],
  mailAddress: undefined,
});
