// Reads support for one person: the engagement, and the purpose and the details for people who may see them.
import { all } from "../../policies/engine/condition.ts";
import { NO_SUPPORT, type PersonFacts } from "../../policies/engine/facts.ts";
import { conditionOf } from "../../policies/engine/residual.ts";
import { LISTED, toSql } from "../../policies/engine/sql.ts";
import type { Predicate } from "../../projections/select.ts";
import type { ContactPlace, CouncilContact } from "../../projections/support/queries.ts";
import type { Cause } from "../../reference/causes.ts";
import type { Strand } from "../../reference/strands.ts";
import type { Viewer } from "../../services/people/viewer.ts";
import { supportFacts } from "../../services/support/facts.ts";
import type { Sight } from "../../services/support/sight.ts";
import type { SupportState, SupportStatus } from "../../services/support/state.ts";
import type { Reader } from "../concerns/authorised-concern.ts";
import { may, type ReadDeps } from "../deps.ts";
import { assignmentsThat } from "../people/granting-assignments.ts";
import { sightOf } from "./levels.ts";

type Deps = Pick<ReadDeps, "rights" | "support">;
type PolicyDeps = Pick<Deps, "rights">;

/** A support, and how much of it the person may see. */
export type SeenSupport = Sight & { readonly state: SupportState };

/** Undefined if the person may see nothing of the support. */
export function seenSupport(deps: PolicyDeps, person: PersonFacts, state: SupportState): SeenSupport | undefined {
  const sight = sightOf(deps, person, supportFacts(state));
  return sight && { state, ...sight };
}

/** Null if there is no such support or the person may not see it. */
export function readSupport(deps: Deps, person: PersonFacts, id: string): SeenSupport | null {
  const queries = deps.support.queries();
  const facts = queries.factsOf(id);
  const resource = { type: "Support", id: "support", facts: facts ?? NO_SUPPORT } as const;
  const isVisible = may(deps, person, "readSupport", resource) && facts !== undefined;
  const state = isVisible ? queries.findUnchecked(id) : undefined;
  return (state && seenSupport(deps, person, state)) ?? null;
}

/** The supports that a conclusion names, for a person who may read the conclusion: they belong to it, so no further rights apply. */
export const supportsOfConclusion = ({ support }: Pick<Deps, "support">, ids: readonly string[]): readonly SupportState[] =>
  ids.flatMap((id) => support.queries().findUnchecked(id) ?? []);

/** Returns up to `limit` councils with good practice that the person may see, after one. Null if the person may not search for them. */
export function readPracticeContacts(
  deps: Deps & Pick<ReadDeps, "councils">,
  person: PersonFacts,
  strand: Strand,
  cause: Cause,
): ((after: ContactPlace | undefined, limit: number) => readonly CouncilContact[]) | null {
  const resource = { type: "Council", id: "any", facts: { code: "", region: "" } } as const;
  if (!may(deps, person, "readPracticeContacts", resource)) return null;
  const { practiceContacts } = deps.support.queries();
  const isVisible = ({ council: code }: CouncilContact) => {
    const { region } = deps.councils.find(code) ?? { region: "" };
    return may(deps, person, "readPracticeContacts", { type: "Council", id: "council", facts: { code, region } });
  };
  return (after, limit) => {
    const contacts: CouncilContact[] = [];
    for (let last = after; contacts.length < limit; ) {
      const page = practiceContacts(strand, cause, last, limit);
      contacts.push(...page.filter(isVisible));
      last = page.at(-1);
      if (!last || page.length < limit) break;
    }
    return contacts.slice(0, limit);
  };
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

/** The assignments by which somebody may see that the council has support. */
export const assignmentsThatSeeSupport = (deps: Pick<ReadDeps, "rights" | "support">, viewer: Viewer, council: string) =>
  assignmentsThat(viewer, (person) => (listSupports(deps, person, { council }, undefined, 1)?.length ?? 0) > 0);

function visibleSupports({ person, rights }: Reader, { council, status }: Filter): Predicate {
  const ofCouncil = { kind: "one-of", fact: "council", values: [council] } as const;
  const condition = all([ofCouncil, conditionOf(rights.of(person, "readSupport"))]);
  const { text, values } = toSql(condition, { row: "s", ...LISTED.readSupport });
  return status ? { text: `${text} AND s.status = ?`, values: [...values, status] } : { text, values };
}
