// The fields that say with whom a concern is shared, how much of it, what for and how long: of a proposal, a request and a standing agreement.
import { bodyChoices } from "./bodies.ts";
import type { AnswerOf } from "./documents.ts";
import type { FormWords } from "./page.ts";
import { choiceIn, choicesOf, type FieldChoice, type FormField } from "./steps/fields.ts";

type Choices = Pick<AnswerOf<"share-concern/choices.graphql">, "bodies" | "shared" | "parts" | "purposes">;

export const bodyField = (subject: Parameters<typeof bodyChoices>[0], { bodies }: Pick<Choices, "bodies">): FormField => ({
  ...{ name: "body", kind: "one", label: "Body", choices: bodyChoices(subject, bodies) },
  missing: "Select the body.",
});

/** The parts that can be shared, in the words that say what each of them is. */
export function sharedPartChoices({ shared, parts }: Pick<Choices, "shared" | "parts">): readonly FieldChoice[] {
  const names = new Set(choicesOf(shared).map(({ value }) => value));
  return choicesOf(parts).filter(({ value }) => names.has(value));
}

/** Each part includes the parts before it, so one is selected. */
export const partsField = (label: string, missing: string, choices: readonly FieldChoice[]): FormField => ({
  ...{ name: "parts", kind: "one", label, choices, missing },
  hint: "Each choice includes those above it.",
});

export const partsIn = <Part extends string>(words: FormWords): readonly Part[] => [choiceIn<Part>(words, "parts")];

export const purposeField = ({ purposes }: Pick<Choices, "purposes">): FormField => ({
  ...{ name: "purpose", kind: "one", label: "Purpose", choices: choicesOf(purposes) },
  missing: "Select the purpose.",
});

export const lastDayField: FormField = {
  ...{ name: "until", kind: "date", label: "Last day of the share" },
  missing: "Enter a real date for the last day of the share.",
};

export const lastDayToAnswerField: FormField = {
  ...{ name: "answerBy", kind: "date", label: "Last day for the council to answer" },
  hint: "The council has a minimum time to answer. If the day is too early, you are told the earliest one.",
  missing: "Enter a real date for the last day for the council to answer.",
};
