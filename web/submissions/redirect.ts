// Advisers redirect a submission that is about another council or strand.
import { wordsIn } from "../page.ts";
import { choiceIn, choicesOf } from "../steps/fields.ts";
import { councilChoices } from "../steps/named-choices.ts";
import { reasonStep } from "../steps/reason-step.ts";
import { defineJourney } from "../steps/steps.ts";
import { SUBMISSIONS_PATH } from "./links.ts";
import { openSubmission, submissionInput } from "./submission-journey.ts";

export const redirectSubmission = defineJourney({
  path: `${SUBMISSIONS_PATH}/:submission/redirect`,
  title: "Redirect a submission",
  beforeSending:
    "It goes to the advisers for that council and strand. If you are not one of them, you no longer see it. Its last day to tell the council stays.",
  send: "Redirect it",
  document: "submissions/redirect.graphql",
  async open(executor, request) {
    const opened = await openSubmission(executor, request, "REDIRECT_SUBMISSION");
    if (!opened) return undefined;
    const { councils } = await executor.execute("submissions/all-councils.graphql", {});
    return {
      ...opened.journey,
      steps: [
        {
          ...{ name: "place", title: "Which council and strand is it about?" },
          fields: [
            {
              ...{ name: "council", kind: "menu", label: "Council", missing: "Select the council." },
              choices: councilChoices(councils),
            },
            {
              ...{ name: "strand", kind: "one", label: "Strand", missing: "Select the strand." },
              choices: choicesOf(opened.choices.strands),
            },
          ],
        },
        reasonStep("Why do you redirect it?", {
          ...{ label: "Why it is redirected", missing: "Enter why it is redirected." },
          hint: "Only advisers read this.",
        }),
      ],
    };
  },
  variables: (words, request) => ({
    input: {
      ...submissionInput(words, request),
      council: wordsIn(words, "council"),
      strand: choiceIn(words, "strand"),
      reason: wordsIn(words, "reason"),
    },
  }),
  // The adviser may no longer see the submission itself.
  next: () => SUBMISSIONS_PATH,
});
