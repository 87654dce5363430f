// A concern with the parts that one person may read.
import type { ConcernFacts, PersonFacts } from "../../policies/engine/facts.ts";
import type { PartRights, Rights } from "../../policies/engine/rights.ts";
import type { ConcernRecord } from "../../projections/register/records.ts";
import type { Part } from "../../reference/concern-parts.ts";

export type Reader = { readonly person: PersonFacts; readonly rights: Rights };

/** Each part that the person may read, with the policies that permit it. `readsWith`: whether they might read a part if the facts were others. */
export type AuthorisedConcern = ConcernRecord & {
  readonly parts: PartRights;
  readonly readsWith: (part: Part, facts: ConcernFacts) => boolean;
};

/** Uses rights that were computed before, without a decision for each concern. */
export const authoriseConcern = (reader: Reader, record: ConcernRecord): AuthorisedConcern => authorising(reader)(record);

/** The same for concerns that are read at once. */
export function authorising({ person, rights }: Reader): (record: ConcernRecord) => AuthorisedConcern {
  const partsOf = rights.partsFor(person);
  const readsWith: AuthorisedConcern["readsWith"] = (part, facts) => rights.parts(person, facts).has(part);
  return (record) => ({ ...record, parts: partsOf(record.facts), readsWith });
}
