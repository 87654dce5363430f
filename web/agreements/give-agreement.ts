// A council agrees in advance to shares with a body.
import type { AnswerOf, VariablesOf } from "../documents.ts";
import { wordsIn } from "../page.ts";
import { bodyField, partsField, partsIn, purposeField, sharedPartChoices } from "../share-terms.ts";
import { officeFields, optionalStatement, speakerInput, statementField } from "../speaking.ts";
import { choiceIn, choicesOf } from "../steps/fields.ts";
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
      parts: partsIn(words),
      purpose: choiceIn(words, "purpose"),
      statement: optionalStatement(words),
    },
  }),
  next: (_, { address }) => agreementsPath(address.council),
});

type Choices = AnswerOf<"agreements/choices.graphql">;

const stepsOf = (
  choices: Choices,
  { region, speakingOffices }: NonNullable<Choices["council"]>,
  strand: string,
): readonly JourneyStep[] => [
  {
    ...{ name: "strand", title: "Which strand is it for?" },
    fields: [
      { ...{ name: "strand", kind: "one", label: "Strand", choices: choicesOf(choices.strands) }, missing: "Select the strand." },
    ],
  },
  {
    ...{ name: "body", title: "Who may concerns be shared with?" },
    fields: [bodyField({ strand, region }, choices)],
  },
  {
    ...{ name: "parts", title: "What may they see?" },
    fields: [partsField("What they may see", "Select what they may see.", sharedPartChoices(choices))],
  },
  {
    ...{ name: "purpose", title: "What for?" },
    fields: [
      purposeField(choices),
      ...officeFields(speakingOffices, choices.offices),
      statementField({ hint: "It is kept with the agreement, which people of your council read." }),
    ],
  },
];
