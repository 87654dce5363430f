// Which commands somebody could give on a support now: policy permits them, and no rule refuses them whatever is written. For readers of its detail,
// whom a refusal would tell the same (docs/decisions/0050-what-one-may-do-now.md).
import { lazy } from "../../caching/cache.ts";
import { officesIn } from "../../services/people/assignments.ts";
import type { Viewer } from "../../services/people/viewer.ts";
import { actionOnSupport } from "../../services/support/command-action.ts";
import type { SupportDecisionContext } from "../../services/support/decision.ts";
import { supportFacts } from "../../services/support/facts.ts";
import {
  possibleOnMilestone,
  possibleOnMove,
  possibleOnPresence,
  possibleOnReview,
  possibleOnSupport,
} from "../../services/support/possible-commands.ts";
import type { SupportState } from "../../services/support/state.ts";
import type { ReadDeps } from "../deps.ts";
import { decideActionsOnce, trialContext } from "../permitted-actions.ts";
import { listFiltered } from "./support-list.ts";

type Deps = Pick<ReadDeps, "rights" | "support" | "councils" | "today" | "certainToday" | "clashDays">;

/** The maximum number of packages of the council that are tried as the package of the support. */
const MAX_PACKAGES_TRIED = 100;

export function supportCommandsNow(deps: Deps, viewer: Viewer, state: SupportState) {
  const permitsAction = decideActionsOnce(deps, viewer.facts, { type: "Support", id: state.id, facts: supportFacts(state) });
  const trial = {
    state,
    context: contextOf(deps, viewer, state),
    packages: lazy(() => packagesOf(deps, viewer, state)),
    permits: (command: Parameters<typeof actionOnSupport>[0]) => permitsAction(actionOnSupport(command)),
  };
  return {
    onSupport: lazy(() => possibleOnSupport(trial)),
    onMilestone: (milestone: string) => possibleOnMilestone(trial, milestone),
    onReview: (review: string) => possibleOnReview(trial, review),
    onPresence: (presence: string) => possibleOnPresence(trial, presence),
    onMove: (move: string) => possibleOnMove(trial, move),
  };
}

const packagesOf = (deps: Deps, { facts }: Viewer, { council }: SupportState): readonly SupportState[] =>
  (
    listFiltered(deps, facts, { filter: { council, kind: "package" }, order: "offered" }, undefined, MAX_PACKAGES_TRIED) ?? []
  ).map(({ state }) => state);

/** What a command of the viewer would be decided with, as far as no input says more. */
function contextOf(deps: Deps, viewer: Viewer, { council, strand }: SupportState): SupportDecisionContext {
  const trial = trialContext(deps, viewer);
  return {
    ...trial,
    council: deps.councils.status,
    offices: officesIn(viewer.assignments, council, trial)(strand),
    package: undefined,
    // Any sample of a lead differs from the one there is.
    lead: undefined,
  };
}
