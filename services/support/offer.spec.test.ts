import { describe, expect, it } from "vitest";
import type { Strand } from "../../reference/strands.ts";
import type { SupportKind } from "../../reference/support-kinds.ts";
import {
  ABOLISHED,
  agreed,
  answerSupport,
  begun,
  CIB,
  declined,
  ended,
  LAST_DAY,
  offered,
  offerSupport,
  PEERS,
  running,
  SUCCESSOR,
  UNTIL,
} from "../../test/examples/support.ts";
import {
  ADVISER,
  by,
  byCouncil,
  COUNCIL_OFFICER,
  councils,
  givenSupport,
  supportOf,
  TODAY,
} from "../../test/helpers/specification.ts";
import { parse } from "../input.ts";
import { faultsOf, isRefusal } from "../refusals.ts";
import { supportCommands } from "./commands.ts";
import { decideSupport } from "./decide.ts";
import { statusOfSupport } from "./state.ts";

describe("Offering support", () => {
  it("records the strand, the kind, the provider, the lead, the causes, the dates, and who in the council was told", () => {
    givenSupport([]).when(offerSupport()).then([offered()]);
    expect(supportOf([offered()])).toMatchObject({ offered: by, offeredTo: "chief-executive", version: 1 });
  });

  it("records each cause once", () => {
    givenSupport([])
      .when(offerSupport({ causes: ["finance", "leadership", "finance"] }))
      .then([offered({ causes: ["finance", "leadership"] })]);
  });

  it("has the region of the council", () => {
    givenSupport([])
      .when(offerSupport({ council: "X00000004", provider: "cib-east-midlands", strand: "childrens" }))
      .then([offered({ council: "X00000004", region: "E12000004", provider: "cib-east-midlands", strand: "childrens" })]);
  });

  it("a second time under the same id does nothing", () => {
    givenSupport([offered()])
      .when(offerSupport({ strand: "adults" }))
      .thenNothing();
  });

  it.each<[SupportKind, Strand]>([
    ["corporate-peer-challenge", "adults"],
    ["childrens-peer-challenge", "corporate"],
    ["adults-peer-challenge", "childrens"],
    ["finance-peer-challenge", "childrens"],
  ])("of kind %s is refused in the %s strand", (kind, strand) => {
    givenSupport([]).when(offerSupport({ kind, strand })).thenRefused("SUPPORT_KIND_NOT_FOR_STRAND", "kind");
  });

  it.each<[SupportKind, Strand]>([
    ["corporate-peer-challenge", "corporate"],
    ["childrens-peer-challenge", "childrens"],
    ["adults-peer-challenge", "adults"],
    ["package", "adults"],
  ])("of kind %s is accepted in the %s strand", (kind, strand) => {
    givenSupport([])
      .when(offerSupport({ kind, strand }))
      .then([offered({ kind, strand })]);
  });

  it.each([
    ["nobody", "newspaper"],
    ["a body of another region", "cib-london"],
    ["a body of another strand", "adass-north-east"],
    ["an inspectorate", "ofsted"],
    ["a department", "dfe"],
    ["the panel, which oversees it", "performance-support-panel"],
  ])("by %s is refused", (_, provider) => {
    givenSupport([])
      .when(offerSupport({ provider, strand: "childrens" }))
      .thenRefused("UNKNOWN_PROVIDER", "provider");
  });

  it.each([["lga"], [CIB], [PEERS], ["group-office-labour"]])("by %s is accepted", (provider) => {
    givenSupport([])
      .when(offerSupport({ provider, strand: "childrens" }))
      .then([offered({ provider, strand: "childrens" })]);
  });

  it("is refused with the cause that does not belong to its strand", () => {
    givenSupport([])
      .when(offerSupport({ causes: ["finance", "service-performance"] }))
      .thenRefused("CAUSE_NOT_FOR_STRAND", "causes.1");
    givenSupport([])
      .when(offerSupport({ causes: ["service-performance"], strand: "adults" }))
      .then([offered({ causes: ["service-performance"], strand: "adults" })]);
  });

  it("is refused to a council that does not exist, no longer exists or does not exist yet", () => {
    givenSupport([])
      .when(offerSupport({ council: "X99999999" }))
      .thenRefused("UNKNOWN_COUNCIL", "council");
    givenSupport([])
      .when(offerSupport({ council: ABOLISHED }))
      .thenRefused(
        "COUNCIL_NOT_IN_FORCE",
        "council",
        "It ended on 31 March 2024. Its successors: Fennimere Council (invented) (X00000008).",
      );
    givenSupport([], { today: LAST_DAY })
      .when(offerSupport({ council: SUCCESSOR }))
      .thenRefused("COUNCIL_NOT_IN_FORCE", "council", "It begins on 1 April 2024.");
  });

  it("is refused for a future day", () => {
    givenSupport([])
      .when(offerSupport({ offeredOn: "2026-03-03" }))
      .thenRefused("FUTURE_DATE", "offeredOn");
    givenSupport([])
      .when(offerSupport({ offeredOn: TODAY }))
      .then([offered({ offeredOn: TODAY })]);
  });

  it("needs a last day on or after the first day, and not before today", () => {
    givenSupport([])
      .when(offerSupport({ from: "2026-04-02", until: "2026-04-01" }))
      .thenRefused("SUPPORT_DATES_REVERSED", "until");
    givenSupport([])
      .when(offerSupport({ from: "2026-02-25", until: "2026-03-01" }))
      .thenRefused("SUPPORT_ENDED", "until");
    givenSupport([])
      .when(offerSupport({ from: "2026-04-01", until: "2026-04-01" }))
      .then([offered({ from: "2026-04-01", until: "2026-04-01" })]);
  });

  it("needs a last day to answer that is not before tomorrow", () => {
    for (const answerBy of ["2026-03-01", TODAY])
      givenSupport([])
        .when(offerSupport({ answerBy }))
        .thenRefused("ANSWER_DATE_TOO_EARLY", "answerBy", "The earliest date is 3 March 2026.");
    givenSupport([])
      .when(offerSupport({ answerBy: "2026-03-03" }))
      .then([offered({ answerBy: "2026-03-03" })]);
  });

  it("needs at least one cause, an aim, a lead and the person who was told", () => {
    const { input } = offerSupport();
    for (const [field, empty] of Object.entries({ causes: [], aim: " ", lead: "", toldName: "-", offeredTo: "mayor" })) {
      const outcome = parse<unknown>(supportCommands.offerSupport.input, { ...input, [field]: empty });
      expect(isRefusal(outcome) && outcome.field).toBe(field);
    }
  });
});

describe("The bodies that an offer names", () => {
  it("are regional leads of the council's region, of any strand, each recorded once", () => {
    const shownTo = [CIB, "adass-north-east", "regional-improvement-north-east"];
    givenSupport([])
      .when(offerSupport({ shownTo: [...shownTo, CIB] }))
      .then([offered({ shownTo })]);
  });

  it("are none if the offer names none", () => {
    givenSupport([])
      .when(offerSupport())
      .then([offered({ shownTo: [] })]);
  });

  it.each([
    ["leads of another region", "cib-london"],
    ["member peers, who align no support", PEERS],
    ["a department", "dfe"],
    ["an inspectorate", "ofsted"],
    ["a group office", "group-office-labour"],
    ["the panel", "performance-support-panel"],
  ])("are refused if one of them is %s", (_, body) => {
    givenSupport([])
      .when(offerSupport({ shownTo: [CIB, body] }))
      .thenRefused("BODY_OUT_OF_SCOPE", "shownTo.1", "Select regional leads of the council's own region.");
  });

  it("are refused if one of them does not exist, with every other fault of the offer", () => {
    givenSupport([])
      .when(offerSupport({ shownTo: ["newspaper"] }))
      .thenRefused("UNKNOWN_BODY", "shownTo.0");
    const outcome = decideSupport(undefined, offerSupport({ shownTo: ["newspaper", "dfe"], answerBy: TODAY }), {
      ...{ today: TODAY, certainToday: TODAY, actor: ADVISER, interests: [] },
      ...{ council: councils.status, lead: undefined, package: undefined, offices: [] },
      newId: (...words) => words.join("-"),
    });
    expect(isRefusal(outcome) && faultsOf(outcome).map(({ code, field }) => [code, field])).toEqual([
      ["UNKNOWN_BODY", "shownTo.0"],
      ["BODY_OUT_OF_SCOPE", "shownTo.1"],
      ["ANSWER_DATE_TOO_EARLY", "answerBy"],
    ]);
  });
});

describe("The council's answer", () => {
  it("is an agreement or a refusal, with or without a statement", () => {
    givenSupport([offered()]).when(answerSupport("agreed")).then([agreed()]);
    givenSupport([offered()])
      .when(answerSupport("declined", "We have a mentor."))
      .then([declined("We have a mentor.")]);
    expect(supportOf([offered(), agreed()])).toMatchObject({ answer: { ...byCouncil, kind: "agreed" } });
  });

  it("is refused to the person who offered the support", () => {
    givenSupport([offered()], { actor: ADVISER }).when(answerSupport("agreed")).thenRefused("ANSWER_BY_OFFERER");
    givenSupport([offered()], { actor: ADVISER }).when(answerSupport("declined")).thenRefused("ANSWER_BY_OFFERER");
    givenSupport([offered()], { actor: COUNCIL_OFFICER }).when(answerSupport("agreed")).then([agreed()]);
  });

  it("is accepted after the last day to answer", () => {
    givenSupport([offered()], { today: UNTIL }).when(answerSupport("agreed")).then([agreed()]);
  });

  it("can be changed either way, even after an agreement to support that runs", () => {
    givenSupport([offered(), agreed()]).when(answerSupport("declined")).then([declined()]);
    givenSupport([offered(), declined()]).when(answerSupport("agreed")).then([agreed()]);
    givenSupport(running).when(answerSupport("declined")).then([declined()]);
    const status = (...events: Parameters<typeof supportOf>[0]) => {
      const state = supportOf(events);
      return state && statusOfSupport(state);
    };
    expect(status(offered())).toBe("offered");
    expect(status(offered(), agreed())).toBe("agreed");
    expect(status(...running)).toBe("running");
    expect(status(...running, declined())).toBe("declined");
    expect(status(...running, declined(), agreed())).toBe("running");
  });

  it("that is the same again does nothing, unless it has a statement", () => {
    givenSupport([offered(), agreed()]).when(answerSupport("agreed")).thenNothing();
    givenSupport([offered(), agreed()])
      .when(answerSupport("agreed", "From May."))
      .then([agreed("From May.")]);
  });

  it("is refused once the support has ended", () => {
    for (const events of [
      [offered(), ended("offer-withdrawn")],
      [...running, ended()],
    ])
      givenSupport(events).when(answerSupport("declined")).thenRefused("SUPPORT_ENDED");
  });

  it("to support that was never offered is refused", () => {
    givenSupport([]).when(answerSupport("agreed")).thenRefused("NOT_FOUND");
  });

  it("cannot be silence: support does not begin without an answer", () => {
    expect(supportOf([offered()])?.answer).toBeUndefined();
    expect(supportOf([offered(), agreed(), begun()])?.answer?.kind).toBe("agreed");
  });
});
