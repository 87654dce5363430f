// Which commands somebody could give in the conversation with a council now: policy permits them, and no rule refuses them whatever is written. A refusal
// would tell the same (docs/decisions/0050-what-one-may-do-now.md).
import { lazy } from "../../caching/cache.ts";
import { isToken } from "../../policies/engine/facts.ts";
import type { Council } from "../../reference/councils.ts";
import { resourceOfCommand } from "../../services/council/command-resource.ts";
import type { CouncilCommand } from "../../services/council/decide.ts";
import type { CouncilDecisionContext } from "../../services/council/decision-context.ts";
import {
  bodiesToApproach,
  possibleOnApproach,
  possibleOnContactAgreement,
  possibleOnConversation,
  possibleOnRoutineContact,
} from "../../services/council/possible-commands.ts";
import { officesIn } from "../../services/people/assignments.ts";
import type { Viewer } from "../../services/people/viewer.ts";
import type { ReadDeps } from "../deps.ts";
import { trialContext } from "../permitted-actions.ts";

type Deps = Pick<ReadDeps, "rights" | "council" | "people" | "councils" | "today" | "certainToday">;
type Of = Pick<Council, "code" | "region">;

export function councilCommandsNow(deps: Deps, viewer: Viewer, of: Of) {
  const state = deps.council.queries().findUnchecked(of.code);
  const trial = {
    ...{ code: of.code, state, context: contextOf(deps, viewer, of) },
    bodies: viewer.facts.bodies.filter((body) => !isToken(body)),
    permits: (command: CouncilCommand) => deps.rights.permits(viewer.facts, command.name, resourceOfCommand(command, state, of)),
  };
  return {
    onConversation: lazy(() => possibleOnConversation(trial)),
    bodiesToApproach: lazy(() => bodiesToApproach(trial)),
    onApproach: (approach: string) => possibleOnApproach(trial, approach),
    onContactAgreement: (agreement: string) => possibleOnContactAgreement(trial, agreement),
    onRoutineContact: (contact: string) => possibleOnRoutineContact(trial, contact),
  };
}

/** What a command of the viewer would be decided with, as far as no input says more. */
function contextOf(deps: Deps, viewer: Viewer, { code, region }: Of): CouncilDecisionContext {
  const trial = trialContext(deps, viewer);
  return {
    ...trial,
    council: deps.councils.status(code, trial.today),
    officesFor: officesIn(viewer.assignments, code, trial),
    advisesHere: (person) => deps.people.queries().viewer(person)?.facts.adviserRegions.includes(region) === true,
    // These are looked up for what an input names. Samples name none of it.
    ...{ leadName: undefined, visibleClash: undefined, settlementNote: undefined },
  };
}
