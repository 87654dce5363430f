// Records demonstration data by commands of people, each with a fixed idempotency key, so that each start adds missing data and repeats nothing.
import type { Hub } from "../hub/hub.ts";
import { personFacts } from "../services/people/assignments.ts";
import { interestsOf } from "../services/people/interests.ts";
import { loadPerson } from "../services/people/service.ts";
import type { CommandContext, Outcome } from "../services/pipeline/execute-command.ts";

export async function asPerson(hub: Hub, id: string, idempotencyKey: string): Promise<CommandContext> {
  const person = await loadPerson(hub.log, id);
  if (!person) throw new Error(`There is no demonstration person "${id}".`);
  const interests = interestsOf(person, hub.today(), hub.councils.linkedCodes);
  const facts = personFacts(id, person.assignments, hub.today(), interests);
  return { ...hub.asHub(idempotencyKey), principal: { type: "Person", facts } };
}

/** Throws unless the command was executed now or at an earlier start, whose input may differ, because dates depend on the day. */
export function done(outcome: Outcome): void {
  if (outcome.kind === "refused" && outcome.code !== "KEY_REUSED")
    throw new Error(`Demonstration data was refused: ${outcome.message}`);
}
