import { describe, it } from "vitest";
import { CAUSES } from "../../reference/causes.ts";
import { STRANDS } from "../../reference/strands.ts";
import {
  addEvidence,
  adviserEvidence,
  aware,
  evidenceAdded,
  evidenced,
  expireShare,
  logConcern,
  logged,
  made,
  makeShare,
  overrideObjection,
  proposed,
  proposeShare,
  recoded,
  recordAwareness,
  stated,
  statePosition,
  supplyEvidence,
  withdrawEvidence,
  withdrawn,
  withdrawShare,
} from "../../test/examples/concern.ts";
import { given, TODAY } from "../../test/helpers/specification.ts";
import type { ConcernCommand } from "./commands.ts";

const tomorrow = "2026-03-03";

describe("Logging a concern", () => {
  it("records what it names, and its evidence with provenance, grading and handling", () => {
    given([]).when(logConcern()).then([logged(), evidenceAdded()]);
  });

  it("gives every piece of evidence a different id", () => {
    given([])
      .when(logConcern({ evidence: [adviserEvidence, adviserEvidence] }))
      .then([logged(), evidenceAdded(), evidenceAdded({ evidence: "evidence-1" })]);
  });

  it("is refused about a council that does not exist", () => {
    given([])
      .when(logConcern({ council: "X99999999" }))
      .thenRefused("UNKNOWN_COUNCIL", "council");
  });

  it("is refused about an abolished council, and names its successors", () => {
    given([])
      .when(logConcern({ council: "X00000007" }))
      .thenRefused(
        "COUNCIL_NOT_IN_FORCE",
        "council",
        "It ended on 31 March 2024. Its successors: Fennimere Council (invented) (X00000008).",
      );
  });

  it("is accepted on a council's last day and refused on the next", () => {
    const about = logConcern({ council: "X00000007", period: { from: "2024-01-01", to: "2024-03-31" }, evidence: [] });
    given([], { today: "2024-03-31" })
      .when(about)
      .then([
        logged({
          ...{ council: "X00000007", region: "E12000006", period: { from: "2024-01-01", to: "2024-03-31" } },
          tellBy: "2024-04-29",
        }),
      ]);
    given([], { today: "2024-04-01" }).when(about).thenRefused("COUNCIL_NOT_IN_FORCE", "council");
  });

  it("is refused about a council that does not exist yet, and says from when it does", () => {
    given([], { today: "2024-03-31" })
      .when(logConcern({ council: "X00000008" }))
      .thenRefused("COUNCIL_NOT_IN_FORCE", "council", "It begins on 1 April 2024.");
  });

  it("under a former code is recorded under the council's current one", () => {
    given([], { council: recoded.status })
      .when(logConcern({ council: "X00000098" }))
      .then([logged({ council: "X00000099" }), evidenceAdded()]);
  });

  it.each(STRANDS.flatMap((strand) => CAUSES.map((cause) => ({ strand, cause }))))(
    "in the $strand strand for the cause $cause follows what the strand allows",
    ({ strand, cause }) => {
      const outcome = given([]).when(logConcern({ strand, cause }));
      if (strand === "corporate" && cause === "service-performance") outcome.thenRefused("CAUSE_NOT_FOR_STRAND", "cause");
      else outcome.then([logged({ strand, cause }), evidenceAdded()]);
    },
  );

  it("is refused for a period that ends in the future, and accepted for one that ends today", () => {
    given([])
      .when(logConcern({ period: { from: TODAY, to: tomorrow } }))
      .thenRefused("FUTURE_DATE", "period.to");
    const oneDay = { from: TODAY, to: TODAY };
    given([])
      .when(logConcern({ period: oneDay }))
      .then([logged({ period: oneDay }), evidenceAdded()]);
  });

  it("is refused for a period that ends before it starts", () => {
    given([])
      .when(logConcern({ period: { from: "2025-12-31", to: "2025-12-30" } }))
      .thenRefused("PERIOD_REVERSED", "period");
    given([])
      .when(logConcern({ period: { from: "2099-12-31", to: tomorrow } }))
      .thenRefusedAll([
        ["PERIOD_REVERSED", "period"],
        ["FUTURE_DATE", "period.to"],
      ]);
  });

  it("is refused as a whole if one piece of its evidence is not valid, and the refusal names the piece", () => {
    const ahead = { ...adviserEvidence, period: { from: TODAY, to: tomorrow } };
    const reversed = { ...adviserEvidence, period: { from: TODAY, to: "2026-03-01" } };
    given([])
      .when(logConcern({ evidence: [adviserEvidence, ahead] }))
      .thenRefused("FUTURE_DATE", "evidence.1.period.to");
    given([])
      .when(logConcern({ evidence: [adviserEvidence, reversed] }))
      .thenRefused("PERIOD_REVERSED", "evidence.1.period");
  });
});

describe("Logging a concern that is logged already", () => {
  it("does nothing, whatever has happened to the concern since and whatever the input", () => {
    for (const events of [evidenced, aware, [...aware, proposed(), made()]]) given(events).when(logConcern()).thenNothing();
    given(evidenced)
      .when(logConcern({ council: "X00000002", cause: "leadership" }))
      .thenNothing();
    given(evidenced)
      .when(logConcern({ council: "X99999999" }))
      .thenNothing();
  });
});

describe("A concern that does not exist", () => {
  const onConcern = { concern: "concern" };
  const others: readonly ConcernCommand[] = [
    { name: "reply", input: { ...onConcern, reply: "No." } },
    { name: "requestCorrection", input: { ...onConcern, request: "No." } },
    { name: "resolveCorrection", input: { ...onConcern, correction: "correction", outcome: "refused", reason: "No." } },
  ];
  it.each([
    ...others,
    ...[addEvidence(), supplyEvidence(), withdrawEvidence(), recordAwareness(), proposeShare(), statePosition("agrees")],
    ...[overrideObjection(), makeShare(), withdrawShare(), expireShare()],
  ])("refuses $name", (command) => {
    given([]).when(command).thenRefused("NOT_FOUND");
  });
});

describe("A concern with very many events", () => {
  it("accepts only the council's statements and commands that end something", () => {
    const full = [...aware, proposed(), made(), ...Array.from({ length: 2_000 }, (_, n) => stated(n % 2 ? "agrees" : "objects"))];
    given(full).when(addEvidence()).thenRefused("TOO_MANY");
    given(full).when(proposeShare()).thenRefused("TOO_MANY");
    given(full).when(withdrawShare()).then([withdrawn()]);
    given(full)
      .when(statePosition("objects"))
      .then([stated("objects")]);
  });
});
