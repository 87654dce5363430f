import { describe, expect, it } from "vitest";
import { clashSettled, settleClash } from "../../test/examples/support.ts";
import { COUNCIL_OFFICER, councilOf, givenAgreements } from "../../test/helpers/specification.ts";
import type { Clash } from "../support/clashes.ts";
import { lastSettlement } from "./state.ts";

const days = { from: "2026-06-08", to: "2026-06-09" };
const visibleClash: Clash = {
  ...{ id: "clash", kind: "days" },
  first: { kind: "presence", id: "presence", provider: "lga", ...days, support: "support" },
  second: { kind: "approach", id: "approach", provider: "cib-east-midlands", ...days, support: undefined },
};

describe("Settling a clash", () => {
  it("records how, with the two sides and the note", () => {
    givenAgreements([], { visibleClash }).when(settleClash()).then([clashSettled()]);
    givenAgreements([], { visibleClash })
      .when(settleClash({ how: "moved", note: "The leads move theirs." }))
      .then([clashSettled("moved", "The leads move theirs.")]);
  });

  it("is refused where the person sees no such clash", () => {
    givenAgreements([]).when(settleClash()).thenRefused("UNKNOWN_CLASH", "clash");
    // Settled before its dates changed: there is no such clash any more.
    givenAgreements([clashSettled()])
      .when(settleClash({ how: "moved" }))
      .thenRefused("UNKNOWN_CLASH", "clash");
  });

  it("is refused in the same way with the same note, and possible in another way or with another note", () => {
    const settled = { visibleClash, settlementNote: "One team meets both." };
    givenAgreements([clashSettled()], settled).when(settleClash()).thenRefused("CLASH_SETTLED", "clash");
    givenAgreements([clashSettled()], settled)
      .when(settleClash({ note: "  One team meets both. " }))
      .thenRefused("CLASH_SETTLED", "clash");
    givenAgreements([clashSettled()], settled)
      .when(settleClash({ how: "merged" }))
      .then([clashSettled("merged")]);
    givenAgreements([clashSettled()], settled)
      .when(settleClash({ note: "Two teams meet them." }))
      .then([clashSettled("both-run", "Two teams meet them.")]);
    // The note of another clash is no repeat, nor is one that was erased.
    givenAgreements([clashSettled()], { visibleClash, settlementNote: undefined }).when(settleClash()).then([clashSettled()]);
  });

  it("is refused to somebody who has said ten times how it is settled, and to nobody else", () => {
    const said = Array.from({ length: 10 }, (_, n) => clashSettled("merged", `Note ${n}`));
    givenAgreements(said, { visibleClash, actor: COUNCIL_OFFICER }).when(settleClash()).thenRefused("TOO_MANY", "clash");
    givenAgreements(said, { visibleClash, actor: "another-lead" }).when(settleClash()).then([clashSettled()]);
    givenAgreements(said.slice(1), { visibleClash, actor: COUNCIL_OFFICER }).when(settleClash()).then([clashSettled()]);
  });

  it("counts as it was settled last", () => {
    const state = councilOf([clashSettled(), clashSettled("merged")]);
    expect(lastSettlement(state, "clash")).toMatchObject({ how: "merged" });
    expect(lastSettlement(state, "another")).toBeUndefined();
  });
});
