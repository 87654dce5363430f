// The streams of a submission's events.
import { streamKind } from "../stream-kind.ts";
import { SUBMISSION_CATEGORY, submissionEvents } from "./events.ts";
import { evolveSubmission } from "./state.ts";

export const submissionStreams = streamKind(SUBMISSION_CATEGORY, submissionEvents, evolveSubmission, undefined);
export const { read: readSubmissionEvent, fold: foldSubmission } = submissionStreams;
