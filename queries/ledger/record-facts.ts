// A record of any kind by its id, as far as policy decides about it: without its state.
import type { RecordName } from "../../disclosure/councils.ts";
import type { ConcernFacts, PersonFacts, Resource } from "../../policies/engine/facts.ts";
import { STRANDS, type Strand } from "../../reference/strands.ts";
import { may, type ReadDeps } from "../deps.ts";
import { outermostAction } from "../disclosed-record.ts";

type Facts = Pick<ReadDeps, "register" | "support" | "intake">;
type RecordResource = Extract<Resource, { type: "Concern" | "Support" | "Submission" | "Signal" }>;

/** Undefined where there is no such record. */
export function resourceNamed({ register, support, intake }: Facts, [kind, id]: RecordName): RecordResource | undefined {
  const resource = (type: RecordResource["type"], facts: RecordResource["facts"] | undefined) =>
    facts && ({ type, id: "one", facts } as RecordResource);
  switch (kind) {
    case "concern":
      return resource("Concern", register.queries().findUnchecked(id, false)?.facts);
    case "support":
      return resource("Support", support.queries().factsOf(id));
    case "submission":
      return resource("Submission", intake.queries().submissionFactsOf(id));
    case "signal":
      return resource("Signal", intake.queries().signalFactsOf(id));
    case "attachment":
      return undefined;
  }
}

/**
 * Of records of which the council knows: the strands, and the facts of the concerns that are restricted inside the council. It is told before support is
 * offered to it, and a request for support is its own.
 */
export function knownToCouncil(
  deps: Facts,
  names: readonly RecordName[],
): { readonly strands: readonly Strand[]; readonly restricted: readonly ConcernFacts[] } {
  const known = names
    .flatMap((name) => resourceNamed(deps, name) ?? [])
    .filter(({ facts }) => !("councilAware" in facts) || facts.councilAware);
  const isRestricted = (record: RecordResource) => record.type === "Concern" && record.facts.restricted;
  const others = known.filter((record) => !isRestricted(record));
  return {
    strands: STRANDS.filter((strand) => others.some(({ facts }) => facts.strand === strand)),
    restricted: known.flatMap((record) => (record.type === "Concern" && isRestricted(record) ? record.facts : [])),
  };
}

/** Whether somebody may see to whom a record was disclosed: the sharing record of a concern says that, and of other records that there is one. */
export function maySeeDisclosures(deps: Facts & Pick<ReadDeps, "rights">, person: PersonFacts, name: RecordName): boolean {
  const resource = resourceNamed(deps, name);
  if (!resource) return false;
  if (resource.type === "Concern") return deps.rights.parts(person, resource.facts).has("sharingRecord");
  return may(deps, person, outermostAction(name[0] as "support" | "submission" | "signal"), resource);
}
