// The facts of a support for policy decisions.
import { councilStrandOf, type SupportFacts, scopeOf } from "../../policies/engine/facts.ts";

export const supportFacts = ({
  council,
  region,
  strand,
  provider,
}: Omit<SupportFacts, "scope" | "councilStrand">): SupportFacts => ({
  council,
  region,
  strand,
  provider,
  scope: scopeOf(region, strand),
  councilStrand: councilStrandOf(council, strand),
});
