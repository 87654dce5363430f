// What departments, inspectorates and others submit.
import { answerSubmissionTelling } from "../submissions/answer.ts";
import { requestSubmissionChange } from "../submissions/change.ts";
import { submissionsPage } from "../submissions/list.ts";
import { logConcernFromSubmission } from "../submissions/log-concern.ts";
import { redirectSubmission } from "../submissions/redirect.ts";
import { setSubmissionAside } from "../submissions/set-aside.ts";
import { submissionPage } from "../submissions/submission.ts";
import { submitInformation } from "../submissions/submit.ts";
import { tellCouncilOfSubmission } from "../submissions/tell.ts";
import type { AreaPages } from "./area-pages.ts";

export const SUBMISSION_PAGES: AreaPages = {
  pages: [submissionsPage, submissionPage],
  journeys: [
    submitInformation,
    requestSubmissionChange,
    tellCouncilOfSubmission,
    answerSubmissionTelling,
    redirectSubmission,
    setSubmissionAside,
    logConcernFromSubmission,
  ],
};
