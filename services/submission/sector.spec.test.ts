// What bodies of the sector submit: for their own region and strand, and with a protected source where they ask for it.
import { describe, expect, it } from "vitest";
import { account, submitInformation, submitted } from "../../test/examples/support.ts";
import { givenSubmission } from "../../test/helpers/specification.ts";
import { plain } from "../confidential.ts";

/** Councils of London and of the East Midlands: a borough, a county, and a shire district. */
const [BOROUGH, COUNTY, DISTRICT] = ["X00000009", "X00000004", "X00000005"];
const CHILDRENS = { strand: "childrens", cause: undefined } as const;

describe("A body of the sector", () => {
  it.each([
    ["cib-london", "childrens"],
    ["adass-london", "adults"],
    ["regional-improvement-london", "corporate"],
    ["member-peers-london", "childrens"],
    ["group-office-labour", "adults"],
  ] as const)("submits for its own region and strand: %s", (body, strand) => {
    const input = { body, council: BOROUGH, strand, cause: undefined };
    givenSubmission([])
      .when(submitInformation(input))
      .then([submittedBy({ body, council: BOROUGH, region: "E12000007", strand })]);
  });

  it.each([
    ["cib-london", COUNTY, "childrens", "council", "Children's Improvement Board regional leads, East Midlands"],
    ["member-peers-london", DISTRICT, "corporate", "council", "Lead and regional member peers, East Midlands"],
    ["cib-london", BOROUGH, "adults", "strand", "ADASS regional leads, London"],
    ["adass-london", BOROUGH, "corporate", "strand", "Regional improvement organisation, London"],
    ["regional-improvement-london", COUNTY, "childrens", "council", "Children's Improvement Board regional leads, East Midlands"],
  ] as const)(
    "is refused elsewhere, and learns who is responsible: %s about %s, %s",
    (body, council, strand, field, responsible) => {
      givenSubmission([])
        .when(submitInformation({ body, council, strand, cause: undefined }))
        .thenRefusedSaying(
          "BODY_NOT_RESPONSIBLE",
          field,
          `Your body does not work in this region and strand. Ask the ${responsible} to submit it, or tell the adviser for this region and strand.`,
        );
    },
  );

  it("submits nothing about a strand that the council is not responsible for", () => {
    givenSubmission([])
      .when(submitInformation({ body: "cib-east-midlands", council: DISTRICT, ...CHILDRENS }))
      .thenRefused("STRAND_NOT_OF_COUNCIL", "strand");
  });

  it("needs no reason, as it has no remit", () => {
    givenSubmission([])
      .when(submitInformation({ body: "cib-london", council: BOROUGH, ...CHILDRENS, beyondRemitReason: "We heard of it." }))
      .thenRefused("INVALID_INPUT", "beyondRemitReason");
  });
});

describe("A protected source", () => {
  it("is recorded apart from what it says, with its reference", () => {
    const { source, reference } = account;
    const input = { body: "cib-london", council: BOROUGH, ...CHILDRENS, protectedSource: true };
    const data = { body: "cib-london", council: BOROUGH, region: "E12000007", strand: "childrens" } as const;
    const text = plain({ account: account.account });
    givenSubmission([])
      .when(submitInformation(input))
      .then([submittedBy({ ...data, protectedSource: true, text, protectedText: plain({ source, reference }) })]);
    givenSubmission([])
      .when(submitInformation({ ...input, reference: undefined }))
      .then([submittedBy({ ...data, protectedSource: true, text, protectedText: plain({ source }) })]);
  });

  it.each(["dfe", "ofsted"])("is not for departments and inspectorates: %s", (body) => {
    givenSubmission([])
      .when(submitInformation({ body, council: COUNTY, ...CHILDRENS, protectedSource: true }))
      .thenRefused("INVALID_INPUT", "protectedSource");
  });
});

/** A submission without a cause. */
function submittedBy(differing: Parameters<typeof submitted>[0]): ReturnType<typeof submitted> {
  const { type, data } = submitted(differing);
  const { cause: _, ...rest } = data as Extract<ReturnType<typeof submitted>, { type: "InformationSubmitted.v3" }>["data"];
  expect(type).toBe("InformationSubmitted.v3");
  return { type: "InformationSubmitted.v3", data: rest };
}
