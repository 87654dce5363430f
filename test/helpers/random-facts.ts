// Facts of concerns for generated tests of policies, of every kind that policies tell apart.
import fc from "fast-check";
import { type ConcernFacts, councilStrandOf, scopeOf } from "../../policies/engine/facts.ts";
import { bodiesOfKind } from "../../reference/bodies.ts";
import { CAUSES } from "../../reference/causes.ts";
import { STAGES } from "../../reference/concern-parts.ts";
import { STRANDS } from "../../reference/strands.ts";

const BODIES = [...bodiesOfKind("cib").map(({ id }) => id), "dfe", "performance-support-panel"];
const shares = fc.subarray(BODIES, { maxLength: 2 });

export const concernFacts: fc.Arbitrary<ConcernFacts> = fc
  .record({
    council: fc.constantFrom("X00000004", "X00000009"),
    region: fc.constantFrom("E12000002", "E12000004", "E12000007"),
    strand: fc.constantFrom(...STRANDS),
    cause: fc.constantFrom(...CAUSES),
    stage: fc.constantFrom(...STAGES),
    councilAware: fc.boolean(),
    evidenced: fc.boolean(),
    wordsClosed: fc.boolean(),
    restricted: fc.boolean(),
    namedReaders: fc.subarray(["viewer", "somebody"]),
    headlineSharedWith: shares,
    summarySharedWith: shares,
    evidenceSharedWith: shares,
    outcomeFor: shares,
  })
  .map((facts) => ({
    ...facts,
    scope: scopeOf(facts.region, facts.strand),
    councilStrand: councilStrandOf(facts.council, facts.strand),
  }));
