// The panel challenges officers on a concern that is reported to it.
import { MAX_NARRATIVE } from "../../text/limits.ts";
import { concernInput, journeyOn } from "../concern/concern-journey.ts";
import { concernPath } from "../concern/links.ts";
import type { VariablesOf } from "../documents.ts";
import { wordsIn } from "../page.ts";
import { choiceIn, choicesOf, dateIn } from "../steps/fields.ts";
import { defineJourney } from "../steps/steps.ts";

type ChallengeInput = VariablesOf<"panel/challenge-concern.graphql">["input"];

export const challengeConcern = defineJourney({
  path: "/concerns/:concern/challenge",
  title: "Challenge officers on this concern",
  beforeSending: "The advisers and the council read your challenge at once. The advisers answer it.",
  send: "Send the challenge",
  document: "panel/challenge-concern.graphql",
  async open({ execute }, request) {
    const { concern, challenged } = await execute("panel/concern-to-challenge.graphql", { id: request.address.concern ?? "" });
    if (!concern) return undefined;
    const commands = concern.sharedWithMe.flatMap((terms) => terms.commands);
    return {
      ...journeyOn({ ...concern, version: null, commands }, "CHALLENGE_CONCERN", request),
      steps: [
        {
          ...{ name: "about", title: "What do you challenge?" },
          fields: [
            {
              ...{ name: "about", kind: "one", label: "What you challenge", choices: choicesOf(challenged) },
              missing: "Select what you challenge.",
            },
          ],
        },
        {
          ...{ name: "challenge", title: "What do you want officers to answer?" },
          fields: [
            {
              ...{ name: "challenge", kind: "text", most: MAX_NARRATIVE, label: "Challenge" },
              missing: "Enter what you want officers to answer.",
            },
            {
              ...{ name: "answerBy", kind: "date", label: "Last day for officers to answer" },
              hint: "At least 5 working days from today.",
              missing: "Enter a real date for the last day for officers to answer.",
            },
          ],
        },
      ],
    };
  },
  variables: (words, request) => ({
    input: {
      ...concernInput(words, request),
      about: choiceIn<ChallengeInput["about"]>(words, "about"),
      challenge: wordsIn(words, "challenge"),
      answerBy: dateIn(words, "answerBy"),
    },
  }),
  next: (_, { address }) => concernPath(address.concern),
});
