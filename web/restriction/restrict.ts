// An adviser or the monitoring officer restricts a concern about leadership to named people of the council.
import { concernInput, journeyOn } from "../concern/concern-journey.ts";
import { concernPath } from "../concern/links.ts";
import type { AnswerOf, VariablesOf } from "../documents.ts";
import { wordsIn } from "../page.ts";
import { choicesOf, type FieldChoice, severalIn } from "../steps/fields.ts";
import { reasonStep } from "../steps/reason-step.ts";
import { defineJourney, type JourneyStep } from "../steps/steps.ts";

type Choices = AnswerOf<"restriction/choices.graphql">;
type Restriction = VariablesOf<"restriction/restrict.graphql">["input"];

export const restrictConcern = defineJourney({
  path: "/concerns/:concern/restrict",
  title: "Restrict who reads this concern in the council",
  beforeSending:
    "From now on only the people that you named read this concern in the council and speak on it. The others learn that there is a concern, and nothing else. An earlier restriction is replaced. It is reviewed each month.",
  send: "Restrict the concern",
  document: "restriction/restrict.graphql",
  async open({ execute }, request) {
    const choices = await execute("restriction/choices.graphql", { id: request.address.concern ?? "" });
    if (!choices.concern) return undefined;
    return { ...journeyOn(choices.concern, "RESTRICT_CONCERN", request), steps: stepsOfRestriction(choices, choices.concern) };
  },
  variables: (words, request) => ({
    input: {
      ...concernInput(words, request),
      aboutOffices: severalIn(words, "aboutOffices") as Restriction["aboutOffices"],
      named: severalIn(words, "named"),
      reason: wordsIn(words, "reason"),
    },
  }),
  next: (_, { address }) => concernPath(address.concern),
  mayHideRecord: true,
});

const stepsOfRestriction = (choices: Choices, concern: NonNullable<Choices["concern"]>): readonly JourneyStep[] => [
  {
    ...{ name: "about", title: "Which offices is the concern about?" },
    fields: [
      {
        ...{ name: "aboutOffices", kind: "several", choices: choicesOf(choices.offices), label: "Offices that it is about" },
        hint: "Nobody who holds one of them can restrict the concern, review the restriction or lift it.",
        missing: "Select the offices that the concern is about.",
      },
    ],
  },
  {
    ...{ name: "named", title: `Who of ${concern.council.name} reads it?` },
    fields: [
      {
        ...{ name: "named", kind: "several", choices: readerChoices(concern, choicesOf(choices.offices)), label: "Who reads it" },
        hint: "Select at least two people who hold two of the offices of chief executive, leader and monitoring officer.",
        missing: "Select who reads the concern in the council.",
      },
    ],
  },
  reasonStep("Why do you restrict it?", {
    label: "Why you restrict it",
    hint: "The people that you named and the advisers read this.",
    missing: "Enter why you restrict the concern.",
  }),
];

const readerChoices = (
  { councilReaders }: NonNullable<Choices["concern"]>,
  offices: readonly FieldChoice[],
): readonly FieldChoice[] =>
  (councilReaders ?? []).map(({ person, name, offices: held }) => ({
    value: person,
    text: [
      name ?? "A person whose name was erased",
      ...offices.flatMap(({ value, text }) => (held.some((one) => one === value) ? text : [])),
    ].join(", "),
  }));
