// Which commands could be carried out on a submission now, as far as its own rules say. Pure (docs/decisions/0050-what-one-may-do-now.md).
import { AWARENESS_ANSWERS, SUBMISSION_REQUESTS } from "../../reference/concern-terms.ts";
import { keysOf } from "../../reference/keys-of.ts";
import { type CommandSamples, listPossible, SAMPLE_WORDS } from "../possible-commands.ts";
import { decideSubmission, type SubmissionCommand, type SubmissionDecisionContext, submissionCommands } from "./decide.ts";
import type { SubmissionState } from "./state.ts";

export type CommandOnSubmission = Exclude<SubmissionCommand["name"], "submitInformation" | "recordSubmissionDue">;
type SamplesOnSubmission = {
  readonly [Name in CommandOnSubmission]: CommandSamples<
    SubmissionState,
    SubmissionDecisionContext,
    Extract<SubmissionCommand, { readonly name: Name }>["input"]
  >;
};

const on = ({ id }: SubmissionState) => ({ submission: id });

const SAMPLES_ON_SUBMISSION: SamplesOnSubmission = {
  tellCouncilOfSubmission: {
    inputs: (state, { today }) => [
      {
        ...{ ...on(state), toldName: SAMPLE_WORDS, toldOffice: "chief-executive", channel: "in-person" },
        ...{ toldOn: today, about: SAMPLE_WORDS },
      },
    ],
  },
  answerSubmissionTelling: {
    inputs: (state) => AWARENESS_ANSWERS.map((answer) => ({ ...on(state), answer, statement: SAMPLE_WORDS })),
  },
  redirectSubmission: {
    inputs: (state) => [{ ...on(state), council: SAMPLE_WORDS, strand: state.strand, reason: SAMPLE_WORDS }],
  },
  requestSubmissionChange: {
    inputs: (state) => SUBMISSION_REQUESTS.map((request) => ({ ...on(state), request, explanation: SAMPLE_WORDS })),
  },
  setSubmissionAside: { inputs: (state) => [{ ...on(state), reason: SAMPLE_WORDS }] },
};

/** Submitting, and recording that a date has passed, are not among these. */
export const COMMANDS_ON_SUBMISSION: readonly CommandOnSubmission[] = keysOf(SAMPLES_ON_SUBMISSION);

/** `permits`: whether policy permits a command. */
export const possibleOnSubmission = (
  state: SubmissionState,
  context: SubmissionDecisionContext,
  permits: (command: SubmissionCommand) => boolean,
): readonly CommandOnSubmission[] =>
  listPossible<CommandOnSubmission, SubmissionState, SubmissionDecisionContext>({
    ...{ declarations: submissionCommands, samples: SAMPLES_ON_SUBMISSION, subject: state, context },
    ...{ record: "submission", offices: context.offices },
    decide: (name, input) => decideSubmission(state, commandOf(name, input), context),
    permits: (name, input) => permits(commandOf(name, input)),
  });

const commandOf = (name: CommandOnSubmission, input: object) => ({ name, input }) as SubmissionCommand;
