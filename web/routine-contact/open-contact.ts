// What the journeys on one contact with a council have in common.
import { councilPath } from "../council/council-path.ts";
import type { AnswerOf } from "../documents.ts";
import type { DocumentExecutor } from "../execute-document.ts";
import { type FormWords, type PageRequest, wordsIn } from "../page.ts";

type ContactToChange = NonNullable<AnswerOf<"routine-contact/contact-to-change.graphql">["council"]>["routineContacts"][number];

/** Undefined if there is no such contact, or the person may not see it. `command`: what the journey does. */
export async function openContact(
  { execute }: DocumentExecutor,
  { address }: PageRequest,
  command: ContactToChange["commands"][number],
) {
  const { council } = await execute("routine-contact/contact-to-change.graphql", { council: address.council ?? "" });
  const contact = council?.routineContacts.find(({ id }) => id === address.contact);
  if (!council || !contact) return undefined;
  const from = { href: pathAfterContact(address), text: `Read the page of ${council.name}` };
  return { contact, journey: { from, isOffered: contact.commands.includes(command) } };
}

/** Where one comes to after a change of a contact. */
export const pathAfterContact = (address: PageRequest["address"]): string => `${councilPath(address.council)}#contacts`;

export const contactInput = (words: FormWords, { address }: PageRequest) => ({
  ...{ idempotencyKey: wordsIn(words, "key"), council: address.council ?? "" },
  ...{ contact: address.contact ?? "", reason: wordsIn(words, "reason") },
});
