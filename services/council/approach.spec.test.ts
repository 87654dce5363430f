import { describe, expect, it } from "vitest";
import {
  ABOLISHED,
  approachCancelled,
  approachPlanned,
  CIB,
  cancelApproach,
  leadEnded,
  leadNamed,
  planApproach,
} from "../../test/examples/support.ts";
import { ADVISER, councilOf, councils, givenAgreements, SECOND_ADVISER, TODAY } from "../../test/helpers/specification.ts";
import { approachesAhead } from "./state.ts";

const LGA = { body: "lga", strand: "corporate" } as const;

describe("Planning an approach or a visit", () => {
  it("records the body, the strand, the dates and the subject", () => {
    givenAgreements([]).when(planApproach()).then([approachPlanned()]);
    givenAgreements([])
      .when(planApproach({ ...LGA, kind: "approach" }))
      .then([approachPlanned({ ...LGA, kind: "approach" })]);
  });

  it("needs future dates, and an end on or after the start", () => {
    givenAgreements([])
      .when(planApproach({ from: TODAY }))
      .thenRefused("APPROACH_PAST", "from");
    givenAgreements([])
      .when(planApproach({ from: "2026-03-18", to: "2026-03-17" }))
      .thenRefused("APPROACH_REVERSED", "to");
    const oneDay = { from: "2026-03-03", to: "2026-03-03" };
    givenAgreements([])
      .when(planApproach(oneDay))
      .then([approachPlanned(oneDay)]);
  });

  it("warns of another body's future approach before anything is recorded, with the body and the dates", () => {
    givenAgreements([approachPlanned()])
      .when(planApproach(LGA))
      .thenRefused(
        "APPROACH_CLASHES",
        "knowing",
        "Planned: Children's Improvement Board regional leads, North East from 16 March 2026 to 18 March 2026. Then confirm that you know of each.",
      );
  });

  it("is accepted from a planner who names every other approach, and records these", () => {
    const others = [
      approachPlanned({ approach: "first" }),
      approachPlanned({ approach: "second", from: "2026-05-04", to: "2026-05-05" }),
    ];
    givenAgreements(others)
      .when(planApproach({ ...LGA, knowing: ["first"] }))
      .thenRefused("APPROACH_CLASHES", "knowing");
    givenAgreements(others)
      .when(planApproach({ ...LGA, knowing: ["second", "first", "unheard-of"] }))
      .then([approachPlanned({ ...LGA, knowing: ["first", "second"] })]);
  });

  it("does not clash with approaches that are over, cancelled or of the same body", () => {
    const over = approachPlanned({ from: "2026-02-27", to: "2026-03-01" });
    for (const events of [[over], [approachPlanned(), approachCancelled()]])
      givenAgreements(events)
        .when(planApproach(LGA))
        .then([approachPlanned(LGA)]);
    givenAgreements([approachPlanned({ approach: "own" })])
      .when(planApproach())
      .then([approachPlanned()]);
    const toToday = approachPlanned({ from: "2026-02-27", to: TODAY });
    givenAgreements([toToday]).when(planApproach(LGA)).thenRefused("APPROACH_CLASHES", "knowing");
  });

  it("warns that another person leads the conversation, until the planner has spoken with them", () => {
    givenAgreements([leadNamed(SECOND_ADVISER)])
      .when(planApproach())
      .thenRefused(
        "APPROACH_CLASHES",
        "leadConsulted",
        "Asha Patel leads the conversation with it. Then confirm that you spoke to them.",
      );
    givenAgreements([leadNamed(SECOND_ADVISER)])
      .when(planApproach({ leadConsulted: true }))
      .then([approachPlanned({ leadConsulted: true })]);
  });

  it("is refused with every fault at once: the council, the dates, other approaches and the lead", () => {
    const past = { ...LGA, from: TODAY, to: "2026-03-01" };
    givenAgreements([leadNamed(SECOND_ADVISER), approachPlanned()], { council: councils.status("X99999999", TODAY) })
      .when(planApproach(past))
      .thenRefusedAll([
        ["UNKNOWN_COUNCIL", "council"],
        ["APPROACH_REVERSED", "to"],
        ["APPROACH_PAST", "from"],
        ["APPROACH_CLASHES", "knowing"],
        ["APPROACH_CLASHES", "leadConsulted"],
      ]);
  });

  it("needs no consultation of the lead if the lead is the planner, has ended or no longer advises the region", () => {
    givenAgreements([leadNamed(ADVISER)])
      .when(planApproach())
      .then([approachPlanned()]);
    givenAgreements([leadNamed(SECOND_ADVISER), leadEnded()])
      .when(planApproach())
      .then([approachPlanned()]);
    givenAgreements([leadNamed(SECOND_ADVISER)], { advisesHere: () => false })
      .when(planApproach())
      .then([approachPlanned()]);
  });

  it("is refused for a council that does not exist, or no longer exists", () => {
    givenAgreements([], { council: councils.status("X99999999", TODAY) })
      .when(planApproach())
      .thenRefused("UNKNOWN_COUNCIL", "council");
    givenAgreements([], { council: councils.status(ABOLISHED, TODAY) })
      .when(planApproach())
      .thenRefused("COUNCIL_NOT_IN_FORCE", "council");
  });

  it("is refused for more than sixty days or more than two years ahead, so that no body reserves a council for itself", () => {
    givenAgreements([])
      .when(planApproach({ from: "2026-03-16", to: "2026-05-15" }))
      .then([approachPlanned({ from: "2026-03-16", to: "2026-05-15" })]);
    for (const days of [
      { from: "2026-03-16", to: "2026-05-16" },
      { from: "2028-03-02", to: "2028-03-03" },
    ])
      givenAgreements([]).when(planApproach(days)).thenRefused("APPROACH_TOO_FAR", "to");
  });

  it("is refused once the body has ten future approaches", () => {
    const many = Array.from({ length: 10 }, (_, n) => approachPlanned({ approach: `${n}` }));
    givenAgreements(many).when(planApproach()).thenRefused("TOO_MANY", "from");
    givenAgreements([...many, approachCancelled("7")])
      .when(planApproach())
      .then([approachPlanned()]);
  });
});

describe("Cancelling an approach", () => {
  it("records the reason, and is possible for a future or running approach, even if the council was abolished", () => {
    givenAgreements([approachPlanned()]).when(cancelApproach()).then([approachCancelled()]);
    givenAgreements([approachPlanned()], { council: councils.status(ABOLISHED, TODAY) })
      .when(cancelApproach())
      .then([approachCancelled()]);
    givenAgreements([approachPlanned({ from: "2026-02-27", to: TODAY })])
      .when(cancelApproach())
      .then([approachCancelled()]);
  });

  it("is refused if the approach is over, already cancelled or was never planned", () => {
    for (const events of [
      [],
      [approachPlanned({ approach: "other" })],
      [approachPlanned(), approachCancelled()],
      [approachPlanned({ from: "2026-02-27", to: "2026-03-01" })],
    ])
      givenAgreements(events).when(cancelApproach()).thenRefused("UNKNOWN_APPROACH", "approach");
  });

  it("does not affect other approaches", () => {
    const state = councilOf([approachPlanned(), approachPlanned({ approach: "other", body: CIB }), approachCancelled()]);
    expect(approachesAhead(state, TODAY).map(({ approach }) => approach)).toEqual(["other"]);
    expect(approachesAhead(state, "2026-03-18")).toHaveLength(1);
    expect(approachesAhead(state, "2026-03-19")).toHaveLength(0);
  });
});
