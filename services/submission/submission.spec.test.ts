import { describe, expect, it } from "vitest";
import {
  ABOLISHED,
  account,
  changeRequested,
  DAY_AFTER_LAST,
  LAST_DAY,
  recordSubmissionDue,
  redirected,
  redirectSubmission,
  requestSubmissionChange,
  SUBMISSION_TELL_BY,
  SUCCESSOR,
  setAside,
  setSubmissionAside,
  submissionFellDue,
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

/** A unitary council of another region. */
const [ANOTHER, ANOTHER_REGION] = ["X00000008", "E12000006"];

describe("Submitting information", () => {
  it("records the council, the strand, the cause and the period, the information and its source", () => {
    givenSubmission([]).when(submitInformation()).then([submitted()]);
    expect(submissionOf([submitted()])).toMatchObject({ submitted: by, version: 1 });
  });

  it("needs neither a cause nor a reference", () => {
    const { cause: _, reference: __, ...input } = submitInformation().input as Record<string, unknown>;
    const { cause: ___, ...data } = submitted().data as Extract<SubmissionEvent, { type: "InformationSubmitted.v3" }>["data"];
    const text = plain({ account: "The council's accounts are two years late.", source: "Audit returns" });
    givenSubmission([])
      .when({ name: "submitInformation", input } as ReturnType<typeof submitInformation>)
      .then([{ type: "InformationSubmitted.v3", data: { ...data, text } }]);
  });

  it("a second time under the same id does nothing", () => {
    givenSubmission([submitted()])
      .when(submitInformation({ strand: "adults" }))
      .thenNothing();
  });

  it("outside the remit of the body needs a reason, which is on record; within it there is none", () => {
    const reason = "The same returns show how late the accounts are.";
    givenSubmission([])
      .when(submitInformation({ body: "dfe" }))
      .thenRefusedSaying(
        "BEYOND_REMIT",
        "beyondRemitReason",
        "This strand is outside your remit. Enter the reason for submitting this.",
      );
    const text = { ...account, beyondRemitReason: reason };
    givenSubmission([])
      .when(submitInformation({ body: "dfe", beyondRemitReason: reason }))
      .then([submitted({ body: "dfe", text: plain(text) })]);
    givenSubmission([])
      .when(submitInformation({ beyondRemitReason: reason }))
      .thenRefusedSaying("INVALID_INPUT", "beyondRemitReason", "Leave out the reason: this strand is within your remit.");
  });

  it("is refused for a cause that does not belong to its strand", () => {
    givenSubmission([])
      .when(submitInformation({ cause: "service-performance" }))
      .thenRefused("CAUSE_NOT_FOR_STRAND", "cause");
  });

  it("needs a period that ends on or after its first day, and not in the future", () => {
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

  it("is refused for a council that does not exist, no longer exists or does not exist yet", () => {
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
  it("records who was told, how, when and what", () => {
    givenSubmission([submitted()]).when(tellOfSubmission()).then([toldOfSubmission()]);
    expect(submissionOf([submitted(), toldOfSubmission()])?.told).toMatchObject({ recorded: by, toldOffice: "chief-executive" });
  });

  it("is recorded once, and never for a submission that was set aside", () => {
    givenSubmission([submitted(), toldOfSubmission()]).when(tellOfSubmission()).thenRefused("SUBMISSION_TOLD");
    givenSubmission([submitted(), toldOfSubmission(), setAside()]).when(tellOfSubmission()).thenRefused("SUBMISSION_SET_ASIDE");
  });

  it("is refused with every fault at once", () => {
    givenSubmission([submitted(), toldOfSubmission()])
      .when(tellOfSubmission({ toldOn: "2026-03-03" }))
      .thenRefusedAll([["FUTURE_DATE", "toldOn"], ["SUBMISSION_TOLD"]]);
  });

  it("is refused for a future day", () => {
    givenSubmission([submitted()])
      .when(tellOfSubmission({ toldOn: "2026-03-03" }))
      .thenRefused("FUTURE_DATE", "toldOn");
  });

  it("is refused for a day before the period that the submission is about", () => {
    givenSubmission([submitted()])
      .when(tellOfSubmission({ toldOn: "2025-03-31" }))
      .thenRefused("TOLD_TOO_EARLY", "toldOn", "The period begins on 1 April 2025.");
    const told = toldOfSubmission() as Extract<SubmissionEvent, { type: "CouncilToldOfSubmission.v2" }>;
    givenSubmission([submitted()])
      .when(tellOfSubmission({ toldOn: "2025-04-01" }))
      .then([{ ...told, data: { ...told.data, toldOn: "2025-04-01" } }]);
  });

  it("is refused if the council was not in force on that day", () => {
    const about = submitted({ council: ABOLISHED, region: "E12000006", period: { from: "2024-01-01", to: "2024-02-01" } });
    givenSubmission([about])
      .when(tellOfSubmission({ toldOn: DAY_AFTER_LAST }))
      .thenRefused(
        "COUNCIL_NOT_IN_FORCE",
        "toldOn",
        "It ended on 31 March 2024. Its successors: Fennimere Council (invented) (X00000008).",
      );
  });

  it("is refused for a submission that does not exist", () => {
    givenSubmission([]).when(tellOfSubmission()).thenRefused("NOT_FOUND");
  });
});

describe("The last day to tell the council of a submission", () => {
  it("is ten working days after it was submitted, or after the rule began", () => {
    givenSubmission([])
      .when(submitInformation())
      .then([submitted({ tellBy: SUBMISSION_TELL_BY })]);
    const { tellBy: _, ...data } = submitted().data as Extract<SubmissionEvent, { type: "InformationSubmitted.v3" }>["data"];
    expect(submissionOf([{ type: "InformationSubmitted.v3", data }])?.tellBy).toBe("2026-12-15");
  });
});

describe("The record that the last day to tell the council of a submission passed", () => {
  const OVERDUE = { today: "2026-03-17" };

  it("is made once, on the day after it", () => {
    givenSubmission([submitted()], { today: SUBMISSION_TELL_BY })
      .when(recordSubmissionDue())
      .thenRefused("NOT_DUE", "submission");
    givenSubmission([submitted()], OVERDUE).when(recordSubmissionDue()).then([submissionFellDue()]);
    givenSubmission([submitted(), submissionFellDue()], OVERDUE).when(recordSubmissionDue()).thenNothing();
  });

  it("is not made for a submission that the council knows of, or that was set aside", () => {
    givenSubmission([submitted(), toldOfSubmission()], OVERDUE).when(recordSubmissionDue()).thenNothing();
    givenSubmission([submitted()], { ...OVERDUE, isCouncilAware: true })
      .when(recordSubmissionDue())
      .thenNothing();
    givenSubmission([submitted(), changeRequested(), setAside()], OVERDUE).when(recordSubmissionDue()).thenNothing();
  });
});

describe("Redirecting a submission", () => {
  const rested = { isRestedOn: true };

  it("gives it another council or strand, with a reason, and keeps its last day", () => {
    givenSubmission([submitted()]).when(redirectSubmission()).then([redirected()]);
    givenSubmission([submitted()])
      .when(redirectSubmission({ council: ANOTHER, strand: "corporate" }))
      .then([redirected({ council: ANOTHER, region: ANOTHER_REGION, strand: "corporate" })]);
    expect(submissionOf([submitted(), redirected()])).toMatchObject({
      ...{ strand: "childrens", tellBy: SUBMISSION_TELL_BY, version: 2 },
      redirected: [{ ...by, from: { region: "E12000001", strand: "corporate" } }],
    });
  });

  it("to its present council and strand does nothing", () => {
    givenSubmission([submitted()])
      .when(redirectSubmission({ strand: "corporate" }))
      .thenNothing();
  });

  it("is refused after the council was told of it, if a concern rests on it, or after it was set aside", () => {
    givenSubmission([submitted(), toldOfSubmission()]).when(redirectSubmission()).thenRefused("SUBMISSION_RESTED_ON");
    givenSubmission([submitted()], rested).when(redirectSubmission()).thenRefused("SUBMISSION_RESTED_ON");
    givenSubmission([submitted(), changeRequested(), setAside()]).when(redirectSubmission()).thenRefused("SUBMISSION_SET_ASIDE");
  });

  it("is refused for a council that is not in force, and for a strand that the council is not responsible for or the cause does not belong to", () => {
    givenSubmission([submitted()])
      .when(redirectSubmission({ council: ABOLISHED }))
      .thenRefused("COUNCIL_NOT_IN_FORCE", "council");
    givenSubmission([submitted()])
      .when(redirectSubmission({ council: "X00000005" }))
      .thenRefused("STRAND_NOT_OF_COUNCIL", "strand");
    givenSubmission([submitted({ strand: "childrens", cause: "service-performance" })])
      .when(redirectSubmission({ strand: "corporate" }))
      .thenRefused("CAUSE_NOT_FOR_STRAND", "strand");
  });
});

describe("The sender's request to withdraw or correct a submission", () => {
  it("is always recorded, whatever happened to the submission", () => {
    for (const events of [[submitted()], [submitted(), toldOfSubmission()], [submitted(), toldOfSubmission(), setAside()]])
      for (const isRestedOn of [true, false])
        for (const request of ["withdraw", "correct"] as const)
          givenSubmission(events, { isRestedOn })
            .when(requestSubmissionChange(request))
            .then([changeRequested(request)]);
  });

  it("can be repeated, up to a bound that depends on the sender's requests alone", () => {
    const many = Array.from({ length: 20 }, () => changeRequested("correct"));
    givenSubmission([submitted(), ...many])
      .when(requestSubmissionChange())
      .thenRefused("TOO_MANY", "explanation");
  });
});

describe("Setting a submission aside", () => {
  it("is possible without telling the council if its sender withdrew it and nothing rests on it", () => {
    const withdrawn = [submitted(), changeRequested("withdraw")];
    givenSubmission(withdrawn).when(setSubmissionAside()).then([setAside()]);
    givenSubmission(withdrawn, { isRestedOn: true }).when(setSubmissionAside()).thenRefused("COUNCIL_NOT_TOLD");
    givenSubmission([submitted(), changeRequested("correct")])
      .when(setSubmissionAside())
      .thenRefused("COUNCIL_NOT_TOLD");
  });

  it("otherwise needs the council's awareness: nothing is kept permanently without its knowledge", () => {
    givenSubmission([submitted()]).when(setSubmissionAside()).thenRefused("COUNCIL_NOT_TOLD");
    givenSubmission([submitted(), toldOfSubmission()]).when(setSubmissionAside()).then([setAside()]);
  });

  it("a second time is refused", () => {
    givenSubmission([submitted(), toldOfSubmission(), setAside()]).when(setSubmissionAside()).thenRefused("SUBMISSION_SET_ASIDE");
  });

  it("is refused for one that was never made", () => {
    givenSubmission([]).when(setSubmissionAside()).thenRefused("NOT_FOUND");
  });

  it("keeps it on record, with the reason", () => {
    const state = submissionOf([submitted(), toldOfSubmission(), setAside()]);
    expect(state).toMatchObject({ version: 3, told: { toldOn: "2026-02-25" }, setAside: by });
  });
});
