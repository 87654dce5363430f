// What policy permits to one person on one record.
import type { PersonFacts, Resource } from "../policies/engine/facts.ts";
import type { ReadDeps } from "./deps.ts";

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
