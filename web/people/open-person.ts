// How journeys on the record of a person begin.
import type { AnswerOf } from "../documents.ts";
import type { DocumentExecutor } from "../execute-document.ts";
import type { PageRequest } from "../page.ts";
import { personPath } from "./people.ts";

type OfferedPersonCommand = NonNullable<AnswerOf<"people/person.graphql">["person"]>["commands"][number];

/** Undefined if there is no such person, or the viewer may not see the records of other people. `command`: what the journey does. */
export async function openPerson({ execute }: DocumentExecutor, { address }: PageRequest, command: OfferedPersonCommand) {
  const { viewer, person } = await execute("people/person.graphql", { id: address.person ?? "" });
  if (!person || !viewer.mayReadPeople) return undefined;
  const isOffered = person.commands.includes(command);
  return { person, journey: { isOffered, from: { href: personPath(person.id), text: person.name ?? "The person" } } };
}
