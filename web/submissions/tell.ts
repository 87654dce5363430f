// An adviser records that the council was told of a submission apart from any concern.
import { defineJourney } from "../steps/steps.ts";
import { inputOfBeingTold, stepsOfBeingTold } from "../tell-council/steps-of-being-told.ts";
import { SUBMISSIONS_PATH } from "./links.ts";
import { nextOfSubmission, openSubmission, submissionInput } from "./submission-journey.ts";

export const tellCouncilOfSubmission = defineJourney({
  path: `${SUBMISSIONS_PATH}/:submission/tell`,
  title: "Record that the council was told of a submission",
  beforeSending:
    "From then on the council can read all that was submitted, but for a protected source. It is asked to confirm that it was told. Send this only if somebody has spoken or written to the council.",
  send: "Record that the council was told",
  document: "submissions/tell.graphql",
  async open(executor, request) {
    const opened = await openSubmission(executor, request, "TELL_COUNCIL_OF_SUBMISSION");
    if (!opened) return undefined;
    const { submission, choices, journey } = opened;
    const before = submission.protectedSource ? ["The source is protected. Say and write nothing that shows who it is."] : [];
    return { ...journey, steps: stepsOfBeingTold(choices, submission.council, { before }) };
  },
  variables: (words, request) => ({
    input: {
      ...submissionInput(words, request),
      ...inputOfBeingTold(words),
    },
  }),
  next: nextOfSubmission,
});
