// An adviser answers a challenge of the panel.
import { MAX_NARRATIVE } from "../../text/limits.ts";
import { concernPath } from "../concern/links.ts";
import { wordsIn } from "../page.ts";
import { defineJourney } from "../steps/steps.ts";
import { challengeInput, openChallenge } from "./open-challenge.ts";

export const answerChallenge = defineJourney({
  path: "/concerns/:concern/challenges/:challenge/answer",
  title: "Answer the panel’s challenge",
  beforeSending:
    "The council reads your answer at once. The panel reads it after you have told the council of it, and recorded that.",
  send: "Send the answer",
  document: "panel/answer-challenge.graphql",
  async open(executor, request) {
    const opened = await openChallenge(executor, request, "ANSWER_CHALLENGE");
    if (!opened) return undefined;
    const { challenge, journey } = opened;
    return {
      ...journey,
      steps: [
        {
          ...{ name: "answer", title: "What do you answer the panel?" },
          before: [`The panel asks: ${challenge.challenge ?? "This text was erased."}`],
          fields: [
            {
              ...{ name: "answer", kind: "text", most: MAX_NARRATIVE, label: "Answer" },
              missing: "Enter your answer.",
            },
          ],
        },
      ],
    };
  },
  variables: (words, request) => ({ input: { ...challengeInput(words, request), answer: wordsIn(words, "answer") } }),
  next: (_, { address }) => concernPath(address.concern),
});
