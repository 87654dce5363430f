// Which commands somebody could give on a person's record now: policy permits them, and no rule refuses them whatever is written. A refusal would tell the
// same (docs/decisions/0050-what-one-may-do-now.md).
import { lazy } from "../../caching/cache.ts";
import type { CouncilOffice } from "../../reference/concern-terms.ts";
import { resourceOfPeopleCommand } from "../../services/people/command-resource.ts";
import type { PeopleCommand, PeopleDecisionContext } from "../../services/people/decide.ts";
import {
  possibleForCouncil,
  possibleOnAssignment,
  possibleOnCover,
  possibleOnOfficer,
  possibleOnPerson,
} from "../../services/people/possible-commands.ts";
import type { Viewer } from "../../services/people/viewer.ts";
import type { ReadDeps } from "../deps.ts";
import { trialContext } from "../permitted-actions.ts";

type Deps = Pick<ReadDeps, "rights" | "people" | "councils" | "today" | "certainToday">;

/** `person` is the id of whom the record is about. */
export function personCommandsNow(deps: Deps, viewer: Viewer, person: string) {
  const queries = deps.people.queries();
  const trial = {
    ...policyOf(deps, viewer),
    state: queries.findUnchecked(person),
    context: contextOf(deps, viewer, queries.viewer(person)),
  };
  return {
    onPerson: lazy(() => possibleOnPerson(trial)),
    onAssignment: (assignment: string) => possibleOnAssignment(trial, assignment),
    onCover: (cover: string) => possibleOnCover(trial, cover),
    onOffice: (council: string, office: CouncilOffice) => possibleOnOfficer(trial, { council, person, office }),
  };
}

/** Which could be given to name an officer of a council. */
export const officerCommandsNow = (deps: Deps, viewer: Viewer, council: string) =>
  possibleForCouncil({ ...policyOf(deps, viewer), state: undefined, context: contextOf(deps, viewer, undefined) }, council);

const policyOf = ({ rights, councils, today }: Deps, { facts }: Viewer) => ({
  permits: (command: PeopleCommand): boolean =>
    rights.permits(facts, command.name, resourceOfPeopleCommand(command, councils, today())),
});

/** What a command of the viewer would be decided with, as far as no input says more. */
const contextOf = (deps: Deps, viewer: Viewer, about: Viewer | undefined): PeopleDecisionContext => ({
  ...trialContext(deps, viewer),
  ...{ name: about?.name, address: about?.mailAddress, workContact: about?.workContact },
  council: deps.councils.status,
  // Samples name no other adviser.
  scopesOf: (person) => (person === viewer.person ? viewer.facts.adviserScopes : []),
});
