// New days of support, which one side proposes and the other agrees to (docs/decisions/0046-diary-and-clashes.md).
import { describe, expect, it } from "vitest";
import {
  agreed,
  answerMove,
  daysAgreed,
  daysDeclined,
  daysProposed,
  declined,
  ended,
  MOVED_TO,
  moveSupport,
  offered,
  presencePlanned,
  running,
} from "../../test/examples/support.ts";
import { ADVISER, COUNCIL_OFFICER, givenSupport, supportOf } from "../../test/helpers/specification.ts";
import type { SupportEvent } from "./events.ts";
import { openMove } from "./state.ts";
import { supportTasks } from "./tasks.ts";

const planned = [offered(), agreed()];
const SIDES = [
  ["provider", "council"],
  ["council", "provider"],
] as const;

describe.each(SIDES)("Other days that the %s proposes", (by, other) => {
  const proposed = [...planned, daysProposed(by)];

  it("wait for the other side, and change nothing until it agrees", () => {
    givenSupport(planned)
      .when(moveSupport(by))
      .then([daysProposed(by)]);
    expect(supportOf(proposed)).toMatchObject({ from: "2026-04-01", until: "2026-09-30", presences: [] });
    expect(openMove(supportOf(proposed) ?? expect.fail())).toMatchObject({ by });
  });

  it(`are the days of the support once the ${other} agrees, and replace presence that has not begun`, () => {
    const before = [presencePlanned("2026-02-27", "2026-03-04", "begun"), presencePlanned("2026-03-09", "2026-03-10", "ahead")];
    givenSupport([...planned, ...before, daysProposed(by)])
      .when(answerMove(other))
      .then([daysAgreed(other, "ahead")]);
    const state = supportOf([...planned, ...before, daysProposed(by), daysAgreed(other, "ahead")]);
    expect(state).toMatchObject({ from: "2026-05-04", until: "2026-10-30", moves: [{ answer: { kind: "agreed", by: other } }] });
    expect(state?.presences.filter(({ cancelled }) => !cancelled).map(({ presence }) => presence)).toEqual([
      "begun",
      "presence-0",
    ]);
  });

  it(`leave the support as it is if the ${other} declines`, () => {
    givenSupport(proposed)
      .when(answerMove(other, "declined"))
      .then([daysDeclined(other)]);
    expect(supportOf([...proposed, daysDeclined(other)])).toMatchObject({ from: "2026-04-01", until: "2026-09-30" });
  });

  it("are not answered by the side that proposed them, nor by the same person", () => {
    givenSupport(proposed).when(answerMove(by)).thenRefused("MOVE_BY_OTHER_SIDE", "by");
    const actor = by === "council" ? COUNCIL_OFFICER : ADVISER;
    givenSupport(proposed, { actor }).when(answerMove(other)).thenRefused("MOVE_BY_OTHER_SIDE", "by");
  });

  it("can no longer be answered after they were answered or replaced, or the support was declined or has ended", () => {
    for (const later of [
      [daysAgreed(other)],
      [daysDeclined(other)],
      [daysProposed(other, { move: "another" })],
      [ended("offer-withdrawn")],
      [declined()],
    ] satisfies SupportEvent[][]) {
      const state = supportOf([...proposed, ...later]) ?? expect.fail();
      expect(openMove(state)?.move).not.toBe("move");
      expect(supportTasks(state).filter(({ about }) => about === "move")).toEqual([]);
    }
    givenSupport([...proposed, daysProposed(other, { move: "another" })])
      .when(answerMove(other))
      .thenRefused("UNKNOWN_MOVE", "move");
    givenSupport([...proposed, ended("offer-withdrawn")])
      .when(answerMove(other))
      .thenRefused("SUPPORT_ENDED");
  });

  it("are a task of the other side, and not of who proposed them", () => {
    const tasks = supportTasks(supportOf(proposed) ?? expect.fail()).filter(({ kind }) => kind === "move-to-answer");
    expect(tasks.map(({ audience }) => audience)).toEqual(
      by === "provider" ? ["speakers:X00000001/corporate"] : ["scope:E12000001/corporate", "body:lga"],
    );
  });
});

describe("Days that are proposed", () => {
  it("are in order, ahead, and other than those of the support", () => {
    const refused = (differing: Parameters<typeof moveSupport>[1], ...refusal: readonly [string, string?]) =>
      givenSupport(planned)
        .when(moveSupport("provider", differing))
        .thenRefused(...(refusal as [never, never]));
    refused({ from: "2026-11-01" }, "SUPPORT_DATES_REVERSED", "until");
    refused({ from: "2026-01-01", until: "2026-02-27" }, "SUPPORT_ENDED", "until");
    refused({ from: "2026-04-01", until: "2026-09-30", presence: [] }, "MOVE_CHANGES_NOTHING", "from");
    refused({ presence: [...MOVED_TO, ...MOVED_TO] }, "PRESENCE_DATES_OVERLAP", "presence.1.from");
    refused({ presence: [{ from: "2026-05-02", to: "2026-05-01", place: "x" }] }, "PERIOD_REVERSED", "presence.0.to");
    givenSupport([offered(), declined()]).when(moveSupport("provider")).thenRefused("SUPPORT_NOT_AGREED");
  });

  it("keep the first day of support that has begun", () => {
    givenSupport(running).when(moveSupport("provider")).thenRefused("SUPPORT_BEGUN", "from");
    givenSupport(running)
      .when(moveSupport("provider", { from: "2026-04-01" }))
      .then([daysProposed("provider", { from: "2026-04-01" })]);
  });

  it("are not agreed to once they have passed", () => {
    givenSupport([...planned, daysProposed("provider")], { today: "2026-05-15" })
      .when(answerMove("council"))
      .thenRefused("MOVE_PAST", "move");
  });

  it("are proposed for the council in one of its offices, and for the provider in none", () => {
    givenSupport(planned)
      .when(moveSupport("provider", { office: "leader" }))
      .thenRefused("INVALID_INPUT", "office");
    givenSupport(planned, { offices: [] }).when(moveSupport("council")).thenRefused("NOT_A_SPEAKER");
  });
});
