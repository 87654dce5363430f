// What the journeys on a submission have in common.
import type { AnswerOf } from "../documents.ts";
import type { DocumentExecutor } from "../execute-document.ts";
import { type FormWords, type PageRequest, wordsIn } from "../page.ts";
import { versionIn } from "../steps/fields.ts";
import { type OfferedSubmissionCommand, submissionPath } from "./links.ts";

type Answer = AnswerOf<"submissions/to-act-on.graphql">;

/** `command`: what the journey does. Undefined if the person may not see the submission. */
export async function openSubmission({ execute }: DocumentExecutor, request: PageRequest, command: OfferedSubmissionCommand) {
  const { submission, ...choices } = await execute("submissions/to-act-on.graphql", { id: request.address.submission ?? "" });
  return submission ? { submission, choices, journey: journeyOnSubmission(submission, request, command) } : undefined;
}

const journeyOnSubmission = (
  { commands, council, handling }: NonNullable<Answer["submission"]>,
  { address }: PageRequest,
  command: OfferedSubmissionCommand,
) => ({
  from: { href: submissionPath(address.submission), text: `Read what was submitted about ${council.name}` },
  version: handling?.version,
  isOffered: commands.includes(command),
});

/** What the inputs of their commands have in common. */
export const submissionInput = (words: FormWords, { address }: PageRequest) => ({
  idempotencyKey: wordsIn(words, "key"),
  submission: address.submission ?? "",
  expectedVersion: versionIn(words),
});

export const nextOfSubmission = (_result: unknown, { address }: PageRequest): string => submissionPath(address.submission);
