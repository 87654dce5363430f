// The readers of a world: people of each role, as many as read concurrently in the benchmarks.
import { bodiesOfKind } from "../../reference/bodies.ts";
import type { Council } from "../../reference/councils.ts";
import { REGIONS } from "../../reference/regions.ts";
import { STRANDS } from "../../reference/strands.ts";
import type { RoleName } from "../../services/people/roles.ts";
import type { Assignment } from "../../services/people/state.ts";
import { NEVER, SELDOM } from "./lives.ts";

/** Of each kind so many people, `<kind>-<number>`. */
export const READERS_OF_A_KIND = 64;

type Given = Partial<Pick<Assignment, "regions" | "strands" | "council" | "body">>;
type Kind = { readonly role: RoleName; readonly reads: (n: number, councils: readonly Council[]) => Given };

const of = <T>(list: readonly T[], n: number): T => list[n % list.length] as T;
/** The region, or the first of the regions, of the n-th reader of a kind that has one. */
export const regionOf = (n: number): string => of(REGIONS, n).code;

/** Sorted from readers who see very much to readers who see little or nothing. */
const KINDS = {
  "adviser-of-three-regions": {
    role: "principal-adviser",
    reads: (n) => ({ regions: [regionOf(n), regionOf(n + 1), regionOf(n + 2)], strands: [...STRANDS] }),
  },
  adviser: { role: "principal-adviser", reads: (n) => ({ regions: [regionOf(n)], strands: [...STRANDS] }) },
  "adviser-of-one-strand": { role: "senior-adviser", reads: (n) => ({ regions: [regionOf(n)], strands: [of(STRANDS, n)] }) },
  "chief-executive": { role: "chief-executive", reads: (n, councils) => ({ council: of(councils, n * 5).code }) },
  "cib-lead": { role: "cib-lead", reads: (n) => ({ regions: [regionOf(n)] }) },
  "adass-lead": { role: "adass-lead", reads: (n) => ({ regions: [regionOf(n)] }) },
  "regional-improvement": { role: "regional-improvement", reads: (n) => ({ regions: [regionOf(n)] }) },
  "member-peer": { role: "member-peer", reads: (n) => ({ regions: [regionOf(n)] }) },
  department: { role: "department", reads: (n) => ({ body: of(bodiesOfKind("department"), n).id }) },
  inspectorate: { role: "inspectorate", reads: (n) => ({ body: of(bodiesOfKind("inspectorate"), n).id }) },
  "panel-member": { role: "panel-member", reads: () => ({}) },
  "group-office-seldom": { role: "group-office", reads: () => ({ body: SELDOM }) },
  "group-office-never": { role: "group-office", reads: () => ({ body: NEVER }) },
  "governance-officer": { role: "governance-officer", reads: () => ({}) },
} as const satisfies Record<string, Kind>;
export type ReaderKind = keyof typeof KINDS;
export const READER_KINDS = Object.keys(KINDS) as ReaderKind[];

export const readerId = (kind: ReaderKind, n: number): string => `${kind}-${n}`;

export function assignmentOf(kind: ReaderKind, n: number, councils: readonly Council[]): Omit<Assignment, "started"> {
  const { role, reads }: Kind = KINDS[kind];
  return { assignment: "a", role, regions: [], strands: [], from: "2024-11-01", until: "2099-12-31", ...reads(n, councils) };
}
