// How the governance officer invites somebody whom the hub does not know.
import { wordsIn } from "../page.ts";
import { officeInput, officeSteps } from "../people/office-steps.ts";
import { defineJourney, type JourneyStep } from "../steps/steps.ts";
import { showLink } from "./shown-link.ts";

const WHO: JourneyStep = {
  ...{ name: "who", title: "Who do you invite?" },
  before: [
    "Invite somebody who is not in the hub yet. What you enter is recorded only when you send it at the end.",
    "Enter their own email address at work. They can join only with an account that has this address.",
  ],
  fields: [
    { name: "name", kind: "line", label: "Name", hint: "As others will see it.", missing: "Enter the name." },
    { name: "address", kind: "line", label: "Email address at work", missing: "Enter the email address." },
  ],
};

export const invite = defineJourney({
  path: "/invite",
  title: "Invite somebody",
  beforeSending:
    "They get a link that they can use once, in the next 10 working days. When they have joined, they hold the office that you named.",
  send: "Send the invitation",
  document: "invitations/invite-person.graphql",
  async open({ execute }, _request, words) {
    const choices = await execute("people/office-choices.graphql", {});
    if (!choices.viewer.mayInvitePeople) return undefined;
    return { steps: [WHO, ...officeSteps(choices, words)], from: { href: "/people", text: "People" } };
  },
  variables: (words) => ({
    input: {
      idempotencyKey: wordsIn(words, "key"),
      name: wordsIn(words, "name"),
      address: wordsIn(words, "address").trim(),
      ...officeInput(words),
    },
  }),
  showOnce: showLink,
  next: () => "/invitations",
});
