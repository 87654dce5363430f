// Support as one person may see it: the picture that aligning it takes, and what is in it for those who may see that too.
import { all } from "../../policies/engine/condition.ts";
import { NO_SUPPORT, type PersonFacts, type SupportFacts } from "../../policies/engine/facts.ts";
import type { PolicySet } from "../../policies/engine/policy-set.ts";
import { conditionOf } from "../../policies/engine/residual.ts";
import type { Rights } from "../../policies/engine/rights.ts";
import { LISTED, toSql } from "../../policies/engine/sql.ts";
import type { Follower } from "../../projections/runtime/follower.ts";
import type { Predicate } from "../../projections/select.ts";
import type { ContactPlace, CouncilContact, Overlap, Picture, SupportQueries } from "../../projections/support/queries.ts";
import type { Cause } from "../../reference/causes.ts";
import type { Council } from "../../reference/councils.ts";
import type { Strand } from "../../reference/strands.ts";
import { supportFacts } from "../../services/support/facts.ts";
import type { SupportState, SupportStatus } from "../../services/support/state.ts";
import type { Reader } from "../concerns/authorised-concern.ts";

type Inside = { readonly policy: PolicySet; readonly support: Follower<SupportQueries> };

/** A support with whether the person may see more than the picture. */
export type SeenSupport = { readonly state: SupportState; readonly detail: boolean };

type Permitted = Pick<Inside, "policy">;

/** Whether policy permits it on a support with these facts. Equal facts are decided once. */
const may = ({ policy }: Permitted, person: PersonFacts, action: string, facts: SupportFacts): boolean =>
  policy.decideOnce({ type: "Person", facts: person }, action, { type: "Support", id: "support", facts }).allowed;

export const maySeeSupport = (inside: Permitted, person: PersonFacts, facts: SupportFacts): boolean =>
  may(inside, person, "readSupport", facts);

/** What the person may see of a support at hand; undefined for nothing. */
export function seenSupport(inside: Permitted, person: PersonFacts, state: SupportState): SeenSupport | undefined {
  const facts = supportFacts(state);
  return maySeeSupport(inside, person, facts) ? { state, detail: may(inside, person, "readSupportDetail", facts) } : undefined;
}

/** The support with this id; null when there is none or the person may not see it. */
export function readSupport({ policy, support }: Inside, person: PersonFacts, id: string): SeenSupport | null {
  const facts = support.queries().factsOf(id);
  const resource = { type: "Support", id: "support", facts: facts ?? NO_SUPPORT } as const;
  // Its row of facts decides, also for none and never from memory, so that unknown takes as long as invisible.
  const { allowed } = policy.decide({ type: "Person", facts: person }, "readSupport", resource);
  const state = allowed && facts ? support.queries().findUnchecked(id) : undefined;
  return state && facts ? { state, detail: may({ policy }, person, "readSupportDetail", facts) } : null;
}

/** One council's support over the strands. */
export type AlignedSupport = {
  readonly council: Council;
  readonly strands: readonly Picture[];
  readonly overlapCount: number;
  readonly overlaps: (limit: number) => readonly Overlap[];
};

/** Whose aligned support the person may see, of these councils. */
export function readAlignedSupport(
  { policy, support }: Inside,
  person: PersonFacts,
  councils: readonly Council[],
): readonly AlignedSupport[] {
  const queries = support.queries();
  const seen = councils.filter(({ code, region }) => {
    const resource = { type: "Council", id: "council", facts: { code, region } } as const;
    return policy.decideOnce({ type: "Person", facts: person }, "readAlignedSupport", resource).allowed;
  });
  const pictures = Map.groupBy(queries.pictures(seen.map(({ code }) => code)), ({ council }) => council);
  return seen.map((council) => ({
    council,
    strands: pictures.get(council.code) ?? [],
    overlapCount: queries.overlapCount(council.code),
    overlaps: (limit) => queries.overlaps(council.code, limit),
  }));
}

/** The same of a region's councils, those that have never been offered any left out. */
export const readRegionalSupport = (
  inside: Inside,
  person: PersonFacts,
  councils: readonly Council[],
): readonly AlignedSupport[] => readAlignedSupport(inside, person, councils).filter(({ strands }) => strands.length > 0);

/** The supports that a conclusion names, for whoever policy lets read the conclusion: how they stand is part of it. No rights of their own. */
export const supportsOfConclusion = ({ support }: Pick<Inside, "support">, ids: readonly string[]): readonly SupportState[] =>
  ids.flatMap((id) => support.queries().findUnchecked(id) ?? []);

/** Councils to learn from, up to so many after one; null when the person may not look for any. */
export function readPracticeContacts(
  { policy, support }: Inside,
  person: PersonFacts,
  strand: Strand,
  cause: Cause,
): ((after: ContactPlace | undefined, limit: number) => readonly CouncilContact[]) | null {
  const resource = { type: "Council", id: "any", facts: { code: "", region: "" } } as const;
  const { allowed } = policy.decide({ type: "Person", facts: person }, "readPracticeContacts", resource);
  return allowed ? (after, limit) => support.queries().practiceContacts(strand, cause, after, limit) : null;
}

type Filter = { readonly council: string; readonly status?: SupportStatus | undefined };

/** Up to `limit` of a council's that the person may see, newest first, after one. Undefined where that does not exist. */
export const listSupports = (
  { rights, support }: { readonly rights: Rights; readonly support: Pick<Follower<SupportQueries>, "queries"> },
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
