// How an adviser corrects what was recorded of a contact with a council.
import { MAX_SHORT_TEXT } from "../../text/limits.ts";
import { reasonStep } from "../steps/reason-step.ts";
import { defineJourney } from "../steps/steps.ts";
import { contentInput, peopleField, stepsOfContent } from "./contact-content.ts";
import { contactInput, openContact, pathAfterContact } from "./open-contact.ts";

export const correctContact = defineJourney({
  path: "/councils/:council/contacts/:contact/correct",
  title: "Correct a contact",
  beforeSending: "The council reads the new words at once. What the contact said before stays on record below them.",
  send: "Correct the contact",
  document: "routine-contact/correct-contact.graphql",
  async open(executor, request) {
    const opened = await openContact(executor, request, "CORRECT_CONTACT");
    return (
      opened && {
        ...opened.journey,
        steps: [
          {
            name: "who",
            title: "Who took part?",
            before: ["What you change replaces what it says now."],
            fields: [peopleField(opened.contact)],
          },
          ...stepsOfContent(opened.contact),
          reasonStep("Why do you correct it?", {
            ...{ label: "Why you correct it", missing: "Enter why you correct it.", most: MAX_SHORT_TEXT },
          }),
        ],
      }
    );
  },
  variables: (words, request) => ({ input: { ...contactInput(words, request), ...contentInput(words) } }),
  next: (_, { address }) => pathAfterContact(address),
});
