import { describe, expect, it } from "vitest";
import { presentSummary } from "../../queries/concerns/present.ts";
import {
  aware,
  BODY,
  councilSupplied,
  evidenceAdded,
  evidenced,
  evidenceWithdrawn,
  logged,
  madeAware,
  madeAwareNow,
  PEERS,
  recordAwareness,
} from "../../test/examples/concern.ts";
import { by, concernOf, given, IN_OFFICE, noKeys, seesAllWords, TODAY } from "../../test/helpers/specification.ts";
import { plain } from "../confidential.ts";
import type { ConcernCommand } from "./commands.ts";
import type { ConcernEvent } from "./events.ts";

/** The parts of a reader of text of which the council has not been told. */
const READS_UNTOLD = new Map([["unsharedEvidence", []]] as const);

describe("Making the council aware", () => {
  it("records who was told, by whom, how, when, what about and with whom it will be shared", () => {
    given(evidenced).when(recordAwareness()).then([madeAwareNow()]);
    expect(concernOf(aware).awareness).toMatchObject([{ toldOffice: "chief-executive", channel: "in-person", recorded: by }]);
  });

  it("can tell another office of the council, today, before any body is named", () => {
    given(evidenced)
      .when(recordAwareness({ toldOffice: "section-151-officer", channel: "letter", toldOn: TODAY, bodies: [] }))
      .then([
        {
          type: "CouncilMadeAware.v2",
          data: {
            awareness: "awareness",
            toldOffice: "section-151-officer",
            channel: "letter",
            toldOn: TODAY,
            bodies: [],
            answerBy: "2026-03-09",
            opensOn: "2026-03-09",
            text: plain({ toldName: "Ines Hollowell", about: "The budget, and who will be told of it." }),
          },
        },
      ]);
  });

  it("is refused for a future day", () => {
    given(evidenced)
      .when(recordAwareness({ toldOn: "2026-03-03" }))
      .thenRefused("FUTURE_DATE", "toldOn");
  });

  it("needs no evidence: the council may be told of a concern whose evidence was withdrawn", () => {
    for (const events of [[logged()], [...evidenced, evidenceWithdrawn()], [logged(), councilSupplied()]])
      given(events).when(recordAwareness()).then([madeAwareNow()]);
  });

  it("is refused if the council was not in force on the day of the awareness", () => {
    const told = (council: string, toldOn: string) =>
      given([logged({ council, region: "E12000006" }), evidenceAdded()]).when(recordAwareness({ toldOn, bodies: [] }));
    const ended = "It ended on 31 March 2024. Its successors: Fennimere Council (invented) (X00000008).";
    told("X00000007", "2024-04-01").thenRefused("COUNCIL_NOT_IN_FORCE", "toldOn", ended);
    told("X00000008", "2024-03-31").thenRefused("COUNCIL_NOT_IN_FORCE", "toldOn", "It begins on 1 April 2024.");
    told("X99999999", TODAY).thenRefused("COUNCIL_NOT_IN_FORCE", "toldOn", "It is not in the register of councils.");
  });

  it("can still be recorded if the council has been abolished since it was told", () => {
    const before = { from: "2024-01-01", to: "2024-02-29" };
    given([logged({ council: "X00000007", region: "E12000006", period: before }), evidenceAdded()])
      .when(recordAwareness({ toldOn: "2024-03-31", bodies: ["mhclg"] }))
      .then([madeAwareNow(["mhclg"], "awareness", "2024-03-31")]);
  });

  it("is refused if it happened before the period that the concern is about", () => {
    given([logged({ period: { from: "2026-02-01", to: "2026-02-28" } }), evidenceAdded()])
      .when(recordAwareness({ toldOn: "2026-01-31" }))
      .thenRefused("TOLD_TOO_EARLY", "toldOn");
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
      .then([madeAwareNow(["cib-north-east", "dfe"])]);
  });

  it("names each body once", () => {
    given(evidenced)
      .when(recordAwareness({ bodies: [BODY, PEERS, BODY] }))
      .then([madeAwareNow([BODY, PEERS])]);
  });

  it("can be recorded again, to cover more bodies; both records stay", () => {
    given(aware)
      .when(recordAwareness({ bodies: [PEERS] }))
      .then([madeAwareNow([PEERS])]);
    const state = concernOf([...aware, madeAware([PEERS], "second")]);
    expect(state.awareness.map(({ bodies }) => bodies)).toEqual([[BODY], [PEERS]]);
  });
});

describe("The council's reply", () => {
  const reply: ConcernCommand = { name: "reply", input: { concern: "concern", reply: "A budget was agreed in February." } };
  const replied: ConcernEvent = {
    type: "CouncilReplied.v2",
    data: { reply: "reply", ...IN_OFFICE, text: plain({ reply: "A budget was agreed in February." }) },
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
    type: "CorrectionRequested.v2",
    data: { correction: "correction", ...IN_OFFICE, text: plain({ request: "Reserves cover nine months." }) },
  };
  const resolution = { concern: "concern", correction: "correction", reason: "The accounts say so." };
  type Corrected = { readonly correctedSummary?: string; readonly correctedObserved?: string };
  const resolve = (outcome: "accepted" | "refused", corrected: Corrected = {}): ConcernCommand => ({
    name: "resolveCorrection",
    input: { ...resolution, outcome, ...corrected },
  });
  const resolved = (outcome: "accepted" | "refused", corrected: Corrected = {}): ConcernEvent => ({
    type: "CorrectionResolved.v2",
    data: { awaitsTelling: true, correction: "correction", outcome, text: plain({ reason: resolution.reason, ...corrected }) },
  });
  const correctedSummary = "A late budget.";
  const correctedObserved = "A budget was voted down; reserves cover nine months.";

  it("is requested by the council", () => {
    given(aware).when(request).then([requested]);
  });

  it.each<[string, Corrected]>([
    ["nothing more", {}],
    ["a corrected summary", { correctedSummary }],
    ["a corrected observation", { correctedObserved }],
    ["both corrected", { correctedSummary, correctedObserved }],
  ])("is accepted with a reason and %s", (_, corrected) => {
    given([...aware, requested])
      .when(resolve("accepted", corrected))
      .then([resolved("accepted", corrected)]);
  });

  it("is refused with a reason, and then corrects neither summary nor observation", () => {
    given([...aware, requested])
      .when(resolve("refused"))
      .then([resolved("refused")]);
    for (const corrected of [{ correctedSummary }, { correctedSummary, correctedObserved }])
      given([...aware, requested])
        .when(resolve("refused", corrected))
        .thenRefused("CORRECTED_TEXT_WITHOUT_ACCEPTANCE", "correctedSummary");
    given([...aware, requested])
      .when(resolve("refused", { correctedObserved }))
      .thenRefused("CORRECTED_TEXT_WITHOUT_ACCEPTANCE", "correctedObserved");
    given([...aware, requested])
      .when(resolve("refused", { correctedSummary, correctedObserved }))
      .thenRefusedAll([
        ["CORRECTED_TEXT_WITHOUT_ACCEPTANCE", "correctedSummary"],
        ["CORRECTED_TEXT_WITHOUT_ACCEPTANCE", "correctedObserved"],
      ]);
  });

  it("that was accepted replaces the corrected text, the latest one last; the original text stays on record", () => {
    const another = { correction: "another", text: plain({ reason: "So be it.", correctedSummary: "A budget, late." }) };
    const state = concernOf([
      ...[...aware, requested, resolved("accepted", { correctedSummary, correctedObserved })],
      { type: "CorrectionRequested.v2", data: { correction: "another", text: plain({ request: "It was agreed." }) } },
      { type: "CorrectionResolved.v2", data: { awaitsTelling: true, outcome: "accepted", ...another } },
    ]);
    const { text, observed } = presentSummary(noKeys, state, READS_UNTOLD, seesAllWords);
    expect([text(), observed()]).toEqual(["A budget, late.", correctedObserved]);
    expect(state.narrative).toEqual(concernOf(aware).narrative);
  });

  it("that was refused replaces nothing", () => {
    const { text, observed } = presentSummary(
      noKeys,
      concernOf([...aware, requested, resolved("refused")]),
      READS_UNTOLD,
      seesAllWords,
    );
    expect(concernOf(aware).narrative).toEqual(plain({ summary: text(), observed: observed() }));
  });

  it("that was never requested cannot be resolved", () => {
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
