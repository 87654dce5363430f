// The streams of a submission's events.
import { streamKind } from "../stream-kind.ts";
import { SUBMISSION_STREAM, submissionEvents } from "./events.ts";
import { evolveSubmission } from "./state.ts";

export const submissionStreams = streamKind(SUBMISSION_STREAM, submissionEvents, evolveSubmission, undefined);
export const { read: readSubmissionEvent, fold: foldSubmission } = submissionStreams;
