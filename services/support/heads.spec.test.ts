// The council's answer to an offer of support, where its chief executive and its leader both answer.
import { describe, expect, it } from "vitest";
import { COUNCIL_OFFICES, type CouncilOffice, isHead } from "../../reference/concern-terms.ts";
import { REGION_VIEWS, type RegionView } from "../../reference/support-kinds.ts";
import { offered } from "../../test/examples/support.ts";
import { givenSupport } from "../../test/helpers/specification.ts";
import type { SupportCommand } from "./commands.ts";
import type { SupportEvent } from "./events.ts";
import { supportFacts } from "./facts.ts";
import { evolveSupport, isDividedOn, type SupportState, statusOfSupport } from "./state.ts";

const agrees = (office: CouncilOffice, regionSees: RegionView = "dates"): SupportEvent => ({
  type: "SupportAgreed.v2",
  data: { office, regionSees },
});
const declines = (office: CouncilOffice): SupportEvent => ({ type: "SupportDeclined.v2", data: { office } });
const shows = (office: CouncilOffice, regionSees: RegionView): SupportEvent => ({
  type: "RegionViewSet.v1",
  data: { office, regionSees },
});
const answer = (kind: "agreed" | "declined", more: object = {}): SupportCommand => ({
  name: "answerSupport",
  input: { support: "support", answer: kind, ...more },
});
const setView = (regionSees: RegionView): SupportCommand => ({
  name: "setRegionView",
  input: { support: "support", regionSees },
});
const as = (...offices: CouncilOffice[]) => ({ offices: offices.map((office) => ({ office })) });
const stateOf = (...events: readonly SupportEvent[]): SupportState =>
  [offered(), ...events].reduce<SupportState | undefined>(
    (state, event, n) => evolveSupport("support", state, event, { actor: "somebody", at: `2026-03-02T10:00:0${n}.000Z` }),
    undefined,
  ) ?? expect.fail("No support was offered.");
const regionSees = (...events: readonly SupportEvent[]): RegionView => {
  const facts = supportFacts(stateOf(...events));
  return facts.regionSeesPurpose ? "purpose" : facts.regionSees ? "dates" : "nothing";
};

describe("The answer of a council to an offer of support", () => {
  it("is a refusal where one head declines and the other agrees, in whichever order", () => {
    for (const both of [
      [agrees("chief-executive"), declines("leader")],
      [declines("leader"), agrees("chief-executive")],
    ]) {
      const state = stateOf(...both);
      expect([statusOfSupport(state), isDividedOn(state), state.answer?.office]).toEqual(["declined", true, "leader"]);
      expect(state.formerAnswers.map(({ office }) => office)).toEqual(["chief-executive"]);
      expect(regionSees(...both)).toBe("nothing");
    }
  });

  it("is an agreement once both agree, and then its region sees what both allow", () => {
    for (const chief of REGION_VIEWS)
      for (const leader of REGION_VIEWS) {
        const both = [agrees("chief-executive", chief), agrees("leader", leader)];
        const least = REGION_VIEWS.find((view) => [chief, leader].includes(view));
        expect(statusOfSupport(stateOf(...both))).toBe("agreed");
        expect([regionSees(...both), regionSees(...both.toReversed())]).toEqual([least, least]);
      }
  });

  it("is that of one head while the other has not answered, and that of other officers only while neither head has answered", () => {
    expect(statusOfSupport(stateOf(declines("lead-member"), agrees("leader", "purpose")))).toBe("agreed");
    expect(regionSees(agrees("lead-member", "dates"), agrees("leader", "purpose"))).toBe("purpose");
    expect(statusOfSupport(stateOf(agrees("lead-member"), declines("monitoring-officer")))).toBe("declined");
  });

  it("can be changed by the office that gave it", () => {
    expect(statusOfSupport(stateOf(declines("leader"), agrees("chief-executive"), agrees("leader")))).toBe("agreed");
    expect(regionSees(agrees("leader", "purpose"), agrees("chief-executive", "dates"), shows("chief-executive", "purpose"))).toBe(
      "purpose",
    );
    expect(regionSees(agrees("leader", "purpose"), shows("chief-executive", "nothing"))).toBe("nothing");
  });
});

describe("Answering in an office", () => {
  it.each(COUNCIL_OFFICES.filter((office) => !isHead(office)))("as %s is refused once a head has answered", (office) => {
    for (const head of ["chief-executive", "leader"] as const)
      for (const given of [agrees(head), declines(head)])
        for (const kind of ["agreed", "declined"] as const)
          givenSupport([offered(), given], as(office)).when(answer(kind)).thenRefused("HEAD_HAS_SPOKEN");
    givenSupport([offered(), agrees("leader")], as(office))
      .when(setView("purpose"))
      .thenRefused("HEAD_HAS_SPOKEN");
    givenSupport([offered()], as(office))
      .when(answer("agreed"))
      .then([agrees(office)]);
  });

  it("needs the office if the person speaks in several, and is refused in an office in which they do not speak", () => {
    givenSupport([offered()], as("leader", "lead-member")).when(answer("agreed")).thenRefused("OFFICE_REQUIRED", "office");
    givenSupport([offered()], as("leader", "lead-member"))
      .when(answer("declined", { office: "lead-member" }))
      .then([declines("lead-member")]);
    givenSupport([offered()], as()).when(answer("agreed")).thenRefused("NOT_A_SPEAKER");
  });

  it("as the second head shows only the dates unless it allows more, and as the first head what other officers allowed", () => {
    givenSupport([offered(), agrees("leader", "purpose")], as("chief-executive"))
      .when(answer("agreed"))
      .then([agrees("chief-executive", "dates")]);
    givenSupport([offered(), agrees("lead-member", "purpose")], as("chief-executive"))
      .when(answer("agreed"))
      .then([agrees("chief-executive", "purpose")]);
  });
});
