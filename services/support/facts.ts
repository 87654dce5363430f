// A support as policy sees it. What is in it beyond the picture of who offers what and when is `readSupportDetail`'s.
import { type SupportFacts, scopeOf } from "../../policies/engine/facts.ts";

export const supportFacts = ({
  council,
  region,
  strand,
  provider,
}: {
  readonly council: string;
  readonly region: string;
  readonly strand: string;
  readonly provider: string;
}): SupportFacts => ({ council, region, strand, scope: scopeOf(region, strand), provider });
