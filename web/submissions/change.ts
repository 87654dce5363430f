// The sender of a submission asks to withdraw or correct it.
import { MAX_NARRATIVE } from "../../text/limits.ts";
import type { VariablesOf } from "../documents.ts";
import { wordsIn } from "../page.ts";
import { choiceIn, choicesOf } from "../steps/fields.ts";
import { defineJourney } from "../steps/steps.ts";
import { SUBMISSIONS_PATH } from "./links.ts";
import { nextOfSubmission, openSubmission } from "./submission-journey.ts";

type ChangeRequest = VariablesOf<"submissions/change.graphql">["input"];

export const requestSubmissionChange = defineJourney({
  path: `${SUBMISSIONS_PATH}/:submission/change`,
  title: "Ask to withdraw or correct what you submitted",
  beforeSending: "The advisers decide what they do. What you submitted stays on record, with what you ask for.",
  send: "Ask for it",
  document: "submissions/change.graphql",
  async open(executor, request) {
    const opened = await openSubmission(executor, request, "REQUEST_SUBMISSION_CHANGE");
    if (!opened) return undefined;
    const { submission, choices, journey } = opened;
    return {
      ...journey,
      steps: [
        {
          ...{ name: "request", title: "What do you ask for?" },
          fields: [
            {
              ...{ name: "request", kind: "one", label: "What you ask for", choices: choicesOf(choices.requests) },
              missing: "Select whether to withdraw or correct it.",
            },
            {
              ...{ name: "explanation", kind: "text", most: MAX_NARRATIVE, label: "Why, or how it should be corrected" },
              hint: submission.protectedSource
                ? "The advisers read this. The council does not, because your source is protected."
                : "The advisers read this, and the council once it is told.",
              missing: "Enter why, or how it should be corrected.",
            },
          ],
        },
      ],
    };
  },
  variables: (words, { address }): { readonly input: ChangeRequest } => ({
    input: {
      idempotencyKey: wordsIn(words, "key"),
      submission: address.submission ?? "",
      request: choiceIn(words, "request"),
      explanation: wordsIn(words, "explanation"),
    },
  }),
  next: nextOfSubmission,
});
