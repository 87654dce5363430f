// The directory of advisers. Like the lists of regions, councils and bodies it is no disclosure about a council: it says who to speak to.
import type { Council } from "../../reference/councils.ts";
import { STRANDS, type Strand } from "../../reference/strands.ts";
import { type RoleName, roleOf } from "../../services/people/roles.ts";
import type { Viewer } from "../../services/people/viewer.ts";
import { readLead } from "../council/read-council.ts";
import type { ReadDeps } from "../deps.ts";

export type Adviser = {
  readonly id: string;
  readonly name: string | undefined;
  readonly role: RoleName;
  /** The region's code. */
  readonly region: string;
  readonly strands: readonly Strand[];
  readonly workContact: string | undefined;
};

type Deps = Pick<ReadDeps, "people">;

/** Whether somebody has a role today. */
export const hasRole = ({ assignments }: Viewer): boolean => assignments.some(({ current }) => current);

/** Returns the advisers of a region today, Principal Advisers first: each once, in the first of their roles there, with the strands of all. */
export function readAdvisers({ people }: Deps, region: string, strand?: Strand): readonly Adviser[] {
  const advisers = people
    .queries()
    .advisersOf(region)
    .flatMap((viewer) => adviserIn(viewer, region) ?? []);
  return advisers
    .filter(({ strands }) => strand === undefined || strands.includes(strand))
    .sort((a, b) => a.role.localeCompare(b.role) || (a.name ?? a.id).localeCompare(b.name ?? b.id));
}

function adviserIn(viewer: Viewer, region: string): Adviser | undefined {
  const there = viewer.assignments.filter(
    ({ role, regions, current }) => current && roleOf(role).regionFact === "adviserRegions" && regions.includes(region),
  );
  const [role] = there.map((assignment) => assignment.role).sort();
  if (!role) return undefined;
  const { person: id, name, workContact } = viewer;
  return {
    id,
    name,
    workContact,
    role,
    region,
    strands: STRANDS.filter((one) => there.some(({ strands }) => strands.includes(one))),
  };
}

/** The adviser who leads the conversation with a council, if the person may see who does. A former adviser is not listed. */
export function readLeadAdviser(
  deps: Deps & Pick<ReadDeps, "rights" | "council" | "today">,
  { facts }: Viewer,
  council: Council,
): Adviser | undefined {
  const lead = readLead(deps, facts, council);
  return lead ? readAdvisers(deps, council.region).find(({ id }) => id === lead.person) : undefined;
}

/** A region, and the council of it that somebody asks about. */
export type DirectoryEntry = { readonly region: string; readonly council?: Council | undefined };

/** The councils of somebody's offices; without one, the regions of their roles. */
export function ownDirectory({ councils }: Pick<ReadDeps, "councils">, { assignments }: Viewer): readonly DirectoryEntry[] {
  const current = assignments.filter((assignment) => assignment.current);
  const own = [...new Set(current.flatMap(({ council }) => council ?? []))].flatMap((code) => councils.find(code) ?? []);
  if (own.length > 0) return own.map((council) => ({ region: council.region, council }));
  return [...new Set(current.flatMap(({ regions }) => regions))].sort().map((region) => ({ region }));
}
