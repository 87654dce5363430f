// The panel reviews, on an answer to its challenge, whether the support is effective.
import { MAX_NARRATIVE } from "../../text/limits.ts";
import { concernPath } from "../concern/links.ts";
import { wordsIn } from "../page.ts";
import { choiceIn, choicesOf } from "../steps/fields.ts";
import { defineJourney } from "../steps/steps.ts";
import { challengeInput, openChallenge } from "./open-challenge.ts";

export const reviewEffectiveness = defineJourney({
  path: "/concerns/:concern/challenges/:challenge/review",
  title: "Review the answer to your challenge",
  beforeSending: "The advisers and the council read at once what the panel found.",
  send: "Send the review",
  document: "panel/review-effectiveness.graphql",
  async open(executor, request) {
    const opened = await openChallenge(executor, request, "REVIEW_EFFECTIVENESS");
    if (!opened) return undefined;
    const { challenge, judgements, journey } = opened;
    return {
      ...journey,
      steps: [
        {
          ...{ name: "review", title: "Is the support effective?" },
          before: [
            `The panel asked: ${challenge.challenge ?? "This text was erased."}`,
            `The answer: ${challenge.answer ?? "There is none that you can read."}`,
          ],
          fields: [
            {
              ...{ name: "judgement", kind: "one", label: "Whether the support is effective", choices: choicesOf(judgements) },
              missing: "Select whether the support is effective.",
            },
            {
              ...{ name: "finding", kind: "text", most: MAX_NARRATIVE, label: "What you found" },
              missing: "Enter what you found.",
            },
          ],
        },
      ],
    };
  },
  variables: (words, request) => ({
    input: {
      ...challengeInput(words, request),
      judgement: choiceIn(words, "judgement"),
      finding: wordsIn(words, "finding"),
    },
  }),
  next: (_, { address }) => concernPath(address.concern),
});
