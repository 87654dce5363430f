// An adviser stands an escalation down, which ends its share.
import { concernPath } from "../concern/links.ts";
import { wordsIn } from "../page.ts";
import { reasonStep } from "../steps/reason-step.ts";
import { defineJourney } from "../steps/steps.ts";
import { escalationInput, openEscalation } from "./open-escalation.ts";

export const standDownEscalation = defineJourney({
  path: "/concerns/:concern/escalations/:escalation/stand-down",
  title: "Stand the escalation down",
  beforeSending: "Its share ends at once, and cannot be brought back. Who has read what stays on record.",
  send: "Stand it down",
  document: "escalation/stand-down-escalation.graphql",
  async open(executor, request) {
    const opened = await openEscalation(executor, request, "STAND_DOWN_ESCALATION");
    if (!opened) return undefined;
    const { escalation, journey } = opened;
    return {
      ...journey,
      steps: [
        reasonStep(`Why do you stand down the escalation to ${escalation.body.name}?`, {
          label: "Why you stand it down",
          missing: "Enter why you stand the escalation down.",
        }),
      ],
    };
  },
  variables: (words, request) => ({ input: { ...escalationInput(words, request), reason: wordsIn(words, "reason") } }),
  next: (_, { address }) => concernPath(address.concern),
});
