// A concern with the parts that one person may read.
import type { PersonFacts } from "../../policies/engine/facts.ts";
import type { PartRights, Rights } from "../../policies/engine/rights.ts";
import type { ConcernRecord } from "../../projections/register/records.ts";

export type Reader = { readonly person: PersonFacts; readonly rights: Rights };

/** Each part that the person may read, with the policies that permit it. */
export type AuthorisedConcern = ConcernRecord & { readonly parts: PartRights };

/** Uses rights that were computed before, without a decision for each concern. */
export const authoriseConcern = ({ person, rights }: Reader, record: ConcernRecord): AuthorisedConcern => ({
  ...record,
  parts: rights.parts(person, record.facts),
});
