// A council agrees that other councils may contact it about what it learned from support, or ends this agreement.
import { MAX_NARRATIVE } from "../../text/limits.ts";
import { councilPath } from "../council/council-path.ts";
import { type PageRequest, wordsIn } from "../page.ts";
import { choiceIn, choicesOf } from "../steps/fields.ts";
import { defineJourney } from "../steps/steps.ts";
import { conversationInput, openConversation } from "./open-conversation.ts";

const supportsPath = ({ address }: PageRequest): string => `${councilPath(address.council)}/supports`;

export const agreeToBeContacted = defineJourney({
  path: "/councils/:council/practice-contacts/new",
  title: "Agree that others contact your council",
  beforeSending:
    "Advisers, regional leads and other councils find this once your council and the provider have both judged support for this cause to be effective. You can take it back at any time.",
  send: "Agree",
  document: "conversation/agree-to-be-contacted.graphql",
  async open(executor, request) {
    const opened = await openConversation(executor, request, "AGREE_TO_BE_CONTACTED");
    if (!opened) return undefined;
    const { council, choices } = opened;
    return {
      ...opened,
      from: { href: supportsPath(request), text: `Support of ${council.name}` },
      steps: [
        {
          ...{ name: "what", title: "What did your council learn about?" },
          fields: [
            { name: "strand", kind: "one", label: "Strand", choices: choicesOf(choices.strands), missing: "Select the strand." },
            { name: "cause", kind: "one", label: "Cause", choices: choicesOf(choices.causes), missing: "Select the cause." },
          ],
        },
        {
          ...{ name: "whom", title: "Who can others contact?" },
          fields: [
            {
              ...{ name: "contact", kind: "line", label: "Who to contact" },
              ...{ hint: "Name or post, and how to reach them.", missing: "Enter who others can contact." },
            },
            {
              ...{ name: "learned", kind: "text", most: MAX_NARRATIVE, label: "What others can learn" },
              missing: "Enter what others can learn.",
            },
          ],
        },
      ],
    };
  },
  variables: (words, request) => ({
    input: {
      ...conversationInput(words, request),
      strand: choiceIn(words, "strand"),
      cause: choiceIn(words, "cause"),
      contact: wordsIn(words, "contact"),
      learned: wordsIn(words, "learned"),
    },
  }),
  next: (_, request) => supportsPath(request),
});

export const takeBackContact = defineJourney({
  path: "/councils/:council/practice-contacts/:contact/take-back",
  title: "Take back that others may contact your council",
  beforeSending: "Others no longer find it from now on.",
  send: "Take it back",
  document: "conversation/take-back-contact.graphql",
  async open(executor, request) {
    const opened = await openConversation(
      executor,
      request,
      "TAKE_BACK_CONTACT",
      ({ practiceContacts }) => practiceContacts?.find(({ id }) => id === request.address.contact)?.commands,
    );
    if (!opened?.council.practiceContacts?.some(({ id }) => id === request.address.contact)) return undefined;
    return { ...opened, steps: [], from: { href: supportsPath(request), text: `Support of ${opened.council.name}` } };
  },
  variables: (words, request) => ({
    input: { ...conversationInput(words, request), contact: request.address.contact ?? "" },
  }),
  next: (_, request) => supportsPath(request),
});
