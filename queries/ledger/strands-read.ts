// The strands in which an officer reads the concerns of their council. They also decide which counts and figures of its ledger the officer sees.
import { councilStrandOf, NO_CONCERN, type PersonFacts } from "../../policies/engine/facts.ts";
import type { Council } from "../../reference/councils.ts";
import { STRANDS, type Strand } from "../../reference/strands.ts";
import type { ReadDeps } from "../deps.ts";

type Deps = Pick<ReadDeps, "rights">;
type OfCouncil = Pick<Council, "code" | "region">;

export const strandsRead = (deps: Deps, person: PersonFacts, council: OfCouncil): readonly Strand[] =>
  STRANDS.filter((strand) => readsStrand(deps, person, council, strand));

/** Policy decides on a concern that the council has been told of. It is in no adviser's scope, so that only offices in the council count. */
export function readsStrand({ rights }: Deps, person: PersonFacts, { code, region }: OfCouncil, strand: Strand): boolean {
  const facts = { ...NO_CONCERN, council: code, region, strand, councilStrand: councilStrandOf(code, strand) };
  return rights.parts(person, { ...facts, councilAware: true }).has("sharingRecord");
}
