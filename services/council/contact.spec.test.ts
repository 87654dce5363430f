import { describe, expect, it } from "vitest";
import { ABOLISHED, agreeToBeContacted, contactAgreed, contactTakenBack, takeBackContact } from "../../test/examples/support.ts";
import { councilOf, councils, givenAgreements, TODAY } from "../../test/helpers/specification.ts";
import type { CouncilDecisionContext } from "./decision-context.ts";
import { contactsNow } from "./state.ts";

/** An officer who may speak for the council in one strand. */
const speaksOnCorporate: Pick<CouncilDecisionContext, "officesFor"> = {
  officesFor: (strand) => (strand === "corporate" ? [{ office: "nominated-officer" }] : []),
};

describe("Agreeing to be contacted", () => {
  it("records the strand, the cause, the person to contact and the subject of their experience", () => {
    givenAgreements([]).when(agreeToBeContacted()).then([contactAgreed()]);
    givenAgreements([])
      .when(agreeToBeContacted({ strand: "adults", cause: "service-performance" }))
      .then([contactAgreed({ strand: "adults", cause: "service-performance" })]);
  });

  it("is refused for a cause that does not belong to the strand", () => {
    givenAgreements([])
      .when(agreeToBeContacted({ cause: "service-performance" }))
      .thenRefused("CAUSE_NOT_FOR_STRAND", "cause");
  });

  it("is possible only for a council in force", () => {
    givenAgreements([], { council: councils.status("X99999999", TODAY) })
      .when(agreeToBeContacted())
      .thenRefused("UNKNOWN_COUNCIL", "council");
    givenAgreements([], { council: councils.status(ABOLISHED, TODAY) })
      .when(agreeToBeContacted())
      .thenRefused("COUNCIL_NOT_IN_FORCE", "council");
  });

  it("is refused to an officer who may speak for the council in other strands only", () => {
    givenAgreements([], speaksOnCorporate).when(agreeToBeContacted()).then([contactAgreed()]);
    givenAgreements([], speaksOnCorporate)
      .when(agreeToBeContacted({ strand: "adults", cause: "service-performance" }))
      .thenRefused("NOT_A_SPEAKER");
  });

  it("is refused once fifty agreements are in force", () => {
    const many = Array.from({ length: 50 }, (_, n) => contactAgreed({ contact: `${n}` }));
    givenAgreements(many).when(agreeToBeContacted()).thenRefused("TOO_MANY", "contact");
    givenAgreements([...many, contactTakenBack("7")])
      .when(agreeToBeContacted())
      .then([contactAgreed()]);
  });
});

describe("Taking back an agreement to be contacted", () => {
  it("needs no reason, and is possible for an abolished council", () => {
    givenAgreements([contactAgreed()]).when(takeBackContact()).then([contactTakenBack()]);
    givenAgreements([contactAgreed()], { council: councils.status(ABOLISHED, TODAY) })
      .when(takeBackContact())
      .then([contactTakenBack()]);
  });

  it("is refused to an officer who may speak for the council in other strands only", () => {
    givenAgreements([contactAgreed()], speaksOnCorporate).when(takeBackContact()).then([contactTakenBack()]);
    givenAgreements([contactAgreed({ strand: "adults" })], speaksOnCorporate)
      .when(takeBackContact())
      .thenRefused("NOT_A_SPEAKER");
  });

  it("does nothing a second time, and is refused for an agreement that was never given", () => {
    givenAgreements([contactAgreed(), contactTakenBack()]).when(takeBackContact()).thenNothing();
    givenAgreements([contactAgreed()]).when(takeBackContact("other")).thenRefused("UNKNOWN_CONTACT", "contact");
  });

  it("ends only that agreement", () => {
    const state = councilOf([contactAgreed(), contactAgreed({ contact: "other" }), contactTakenBack()]);
    expect(contactsNow(state).map(({ contact }) => contact)).toEqual(["other"]);
  });
});
