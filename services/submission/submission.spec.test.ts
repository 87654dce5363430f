import { describe, expect, it } from "vitest";
import {
  ABOLISHED,
  DAY_AFTER_LAST,
  LAST_DAY,
  SUCCESSOR,
  setAside,
  setSubmissionAside,
  submitInformation,
  submitted,
  tellOfSubmission,
  toldOfSubmission,
} from "../../test/examples/support.ts";
import { by, givenSubmission, submissionOf, TODAY } from "../../test/helpers/specification.ts";
import { plain } from "../confidential.ts";
import { parse } from "../input.ts";
import { isRefusal } from "../refusals.ts";
import { submissionCommands } from "./decide.ts";
import type { SubmissionEvent } from "./events.ts";

describe("Submitting information", () => {
  it("records the council, the strand, the cause and the period, the information and its source", () => {
    givenSubmission([]).when(submitInformation()).then([submitted()]);
    expect(submissionOf([submitted()])).toMatchObject({ submitted: by, version: 1 });
  });

  it("needs neither a cause nor a reference", () => {
    const { cause: _, reference: __, ...input } = submitInformation().input as Record<string, unknown>;
    const { cause: ___, ...data } = submitted().data as Extract<SubmissionEvent, { type: "InformationSubmitted.v1" }>["data"];
    const text = plain({ account: "The council's accounts are two years late.", source: "Audit returns" });
    givenSubmission([])
      .when({ name: "submitInformation", input } as ReturnType<typeof submitInformation>)
      .then([{ type: "InformationSubmitted.v1", data: { ...data, text } }]);
  });

  it("a second time under the same id does nothing", () => {
    givenSubmission([submitted()])
      .when(submitInformation({ strand: "adults" }))
      .thenNothing();
  });

  it("for a cause that is none of its strand is refused", () => {
    givenSubmission([])
      .when(submitInformation({ cause: "service-performance" }))
      .thenRefused("CAUSE_NOT_FOR_STRAND", "cause");
  });

  it("is of a period that ends on or after the day it starts, and not in the future", () => {
    givenSubmission([])
      .when(submitInformation({ period: { from: "2026-02-02", to: "2026-02-01" } }))
      .thenRefused("PERIOD_REVERSED", "period");
    givenSubmission([])
      .when(submitInformation({ period: { from: "2026-02-02", to: "2026-03-03" } }))
      .thenRefused("FUTURE_DATE", "period.to");
    const toToday = { from: TODAY, to: TODAY };
    givenSubmission([])
      .when(submitInformation({ period: toToday }))
      .then([submitted({ period: toToday })]);
  });

  it("about a council that does not exist, no longer or not yet, is refused", () => {
    givenSubmission([])
      .when(submitInformation({ council: "X99999999" }))
      .thenRefused("UNKNOWN_COUNCIL", "council");
    givenSubmission([])
      .when(submitInformation({ council: ABOLISHED }))
      .thenRefused("COUNCIL_NOT_IN_FORCE", "council");
    givenSubmission([], { today: LAST_DAY })
      .when(submitInformation({ council: SUCCESSOR }))
      .thenRefused("COUNCIL_NOT_IN_FORCE", "council", "It begins on 1 April 2024.");
  });

  it("needs the information and its source", () => {
    for (const field of ["account", "source"]) {
      const outcome = parse<unknown>(submissionCommands.submitInformation.input, { ...submitInformation().input, [field]: " " });
      expect(isRefusal(outcome) && outcome.field).toBe(field);
    }
  });
});

describe("Telling the council of a submission", () => {
  it("says who was told, how, when and what", () => {
    givenSubmission([submitted()]).when(tellOfSubmission()).then([toldOfSubmission()]);
    expect(submissionOf([submitted(), toldOfSubmission()])?.told).toMatchObject({ ...by, toldOffice: "chief-executive" });
  });

  it("is recorded once: it does not overwrite what the council reads, and is not added to a submission that was set aside", () => {
    givenSubmission([submitted(), toldOfSubmission()]).when(tellOfSubmission()).thenRefused("SUBMISSION_TOLD");
    givenSubmission([submitted(), toldOfSubmission(), setAside()]).when(tellOfSubmission()).thenRefused("SUBMISSION_SET_ASIDE");
  });

  it("names every fault at once", () => {
    givenSubmission([submitted(), toldOfSubmission()])
      .when(tellOfSubmission({ toldOn: "2026-03-03" }))
      .thenRefusedAll([["FUTURE_DATE", "toldOn"], ["SUBMISSION_TOLD"]]);
  });

  it("happened today or before", () => {
    givenSubmission([submitted()])
      .when(tellOfSubmission({ toldOn: "2026-03-03" }))
      .thenRefused("FUTURE_DATE", "toldOn");
  });

  it("happened on or after the first day of the period it is about", () => {
    givenSubmission([submitted()])
      .when(tellOfSubmission({ toldOn: "2025-03-31" }))
      .thenRefused("TOLD_TOO_EARLY", "toldOn", "The period begins on 1 April 2025.");
    const told = toldOfSubmission() as Extract<SubmissionEvent, { type: "CouncilToldOfSubmission.v1" }>;
    givenSubmission([submitted()])
      .when(tellOfSubmission({ toldOn: "2025-04-01" }))
      .then([{ ...told, data: { ...told.data, toldOn: "2025-04-01" } }]);
  });

  it("is to a council that was in force on that day", () => {
    const about = submitted({ council: ABOLISHED, region: "E12000006", period: { from: "2024-01-01", to: "2024-02-01" } });
    givenSubmission([about])
      .when(tellOfSubmission({ toldOn: DAY_AFTER_LAST }))
      .thenRefused(
        "COUNCIL_NOT_IN_FORCE",
        "toldOn",
        "It ended on 31 March 2024. Its successors: Fennimere Council (invented) (X00000008).",
      );
  });

  it("of a submission that does not exist is refused", () => {
    givenSubmission([]).when(tellOfSubmission()).thenRefused("NOT_FOUND");
  });
});

describe("Setting a submission aside", () => {
  it("needs the council's awareness: nothing is kept permanently without its knowledge", () => {
    givenSubmission([submitted()]).when(setSubmissionAside()).thenRefused("COUNCIL_NOT_TOLD");
    givenSubmission([submitted(), toldOfSubmission()]).when(setSubmissionAside()).then([setAside()]);
  });

  it("a second time is refused", () => {
    givenSubmission([submitted(), toldOfSubmission(), setAside()]).when(setSubmissionAside()).thenRefused("SUBMISSION_SET_ASIDE");
  });

  it("that was never made is refused", () => {
    givenSubmission([]).when(setSubmissionAside()).thenRefused("NOT_FOUND");
  });

  it("keeps it on record, and why", () => {
    const state = submissionOf([submitted(), toldOfSubmission(), setAside()]);
    expect(state).toMatchObject({ version: 3, told: { toldOn: "2026-02-25" }, setAside: by });
  });
});
