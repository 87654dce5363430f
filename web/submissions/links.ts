// The addresses of the pages about submissions.
import type { PagesOfCommands } from "../command-links.ts";
import type { AnswerOf } from "../documents.ts";

export const SUBMISSIONS_PATH = "/submissions";
export const SUBMIT_PATH = "/submit-information";

/** The address of a submission's page, by the part of an address that names it. */
export const submissionPath = (submission = ""): string => `${SUBMISSIONS_PATH}/${encodeURIComponent(submission)}`;

type SubmissionOnPage = NonNullable<AnswerOf<"submissions/submission.graphql">["submission"]>;
export type OfferedSubmissionCommand = SubmissionOnPage["commands"][number];

export const PAGES_OF_SUBMISSION: PagesOfCommands<OfferedSubmissionCommand> = {
  LOG_CONCERN: "log-concern",
  TELL_COUNCIL_OF_SUBMISSION: "tell",
  ANSWER_SUBMISSION_TELLING: "answer",
  REQUEST_SUBMISSION_CHANGE: "change",
  REDIRECT_SUBMISSION: "redirect",
  SET_SUBMISSION_ASIDE: "set-aside",
};
