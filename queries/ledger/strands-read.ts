// The strands in which somebody of a council reads its concerns. What a ledger shows of no single concern follows them.
import { councilStrandOf, NO_CONCERN, type PersonFacts } from "../../policies/engine/facts.ts";
import type { Council } from "../../reference/councils.ts";
import { STRANDS, type Strand } from "../../reference/strands.ts";
import type { ReadDeps } from "../deps.ts";

/** Policy decides on a concern that the council has been told of. It is in no adviser's scope, so that only offices in the council count. */
export const strandsRead = (
  { rights }: Pick<ReadDeps, "rights">,
  person: PersonFacts,
  { code, region }: Pick<Council, "code" | "region">,
): readonly Strand[] =>
  STRANDS.filter((strand) => {
    const facts = { ...NO_CONCERN, council: code, region, strand, councilStrand: councilStrandOf(code, strand) };
    return rights.parts(person, { ...facts, councilAware: true }).has("sharingRecord");
  });
