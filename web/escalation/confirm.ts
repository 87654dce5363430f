// A second adviser confirms an escalation that another proposed.
import { concernPath } from "../concern/links.ts";
import { wordsIn } from "../page.ts";
import { reasonStep } from "../steps/reason-step.ts";
import { defineJourney } from "../steps/steps.ts";
import { escalationInput, openEscalation } from "./open-escalation.ts";

export const confirmEscalation = defineJourney({
  path: "/concerns/:concern/escalations/:escalation/confirm",
  title: "Confirm the escalation",
  beforeSending: "The council reads that you confirm it. The share can then be made once the council has had its time to answer.",
  send: "Confirm the escalation",
  document: "escalation/confirm-escalation.graphql",
  async open(executor, request) {
    const opened = await openEscalation(executor, request, "CONFIRM_ESCALATION");
    if (!opened) return undefined;
    const { escalation, journey } = opened;
    return {
      ...journey,
      steps: [
        reasonStep(`Why is the concern escalated to ${escalation.body.name}?`, {
          before: [`Another adviser wrote: ${escalation.raised.reason ?? "This text was erased."}`],
          label: "Why you confirm it",
          missing: "Enter why you confirm the escalation.",
        }),
      ],
    };
  },
  variables: (words, request) => ({ input: { ...escalationInput(words, request), reason: wordsIn(words, "reason") } }),
  next: (_, { address }) => concernPath(address.concern),
});
