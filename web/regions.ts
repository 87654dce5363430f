// The regions for which somebody works as an adviser or as a regional lead: some pages are offered to them alone. The API decides what they may read and do.
import type { AnswerOf } from "./documents.ts";

type Role = AnswerOf<"home/home.graphql">["viewer"]["assignments"][number]["role"];
type RegionOf = { readonly code: string; readonly name: string };
type RegionalAssignment = { readonly current: boolean; readonly role: Role; readonly regions: readonly RegionOf[] };

const REGIONAL: readonly Role[] = ["PRINCIPAL_ADVISER", "SENIOR_ADVISER", "CIB_LEAD", "ADASS_LEAD", "REGIONAL_IMPROVEMENT"];

/** The regions of today's assignments, each once, by name. */
export function regionsOf(assignments: readonly RegionalAssignment[]): readonly RegionOf[] {
  const regions = assignments.filter(({ current, role }) => current && REGIONAL.includes(role)).flatMap((one) => one.regions);
  const byCode = new Map(regions.map((region) => [region.code, region]));
  return [...byCode.values()].sort((one, other) => one.name.localeCompare(other.name, "en"));
}
