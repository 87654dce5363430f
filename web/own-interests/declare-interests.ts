// How somebody declares the councils in which they have an interest.
import { MAX_SHORT_TEXT } from "../../text/limits.ts";
import type { AnswerOf } from "../documents.ts";
import { type FormWords, wordsIn } from "../page.ts";
import { type FieldChoice, optionalIn, severalIn } from "../steps/fields.ts";
import { councilChoices } from "../steps/named-choices.ts";
import { defineJourney, type JourneyStep } from "../steps/steps.ts";
import { OWN_INTERESTS } from "./own-interests.ts";

type Choices = AnswerOf<"own-interests/choices.graphql">;

const SOME = "some";
const ANSWERS: readonly FieldChoice[] = [
  { value: "none", text: "No, I have nothing to declare" },
  { value: SOME, text: "Yes" },
];

export const declareInterests = defineJourney({
  path: `${OWN_INTERESTS}/declare`,
  title: "Declare your interests",
  beforeSending:
    "This counts at once, and what you declared before counts no more. You no longer read about these councils through a body.",
  send: "Declare your interests",
  document: "own-interests/declare-interests.graphql",
  async open({ execute }, { person }, words) {
    const choices = await execute("own-interests/choices.graphql", { me: person });
    if (!choices.person) return undefined;
    return { steps: stepsOfDeclaration(choices, words), from: { href: OWN_INTERESTS, text: "Your interests" } };
  },
  variables: (words, { person }) => ({
    input: {
      idempotencyKey: wordsIn(words, "key"),
      person,
      ...(hasSome(words) && {
        home: optionalIn(words, "home") ?? null,
        councils: severalIn(words, "councils"),
        about: optionalIn(words, "about") ?? null,
      }),
    },
  }),
  next: () => OWN_INTERESTS,
});

const hasSome = (words: FormWords): boolean => wordsIn(words, "answer") === SOME;

/** The councils are asked for by region, because there are hundreds. */
function stepsOfDeclaration({ regions, councils }: Choices, words: FormWords): readonly JourneyStep[] {
  const answer: JourneyStep = {
    ...{ name: "answer", title: "Do you have an interest in a council in which you hold no office?" },
    fields: [
      {
        ...{ name: "answer", kind: "one", choices: ANSWERS, label: "Answer" },
        hint: "For example, it is your home, you worked there not long ago, or somebody close to you does.",
        missing: "Select whether you have something to declare.",
      },
    ],
  };
  if (!hasSome(words)) return [answer];
  const selected = severalIn(words, "regions");
  const ofRegions = councils.filter(({ region }) => selected.includes(region.code));
  const which: JourneyStep = {
    ...{ name: "councils", title: "In which councils do you have an interest?" },
    fields: [
      {
        ...{ name: "councils", kind: "several", choices: councilChoices(ofRegions), label: "Councils" },
        missing: "Select at least one council, or go back and select no region.",
      },
    ],
  };
  return [answer, whereStep({ regions, councils }, words), ...(selected.length > 0 ? [which] : []), ABOUT];
}

const whereStep = ({ regions, councils }: Pick<Choices, "regions" | "councils">, words: FormWords): JourneyStep => ({
  ...{ name: "where", title: "Which is your home council, and where are the others?" },
  fields: [
    { name: "home", kind: "menu", choices: councilChoices(councils), label: "Home council" },
    {
      ...{ name: "regions", kind: "several", label: "Regions of other councils" },
      choices: regions.map(({ code, name }) => ({ value: code, text: name })),
      hint: "You select the councils on the next page.",
      ...(wordsIn(words, "home") === "" && { missing: "Select your home council, or a region." }),
    },
  ],
});

const ABOUT: JourneyStep = {
  ...{ name: "about", title: "What is the interest?" },
  fields: [{ name: "about", kind: "text", most: MAX_SHORT_TEXT, label: "What the interest is" }],
};
