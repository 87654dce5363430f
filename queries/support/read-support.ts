// Reads support for one person: the picture for aligning it, and the details for people who may see them.
import { all } from "../../policies/engine/condition.ts";
import { NO_SUPPORT, type PersonFacts, type SupportFacts } from "../../policies/engine/facts.ts";
import { conditionOf } from "../../policies/engine/residual.ts";
import { LISTED, toSql } from "../../policies/engine/sql.ts";
import type { Predicate } from "../../projections/select.ts";
import type { ContactPlace, CouncilContact, Overlap, Picture } from "../../projections/support/queries.ts";
import type { Cause } from "../../reference/causes.ts";
import type { Council } from "../../reference/councils.ts";
import type { Strand } from "../../reference/strands.ts";
import { supportFacts } from "../../services/support/facts.ts";
import type { SupportState, SupportStatus } from "../../services/support/state.ts";
import type { Reader } from "../concerns/authorised-concern.ts";
import { may, mayUncached, type ReadDeps } from "../deps.ts";

type Deps = Pick<ReadDeps, "policy" | "support">;
type PolicyDeps = Pick<Deps, "policy">;

/** `detail`: whether the person may see the details. */
export type SeenSupport = { readonly state: SupportState; readonly detail: boolean };

export const maySeeSupport = (deps: PolicyDeps, person: PersonFacts, facts: SupportFacts): boolean =>
  may(deps, person, "readSupport", { type: "Support", id: "support", facts });

const maySeeDetail = (deps: PolicyDeps, person: PersonFacts, facts: SupportFacts): boolean =>
  may(deps, person, "readSupportDetail", { type: "Support", id: "support", facts });

/** Undefined if the person may see nothing of the support. */
export function seenSupport(deps: PolicyDeps, person: PersonFacts, state: SupportState): SeenSupport | undefined {
  const facts = supportFacts(state);
  return maySeeSupport(deps, person, facts) ? { state, detail: maySeeDetail(deps, person, facts) } : undefined;
}

/** Null if there is no such support or the person may not see it. */
export function readSupport(deps: Deps, person: PersonFacts, id: string): SeenSupport | null {
  const queries = deps.support.queries();
  const facts = queries.factsOf(id);
  const resource = { type: "Support", id: "support", facts: facts ?? NO_SUPPORT } as const;
  const state = mayUncached(deps, person, "readSupport", resource) && facts ? queries.findUnchecked(id) : undefined;
  return state && facts ? { state, detail: maySeeDetail(deps, person, facts) } : null;
}

/** One council's support in all strands. */
export type AlignedSupport = {
  readonly council: Council;
  readonly strands: readonly Picture[];
  readonly overlapCount: number;
  readonly overlaps: (limit: number) => readonly Overlap[];
};

/** The support of the councils whose aligned support the person may see. */
export function readAlignedSupport(deps: Deps, person: PersonFacts, councils: readonly Council[]): readonly AlignedSupport[] {
  const queries = deps.support.queries();
  const visible = councils.filter(({ code, region }) =>
    may(deps, person, "readAlignedSupport", { type: "Council", id: "council", facts: { code, region } }),
  );
  const pictures = Map.groupBy(queries.pictures(visible.map(({ code }) => code)), ({ council }) => council);
  return visible.map((council) => ({
    council,
    strands: pictures.get(council.code) ?? [],
    overlapCount: queries.overlapCount(council.code),
    overlaps: (limit) => queries.overlaps(council.code, limit),
  }));
}

/** The same without councils that never had an offer. */
export const readRegionalSupport = (deps: Deps, person: PersonFacts, councils: readonly Council[]): readonly AlignedSupport[] =>
  readAlignedSupport(deps, person, councils).filter(({ strands }) => strands.length > 0);

/** The supports that a conclusion names, for a person who may read the conclusion: they belong to it, so no further rights apply. */
export const supportsOfConclusion = ({ support }: Pick<Deps, "support">, ids: readonly string[]): readonly SupportState[] =>
  ids.flatMap((id) => support.queries().findUnchecked(id) ?? []);

/** Returns up to `limit` councils with good practice after one. Null if the person may not search for them. */
export function readPracticeContacts(
  deps: Deps,
  person: PersonFacts,
  strand: Strand,
  cause: Cause,
): ((after: ContactPlace | undefined, limit: number) => readonly CouncilContact[]) | null {
  const resource = { type: "Council", id: "any", facts: { code: "", region: "" } } as const;
  if (!mayUncached(deps, person, "readPracticeContacts", resource)) return null;
  return (after, limit) => deps.support.queries().practiceContacts(strand, cause, after, limit);
}

type Filter = { readonly council: string; readonly status?: SupportStatus | undefined };

/** Returns up to `limit` supports of a council that the person may see, newest first, after one. Undefined if that one does not exist. */
export const listSupports = (
  { rights, support }: Pick<ReadDeps, "rights" | "support">,
  person: PersonFacts,
  filter: Filter,
  after: string | undefined,
  limit: number,
): readonly SupportState[] | undefined => support.queries().list(visibleSupports({ person, rights }, filter), after, limit);

function visibleSupports({ person, rights }: Reader, { council, status }: Filter): Predicate {
  const ofCouncil = { kind: "one-of", fact: "council", values: [council] } as const;
  const condition = all([ofCouncil, conditionOf(rights.of(person, "readSupport"))]);
  const { text, values } = toSql(condition, { row: "s", columns: LISTED.readSupport });
  return status ? { text: `${text} AND s.status = ?`, values: [...values, status] } : { text, values };
}
