// How an adviser withdraws a contact with a council that should not have been recorded.
import { MAX_SHORT_TEXT } from "../../text/limits.ts";
import { reasonStep } from "../steps/reason-step.ts";
import { defineJourney } from "../steps/steps.ts";
import { contactInput, openContact, pathAfterContact } from "./open-contact.ts";

const steps = [
  reasonStep("Why do you withdraw this contact?", {
    ...{ label: "Why you withdraw it", missing: "Enter why you withdraw it.", most: MAX_SHORT_TEXT },
  }),
];

export const withdrawContact = defineJourney({
  path: "/councils/:council/contacts/:contact/withdraw",
  title: "Withdraw a contact",
  beforeSending:
    "It is marked as withdrawn, with your reason. What it says stays on record, and its next step is no task any more.",
  send: "Withdraw the contact",
  document: "routine-contact/withdraw-contact.graphql",
  async open(executor, request) {
    const opened = await openContact(executor, request, "WITHDRAW_CONTACT");
    return opened && { ...opened.journey, steps };
  },
  variables: (words, request) => ({ input: contactInput(words, request) }),
  next: (_, { address }) => pathAfterContact(address),
});
