// Whether somebody works as an adviser: what pages offer to advisers alone. Whether they may do it is decided by the API.
type Assigned = { readonly current: boolean; readonly role: string };

const ADVISERS = ["PRINCIPAL_ADVISER", "SENIOR_ADVISER"];

/** Today's assignments as an adviser. */
export const adviserAssignments = <Assignment extends Assigned>(assignments: readonly Assignment[]): readonly Assignment[] =>
  assignments.filter(({ current, role }) => current && ADVISERS.includes(role));

export const isAdviser = (assignments: readonly Assigned[]): boolean => adviserAssignments(assignments).length > 0;
