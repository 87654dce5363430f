// Advisers and regional leads plan an approach or a visit to a council, after they spoke with those who plan others, and cancel one.
import { MAX_NARRATIVE, MAX_SHORT_TEXT } from "../../text/limits.ts";
import { councilPath } from "../council/council-path.ts";
import type { VariablesOf } from "../documents.ts";
import { wordsIn } from "../page.ts";
import { choiceIn, choicesOf, dateIn, isSelected, periodFields, severalIn } from "../steps/fields.ts";
import { reasonStep } from "../steps/reason-step.ts";
import { defineJourney } from "../steps/steps.ts";
import { periodInWords } from "../words.ts";
import { conversationInput, openConversation } from "./open-conversation.ts";

type PlannedApproach = VariablesOf<"conversation/plan-approach.graphql">["input"];
const CONFIRMED = "yes";

export const planApproach = defineJourney({
  path: "/councils/:council/approaches/new",
  title: "Plan an approach or a visit",
  beforeSending: "The council, and the advisers and leads of its region, see it with its dates, and read what it is about.",
  send: "Plan it",
  document: "conversation/plan-approach.graphql",
  async open(executor, request) {
    const opened = await openConversation(executor, request, "PLAN_APPROACH");
    if (!opened) return undefined;
    const { council, choices } = opened;
    const lead = council.conversationLead && (council.conversationLead.adviser.name ?? "a person whose name was erased");
    return {
      ...opened,
      steps: [
        {
          ...{ name: "who", title: `Who approaches ${council.name}?` },
          fields: [
            {
              ...{ name: "body", kind: "one", label: "Who approaches", missing: "Select who approaches." },
              choices: council.approachesFor.map(({ id, name }) => ({ value: id, text: name })),
            },
            {
              ...{ name: "kind", kind: "one", label: "What it is", choices: choicesOf(choices.approachKinds) },
              missing: "Select whether it is an approach or a visit.",
            },
            { name: "strand", kind: "one", label: "Strand", choices: choicesOf(choices.strands), missing: "Select the strand." },
          ],
        },
        {
          ...{ name: "days", title: "When?" },
          fields: periodFields(),
        },
        {
          ...{ name: "about", title: "What is it about?" },
          fields: [
            { name: "about", kind: "text", most: MAX_NARRATIVE, label: "What it is about", missing: "Enter what it is about." },
          ],
        },
        {
          ...{ name: "others", title: "Have you spoken about it with others who approach the council?" },
          before: [
            "One conversation with the council means that everybody who approaches it knows of the others. If nobody else plans to, continue.",
          ],
          fields: [
            ...(council.approaches.length > 0
              ? [
                  {
                    ...({ name: "knowing", kind: "several", label: "Planned by others" } as const),
                    hint: "Select those that you know of and have spoken about.",
                    choices: council.approaches.map(({ id, body, from, to }) => ({
                      value: id,
                      text: `${body.name}, ${periodInWords({ from, to })}`,
                    })),
                  },
                ]
              : []),
            ...(lead
              ? [
                  {
                    ...({ name: "leadConsulted", kind: "several", label: "Who leads the conversation" } as const),
                    choices: [{ value: CONFIRMED, text: `I have spoken with ${lead}, who leads the conversation` }],
                  },
                ]
              : []),
          ],
        },
      ],
    };
  },
  variables: (words, request): { readonly input: PlannedApproach } => ({
    input: {
      ...conversationInput(words, request),
      body: wordsIn(words, "body"),
      kind: choiceIn<PlannedApproach["kind"]>(words, "kind"),
      strand: choiceIn(words, "strand"),
      from: dateIn(words, "from"),
      to: dateIn(words, "to"),
      about: wordsIn(words, "about"),
      knowing: severalIn(words, "knowing"),
      leadConsulted: isSelected(words, "leadConsulted", CONFIRMED),
    },
  }),
  next: (_, { address }) => councilPath(address.council),
});

export const cancelApproach = defineJourney({
  path: "/councils/:council/approaches/:approach/cancel",
  title: "Cancel an approach or a visit",
  beforeSending: "It stays on record that it was planned, and why it was cancelled.",
  send: "Cancel it",
  document: "conversation/cancel-approach.graphql",
  async open(executor, request) {
    const { approach: id } = request.address;
    const opened = await openConversation(
      executor,
      request,
      "CANCEL_APPROACH",
      ({ approaches }) => approaches.find((one) => one.id === id)?.commands,
    );
    // One that is cancelled is no longer among those that are planned. What is sent again is done once.
    const approach = opened?.council.approaches.find((one) => one.id === id);
    if (!opened) return undefined;
    return {
      ...opened,
      steps: [
        reasonStep("Why is it cancelled?", {
          before: approach ? [`${approach.body.name}, ${periodInWords(approach)}.`] : [],
          ...{ label: "Why", missing: "Enter why it is cancelled.", hint: undefined, most: MAX_SHORT_TEXT },
        }),
      ],
    };
  },
  variables: (words, request) => ({
    input: {
      ...conversationInput(words, request),
      approach: request.address.approach ?? "",
      reason: wordsIn(words, "reason"),
    },
  }),
  next: (_, { address }) => councilPath(address.council),
});
