// The commands on submissions.

import type { EventLog } from "../../event-log/port.ts";
import { councilStrandOf, NO_SUBMISSION, type SubmissionFacts, scopeOf } from "../../policies/engine/facts.ts";
import type { Councils } from "../../reference/councils.ts";
import { loadOffices } from "../people/speaker.ts";
import { councilRecordService } from "../pipeline/council-record-service.ts";
import type { CommandDeps } from "../pipeline/execute-command.ts";
import { actionOnSubmission } from "./command-action.ts";
import { decideSubmission, type SubmissionCommand, submissionCommands } from "./decide.ts";
import { submissionStream } from "./events.ts";
import type { SubmissionState } from "./state.ts";
import { foldSubmission, submissionStreams } from "./stream.ts";

/** A submission, folded from its stream. */
export const loadSubmission = async (log: EventLog, id: string): Promise<SubmissionState | undefined> =>
  foldSubmission(id, await log.readStream(submissionStream(id)));

/** The facts for policy decisions. `councilAware`: the council was told of the submission, or made aware of a concern that has it as evidence. */
export const submissionFacts = (
  { council, region, strand, body, protectedSource }: Pick<SubmissionState, keyof SubmissionFacts & keyof SubmissionState>,
  councilAware: boolean,
): SubmissionFacts => ({
  ...{ council, region, strand, body, protectedSource, councilAware },
  scope: scopeOf(region, strand),
  councilStrand: councilStrandOf(council, strand),
});

/** Whether the council of a submission knows of it, according to the read models. */
export const isCouncilAware = ({ readModelFacts }: CommandDeps, id: string): boolean =>
  readModelFacts?.find("Submission", id)?.councilAware ?? false;

/** Commands that depend on what rests on the submission. */
const RESTS: ReadonlySet<SubmissionCommand["name"]> = new Set(["redirectSubmission", "setSubmissionAside"]);

/** Whether a concern cites it, or its council knows of it. True if the read models cannot say. */
async function restsOn({ readModelFacts }: CommandDeps, id: string): Promise<boolean> {
  if (!readModelFacts || !(await readModelFacts.current("Submission"))) return true;
  return readModelFacts.isCited(id) || (readModelFacts.find("Submission", id)?.councilAware ?? true);
}

export const submissionService = (deps: CommandDeps, councils: Councils) =>
  councilRecordService(deps, councils, {
    type: "Submission",
    commands: submissionCommands,
    streams: submissionStreams,
    facts: (submission: SubmissionState) => submissionFacts(submission, submission.told !== undefined),
    none: NO_SUBMISSION,
    action: actionOnSubmission,
    decide: async (state, command, context, principal) => {
      const speaks = state && command.name === "answerSubmissionTelling";
      const offices = speaks ? (await loadOffices(deps.log, principal, state.council, context))(state.strand) : [];
      const isRestedOn = state !== undefined && RESTS.has(command.name) && (await restsOn(deps, state.id));
      const councilAware = command.name === "recordSubmissionDue" && state !== undefined && isCouncilAware(deps, state.id);
      return decideSubmission(state, command, {
        ...{ ...context, council: councils.status },
        ...{ isRestedOn, isCouncilAware: councilAware, offices },
      });
    },
  });
