// An adviser logs a concern that has a submission as its evidence.
import { loadEvidenceChoices } from "../add-evidence/questions.ts";
import { concernIn, formFieldsOfConcern, nextOfLogging } from "../log-concern/log-concern.ts";
import { stepsOfMatter } from "../log-concern/questions.ts";
import { choicesOf } from "../steps/fields.ts";
import { NO_DRAFT_NOTE } from "../steps/no-draft-note.ts";
import { defineJourney, type JourneyStep } from "../steps/steps.ts";
import { SUBMISSIONS_PATH } from "./links.ts";
import { openSubmission } from "./submission-journey.ts";

export const logConcernFromSubmission = defineJourney({
  path: `${SUBMISSIONS_PATH}/:submission/log-concern`,
  title: "Log a concern from a submission",
  beforeSending:
    "The submission becomes evidence of this concern. Only the advisers can see the concern until you record that the council was told. The council then reads the submission too.",
  takesFiles: true,
  send: "Log the concern",
  document: "log-concern/log-concern.graphql",
  async open(executor, request, words) {
    const opened = await openSubmission(executor, request, "LOG_CONCERN");
    if (!opened) return undefined;
    const { submission, journey } = opened;
    const choices = await executor.execute("log-concern/choices.graphql", {});
    const evidence = await loadEvidenceChoices(executor, choices, words, submission.council.code);
    const steps = stepsOfMatter({ causes: choicesOf(choices.causes), ...evidence });
    return {
      ...journey,
      steps: steps.map((step, index) => ({
        ...withoutProtection(step),
        before: index === 0 ? [NO_DRAFT_NOTE] : (step.before ?? []),
      })),
      fixedWords: {
        ...{ council: submission.council.code, strand: submission.strand },
        protected: submission.protectedSource ? "yes" : "no",
      },
    };
  },
  variables(words, { address }) {
    const input = concernIn(words);
    return { input: { ...input, evidence: input.evidence.map((item) => ({ ...item, submission: address.submission ?? "" })) } };
  },
  fields: formFieldsOfConcern,
  next: nextOfLogging,
});

/** The source is protected if that of the submission is. */
const withoutProtection = (step: JourneyStep): JourneyStep => ({
  ...step,
  fields: step.fields.filter(({ name }) => name !== "protected"),
});
