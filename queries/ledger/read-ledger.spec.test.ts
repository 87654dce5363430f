// The disclosures that a council's ledger shows, and the leaves of some of them.
import { describe, expect, it } from "vitest";
import { COUNTS_SERIES, OWN_SERIES } from "../../disclosure/events.ts";
import type { PersonFacts } from "../../policies/engine/facts.ts";
import type { DisclosureEntry } from "../../projections/disclosures/entries.ts";
import type { ReadDeps } from "../deps.ts";
import { ledgerDisclosures } from "./read-ledger.ts";

const COUNCIL = "X00000004";
const LOGGED = "2026-03-10T12:00:00.000Z";

/** An entry with a leaf that names these records; without records, an entry of a count. */
function entry(id: string, records: readonly string[], more: Partial<DisclosureEntry> & { readonly series?: string } = {}) {
  const { series = OWN_SERIES, ...changed } = more;
  const bytes = new Uint8Array();
  const one: DisclosureEntry = {
    ...{ id, seq: 1, at: LOGGED, council: COUNCIL, concern: records[0], version: 1, person: "adviser", assignments: [] },
    ...{ surface: "list", parts: {}, policyVersion: "p" },
    leaf: { series, records, text: id, index: 0, size: 16, path: bytes, root: bytes },
    ...changed,
  };
  return one;
}

/** Reads the entries as a person of the council who may see the sharing record of some concerns, the first of which was logged at noon. */
function shown(entries: readonly DisclosureEntry[], visible: readonly string[]) {
  const parts = (of: string) => new Map(visible.includes(of) ? [["sharingRecord", ["council-reads"]]] : []);
  const record = (id: string) => ({ id, facts: id, state: () => ({ logged: { at: LOGGED } }) });
  const register = {
    findUnchecked: record,
    list: () => visible.map((id) => ({ ...record(id), parts: parts(id) })),
  };
  const deps = {
    rights: { parts: (_: PersonFacts, facts: string) => parts(facts) },
    register: { queries: () => register },
    disclosed: { queries: () => ({ ofCouncil: () => entries }) },
  } as unknown as Pick<ReadDeps, "rights" | "register" | "disclosed">;
  const found = ledgerDisclosures(deps, {} as PersonFacts, COUNCIL, { after: undefined, until: undefined, limit: 100 }) ?? [];
  return found.map(({ id, leaf }) => [id, leaf()?.text]);
}

describe("A council's ledger", () => {
  it("shows a disclosure of a concern that the reader may see, without its leaf if that names a concern which they may not see", () => {
    const entries = [entry("both", ["seen", "unseen"]), entry("one", ["seen"]), entry("other", ["unseen", "seen"])];
    expect(shown(entries, ["seen"])).toEqual([
      ["both", undefined],
      ["one", "one"],
    ]);
  });

  it("shows a count from the first visible concern on, with its leaf only if the council was aware of a concern", () => {
    const before = "2026-03-10T11:59:59.999Z";
    const entries = [
      entry("of what is visible", []),
      entry("untold", [], { series: COUNTS_SERIES }),
      entry("untold and before", [], { series: COUNTS_SERIES, at: before }),
    ];
    expect(shown(entries, ["seen"])).toEqual([
      ["of what is visible", "of what is visible"],
      ["untold", undefined],
    ]);
    expect(shown(entries, [])).toEqual([]);
  });

  it("shows every count of the council's own series, even one that a hub with a slow clock has dated before the first concern", () => {
    const early = entry("early", [], { at: "2026-03-10T11:00:00.000Z" });
    expect(shown([early], ["seen"])).toEqual([["early", "early"]]);
    expect(shown([early], [])).toEqual([]);
  });
});
