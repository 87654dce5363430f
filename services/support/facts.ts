// The facts of a support for policy decisions.
import { type SupportFacts, scopeOf } from "../../policies/engine/facts.ts";

export const supportFacts = ({ council, region, strand, provider }: Omit<SupportFacts, "scope">): SupportFacts => ({
  council,
  region,
  strand,
  provider,
  scope: scopeOf(region, strand),
});
