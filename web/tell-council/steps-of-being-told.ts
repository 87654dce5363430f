// What is asked of somebody who records that a council was told: whom they told, how, when and what about.
import { MAX_NARRATIVE } from "../../text/limits.ts";
import type { AnswerOf, VariablesOf } from "../documents.ts";
import { type FormWords, wordsIn } from "../page.ts";
import { choiceIn, choicesOf, DATE_HINT, dateIn, type FieldChoice, type FormField } from "../steps/fields.ts";
import type { JourneyStep } from "../steps/steps.ts";

type Choices = Pick<AnswerOf<"tell-council/choices.graphql">, "offices" | "channels">;
type Told = VariablesOf<"tell-council/tell-council.graphql">["input"];

/** `before`: paragraphs above the question what the council was told. */
type Wording = { readonly before?: readonly string[]; readonly officeHint?: string };

export const TOLD_NAME: FormField = {
  ...{ name: "toldName", kind: "line", label: "Name", missing: "Enter the name of the person who was told." },
};

export const toldOfficeField = (
  offices: readonly FieldChoice[],
  { name = "toldOffice", hint = "Normally the chief executive." } = {},
): FormField => ({
  ...{ name, kind: "one", label: "Office", choices: offices, hint },
  missing: "Select the office of the person who was told.",
});

export const channelField = (channels: readonly FieldChoice[]): FormField => ({
  ...{ name: "channel", kind: "one", label: "How they were told", choices: channels },
  missing: "Select how you spoke to the council.",
});

export const stepsOfBeingTold = (
  { offices, channels }: Choices,
  council: { readonly name: string },
  { before = [], officeHint }: Wording = {},
): readonly JourneyStep[] => [
  {
    ...{ name: "whom", title: `Who was told at ${council.name}?` },
    fields: [TOLD_NAME, toldOfficeField(choicesOf(offices), officeHint === undefined ? {} : { hint: officeHint })],
  },
  {
    ...{ name: "how", title: "How and when were they told?" },
    fields: [
      channelField(choicesOf(channels)),
      {
        ...{ name: "toldOn", kind: "date", label: "The day", hint: DATE_HINT },
        missing: "Enter a real date for the day the council was told.",
      },
    ],
  },
  {
    ...{ name: "about", title: "What were they told?", before },
    fields: [
      {
        ...{ name: "about", kind: "text", most: MAX_NARRATIVE, label: "What they were told" },
        missing: "Enter what they were told.",
      },
    ],
  },
];

/** The part of a command's input that is taken from the answers to these steps. */
export const inputOfBeingTold = (words: FormWords) => ({
  toldName: wordsIn(words, "toldName"),
  toldOffice: choiceIn<Told["toldOffice"]>(words, "toldOffice"),
  channel: choiceIn<Told["channel"]>(words, "channel"),
  toldOn: dateIn(words, "toldOn"),
  about: wordsIn(words, "about"),
});
