// Submissions of departments and inspectorates: loads, decides, appends.

import type { EventLog } from "../../event-log/port.ts";
import { NO_SUBMISSION, type SubmissionFacts, scopeOf } from "../../policies/engine/facts.ts";
import type { Councils } from "../../reference/councils.ts";
import { councilRecordService } from "../council-record.ts";
import type { CommandDeps } from "../pipeline/execute-command.ts";
import { decideSubmission, submissionCommands } from "./decide.ts";
import { submissionStream } from "./events.ts";
import type { SubmissionState } from "./state.ts";
import { foldSubmission, submissionStreams } from "./stream.ts";

/** A submission, straight from its stream. */
export const loadSubmission = async (log: EventLog, id: string): Promise<SubmissionState | undefined> =>
  foldSubmission(id, await log.readStream(submissionStream(id)));

/** A submission as policy sees it. `councilAware`: told of it, or made aware of a concern that it is evidence of. */
export const submissionFacts = (
  { council, region, strand, body }: Pick<SubmissionState, "council" | "region" | "strand" | "body">,
  councilAware: boolean,
): SubmissionFacts => ({ council, region, strand, scope: scopeOf(region, strand), body, councilAware });

export const submissionService = (deps: CommandDeps, councils: Councils) =>
  councilRecordService(deps, councils, {
    ...{ word: "submission", kind: "Submission", none: NO_SUBMISSION },
    commands: submissionCommands,
    streams: submissionStreams,
    reading: "readSubmission",
    resource: (of) => ({
      type: "Submission",
      id: "submission",
      facts: of && "body" in of ? submissionFacts(of, "told" in of && of.told !== undefined) : NO_SUBMISSION,
    }),
    decide: (state, command, _, { today }) => decideSubmission(state, command, { today, council: councils.status }),
  });
