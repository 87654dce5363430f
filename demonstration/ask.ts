// How demonstration data is asked for: as a person, under a fixed key, so that each start finishes what is missing and repeats nothing.
import type { Hub } from "../hub/hub.ts";
import type { CommandContext, Outcome } from "../services/pipeline/execute-command.ts";

export function asPerson(hub: Hub, person: string, idempotencyKey: string): CommandContext {
  const viewer = hub.people.queries().viewer(person);
  if (!viewer) throw new Error(`There is no demonstration person "${person}".`);
  return { ...hub.asHub(idempotencyKey), principal: { type: "Person", facts: viewer.facts } };
}

/** Done now or on an earlier start: dates move with the day, so an earlier start's input differs. */
export function done(outcome: Outcome): void {
  if (outcome.kind === "refused" && outcome.code !== "KEY_REUSED")
    throw new Error(`Demonstration data was refused: ${outcome.message}`);
}
