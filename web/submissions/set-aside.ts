// Advisers set a submission aside.
import { wordsIn } from "../page.ts";
import { reasonStep } from "../steps/reason-step.ts";
import { defineJourney } from "../steps/steps.ts";
import { SUBMISSIONS_PATH } from "./links.ts";
import { nextOfSubmission, openSubmission, submissionInput } from "./submission-journey.ts";

export const setSubmissionAside = defineJourney({
  path: `${SUBMISSIONS_PATH}/:submission/set-aside`,
  title: "Set a submission aside",
  beforeSending:
    "It stays on record, and no longer waits to be considered. The council reads why. The sender is not told whether it was used or set aside.",
  send: "Set it aside",
  document: "submissions/set-aside.graphql",
  async open(executor, request) {
    const opened = await openSubmission(executor, request, "SET_SUBMISSION_ASIDE");
    if (!opened) return undefined;
    const step = reasonStep("Why do you set this aside?", {
      label: "Why it is set aside",
      missing: "Enter why it is set aside.",
    });
    return { ...opened.journey, steps: [step] };
  },
  variables: (words, request) => ({ input: { ...submissionInput(words, request), reason: wordsIn(words, "reason") } }),
  next: nextOfSubmission,
});
