import { describe, expect, it } from "vitest";
import { ABOLISHED, endLead, LAST_DAY, leadEnded, leadNamed, nameLead, SUCCESSOR } from "../../test/examples/support.ts";
import {
  ADVISER,
  byCouncil,
  councilOf,
  councils,
  givenAgreements,
  SECOND_ADVISER,
  TODAY,
} from "../../test/helpers/specification.ts";

describe("The lead of the single conversation", () => {
  it("is an adviser of the council's region, and is visible from then on", () => {
    givenAgreements([])
      .when(nameLead(ADVISER))
      .then([leadNamed(ADVISER)]);
    givenAgreements([]).when(nameLead("stranger")).thenRefused("NOT_AN_ADVISER_THERE", "person");
    expect(councilOf([leadNamed(ADVISER)]).lead).toEqual({ person: ADVISER, named: byCouncil });
  });

  it("is only one person: a second one is refused until the first has ended", () => {
    givenAgreements([leadNamed(ADVISER)])
      .when(nameLead(SECOND_ADVISER))
      .thenRefused("LEAD_NAMED", "council");
    givenAgreements([leadNamed(ADVISER), leadEnded()])
      .when(nameLead(SECOND_ADVISER))
      .then([leadNamed(SECOND_ADVISER)]);
  });

  it("is refused with every fault at once", () => {
    givenAgreements([leadNamed(ADVISER)])
      .when(nameLead("stranger"))
      .thenRefusedAll([
        ["LEAD_NAMED", "council"],
        ["NOT_AN_ADVISER_THERE", "person"],
      ]);
  });

  it("is not named again if the same person is the lead already", () => {
    givenAgreements([leadNamed(ADVISER)])
      .when(nameLead(ADVISER))
      .thenNothing();
  });

  it("does not prevent another lead if they no longer advise the region", () => {
    const left = { advisesHere: (person: string) => person === SECOND_ADVISER };
    givenAgreements([leadNamed(ADVISER)], left)
      .when(nameLead(SECOND_ADVISER))
      .then([leadNamed(SECOND_ADVISER)]);
    givenAgreements([leadNamed(ADVISER)], left)
      .when(nameLead("stranger"))
      .thenRefused("NOT_AN_ADVISER_THERE", "person");
  });

  it("is not named again after they stopped advising the region, until they advise it again", () => {
    const lapsed = { advisesHere: (person: string) => person === SECOND_ADVISER };
    givenAgreements([leadNamed(ADVISER)], lapsed)
      .when(nameLead(ADVISER))
      .thenRefused("NOT_AN_ADVISER_THERE", "person");
    givenAgreements([leadNamed(ADVISER), leadEnded()], lapsed)
      .when(nameLead(ADVISER))
      .thenRefused("NOT_AN_ADVISER_THERE", "person");
    givenAgreements([leadNamed(ADVISER), leadEnded()])
      .when(nameLead(ADVISER))
      .then([leadNamed(ADVISER)]);
  });

  it("is named only for a council in force", () => {
    const status = (code: string, date = TODAY) => ({ council: councils.status(code, date) });
    givenAgreements([], status("X99999999")).when(nameLead(ADVISER)).thenRefused("UNKNOWN_COUNCIL", "council");
    givenAgreements([], status(ABOLISHED))
      .when(nameLead(ADVISER))
      .thenRefused(
        "COUNCIL_NOT_IN_FORCE",
        "council",
        "It ended on 31 March 2024. Its successors: Fennimere Council (invented) (X00000008).",
      );
    givenAgreements([], status(SUCCESSOR, LAST_DAY)).when(nameLead(ADVISER)).thenRefused("COUNCIL_NOT_IN_FORCE", "council");
  });

  it("ends with a reason, even if the council was abolished, and only if there is a lead", () => {
    givenAgreements([leadNamed(ADVISER)])
      .when(endLead())
      .then([leadEnded()]);
    givenAgreements([leadNamed(ADVISER)], { council: councils.status(ABOLISHED, TODAY) })
      .when(endLead())
      .then([leadEnded()]);
    givenAgreements([]).when(endLead()).thenRefused("NO_LEAD");
    givenAgreements([leadNamed(ADVISER), leadEnded()])
      .when(endLead())
      .thenRefused("NO_LEAD");
    expect(councilOf([leadNamed(ADVISER), leadEnded()]).lead).toBeUndefined();
  });
});
