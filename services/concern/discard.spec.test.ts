import { describe, expect, it } from "vitest";
import {
  addEvidence,
  aware,
  discardConcern,
  discarded,
  discardProposed,
  evidenced,
  openUntoldWords,
  proposeDiscard,
  recordAwareness,
} from "../../test/examples/concern.ts";
import { by, concernOf, given, SECOND_ADVISER, TODAY } from "../../test/helpers/specification.ts";
import { certainDay } from "../decision-context.ts";
import { deadlinesOf } from "./deadlines.ts";
import { factsOf } from "./facts.ts";
import { NONE_BLOCKED, nextChange } from "./shares.ts";
import { tasksOf } from "./tasks.ts";

const OVERDUE = "2026-03-31";
const proposed = [...evidenced, discardProposed()];
const bySecond = { actor: SECOND_ADVISER };

describe("Discarding a concern that the council has not been told of", () => {
  it("is proposed by one adviser with a ground, and confirmed by another with the same ground", () => {
    for (const ground of ["in-error", "did-not-stand"] as const) {
      given(evidenced)
        .when(proposeDiscard(ground))
        .then([discardProposed(ground)]);
      given([...evidenced, discardProposed(ground)], bySecond)
        .when(discardConcern())
        .then([discarded(ground)]);
    }
  });

  it("is refused to the adviser who proposed it, and if nobody proposed it", () => {
    given(proposed).when(discardConcern()).thenRefused("DISCARD_BY_PROPOSER");
    given(evidenced, bySecond).when(discardConcern()).thenRefused("NOT_PROPOSED_TO_DISCARD");
  });

  it("follows the last proposal: the first adviser can confirm what a second one proposed later", () => {
    const again = [...proposed, discardProposed("in-error")];
    given(proposed).when(proposeDiscard()).thenNothing();
    given(proposed, bySecond)
      .when(proposeDiscard("in-error"))
      .then([discardProposed("in-error")]);
    given(again, bySecond)
      .when(discardConcern())
      .then([discarded("in-error")]);
  });

  it("is possible before and after the last day to tell the council, but not once the council was told", () => {
    given(evidenced, { today: OVERDUE }).when(proposeDiscard()).then([discardProposed()]);
    given(proposed, { ...bySecond, today: OVERDUE })
      .when(discardConcern())
      .then([discarded()]);
    given(aware).when(proposeDiscard()).thenRefused("DISCARD_AFTER_TELLING");
    given([...proposed, ...aware.slice(evidenced.length)], bySecond)
      .when(discardConcern())
      .thenRefused("DISCARD_AFTER_TELLING");
  });
});

describe("A discarded concern", () => {
  const gone = [...proposed, discarded()];
  const day = { ...certainDay(OVERDUE), inForce: new Set<string>(), blocked: NONE_BLOCKED };

  it("accepts no command", () => {
    for (const command of [addEvidence(), recordAwareness(), proposeDiscard(), discardConcern(), openUntoldWords()])
      given(gone, { today: TODAY }).when(command).thenRefused("NOT_FOUND");
  });

  it("has facts for policy with no scope and no council", () => {
    expect(factsOf(concernOf(gone), day)).toMatchObject({
      council: "",
      region: "",
      scope: "",
      councilAware: false,
      evidenced: false,
    });
  });

  it("keeps its council, its dates and the ground, and nothing that was added to it", () => {
    const state = concernOf(gone);
    expect(state).toMatchObject({ council: "X00000001", region: "E12000001", logged: by, untold: { discarded: { ...by } } });
    expect(state.untold.discarded?.ground).toBe("did-not-stand");
    expect(state.evidence).toEqual([]);
  });

  it("has no tasks, no deadline and no day on which it changes", () => {
    expect(tasksOf(concernOf(gone), day)).toEqual([]);
    expect(deadlinesOf(concernOf(gone))).toEqual([]);
    expect(nextChange(concernOf(gone), certainDay(TODAY))).toBeUndefined();
  });
});
