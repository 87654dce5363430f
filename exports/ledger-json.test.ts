// The JSON of a ledger is written in pieces, and is the text that JSON.stringify writes.
import fc from "fast-check";
import { expect, it } from "vitest";
import type { LedgerDocument } from "./ledger-document.ts";
import { json } from "./ledger-json.ts";

const ledger = fc.dictionary(fc.string(), fc.jsonValue()) as unknown as fc.Arbitrary<LedgerDocument>;

it("a ledger as JSON is what JSON.stringify writes with an indent of two spaces", () => {
  fc.assert(
    fc.property(ledger, (document) => {
      expect([...json(document)].join("")).toBe(`${JSON.stringify(document, null, 2)}\n`);
    }),
  );
});

it("each record of a ledger is written in a piece of its own, so that other requests run in between", () => {
  const concerns = Array.from({ length: 300 }, (_, n) => ({ id: `concern-${n}`, summary: { text: "x".repeat(1_000) } }));
  const pieces = [...json({ concerns } as unknown as LedgerDocument)];
  expect(pieces.length).toBeGreaterThan(concerns.length);
  expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThan(1_200);
});
