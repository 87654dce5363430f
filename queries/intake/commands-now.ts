// Which commands somebody could give on a submission now: policy permits them, and no rule refuses them whatever is written. A sender may only request a
// change, which is possible whatever became of the submission (docs/decisions/0045-intelligence-from-the-sector.md).

import type { SubmissionRecord } from "../../projections/intake/queries.ts";
import { prospectiveFacts } from "../../services/concern/facts.ts";
import { possibleFromSubmission } from "../../services/concern/possible-commands.ts";
import { officesIn } from "../../services/people/assignments.ts";
import type { Viewer } from "../../services/people/viewer.ts";
import { actionOnSubmission } from "../../services/submission/command-action.ts";
import type { SubmissionDecisionContext } from "../../services/submission/decide.ts";
import { possibleOnSubmission } from "../../services/submission/possible-commands.ts";
import { submissionFacts } from "../../services/submission/service.ts";
import { concernContextOf } from "../concerns/commands-now.ts";
import type { ReadDeps } from "../deps.ts";
import { decideActionsOnce, trialContext } from "../permitted-actions.ts";
import type { SeenSubmission } from "./read-intake.ts";

type Deps = Pick<ReadDeps, "rights" | "councils" | "council" | "people" | "today" | "certainToday">;

export function submissionCommandsNow(deps: Deps, viewer: Viewer, { record }: SeenSubmission) {
  const { state, councilAware } = record;
  const facts = submissionFacts(state, councilAware);
  const permitsAction = decideActionsOnce(deps, viewer.facts, { type: "Submission", id: state.id, facts });
  const onIt = possibleOnSubmission(state, contextOf(deps, viewer, record), (command) =>
    permitsAction(actionOnSubmission(command, state)),
  );
  const citing = { ...concernContextOf(deps, viewer, state), submission: () => ({ ...state, councilAware }) };
  const fromIt = possibleFromSubmission({ ...state, councilAware }, citing, (input) => {
    const concern = prospectiveFacts(input, { code: state.council, region: state.region });
    return deps.rights.permits(viewer.facts, "logConcern", { type: "Concern", id: "new", facts: concern });
  });
  return [...onIt, ...fromIt];
}

/** What a command of the viewer would be decided with, as far as no input says more. */
function contextOf(deps: Deps, viewer: Viewer, { state, councilAware, concerns }: SubmissionRecord): SubmissionDecisionContext {
  const trial = trialContext(deps, viewer);
  return {
    ...trial,
    council: deps.councils.status,
    isRestedOn: councilAware || concerns.length > 0,
    isCouncilAware: councilAware,
    offices: officesIn(viewer.assignments, state.council, trial)(state.strand),
  };
}
