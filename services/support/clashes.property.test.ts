// Clashes are the pairs that a comparison of everything with everything finds, and have an id of their own that changes with the dates.
import fc from "fast-check";
import { expect, it } from "vitest";
import { CAUSES } from "../../reference/causes.ts";
import { STRANDS } from "../../reference/strands.ts";
import { cases } from "../../test/helpers/soak.ts";
import { daysAfter, daysBetween } from "../dates.ts";
import { findPurposeClashes, findVisitClashes, type OpenOffer, type Visit } from "./clashes.ts";

const dates = fc
  .record({ in: fc.nat(60), lasts: fc.nat(20) })
  .map(({ in: start, lasts }) => ({ from: daysAfter("2026-03-02", start), to: daysAfter("2026-03-02", start + lasts) }));
const group = fc.constantFrom("a", "b", "c");
const visits = fc.array(
  fc.record({ dates, provider: fc.constantFrom("lga", "cib", "adass"), group: fc.option(group, { nil: undefined }) }),
  { maxLength: 25 },
);
const offers = fc.array(
  fc.record({
    ...{ dates, group, strand: fc.constantFrom(...STRANDS) },
    causes: fc.uniqueArray(fc.constantFrom(...CAUSES.slice(0, 3)), { minLength: 1, maxLength: 2 }),
  }),
  { maxLength: 15 },
);
const pairsOf = <One>(all: readonly One[]) => all.flatMap((one, n) => all.slice(n + 1).map((other) => [one, other] as const));
const namesOf = (clashes: readonly { readonly first: { readonly id: string }; readonly second: { readonly id: string } }[]) =>
  clashes.map(({ first, second }) => [first.id, second.id].sort().join()).sort();

it("Visits clash if different providers are at the council within so many days, unless both are of one package", () => {
  fc.assert(
    fc.property(visits, fc.nat(14), (generated, within) => {
      const all = generated.map(({ dates, ...visit }, n): Visit => ({ kind: "presence", id: `v${n}`, ...dates, ...visit }));
      const found = findVisitClashes(all, within);
      const expected = pairsOf(all).filter(
        ([a, b]) =>
          a.provider !== b.provider &&
          (a.group === undefined || a.group !== b.group) &&
          Math.max(daysBetween(a.to, b.from), daysBetween(b.to, a.from)) <= within,
      );
      expect(namesOf(found)).toEqual(expected.map(([a, b]) => [a.id, b.id].sort().join()).sort());
      expect(new Set(found.map(({ id }) => id)).size).toBe(found.length);
      // In the order of events it is the same, and every date that changes gives the clash another id.
      expect(findVisitClashes(all.toReversed(), within)).toEqual(found);
      const before = new Set(found.map(({ id }) => id));
      const moved = all.map((visit) => ({ ...visit, to: daysAfter(visit.to, 1) }));
      for (const { id } of findVisitClashes(moved, within)) expect(before.has(id)).toBe(false);
    }),
    { numRuns: cases(200, 2_000) },
  );
});

it("Supports clash in purpose if they are open for one cause in one strand, unless both are of one package", () => {
  fc.assert(
    fc.property(offers, (generated) => {
      const all = generated.map(({ dates, ...offer }, n): OpenOffer => ({ id: `o${n}`, ...dates, ...offer }));
      const expected = pairsOf(all).filter(
        ([a, b]) => a.group !== b.group && a.strand === b.strand && a.causes.some((cause) => b.causes.includes(cause)),
      );
      expect(namesOf(findPurposeClashes(all))).toEqual(expected.map(([a, b]) => [a.id, b.id].sort().join()).sort());
    }),
    { numRuns: cases(200, 2_000) },
  );
});
