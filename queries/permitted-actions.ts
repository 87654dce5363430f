// What the lists of possible commands have in common: what policy permits to a person on a record, and the context in which a command is tried out.
import type { PersonFacts, Resource } from "../policies/engine/facts.ts";
import type { Viewer } from "../services/people/viewer.ts";
import type { ReadDeps } from "./deps.ts";

/** The part of the context that is the same for a command of the viewer on any record. Nothing is recorded, so nothing needs an id of its own. */
export const trialContext = ({ today, certainToday }: Pick<ReadDeps, "today" | "certainToday">, { person, facts }: Viewer) => ({
  ...{ today: today(), certainToday: certainToday() },
  ...{ actor: person, interests: facts.interests, newId: () => "new" },
});

/** Decides each action once. */
export function decideActionsOnce(
  { rights }: Pick<ReadDeps, "rights">,
  person: PersonFacts,
  resource: Resource,
): (action: string) => boolean {
  const decided = new Map<string, boolean>();
  return (action) => {
    const known = decided.get(action) ?? rights.permits(person, action, resource);
    decided.set(action, known);
    return known;
  };
}
