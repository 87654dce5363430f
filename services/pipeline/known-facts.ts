// Who may neither do something to a thing nor see it is refused by this node's read models, before the thing's stream is read: that takes as long
// for what there is as for what there is not, and costs nothing that grows. Facts of read models only refuse: who goes on is decided on by what
// is folded from the stream.
import type { Principal, Resource } from "../../policies/engine/facts.ts";
import type { PolicySet } from "../../policies/engine/policy-set.ts";
import { permittedBy } from "../../policies/engine/residual.ts";
import type { Rights } from "../../policies/engine/rights.ts";
import type { ListedAction } from "../../policies/engine/sql.ts";
import { type Refusal, refuse } from "../refusals.ts";

/** Kinds of things that not everybody sees, by the type that policy knows them by. */
export type KnownKind = "Concern" | "Support" | "Submission" | "Signal";
type FactsOf<Kind extends KnownKind> = Extract<Resource, { type: Kind }>["facts"];

/** The read models' rows. `find` gives undefined also where they cannot answer; `current` tells whether they can. */
export type KnownFacts = {
  readonly find: <Kind extends KnownKind>(kind: Kind, id: string) => FactsOf<Kind> | undefined;
  /** Whether somebody is an adviser of a region today; false also where the read models cannot answer. */
  readonly advises: (person: string, region: string) => boolean;
  /** Waits until the rows of a kind hold everything that is in the log now. False where they cannot: then they tell nothing. */
  readonly current: (kind: KnownKind | "Person") => Promise<boolean>;
};

/** One thing: its kind, its id, and what policy is asked where there is none. */
export type Named<Kind extends KnownKind> = { readonly kind: Kind; readonly id: string; readonly none: FactsOf<Kind> };

const READING: Readonly<Record<KnownKind, "readHeadline" | ListedAction>> = {
  Concern: "readHeadline",
  Support: "readSupport",
  Submission: "readSubmission",
  Signal: "readSignal",
};

type Deps = { readonly policy: PolicySet; readonly rights: Rights; readonly known: KnownFacts | undefined };

/**
 * NOT_FOUND for who may neither read the thing nor do any of `actions` to it, and for everybody where there is none. Undefined for all others, for
 * the hub itself, and where the read models cannot tell.
 */
export async function refuseUnseen<Kind extends KnownKind>(
  { policy, rights, known }: Deps,
  principal: Principal,
  { kind, id, none }: Named<Kind>,
  actions: readonly string[],
): Promise<Refusal | undefined> {
  if (principal.type === "Hub" || !known) return undefined;
  const mayRead = () => permittedBy(rights.of(principal.facts, READING[kind]), known.find(kind, id) ?? none).length > 0;
  if (mayRead()) return undefined;
  // A thing may have been made, or shared, a moment ago.
  if (!(await known.current(kind)) || mayRead()) return undefined;
  const facts = known.find(kind, id);
  const resource = { type: kind, id: facts ? id : "none", facts: facts ?? none } as Resource;
  // All of them, and anew: what is remembered would tell that there is something.
  const allowed = actions.map((action) => policy.decide(principal, action, resource).allowed);
  return facts && allowed.includes(true) ? undefined : refuse("NOT_FOUND");
}

/** Whether a person may see a thing, as far as the read models know. True for the hub itself, and where they cannot tell. */
export const maySee = async <Kind extends KnownKind>(deps: Deps, principal: Principal, named: Named<Kind>): Promise<boolean> =>
  (await refuseUnseen(deps, principal, named, [])) === undefined;

/** Whether somebody may be an adviser of a region, as far as the read models know. True where they cannot tell. */
export async function mayAdvise({ known }: Pick<Deps, "known">, person: string, region: string): Promise<boolean> {
  if (!known || known.advises(person, region)) return true;
  return !(await known.current("Person")) || known.advises(person, region);
}
