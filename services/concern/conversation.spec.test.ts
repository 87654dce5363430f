import { describe, expect, it } from "vitest";
import {
  aware,
  BODY,
  conversation,
  evidenceAdded,
  evidenced,
  logged,
  madeAsRequested,
  madeAware,
  PEERS,
  recordConversation,
  shareRequested,
} from "../../test/examples/concern.ts";
import { by, concernOf, given, TODAY } from "../../test/helpers/specification.ts";
import { dateInWords } from "../../text/dates-in-words.ts";
import { plain } from "../confidential.ts";
import { parseConcernCommand } from "./commands.ts";

const [LAST_DAY, DAY_AFTER_LAST] = ["2024-03-31", "2024-04-01"];

describe("Recording a conversation with the council", () => {
  it("records the day and channel, the offices that took part, what was discussed and what was agreed", () => {
    given(aware).when(recordConversation()).then([conversation()]);
    expect(concernOf([...aware, conversation()]).conversations).toMatchObject([{ heldOn: "2026-02-27", recorded: by }]);
  });

  it("is accepted for today, and refused for a future day", () => {
    given(aware)
      .when(recordConversation({ heldOn: TODAY }))
      .then([conversation({ heldOn: TODAY })]);
    given(aware)
      .when(recordConversation({ heldOn: "2026-03-03" }))
      .thenRefused("FUTURE_DATE", "heldOn");
  });

  it("is refused for a day on which the council was not in force", () => {
    const abolished = [logged({ council: "X00000007", region: "E12000006" }), evidenceAdded(), madeAware([])];
    given(abolished)
      .when(recordConversation({ heldOn: LAST_DAY }))
      .then([conversation({ heldOn: LAST_DAY })]);
    given(abolished)
      .when(recordConversation({ heldOn: DAY_AFTER_LAST }))
      .thenRefused(
        "COUNCIL_NOT_IN_FORCE",
        "heldOn",
        `It ended on ${dateInWords(LAST_DAY)}. Its successors: Fennimere Council (invented) (X00000008).`,
      );
  });

  it("names each office and each body once", () => {
    given([...evidenced, madeAware([BODY, PEERS])])
      .when(recordConversation({ offices: ["leader", "chief-executive", "leader"], liaison: [PEERS, BODY, PEERS] }))
      .then([conversation({ offices: ["leader", "chief-executive"], liaison: [PEERS, BODY] })]);
  });

  it("can include a next step, and the day by which it is due", () => {
    const nextStep = "The chief executive sends the plan.";
    const text = plain({ people: "Ines Hollowell, for the council", discussed: "The budget.", agreed: "A plan.", nextStep });
    given(aware)
      .when(recordConversation({ agreed: "A plan.", nextStep }))
      .then([conversation({ text })]);
    for (const nextStepBy of ["2026-02-27", "2026-03-20"])
      given(aware)
        .when(recordConversation({ agreed: "A plan.", nextStep, nextStepBy }))
        .then([conversation({ nextStepBy, text })]);
  });

  it("is refused with a due day but no next step, and with a due day before the conversation", () => {
    given(aware)
      .when(recordConversation({ nextStepBy: "2026-03-20" }))
      .thenRefused("NEXT_STEP_MISSING", "nextStep");
    given(aware)
      .when(recordConversation({ nextStep: "The chief executive sends the plan.", nextStepBy: "2026-02-26" }))
      .thenRefused("PERIOD_REVERSED", "nextStepBy");
  });

  it("is possible before the council is aware, if no other body was told", () => {
    given(evidenced).when(recordConversation()).then([conversation()]);
  });

  it("is refused once the concern has two hundred conversations", () => {
    const many = Array.from({ length: 200 }, (_, n) => conversation({ conversation: `${n}` }));
    given([...aware, ...many.slice(1)])
      .when(recordConversation())
      .then([conversation()]);
    given([...aware, ...many])
      .when(recordConversation())
      .thenRefused("TOO_MANY", "discussed");
  });

  it("needs an office of the council, and a text", () => {
    const whole: Record<string, unknown> = recordConversation().input;
    expect(parseConcernCommand("recordConversation", { ...whole, offices: [] })).toMatchObject({ field: "offices" });
    for (const field of ["heldOn", "channel", "people", "discussed", "agreed"])
      expect(parseConcernCommand("recordConversation", { ...whole, [field]: " " })).toMatchObject({
        code: "INVALID_INPUT",
        field,
      });
  });
});

describe("Liaison with a body over a conversation", () => {
  it("is recorded if the council was told of the body", () => {
    given(aware)
      .when(recordConversation({ liaison: [BODY] }))
      .then([conversation({ liaison: [BODY] })]);
  });

  it("is refused before the council is aware: telling a body is sharing", () => {
    given(evidenced)
      .when(recordConversation({ liaison: [BODY] }))
      .thenRefused("COUNCIL_NOT_AWARE", "liaison.0");
  });

  it("is refused with a body that the council was not told of, until a later record covers it", () => {
    given(aware)
      .when(recordConversation({ liaison: [BODY, PEERS] }))
      .thenRefused("BODY_NOT_COVERED", "liaison.1");
    given([...aware, madeAware([PEERS], "second")])
      .when(recordConversation({ liaison: [BODY, PEERS] }))
      .then([conversation({ liaison: [BODY, PEERS] })]);
  });

  it("is accepted with a body with which the council itself requested a share, from the day of that share on", () => {
    const requested = [...evidenced, madeAware([], "awareness", "2026-02-18"), shareRequested(), ...madeAsRequested()];
    given(requested)
      .when(recordConversation({ liaison: [PEERS] }))
      .then([conversation({ liaison: [PEERS] })]);
    given(requested)
      .when(recordConversation({ heldOn: "2026-02-19", liaison: [PEERS] }))
      .thenRefused("BODY_NOT_COVERED", "liaison.0");
    given(requested.slice(0, -2))
      .when(recordConversation({ liaison: [PEERS] }))
      .thenRefused("BODY_NOT_COVERED", "liaison.0");
  });

  it("is refused with a body that the council was told of only after the day of the conversation", () => {
    const told = (heldOn: string) =>
      given([...evidenced, madeAware([BODY], "awareness", "2026-02-27"), madeAware([PEERS], "second", "2026-02-28")]).when(
        recordConversation({ heldOn, liaison: [BODY, PEERS] }),
      );
    told("2026-02-26").thenRefused("COUNCIL_NOT_AWARE", "liaison.0");
    told("2026-02-27").thenRefused("BODY_NOT_COVERED", "liaison.1");
    told("2026-02-28").then([conversation({ heldOn: "2026-02-28", liaison: [BODY, PEERS] })]);
  });

  it("is refused with a body that does not exist, or that receives nothing about this region or strand", () => {
    given(aware)
      .when(recordConversation({ liaison: ["newspaper"] }))
      .thenRefused("UNKNOWN_BODY", "liaison.0");
    for (const body of ["regional-improvement-london", "cib-north-east"])
      given([...evidenced, madeAware([BODY, body])])
        .when(recordConversation({ liaison: [BODY, body] }))
        .thenRefused("BODY_OUT_OF_SCOPE", "liaison.1");
  });
});
