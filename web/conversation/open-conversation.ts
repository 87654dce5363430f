// What all journeys in the conversation with a council have in common.
import { councilPath } from "../council/council-path.ts";
import type { AnswerOf } from "../documents.ts";
import type { DocumentExecutor } from "../execute-document.ts";
import { type FormWords, type PageRequest, wordsIn } from "../page.ts";

type ConversationToChange = NonNullable<AnswerOf<"conversation/conversation.graphql">["council"]>;
type OfferedCouncilCommand = ConversationToChange["commands"][number];

/** `command`: what the journey does. Undefined if there is no such council. */
export async function openConversation(
  { execute }: DocumentExecutor,
  { address }: PageRequest,
  command: OfferedCouncilCommand,
  commandsOf: (council: ConversationToChange) => readonly OfferedCouncilCommand[] | undefined = ({ commands }) => commands,
) {
  const { council, ...choices } = await execute("conversation/conversation.graphql", { council: address.council ?? "" });
  return (
    council && {
      council,
      choices,
      isOffered: commandsOf(council)?.includes(command) === true,
      from: { href: councilPath(council.code), text: council.name },
    }
  );
}

/** What every command in the conversation with a council has. */
export const conversationInput = (words: FormWords, { address }: PageRequest) => ({
  idempotencyKey: wordsIn(words, "key"),
  council: address.council ?? "",
});
