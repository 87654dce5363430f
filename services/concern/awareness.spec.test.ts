import { describe, expect, it } from "vitest";
import {
  aware,
  BODY,
  councilSupplied,
  evidenceAdded,
  evidenced,
  evidenceWithdrawn,
  logged,
  madeAware,
  PEERS,
  recordAwareness,
} from "../../test/concern-examples.ts";
import { by, concernOf, given, TODAY } from "../../test/given.ts";
import { plain } from "../confidential.ts";
import type { ConcernCommand } from "./commands.ts";
import type { ConcernEvent } from "./events.ts";

describe("Making the council aware", () => {
  it("records who was told, by whom, how, when, what about and with whom it will be shared", () => {
    given(evidenced).when(recordAwareness()).then([madeAware()]);
    expect(concernOf(aware).awareness).toMatchObject([{ toldOffice: "chief-executive", channel: "in-person", recorded: by }]);
  });

  it("can be told to another office of the council, today, before any body is named", () => {
    given(evidenced)
      .when(recordAwareness({ toldOffice: "section-151-officer", channel: "letter", toldOn: TODAY, bodies: [] }))
      .then([
        {
          type: "CouncilMadeAware.v1",
          data: {
            awareness: "awareness",
            toldOffice: "section-151-officer",
            channel: "letter",
            toldOn: TODAY,
            bodies: [],
            text: plain({ toldName: "Ines Hollowell", about: "The budget, and who will be told of it." }),
          },
        },
      ]);
  });

  it("is refused for a day that has not come", () => {
    given(evidenced)
      .when(recordAwareness({ toldOn: "2026-03-03" }))
      .thenRefused("FUTURE_DATE", "toldOn");
  });

  it("is refused for a concern that rests on no evidence of the adviser's", () => {
    given([logged()]).when(recordAwareness()).thenRefused("AWARE_BEFORE_EVIDENCE");
    given([...evidenced, evidenceWithdrawn()])
      .when(recordAwareness())
      .thenRefused("AWARE_BEFORE_EVIDENCE");
    given([logged(), councilSupplied()]).when(recordAwareness()).thenRefused("AWARE_BEFORE_EVIDENCE");
  });

  it("is refused with a body that does not exist, and names which", () => {
    given(evidenced)
      .when(recordAwareness({ bodies: [BODY, "newspaper"] }))
      .thenRefused("UNKNOWN_BODY", "bodies.1");
  });

  it("is refused with a body of another region or another strand", () => {
    given(evidenced)
      .when(recordAwareness({ bodies: ["member-peers-london"] }))
      .thenRefused("BODY_OUT_OF_SCOPE", "bodies.0");
    given(evidenced)
      .when(recordAwareness({ bodies: [BODY, PEERS, "cib-north-east"] }))
      .thenRefused("BODY_OUT_OF_SCOPE", "bodies.2");
    given([logged({ strand: "childrens" }), evidenceAdded()])
      .when(recordAwareness({ bodies: ["cib-north-east", "dfe"] }))
      .then([madeAware(["cib-north-east", "dfe"])]);
  });

  it("names each body once", () => {
    given(evidenced)
      .when(recordAwareness({ bodies: [BODY, PEERS, BODY] }))
      .then([madeAware([BODY, PEERS])]);
  });

  it("can be recorded again, to cover more bodies; both records stay", () => {
    given(aware)
      .when(recordAwareness({ bodies: [PEERS] }))
      .then([madeAware([PEERS])]);
    const state = concernOf([...aware, madeAware([PEERS], "second")]);
    expect(state.awareness.map(({ bodies }) => bodies)).toEqual([[BODY], [PEERS]]);
  });
});

describe("The council's reply", () => {
  const reply: ConcernCommand = { name: "reply", input: { concern: "concern", reply: "A budget was agreed in February." } };
  const replied: ConcernEvent = {
    type: "CouncilReplied.v1",
    data: { reply: "reply", text: plain({ reply: "A budget was agreed in February." }) },
  };

  it("becomes part of the concern, at any time and as often as the council likes", () => {
    given(aware).when(reply).then([replied]);
    given([...aware, replied])
      .when(reply)
      .then([replied]);
    expect(concernOf([...aware, replied, replied]).replies).toHaveLength(2);
  });
});

describe("A correction", () => {
  const request: ConcernCommand = {
    name: "requestCorrection",
    input: { concern: "concern", request: "Reserves cover nine months." },
  };
  const requested: ConcernEvent = {
    type: "CorrectionRequested.v1",
    data: { correction: "correction", text: plain({ request: "Reserves cover nine months." }) },
  };
  const resolution = { concern: "concern", correction: "correction", reason: "The accounts say so." };
  const resolve = (outcome: "accepted" | "refused", correctedSummary?: string): ConcernCommand => ({
    name: "resolveCorrection",
    input: { ...resolution, outcome, ...(correctedSummary !== undefined && { correctedSummary }) },
  });
  const resolved = (outcome: "accepted" | "refused", correctedSummary?: string): ConcernEvent => ({
    type: "CorrectionResolved.v1",
    data: {
      correction: "correction",
      outcome,
      text: plain({ reason: resolution.reason, ...(correctedSummary !== undefined && { correctedSummary }) }),
    },
  });

  it("is asked for by the council", () => {
    given(aware).when(request).then([requested]);
  });

  it("is accepted with a reason, with a corrected summary or without", () => {
    given([...aware, requested])
      .when(resolve("accepted"))
      .then([resolved("accepted")]);
    given([...aware, requested])
      .when(resolve("accepted", "A late budget."))
      .then([resolved("accepted", "A late budget.")]);
  });

  it("is refused with a reason, and then brings no corrected summary", () => {
    given([...aware, requested])
      .when(resolve("refused"))
      .then([resolved("refused")]);
    given([...aware, requested])
      .when(resolve("refused", "A late budget."))
      .thenRefused("CORRECTED_TEXT_WITHOUT_ACCEPTANCE", "correctedSummary");
  });

  it("that was never asked for cannot be resolved", () => {
    given(aware).when(resolve("accepted")).thenRefused("UNKNOWN_CORRECTION", "correction");
  });

  it("is resolved once, whatever the outcome", () => {
    given([...aware, requested, resolved("accepted")])
      .when(resolve("refused"))
      .thenRefused("CORRECTION_RESOLVED", "correction");
    given([...aware, requested, resolved("refused")])
      .when(resolve("accepted"))
      .thenRefused("CORRECTION_RESOLVED", "correction");
  });

  it("stays on record with its request and its outcome, accepted or refused", () => {
    for (const outcome of ["accepted", "refused"] as const) {
      const { corrections, narrative } = concernOf([...aware, requested, resolved(outcome)]);
      expect(corrections).toMatchObject([{ text: plain({ request: "Reserves cover nine months." }), resolved: { outcome } }]);
      expect(narrative).toEqual(concernOf(aware).narrative);
    }
  });
});
