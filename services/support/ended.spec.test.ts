import { describe, expect, it } from "vitest";
import {
  agreed,
  BEGUN_ON,
  completed,
  declined,
  ended,
  endSupport,
  judged,
  judgeOutcome,
  offered,
  running,
} from "../../test/examples/support.ts";
import { ADVISER, COUNCIL_OFFICER, givenSupport, SECOND_ADVISER, supportOf, TODAY } from "../../test/helpers/specification.ts";
import type { SupportEvent } from "./events.ts";
import { workedWell } from "./state.ts";

describe("Ending support", () => {
  it("that runs records whether it was completed or stopped, when and why", () => {
    givenSupport(running).when(endSupport()).then([ended()]);
    givenSupport(running)
      .when(endSupport("stopped"))
      .then([ended("stopped")]);
  });

  it("that has not begun withdraws the offer, whatever the council has answered", () => {
    for (const events of [[offered()], [offered(), agreed()], [offered(), declined()]]) {
      givenSupport(events)
        .when(endSupport("offer-withdrawn"))
        .then([ended("offer-withdrawn")]);
      for (const how of ["completed", "stopped"] as const)
        givenSupport(events).when(endSupport(how)).thenRefused("SUPPORT_NOT_BEGUN", "how");
    }
    givenSupport(running).when(endSupport("offer-withdrawn")).thenRefused("SUPPORT_BEGUN", "how");
  });

  it("that the council no longer agrees to is possible", () => {
    givenSupport([...running, declined()])
      .when(endSupport("stopped"))
      .then([ended("stopped")]);
  });

  it("is refused for a future day, and for a day before it began or was offered", () => {
    givenSupport(running).when(endSupport("completed", "2026-03-03")).thenRefused("FUTURE_DATE", "endedOn");
    givenSupport(running).when(endSupport("completed", "2026-02-22")).thenRefused("SUPPORT_DATES_REVERSED", "endedOn");
    givenSupport([offered()]).when(endSupport("offer-withdrawn", "2026-02-19")).thenRefused("SUPPORT_DATES_REVERSED", "endedOn");
    for (const day of [BEGUN_ON, TODAY])
      givenSupport(running)
        .when(endSupport("completed", day))
        .then([ended("completed", day)]);
    givenSupport([offered()])
      .when(endSupport("offer-withdrawn", "2026-02-20"))
      .then([ended("offer-withdrawn", "2026-02-20")]);
  });

  it("is refused a second time, and for support that was never offered", () => {
    givenSupport(completed).when(endSupport()).thenRefused("SUPPORT_ENDED");
    givenSupport([]).when(endSupport()).thenRefused("NOT_FOUND");
  });
});

describe("Whether support worked", () => {
  it("is judged by the council and by the provider, in either order", () => {
    for (const [first, second] of [
      ["council", "provider"],
      ["provider", "council"],
    ] as const) {
      givenSupport(completed)
        .when(judgeOutcome(first))
        .then([judged(first)]);
      givenSupport([...completed, judged(first)], { actor: COUNCIL_OFFICER })
        .when(judgeOutcome(second, "not-effective"))
        .then([judged(second, "not-effective")]);
    }
  });

  it("is judged of support that was stopped as of support that was completed", () => {
    givenSupport([...running, ended("stopped")])
      .when(judgeOutcome("council", "partly-effective"))
      .then([judged("council", "partly-effective")]);
  });

  it("cannot be judged before the support has ended, or if it never began", () => {
    for (const events of [[offered()], [offered(), agreed()], running, [offered(), ended("offer-withdrawn")]])
      givenSupport(events).when(judgeOutcome("provider")).thenRefused("SUPPORT_NOT_ENDED");
    givenSupport([]).when(judgeOutcome("provider")).thenRefused("NOT_FOUND");
  });

  it("cannot be judged by one person for both sides", () => {
    givenSupport([...completed, judged("provider")], { actor: ADVISER })
      .when(judgeOutcome("council"))
      .thenRefused("JUDGED_BY_BOTH");
    givenSupport([...completed, judged("provider")], { actor: SECOND_ADVISER })
      .when(judgeOutcome("council"))
      .then([judged("council")]);
  });

  it("is judged for the council in an office, and for the provider in none", () => {
    const offices = [{ office: "leader" }, { office: "section-151-officer", acting: true }] as const;
    givenSupport(completed, { offices }).when(judgeOutcome("council")).thenRefused("OFFICE_REQUIRED", "office");
    givenSupport(completed, { offices })
      .when(judgeOutcome("council", "effective", { office: "section-151-officer" }))
      .then([
        {
          ...judged("council"),
          data: { ...judged("council").data, office: "section-151-officer", acting: true },
        } as SupportEvent,
      ]);
    givenSupport(completed, { offices: [] }).when(judgeOutcome("council")).thenRefused("NOT_A_SPEAKER");
    givenSupport(completed, { offices: [] })
      .when(judgeOutcome("provider"))
      .then([judged("provider")]);
    givenSupport(completed)
      .when(judgeOutcome("provider", "effective", { office: "leader" }))
      .thenRefused("INVALID_INPUT", "office");
  });

  it("is judged once by each side, and a judgement cannot be changed", () => {
    givenSupport([...completed, judged("council")], { actor: COUNCIL_OFFICER })
      .when(judgeOutcome("council", "not-effective"))
      .thenRefused("JUDGED_ALREADY", "by");
  });

  it("counts as good practice only if both sides judged it effective", () => {
    const well = (...judgements: Parameters<typeof judged>[]) => {
      const state = supportOf([...completed, ...judgements.map((given) => judged(...given))]);
      return state && workedWell(state);
    };
    expect(well(["council"], ["provider"])).toBe(true);
    expect(well(["council"])).toBe(false);
    expect(well(["council"], ["provider", "partly-effective"])).toBe(false);
    expect(well(["council", "not-effective"], ["provider"])).toBe(false);
    expect(well()).toBe(false);
  });
});
