// An adviser stands an escalation down, which ends its share.
import { MAX_NARRATIVE } from "../../text/limits.ts";
import { concernPath } from "../concern/links.ts";
import { wordsIn } from "../page.ts";
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
        {
          ...{ name: "reason", title: `Why do you stand down the escalation to ${escalation.body.name}?` },
          fields: [
            {
              ...{ name: "reason", kind: "text", most: MAX_NARRATIVE, label: "Why you stand it down" },
              hint: "The council reads this.",
              missing: "Enter why you stand the escalation down.",
            },
          ],
        },
      ],
    };
  },
  variables: (words, request) => ({ input: { ...escalationInput(words, request), reason: wordsIn(words, "reason") } }),
  next: (_, { address }) => concernPath(address.concern),
});
