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
  it("says whose it is, of which strand, when and about what", () => {
    givenAgreements([]).when(planApproach()).then([approachPlanned()]);
    givenAgreements([])
      .when(planApproach({ ...LGA, kind: "approach" }))
      .then([approachPlanned({ ...LGA, kind: "approach" })]);
  });

  it("is for days to come, and ends on or after the day it starts", () => {
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

  it("warns of another body's that is ahead before anything is recorded, naming whose and when", () => {
    givenAgreements([approachPlanned()])
      .when(planApproach(LGA))
      .thenRefused(
        "APPROACH_CLASHES",
        "knowing",
        "Planned: Children's Improvement Board regional leads, North East from 16 March 2026 to 18 March 2026. Then confirm that you know of each.",
      );
  });

  it("is recorded by who knows of every other, and says which they knew of", () => {
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

  it("does not clash with what is over, cancelled or the body's own", () => {
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
        "Somebody leads the conversation with it. Then confirm that you spoke to them.",
      );
    givenAgreements([leadNamed(SECOND_ADVISER)])
      .when(planApproach({ leadConsulted: true }))
      .then([approachPlanned({ leadConsulted: true })]);
  });

  it("names every fault at once: the council, the dates, others ahead and the lead", () => {
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

  it("by the lead, or after the lead has ended or no longer advises the region, needs no consultation", () => {
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

  it("to a council that does not exist, or no longer, is refused", () => {
    givenAgreements([], { council: councils.status("X99999999", TODAY) })
      .when(planApproach())
      .thenRefused("UNKNOWN_COUNCIL", "council");
    givenAgreements([], { council: councils.status(ABOLISHED, TODAY) })
      .when(planApproach())
      .thenRefused("COUNCIL_NOT_IN_FORCE", "council");
  });

  it("lasts sixty days at most and begins within two years, so that nobody keeps a council to themselves", () => {
    givenAgreements([])
      .when(planApproach({ from: "2026-03-16", to: "2026-05-15" }))
      .then([approachPlanned({ from: "2026-03-16", to: "2026-05-15" })]);
    for (const days of [
      { from: "2026-03-16", to: "2026-05-16" },
      { from: "2028-03-02", to: "2028-03-03" },
    ])
      givenAgreements([]).when(planApproach(days)).thenRefused("APPROACH_TOO_FAR", "to");
  });

  it("is one of ten that its body has ahead at most", () => {
    const many = Array.from({ length: 10 }, (_, n) => approachPlanned({ approach: `${n}` }));
    givenAgreements(many).when(planApproach()).thenRefused("TOO_MANY", "from");
    givenAgreements([...many, approachCancelled("7")])
      .when(planApproach())
      .then([approachPlanned()]);
  });
});

describe("Cancelling an approach", () => {
  it("says why, and is for one that is ahead or under way, whatever has become of the council", () => {
    givenAgreements([approachPlanned()]).when(cancelApproach()).then([approachCancelled()]);
    givenAgreements([approachPlanned()], { council: councils.status(ABOLISHED, TODAY) })
      .when(cancelApproach())
      .then([approachCancelled()]);
    givenAgreements([approachPlanned({ from: "2026-02-27", to: TODAY })])
      .when(cancelApproach())
      .then([approachCancelled()]);
  });

  it("that is over, cancelled already or was never planned is refused", () => {
    for (const events of [
      [],
      [approachPlanned({ approach: "other" })],
      [approachPlanned(), approachCancelled()],
      [approachPlanned({ from: "2026-02-27", to: "2026-03-01" })],
    ])
      givenAgreements(events).when(cancelApproach()).thenRefused("UNKNOWN_APPROACH", "approach");
  });

  it("leaves the others ahead", () => {
    const state = councilOf([approachPlanned(), approachPlanned({ approach: "other", body: CIB }), approachCancelled()]);
    expect(approachesAhead(state, TODAY).map(({ approach }) => approach)).toEqual(["other"]);
    expect(approachesAhead(state, "2026-03-18")).toHaveLength(1);
    expect(approachesAhead(state, "2026-03-19")).toHaveLength(0);
  });
});
