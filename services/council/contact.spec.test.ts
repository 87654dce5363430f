import { describe, expect, it } from "vitest";
import { ABOLISHED, agreeToBeContacted, contactAgreed, contactTakenBack, takeBackContact } from "../../test/examples/support.ts";
import { councilOf, councils, givenAgreements, TODAY } from "../../test/helpers/specification.ts";
import { contactsNow } from "./state.ts";

describe("Agreeing to be contacted", () => {
  it("is for a strand and a cause, and says whom to contact and what they can tell of", () => {
    givenAgreements([]).when(agreeToBeContacted()).then([contactAgreed()]);
    givenAgreements([])
      .when(agreeToBeContacted({ strand: "adults", cause: "service-performance" }))
      .then([contactAgreed({ strand: "adults", cause: "service-performance" })]);
  });

  it("for a cause that is none of the strand is refused", () => {
    givenAgreements([])
      .when(agreeToBeContacted({ cause: "service-performance" }))
      .thenRefused("CAUSE_NOT_FOR_STRAND", "cause");
  });

  it("is for a council in force", () => {
    givenAgreements([], { council: councils.status("X99999999", TODAY) })
      .when(agreeToBeContacted())
      .thenRefused("UNKNOWN_COUNCIL", "council");
    givenAgreements([], { council: councils.status(ABOLISHED, TODAY) })
      .when(agreeToBeContacted())
      .thenRefused("COUNCIL_NOT_IN_FORCE", "council");
  });

  it("stands fifty times at most", () => {
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

  it("a second time does nothing, and of what was never agreed is refused", () => {
    givenAgreements([contactAgreed(), contactTakenBack()]).when(takeBackContact()).thenNothing();
    givenAgreements([contactAgreed()]).when(takeBackContact("other")).thenRefused("UNKNOWN_CONTACT", "contact");
  });

  it("ends only that one", () => {
    const state = councilOf([contactAgreed(), contactAgreed({ contact: "other" }), contactTakenBack()]);
    expect(contactsNow(state).map(({ contact }) => contact)).toEqual(["other"]);
  });
});
