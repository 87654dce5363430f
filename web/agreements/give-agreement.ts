// A council agrees in advance to shares with a body.
import { MAX_NARRATIVE } from "../../text/limits.ts";
import { bodyChoices } from "../bodies.ts";
import type { AnswerOf, VariablesOf } from "../documents.ts";
import { wordsIn } from "../page.ts";
import { officeFields, speakerInput } from "../speaking.ts";
import { choiceIn, choicesOf, optionalIn } from "../steps/fields.ts";
import { defineJourney, type JourneyStep } from "../steps/steps.ts";
import { agreementsPath } from "./agreements.ts";

type Agreed = VariablesOf<"agreements/give-agreement.graphql">["input"];

export const giveAgreement = defineJourney({
  path: "/councils/:council/agreements/new",
  title: "Agree to something in advance",
  beforeSending:
    "Advisers can use this agreement at once. You can end it at any time: shares that rest on it alone are then suspended.",
  send: "Give the agreement",
  document: "agreements/give-agreement.graphql",
  async open({ execute }, { address }, words) {
    const choices = await execute("agreements/choices.graphql", { council: address.council ?? "" });
    if (!choices.council || choices.council.speakingOffices.length === 0) return undefined;
    return {
      steps: stepsOf(choices, choices.council, wordsIn(words, "strand")),
      from: { href: agreementsPath(address.council), text: "What your council has agreed in advance" },
    };
  },
  variables: (words, { address }): { readonly input: Agreed } => ({
    input: {
      ...speakerInput(words),
      council: address.council ?? "",
      strand: choiceIn(words, "strand"),
      body: wordsIn(words, "body"),
      // Each part includes the parts before it, so one value is enough.
      parts: [choiceIn(words, "parts")],
      purpose: choiceIn(words, "purpose"),
      statement: optionalIn(words, "statement") ?? null,
    },
  }),
  next: (_, { address }) => agreementsPath(address.council),
});

type Choices = AnswerOf<"agreements/choices.graphql">;

const stepsOf = (
  { bodies, strands, shared, parts, purposes, offices }: Choices,
  { region, speakingOffices }: NonNullable<Choices["council"]>,
  strand: string,
): readonly JourneyStep[] => {
  const names = new Set(choicesOf(shared).map(({ value }) => value));
  return [
    {
      ...{ name: "strand", title: "Which strand is it for?" },
      fields: [
        { ...{ name: "strand", kind: "one", label: "Strand", choices: choicesOf(strands) }, missing: "Select the strand." },
      ],
    },
    {
      ...{ name: "body", title: "Who may concerns be shared with?" },
      fields: [
        {
          ...{ name: "body", kind: "one", label: "Body", choices: bodyChoices({ strand, region }, bodies) },
          missing: "Select the body.",
        },
      ],
    },
    {
      ...{ name: "parts", title: "What may they see?" },
      fields: [
        {
          ...{ name: "parts", kind: "one", label: "What they may see" },
          choices: choicesOf(parts).filter(({ value }) => names.has(value)),
          hint: "Each choice includes those above it.",
          missing: "Select what they may see.",
        },
      ],
    },
    {
      ...{ name: "purpose", title: "What for?" },
      fields: [
        { ...{ name: "purpose", kind: "one", label: "Purpose", choices: choicesOf(purposes) }, missing: "Select the purpose." },
        ...officeFields(speakingOffices, offices),
        {
          ...{ name: "statement", kind: "text", most: MAX_NARRATIVE, label: "What your council says with it" },
          hint: "It is kept with the agreement, which people of your council read.",
        },
      ],
    },
  ];
};
