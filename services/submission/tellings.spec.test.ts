// The council confirms or disputes that it was told of a submission. Nothing rests on a disputed one until a second adviser has told a head.
import { describe, it } from "vitest";
import {
  answerSubmissionTelling,
  setAside,
  setSubmissionAside,
  submissionTellingAnswered,
  submitted,
  tellOfSubmission,
  toldOfSubmission,
} from "../../test/examples/support.ts";
import { ADVISER, givenSubmission, SECOND_ADVISER } from "../../test/helpers/specification.ts";
import type { SubmissionEvent } from "./events.ts";

const told = [submitted(), toldOfSubmission()];
const notTold = submissionTellingAnswered("not-told");
const disputed = [...told, notTold];
const second = { actor: SECOND_ADVISER };

describe("The council's answer to a record that it was told of a submission", () => {
  it("is on record with its words, and a repeated confirmation is not", () => {
    givenSubmission(told)
      .when(answerSubmissionTelling("confirmed"))
      .then([submissionTellingAnswered("confirmed")]);
    givenSubmission([...told, submissionTellingAnswered("confirmed")])
      .when(answerSubmissionTelling("confirmed"))
      .thenNothing();
    const statement = "We were told of the returns of another year.";
    givenSubmission(told)
      .when(answerSubmissionTelling("told-otherwise", { statement }))
      .then([submissionTellingAnswered("told-otherwise", { statement })]);
    givenSubmission(told).when(answerSubmissionTelling("told-otherwise")).thenRefused("INVALID_INPUT", "statement");
  });

  it("needs a record, a speaker who did not make it, and a head once a head has answered", () => {
    givenSubmission([submitted()]).when(answerSubmissionTelling("confirmed")).thenRefused("UNKNOWN_AWARENESS");
    givenSubmission(told, { actor: ADVISER }).when(answerSubmissionTelling("not-told")).thenRefused("ANSWER_BY_TELLER");
    givenSubmission(told, { offices: [] }).when(answerSubmissionTelling("not-told")).thenRefused("NOT_A_SPEAKER");
    givenSubmission(disputed, { offices: [{ office: "lead-member" }] })
      .when(answerSubmissionTelling("confirmed"))
      .thenRefused("HEAD_HAS_SPOKEN");
  });

  it("suspends nothing after its day, or on a record from before there was one", () => {
    const late = submissionTellingAnswered("not-told", { suspends: false });
    const after = { today: "2026-03-10", certainToday: "2026-03-10" };
    givenSubmission(told, after).when(answerSubmissionTelling("not-told")).then([late]);
    const { disputeBy: _, ...before } = toldOfSubmission().data as { disputeBy?: string };
    givenSubmission([submitted(), { ...toldOfSubmission(), data: before } as SubmissionEvent])
      .when(answerSubmissionTelling("not-told"))
      .then([late]);
    givenSubmission([...told, late])
      .when(setSubmissionAside())
      .then([setAside()]);
  });

  it("is refused after twenty", () => {
    const many = Array.from({ length: 20 }, () => notTold);
    givenSubmission([...told, ...many])
      .when(answerSubmissionTelling("not-told"))
      .thenRefused("TOO_MANY", "answer");
  });
});

describe("A submission that the council says it was not told of", () => {
  it("is not set aside until the council confirms, or another adviser has told a head or the monitoring officer", () => {
    givenSubmission(disputed).when(setSubmissionAside()).thenRefused("AWARENESS_DISPUTED");
    givenSubmission([...disputed, submissionTellingAnswered("confirmed")])
      .when(setSubmissionAside())
      .then([setAside()]);
    givenSubmission([...disputed, toldOfSubmission()])
      .when(setSubmissionAside())
      .then([setAside()]);
    givenSubmission(disputed, second).when(tellOfSubmission()).then([toldOfSubmission()]);
    givenSubmission(disputed)
      .when(tellOfSubmission({ toldOffice: "lead-member" }))
      .thenRefusedAll([["TOLD_BY_SAME_ADVISER"], ["TELL_A_HEAD", "toldOffice"]]);
  });

  it("is told again once: after that a dispute is on record and suspends nothing", () => {
    const again = [...disputed, toldOfSubmission()];
    givenSubmission(again, second).when(tellOfSubmission()).thenRefused("SUBMISSION_TOLD");
    givenSubmission(again)
      .when(answerSubmissionTelling("not-told"))
      .then([submissionTellingAnswered("not-told", { suspends: false })]);
  });
});
