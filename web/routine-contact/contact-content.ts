// The pages and the input of what is written about a routine contact with a council, when it is recorded and when it is corrected.
import { MAX_NARRATIVE } from "../../text/limits.ts";
import { type FormWords, wordsIn } from "../page.ts";
import { dateIn, type FormField, optionalIn } from "../steps/fields.ts";
import type { JourneyStep } from "../steps/steps.ts";

/** What the contact says now. It stands in the form of a correction at first. */
type ContactContent = {
  readonly people: string | null;
  readonly topic: string | null;
  readonly agreed: string | null;
  readonly nextStep: string | null;
  readonly nextStepBy: string | null;
};
const NO_CONTENT: ContactContent = { people: null, topic: null, agreed: null, nextStep: null, nextStepBy: null };

const CONFIRMED = "yes";

export const peopleField = ({ people }: ContactContent = NO_CONTENT): FormField => ({
  ...{ name: "people", kind: "line", label: "Names", missing: "Enter who took part." },
  initial: people ?? "",
});

export const stepsOfContent = (initial: ContactContent = NO_CONTENT): readonly JourneyStep[] => [
  {
    ...{ name: "about", title: "What was it about?" },
    fields: [
      {
        ...{ name: "topic", kind: "text", most: MAX_NARRATIVE, label: "What it was about", initial: initial.topic ?? "" },
        missing: "Enter what it was about.",
      },
      { name: "agreed", kind: "text", most: MAX_NARRATIVE, label: "What was agreed", initial: initial.agreed ?? "" },
    ],
  },
  {
    ...{ name: "next", title: "What is the next step?" },
    fields: [
      { name: "nextStep", kind: "text", most: MAX_NARRATIVE, label: "Next step", initial: initial.nextStep ?? "" },
      {
        ...{ name: "nextStepBy", kind: "date", label: "By which day", hint: "It becomes a task for the advisers." },
        initial: initial.nextStepBy ?? "",
      },
    ],
  },
  {
    ...{ name: "untold", title: "Does it tell the council of a concern?" },
    fields: [
      {
        ...{ name: "saysNothingUntold", kind: "several", label: "Nothing of an untold concern" },
        choices: [{ value: CONFIRMED, text: "It says nothing of a concern that the council has not been told of" }],
        missing: "Confirm that it says nothing of a concern that the council has not been told of, or go back and change it.",
      },
    ],
  },
];

/** The part of the command's input that is taken from the fields of these steps and from `peopleField`. */
export const contentInput = (words: FormWords) => ({
  people: wordsIn(words, "people"),
  topic: wordsIn(words, "topic"),
  agreed: optionalIn(words, "agreed") ?? null,
  nextStep: optionalIn(words, "nextStep") ?? null,
  nextStepBy: dateIn(words, "nextStepBy") || null,
  saysNothingUntold: wordsIn(words, "saysNothingUntold") === CONFIRMED,
});
