// The disclosures that a council's ledger shows, and the leaves of some of them.
import { describe, expect, it } from "vitest";
import type { RecordName } from "../../disclosure/councils.ts";
import { COUNTS_SERIES, OWN_SERIES, senderSeries } from "../../disclosure/events.ts";
import { NEVER } from "../../policies/engine/condition.ts";
import type { ConcernFacts, PersonFacts, Resource } from "../../policies/engine/facts.ts";
import type { DisclosureEntry } from "../../projections/disclosures/entries.ts";
import type { Council } from "../../reference/councils.ts";
import { STRANDS, type Strand } from "../../reference/strands.ts";
import type { ReadDeps } from "../deps.ts";
import { ledgerDisclosures } from "./read-ledger.ts";

const COUNCIL = "X00000004";
const LOGGED = "2026-03-10T12:00:00.000Z";
const [SUPPORT, OFFERED] = ["a support", "2026-03-10T11:00:00.000Z"];

/** An entry with a leaf that names these records; without records, an entry of a count. */
function entry(id: string, records: readonly RecordName[], more: Partial<DisclosureEntry> & { readonly series?: string } = {}) {
  const { series = OWN_SERIES, ...changed } = more;
  const bytes = new Uint8Array();
  const one: DisclosureEntry = {
    ...{ id, seq: 1, at: LOGGED, council: COUNCIL, record: records[0], version: 1, person: "adviser", assignments: [] },
    ...{ surface: "list", parts: {}, policyVersion: "p", series },
    leaf: { series, records, text: id, index: 0, size: 16, path: bytes, root: bytes },
    ...changed,
  };
  return one;
}

const concern = (id: string): RecordName => ["concern", id];
const support = (id: string): RecordName => ["support", id];

/**
 * Reads the entries as a person of the council who may see some records: of concerns, the first of which was logged at noon, the sharing record. Supports
 * were offered an hour earlier.
 */
function shown(entries: readonly DisclosureEntry[], visible: readonly string[], strands: readonly Strand[] = STRANDS) {
  const sees = (of: string | { readonly strand: string }) =>
    typeof of === "string" ? visible.includes(of) : strands.some((strand) => strand === of.strand);
  const parts = (of: string | ConcernFacts) => new Map(sees(of) ? [["sharingRecord", ["council-reads"]]] : []);
  const record = (id: string) => ({ id, facts: id, state: () => ({ logged: { at: LOGGED } }) });
  const register = {
    findUnchecked: record,
    list: () => visible.filter((id) => id !== SUPPORT).map((id) => ({ ...record(id), parts: parts(id) })),
  };
  const factsOf = (id: string) => id;
  const deps = {
    rights: {
      parts: (_: PersonFacts, facts: string | ConcernFacts) => parts(facts),
      of: () => ({ permits: [], forbidden: NEVER }),
      permits: (_: PersonFacts, __: string, { facts }: Resource) => visible.includes(String(facts)),
    },
    register: { queries: () => register },
    support: {
      queries: () => ({ factsOf, list: () => (visible.includes(SUPPORT) ? [{ id: SUPPORT, offered: { at: OFFERED } }] : []) }),
    },
    intake: { queries: () => ({ submissionFactsOf: factsOf, signalFactsOf: factsOf }) },
    disclosed: { queries: () => ({ ofCouncil: () => entries }) },
  } as unknown as ReadDeps;
  const found =
    ledgerDisclosures(deps, {} as PersonFacts, { code: COUNCIL, region: "" } as Council, {
      after: undefined,
      until: undefined,
      limit: 100,
    }) ?? [];
  return found.map(({ id, leaf }) => [id, leaf()?.text]);
}

describe("A council's ledger", () => {
  it("shows a disclosure of a concern that the reader may see, without its leaf if that names a concern which they may not see", () => {
    const [seen, unseen] = [concern("seen"), concern("unseen")];
    const entries = [entry("both", [seen, unseen]), entry("one", [seen]), entry("other", [unseen, seen])];
    expect(shown(entries, ["seen"])).toEqual([
      ["both", undefined],
      ["one", "one"],
    ]);
  });

  it("shows a disclosure of support, a submission or a request for support that the reader may see", () => {
    const names = [
      support("a"),
      support("b"),
      ["submission", "c"],
      ["submission", "d"],
      ["signal", "e"],
      ["signal", "f"],
    ] as const;
    const entries = names.map((name) => entry(name[1], [name]));
    expect(shown(entries, ["a", "c", "e"])).toEqual(["a", "c", "e"].map((id) => [id, id]));
    expect(shown([entry("both", [support("a"), ["submission", "d"]])], ["a"])).toEqual([["both", undefined]]);
    expect(shown([entry("attachment", [["attachment", "a"]])], ["a"])).toEqual([]);
  });

  it("shows nothing of what the sender of a submission with a protected source read of it, and what others read of it", () => {
    const submission: RecordName = ["submission", "a"];
    const [bySender, byAdviser] = [entry("sender", [submission], { series: senderSeries("a") }), entry("adviser", [submission])];
    expect(shown([bySender, byAdviser], ["a"])).toEqual([["adviser", "adviser"]]);
  });

  it("shows a disclosed count that is dated after the first visible concern, and its leaf only if it counted something that the council was aware of", () => {
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
    expect(shown(entries.slice(1), [])).toEqual([]);
  });

  it("shows somebody who does not read every strand a count only from their first concern or support on", () => {
    const [between, before] = [{ at: "2026-03-10T11:30:00.000Z" }, { at: "2026-03-10T10:59:59.999Z" }];
    const entries = [entry("after", []), entry("between", [], between), entry("before", [], before)];
    const ids = (visible: readonly string[]) => shown(entries, visible, ["adults"]).map(([id]) => id);
    expect(ids([])).toEqual([]);
    expect(ids(["seen"])).toEqual(["after"]);
    expect(ids([SUPPORT])).toEqual(["after", "between"]);
    expect(shown([entry("untold", [], { series: COUNTS_SERIES, ...between })], [SUPPORT], ["adults"])).toEqual([]);
  });

  it("shows every count of the council's own series to somebody who reads every strand: of support, or dated before the first concern by a hub with a slow clock", () => {
    const early = entry("early", [], { at: "2026-03-10T11:00:00.000Z" });
    expect(shown([early], ["seen"])).toEqual([["early", "early"]]);
    expect(shown([early], [])).toEqual([["early", "early"]]);
  });
});
