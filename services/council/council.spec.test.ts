import { describe, expect, it } from "vitest";
import type { z } from "zod";
import { SHARED_PARTS } from "../../reference/concern-parts.ts";
import { councilOf, councils, givenAgreements, IN_OFFICE, TODAY } from "../../test/helpers/specification.ts";
import { plain } from "../confidential.ts";
import { parse } from "../input.ts";
import { isRefusal } from "../refusals.ts";
import { type CouncilCommand, councilCommands } from "./decide.ts";
import type { CouncilEvent } from "./events.ts";
import { newsOfCouncil, newsOfOpening } from "./news.ts";
import { decideOpening } from "./openings.ts";
import { agreementsInForce } from "./state.ts";

type Give = Extract<CouncilCommand, { name: "giveStandingAgreement" }>["input"];
type Given = Extract<CouncilEvent, { type: "StandingAgreementGiven.v2" }>["data"];

const COUNCIL = "X00000001";
const BODY = "regional-improvement-north-east";

const give = (differing: Partial<Give> = {}): CouncilCommand => ({
  name: "giveStandingAgreement",
  input: { council: COUNCIL, body: BODY, purpose: "align-support", parts: ["summary"], strand: "corporate", ...differing },
});
const agreed = (differing: Partial<Given> = {}): CouncilEvent => ({
  type: "StandingAgreementGiven.v2",
  data: {
    agreement: "agreement",
    body: BODY,
    purpose: "align-support",
    parts: ["headline", "summary"],
    strand: "corporate",
    ...IN_OFFICE,
    ...differing,
  },
});
const takeBack = (agreement = "agreement", statement?: string): CouncilCommand => ({
  name: "takeBackStandingAgreement",
  input: { council: COUNCIL, agreement, ...(statement !== undefined && { statement }) },
});
const takenBack = (agreement = "agreement"): CouncilEvent => ({
  type: "StandingAgreementTakenBack.v2",
  data: { agreement, ...IN_OFFICE },
});

describe("Agreeing in advance", () => {
  it("records the body, the purpose, the parts with those that contain them, and the strand", () => {
    givenAgreements([]).when(give()).then([agreed()]);
    givenAgreements([])
      .when(give({ parts: ["evidence"] }))
      .then([agreed({ parts: ["headline", "summary", "evidence"] })]);
  });

  it("can include a statement", () => {
    givenAgreements([])
      .when(give({ statement: "Decided by cabinet." }))
      .then([agreed({ text: plain({ statement: "Decided by cabinet." }) })]);
  });

  it("to the same again does nothing, whatever the order of the parts and whatever the statement", () => {
    givenAgreements([agreed()])
      .when(give({ parts: ["summary", "headline"], statement: "Again." }))
      .thenNothing();
  });

  it.each<[string, Partial<Give>, Partial<Given>]>([
    ["another body", { body: "member-peers-north-east" }, { body: "member-peers-north-east" }],
    ["another purpose", { purpose: "offer-support" }, { purpose: "offer-support" }],
  ])("for %s is another agreement, in addition to the first", (_, asked, given) => {
    givenAgreements([agreed({ agreement: "first" })])
      .when(give(asked))
      .then([agreed(given)]);
  });

  const [headline, everything] = [{ parts: ["headline" as const] }, { parts: [...SHARED_PARTS] }];
  const standing = (events: readonly CouncilEvent[]) => agreementsInForce(councilOf(events)).map(({ agreement }) => agreement);

  it("to more parts for the same body, purpose and strand keeps the first agreement in force, with the shares that rest on it", () => {
    givenAgreements([agreed({ agreement: "first" })])
      .when(give(everything))
      .then([agreed(everything)]);
    expect(standing([agreed({ agreement: "first" }), agreed(everything)])).toEqual(["first", "agreement"]);
  });

  it("to fewer parts for the same body, purpose and strand takes the first back: the council has narrowed it", () => {
    givenAgreements([agreed({ agreement: "first" })])
      .when(give(headline))
      .then([takenBack("first"), agreed(headline)]);
    expect(standing([agreed({ agreement: "first" }), takenBack("first"), agreed(headline)])).toEqual(["agreement"]);
  });

  it("to fewer parts takes back every wider agreement with a reason, and no other", () => {
    const text = plain({ statement: "Decided by cabinet." });
    const before = [
      agreed({ agreement: "purpose", purpose: "offer-support" }),
      agreed({ agreement: "body", body: "member-peers-north-east" }),
      agreed({ agreement: "gone" }),
      takenBack("gone"),
      agreed({ agreement: "wider" }),
      agreed({ agreement: "widest", ...everything }),
    ];
    const because = (agreement: string): CouncilEvent => ({
      type: "StandingAgreementTakenBack.v2",
      data: { agreement, ...IN_OFFICE, text },
    });
    givenAgreements(before)
      .when(give({ ...headline, statement: "Decided by cabinet." }))
      .then([because("wider"), because("widest"), agreed({ ...headline, text })]);
  });

  it("to the same again does nothing if a narrower agreement is in force", () => {
    givenAgreements([agreed({ agreement: "narrower", ...headline }), agreed({ agreement: "first" })])
      .when(give())
      .thenNothing();
  });

  // Otherwise a council that once agreed to the headline, and then to more, could not narrow to the headline again.
  it("to fewer parts takes back wider agreements even if one for those parts is already in force", () => {
    givenAgreements([agreed({ agreement: "narrower", ...headline }), agreed({ agreement: "wider" })])
      .when(give(headline))
      .then([takenBack("wider")]);
  });

  it("for another strand is another agreement", () => {
    const peers = { body: "member-peers-north-east" };
    givenAgreements([agreed(peers)])
      .when(give({ ...peers, strand: "adults", parts: ["summary"] }))
      .then([agreed({ ...peers, strand: "adults" })]);
  });

  it("again, after it was taken back, is a new agreement", () => {
    givenAgreements([agreed({ agreement: "first" }), takenBack("first")])
      .when(give())
      .then([agreed()]);
  });

  it("is refused for a body that does not exist, or that receives nothing about this region or strand", () => {
    givenAgreements([])
      .when(give({ body: "newspaper" }))
      .thenRefused("UNKNOWN_BODY", "body");
    givenAgreements([])
      .when(give({ body: "regional-improvement-london" }))
      .thenRefused("BODY_OUT_OF_SCOPE", "body");
    givenAgreements([])
      .when(give({ strand: "adults" }))
      .thenRefused("BODY_OUT_OF_SCOPE", "body");
    givenAgreements([])
      .when(give({ body: "cib-north-east" }))
      .thenRefused("BODY_OUT_OF_SCOPE", "body");
  });

  it("is refused for an escalation: the council is asked each time", () => {
    for (const body of [BODY, "mhclg"])
      givenAgreements([])
        .when(give({ body, purpose: "escalate-support" }))
        .thenRefused("ESCALATION_NOT_IN_ADVANCE", "purpose");
  });

  it("is refused with every fault at once", () => {
    givenAgreements([], { council: councils.status("X99999999", TODAY) })
      .when(give({ body: "no-such-body", purpose: "escalate-support" }))
      .thenRefusedAll([
        ["UNKNOWN_COUNCIL", "council"],
        ["UNKNOWN_BODY", "body"],
        ["ESCALATION_NOT_IN_ADVANCE", "purpose"],
      ]);
  });

  it("is refused to a council that does not exist, does not exist yet, or no longer exists", () => {
    const status = (code: string, date = TODAY) => ({ council: councils.status(code, date) });
    givenAgreements([], status("X99999999")).when(give()).thenRefused("UNKNOWN_COUNCIL", "council");
    givenAgreements([], status("X00000007")).when(give()).thenRefused("COUNCIL_NOT_IN_FORCE", "council");
    givenAgreements([], status("X00000008", "2024-03-31")).when(give()).thenRefused("COUNCIL_NOT_IN_FORCE", "council");
  });
});

describe("Taking a standing agreement back", () => {
  it("needs no reason and takes effect at once, although a reason can be given", () => {
    givenAgreements([agreed()]).when(takeBack()).then([takenBack()]);
    givenAgreements([agreed()])
      .when(takeBack("agreement", "A new leader."))
      .then([
        {
          type: "StandingAgreementTakenBack.v2",
          data: { agreement: "agreement", ...IN_OFFICE, text: plain({ statement: "A new leader." }) },
        },
      ]);
  });

  it("does nothing a second time", () => {
    givenAgreements([agreed(), takenBack()]).when(takeBack()).thenNothing();
  });

  it("is refused for an agreement that was never given", () => {
    givenAgreements([agreed()]).when(takeBack("other")).thenRefused("UNKNOWN_AGREEMENT", "agreement");
  });

  it("is possible for a council that has been abolished", () => {
    givenAgreements([agreed()], { council: councils.status("X00000007", TODAY) })
      .when(takeBack())
      .then([takenBack()]);
  });

  it("ends only that agreement, and keeps it in the log", () => {
    const state = councilOf([agreed(), agreed({ agreement: "other" }), takenBack()]);
    expect(agreementsInForce(state).map(({ agreement }) => agreement)).toEqual(["other"]);
    expect(state.agreements.map(({ agreement, takenBack }) => [agreement, !!takenBack])).toEqual([
      ["agreement", true],
      ["other", false],
    ]);
  });
});

describe("A council's command on standing agreements", () => {
  const field = (name: CouncilCommand["name"], input: unknown) => {
    const schema: z.ZodType = councilCommands[name].input;
    const outcome = parse(schema, input);
    return isRefusal(outcome) ? outcome.field : undefined;
  };
  it.each(["council", "body", "purpose", "parts", "strand"])("to agree in advance names the %s", (missing) => {
    const input = Object.entries(give().input).filter(([name]) => name !== missing);
    expect(field("giveStandingAgreement", Object.fromEntries(input))).toBe(missing);
  });

  it("names at least one part, a purpose of the list, and the agreement to take back", () => {
    expect(field("giveStandingAgreement", { ...give().input, parts: [] })).toBe("parts");
    expect(field("giveStandingAgreement", { ...give().input, purpose: "any" })).toBe("purpose");
    expect(field("takeBackStandingAgreement", { council: COUNCIL })).toBe("agreement");
  });
});

describe("The record that somebody of a body opened a concern for the first time", () => {
  const opening = (concern: string, body = BODY) =>
    ({ name: "recordOpening", input: { council: COUNCIL, concern, body } }) as const;
  const opened = (concern: string, body = BODY): CouncilEvent => ({ type: "ConcernOpenedByBody.v1", data: { concern, body } });

  it("is made once for each body and concern, and is no event of the council's own", () => {
    expect(decideOpening(councilOf([]), opening("one"))).toEqual([opened("one")]);
    const state = councilOf([opened("one")]);
    expect(decideOpening(state, opening("one"))).toEqual([]);
    expect(decideOpening(state, opening("two"))).toEqual([opened("two")]);
    expect(decideOpening(state, opening("one", "dfe"))).toEqual([opened("one", "dfe")]);
    expect([state.version, state.events]).toEqual([1, 0]);
  });

  it("is news for the council, in the part that shows it who has the concern", () => {
    expect(newsOfOpening(COUNCIL, opened("one"))).toEqual({
      concern: "one",
      news: { kind: "opened", audience: `council:${COUNCIL}`, about: BODY, tells: "sharingRecord" },
    });
    expect(newsOfOpening(COUNCIL, agreed())).toBeUndefined();
    expect(newsOfCouncil(COUNCIL, opened("one"), councilOf([opened("one")]))).toEqual([]);
  });
});
