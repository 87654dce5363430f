// Which commands somebody could give on a concern now: policy permits them, and no rule refuses them whatever is written. Readers of the sharing record
// are told all, readers of a challenge what they may do with it, and those who act for a body what they may do by its shares: a refusal would tell them
// the same (docs/decisions/0050-what-one-may-do-now.md).
import { boundedCache, lazy } from "../../caching/cache.ts";
import { actionOf } from "../../services/concern/command-action.ts";
import type { ConcernCommand } from "../../services/concern/commands.ts";
import type { ConcernDecisionContext } from "../../services/concern/decision.ts";
import {
  possibleForBody,
  possibleOnChallenge,
  possibleOnConcern,
  possibleOnEscalation,
  possibleOnEvidence,
  possibleOnRequest,
  possibleOnShare,
} from "../../services/concern/possible-commands.ts";
import { officesHeld, officesIn } from "../../services/people/assignments.ts";
import type { ReadDeps } from "../deps.ts";
import type { DisclosedConcern } from "../disclosed-concern.ts";
import { decideActionsOnce, trialContext } from "../permitted-actions.ts";
import { acceptableShares } from "./read-one.ts";

type Deps = Pick<ReadDeps, "councils" | "today" | "certainToday" | "council" | "people" | "rights">;

/** The most records of one kind, such as shares, whose commands are kept. */
const PARTS = 1_000;

/** Each list is made once. None of a past concern. */
export function commandsNow(deps: Deps, concern: DisclosedConcern) {
  const { viewer, facts, state, moment } = concern;
  if (moment) return NOTHING;
  const now = { state: state(), context: concernContextOf(deps, viewer, facts) };
  const permitsAction = decideActionsOnce(deps, viewer.facts, { type: "Concern", id: now.state.id, facts });
  const permits = (command: ConcernCommand) =>
    // The conditions of a share are accepted by a right to that share.
    command.name === "acceptConditions"
      ? acceptableShares(deps, viewer.facts, concern).some(({ share }) => share.id === command.input.share)
      : permitsAction(actionOf(command, now.state));
  const onPart = <Name>(possible: (situation: typeof now, id: string, permitted: typeof permits) => readonly Name[]) => {
    const lists = boundedCache<string, readonly Name[]>(PARTS);
    return (id: string) => lists.getOrMake(id, () => possible(now, id, permits));
  };
  return {
    ofConcern: lazy(() => possibleOnConcern(now, permits)),
    ofShare: onPart(possibleOnShare),
    ofEvidence: onPart(possibleOnEvidence),
    ofRequest: onPart(possibleOnRequest),
    ofEscalation: onPart(possibleOnEscalation),
    ofChallenge: onPart(possibleOnChallenge),
    forBody: onPart(possibleForBody),
  };
}

const none = () => [];
const NOTHING = {
  ...{ ofConcern: none, ofShare: none, ofEvidence: none, ofRequest: none },
  ...{ ofEscalation: none, ofChallenge: none, forBody: none },
};

type Viewer = DisclosedConcern["viewer"];
type Facts = DisclosedConcern["facts"];

/** What a command of the viewer would be decided with, as far as no input says more. */
export function concernContextOf(
  deps: Pick<Deps, "councils" | "today" | "certainToday" | "council" | "people">,
  viewer: Viewer,
  { council, strand }: Pick<Facts, "council" | "strand">,
): ConcernDecisionContext {
  const trial = trialContext(deps, viewer);
  const { agreements, positions } = deps.council.queries().findUnchecked(council);
  const assignmentsOf = (person: string) =>
    person === viewer.person ? viewer.assignments : (deps.people.queries().viewer(person)?.assignments ?? []);
  return {
    ...trial,
    council: deps.councils.status,
    agreements,
    positions,
    offices: officesIn(viewer.assignments, council, trial)(strand),
    officesOf: (person) => officesHeld(assignmentsOf(person), council, strand, trial),
    bodies: viewer.facts.bodies,
    // These are looked up for what an input names. Samples name none of it.
    readsSharingRecord: () => false,
    citation: () => undefined,
    untoldMatters: [],
    scopesOf: () => [],
    isOfBody: () => false,
    support: () => undefined,
    upload: () => undefined,
    submission: () => undefined,
  };
}
