// Roles that nobody holds together, because one of them watches over the other, or reads what the other must not know.
import { isPersonFlag } from "../../policies/engine/facts.ts";
import { keysOf } from "../../reference/keys-of.ts";
import { dateInWords } from "../../text/dates-in-words.ts";
import { type Refusal, refuseIf } from "../refusals.ts";
import { ROLES, type RoleName, roleOf } from "./roles.ts";
import type { Assignment } from "./state.ts";

const ADVISERS = ["principal-adviser", "senior-adviser"] as const satisfies readonly RoleName[];

/** The roles that read concerns about councils other than one's own: advisers, and everybody who acts for a body. */
const READ_ABOUT_OTHERS: readonly RoleName[] = keysOf(ROLES).filter((role) => {
  const { fact } = roleOf(role);
  return fact !== undefined && fact !== "councils" && !isPersonFlag(fact);
});

/** Role -> the roles that it does not mix with. Each pair stands here once. */
const UNMIXED: Partial<Record<RoleName, readonly RoleName[]>> = {
  "advisory-board": READ_ABOUT_OTHERS,
  "governance-officer": ADVISERS,
  "panel-member": ADVISERS,
};

const mayMix = (one: RoleName, other: RoleName): boolean => !UNMIXED[one]?.includes(other) && !UNMIXED[other]?.includes(one);

type Held = Pick<Assignment, "role" | "from" | "until">;

type Days = Pick<Held, "from" | "until">;
const shareDays = (one: Days, other: Days): boolean => one.from <= other.until && other.from <= one.until;
const clash = (one: Held, other: Held): boolean => !mayMix(one.role, other.role) && shareDays(one, other);

/** Whether somebody is an adviser or acts for a body on some of these days. */
export const readsAboutOthers = (assignments: readonly Assignment[], days: Days): boolean =>
  assignments.some((held) => !held.ended && READ_ABOUT_OTHERS.includes(held.role) && shareDays(held, days));

/** Refuses a role on days on which the person holds one that it does not mix with. An assignment that was ended does not count. */
export function refuseMixed(assignments: readonly Assignment[], requested: Held): Refusal | undefined {
  const other = assignments.find((held) => !held.ended && clash(held, requested));
  return refuseIf(
    other !== undefined,
    "ROLES_DO_NOT_MIX",
    "role",
    other &&
      `The roles are "${roleOf(requested.role).label}" and "${roleOf(other.role).label}", which lasts until ${dateInWords(other.until)}.`,
  );
}

/** The pairs of roles that somebody holds together from today on although they do not mix, by their labels. An earlier release started them. */
export function mixesOf(assignments: readonly Assignment[], today: string): readonly string[] {
  const held = assignments.filter(({ ended, until }) => !ended && today <= until);
  const pairs = held.flatMap((one, index) =>
    held
      .slice(index + 1)
      .filter((other) => clash(one, other))
      .map((other) => [one, other]),
  );
  return [
    ...new Set(
      pairs.map((pair) =>
        pair
          .map(({ role }) => roleOf(role).label)
          .sort()
          .join(", "),
      ),
    ),
  ];
}
