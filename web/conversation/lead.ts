// Advisers name who leads the single conversation with a council, and end that.
import { MAX_SHORT_TEXT } from "../../text/limits.ts";
import { councilPath } from "../council/council-path.ts";
import { wordsIn } from "../page.ts";
import { reasonStep } from "../steps/reason-step.ts";
import { defineJourney } from "../steps/steps.ts";
import { conversationInput, openConversation } from "./open-conversation.ts";

export const nameLead = defineJourney({
  path: "/councils/:council/lead",
  title: "Name who leads the conversation with a council",
  beforeSending: "The council, and the advisers and leads of its region, see who it is.",
  send: "Name the lead",
  document: "conversation/name-lead.graphql",
  async open(executor, request) {
    const opened = await openConversation(executor, request, "NAME_LEAD");
    if (!opened) return undefined;
    const advisers = new Map((opened.choices.advisers?.advisers ?? []).map((adviser) => [adviser.id, adviser]));
    return {
      ...opened,
      steps: [
        {
          ...{ name: "person", title: `Who leads the conversation with ${opened.council.name}?` },
          fields: [
            {
              ...{ name: "person", kind: "one", label: "Adviser", missing: "Select the adviser." },
              choices: [...advisers.values()].map(({ id, name, workContact }) => ({
                value: id,
                text: `${name ?? "A person whose name was erased"}${workContact ? `, ${workContact}` : ""}`,
              })),
            },
          ],
        },
      ],
    };
  },
  variables: (words, request) => ({ input: { ...conversationInput(words, request), person: wordsIn(words, "person") } }),
  next: (_, { address }) => councilPath(address.council),
});

export const endLead = defineJourney({
  path: "/councils/:council/lead/end",
  title: "End who leads the conversation with a council",
  beforeSending: "Nobody leads the conversation after this, until you name somebody else.",
  send: "End the lead",
  document: "conversation/end-lead.graphql",
  async open(executor, request) {
    const opened = await openConversation(executor, request, "END_LEAD");
    if (!opened) return undefined;
    const name = opened.council.conversationLead?.adviser.name;
    return {
      ...opened,
      steps: [
        reasonStep("Why does the lead end?", {
          before: name ? [`Today ${name} leads the conversation.`] : [],
          ...{ label: "Why", missing: "Enter why the lead ends.", hint: undefined, most: MAX_SHORT_TEXT },
        }),
      ],
    };
  },
  variables: (words, request) => ({ input: { ...conversationInput(words, request), reason: wordsIn(words, "reason") } }),
  next: (_, { address }) => councilPath(address.council),
});
