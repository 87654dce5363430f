// Whatever begins a record about a council is about a strand that the council is responsible for (domain.md, "Who is responsible for what").
import { describe, it } from "vitest";
import { logConcern } from "../../test/examples/concern.ts";
import {
  agreeToBeContacted,
  offerSupport,
  planApproach,
  requestSupport,
  submitInformation,
} from "../../test/examples/support.ts";
import {
  councilCircumstances,
  councils,
  given,
  givenAgreements,
  givenSignal,
  givenSubmission,
  givenSupport,
  TODAY,
} from "../../test/helpers/specification.ts";
import type { CouncilCommand } from "./decide.ts";

const DISTRICT = "X00000005";
const COUNTY = "In its area that is Tarrowshire County Council (invented) (X00000004).";
const refused = ["STRAND_NOT_OF_COUNCIL", "strand", COUNTY] as const;

describe("A district", () => {
  it("cannot be the subject of a concern about children's or adults' services, and the refusal names the county", () => {
    for (const strand of ["childrens", "adults"] as const)
      given([])
        .when(logConcern({ council: DISTRICT, strand, cause: "leadership" }))
        .thenRefused(...refused);
  });

  it("cannot be the subject of a submission, offer or request about them", () => {
    const about = { council: DISTRICT, strand: "childrens" } as const;
    givenSubmission([])
      .when(submitInformation({ ...about, cause: "leadership" }))
      .thenRefused(...refused);
    givenSupport([])
      .when(offerSupport({ ...about, kind: "mentoring", provider: "cib-east-midlands", causes: ["leadership"] }))
      .thenRefused(...refused);
    givenSignal([])
      .when(requestSupport({ ...about, causes: ["leadership"] }))
      .thenRefused(...refused);
  });

  it("cannot agree to anything about them, and nobody can plan an approach about them", () => {
    const council = councils.status(DISTRICT, TODAY);
    const agreement: CouncilCommand = {
      name: "giveStandingAgreement",
      input: {
        ...{ council: DISTRICT, body: "performance-support-panel", purpose: "align-support" },
        ...{ parts: ["summary"], strand: "childrens" },
      },
    };
    const contact = agreeToBeContacted({ council: DISTRICT, strand: "adults", cause: "leadership" });
    for (const command of [agreement, contact, planApproach({ council: DISTRICT, strand: "childrens" })])
      givenAgreements([], { ...councilCircumstances, council })
        .when(command)
        .thenRefused(...refused);
  });

  it("is refused without the name of a county if the register names none", () => {
    given([], { today: "2024-03-31" })
      .when(logConcern({ council: "X00000007", strand: "adults", cause: "leadership" }))
      .thenRefused("STRAND_NOT_OF_COUNCIL", "strand");
  });
});
