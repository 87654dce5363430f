// Pages of the register where it is large against a page: whoever sees much, little, or only what is old is given the same as by going through
// all of it.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { StoredEvent } from "../../event-log/port.ts";
import { READ_ACTIONS } from "../../policies/engine/facts.ts";
import { loadPolicy } from "../../policies/engine/policy.ts";
import { rightsUnder } from "../../policies/engine/rights.ts";
import { registerModel } from "../../projections/register/register.ts";
import { openStore } from "../../projections/runtime/store.ts";
import { registerQueries } from "../../queries/concerns/register-queries.ts";
import { STRANDS } from "../../reference/strands.ts";
import { personFacts } from "../../services/people/assignments.ts";
import { anyKey, memoryKeys } from "../helpers/memory-keys.ts";
import { TODAY } from "../helpers/random-histories.ts";
import { cases } from "../helpers/soak.ts";
import { storedEvent } from "../helpers/stored-event.ts";
import { assignmentOf } from "../helpers/viewer.ts";

const policy = loadPolicy();
const rights = rightsUnder(policy);
const REGIONS = ["E12000004", "E12000007", "E12000008"];
const COUNCILS = ["X00000004", "X00000007", "X00000008"];
const CONCERNS = 1_500;

type Logged = { readonly region: number; readonly strand: number; readonly aware: boolean };

/** Concerns as they were logged, one after the other: so many alike at a stretch, so that a reader's own can all be old or all be new. */
const stretches = fc.array(
  fc.record({ region: fc.nat(2), strand: fc.nat(2), aware: fc.boolean(), often: fc.integer({ min: 1, max: 400 }) }),
  { minLength: 3, maxLength: 12 },
);

const adviser = (regions: readonly number[], strands: readonly number[]) =>
  assignmentOf("principal-adviser", {
    regions: regions.map((n) => REGIONS[n] ?? ""),
    strands: strands.map((n) => STRANDS[n] ?? "corporate"),
  });
const chief = (n: number) => assignmentOf("chief-executive", { assignment: `chief-executive ${n}`, council: COUNCILS[n] ?? "" });
const some = fc.uniqueArray(fc.nat(2), { minLength: 1, maxLength: 3 });
/** Advisers of one scope to all nine, chief executives, and those who are both. */
const reader = fc.oneof(
  fc.tuple(some, some).map(([regions, strands]) => [adviser(regions, strands)]),
  fc.tuple(some, some, fc.nat(2)).map(([regions, strands, council]) => [adviser(regions, strands), chief(council)]),
  some.map((councils) => councils.map(chief)),
);

describe("A list of the register", () => {
  it("has each concern that the reader may see once, newest first, at any page size", () => {
    fc.assert(
      fc.property(
        stretches,
        fc.array(reader, { minLength: 3, maxLength: 3 }),
        fc.integer({ min: 1, max: 101 }),
        (made, readers, size) => {
          const keys = memoryKeys();
          const store = openStore(registerModel, ":memory:", { keys, today: () => TODAY });
          const sealed = keys.seal(anyKey(), TEXT);
          const concerns = made.flatMap(({ often, ...one }) => Array.from({ length: often }, () => one)).slice(0, CONCERNS);
          store.applyPage(concerns.flatMap((one, n) => eventsOf(one, n, sealed)));
          const reads = registerQueries(store.queries);
          for (const assignments of readers) {
            const person = personFacts("reader", assignments, TODAY);
            const expected = concerns
              .map((_, n) => ({ id: `c${n}`, facts: store.queries.findUnchecked(`c${n}`)?.facts }))
              .filter(
                ({ facts }) =>
                  facts &&
                  policy.decideCached({ type: "Person", facts: person }, READ_ACTIONS.headline, {
                    type: "Concern",
                    id: "concern",
                    facts,
                  }).allowed,
              );
            const listed: string[] = [];
            for (let after: string | undefined; ; ) {
              const page = reads.list({ person, rights }, {}, after, size, listed.length % 2 === 0) ?? [];
              listed.push(...page.map(({ id }) => id));
              after = page.at(-1)?.id;
              if (page.length < size) break;
            }
            expect(listed).toEqual(expected.map(({ id }) => id).reverse());
            expect(reads.counts({ person, rights }, {}).total).toBe(listed.length);
          }
          store.close();
          keys.close();
        },
      ),
      { numRuns: cases(3, 50), endOnFailure: true },
    );
  });
});

const TEXT = { summary: "s", observed: "o", account: "a", source: "s", toldName: "n", about: "a" };
const period = { from: "2026-01-01", to: "2026-02-01" };

function eventsOf({ region, strand, aware }: Logged, n: number, text: object): readonly StoredEvent[] {
  const [council = "", code = ""] = [COUNCILS[region], REGIONS[region]];
  const about = { council, region: code, strand: STRANDS[strand] ?? "corporate", cause: "finance", period };
  const evidence = { evidence: "e", suppliedBy: "adviser", kind: "conversation", period, handling: "P", protectedSource: false };
  const told = { awareness: "a", toldOffice: "leader", channel: "email", toldOn: "2026-03-01", bodies: [] };
  const events: { readonly type: string; readonly data: object }[] = [
    { type: "ConcernLogged.v1", data: { ...about, narrative: text } },
    { type: "EvidenceAdded.v1", data: { ...evidence, text } },
    ...(aware ? [{ type: "CouncilMadeAware.v2", data: { ...told, text } }] : []),
  ];
  return events.map((event, index) =>
    storedEvent(n * 3 + index + 1, event, { stream: `concern-c${n}`, version: index + 1, at: "2026-03-01T12:00:00.000Z" }),
  );
}
