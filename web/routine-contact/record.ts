// How an adviser records a contact with a council that belongs to no concern.
import { adviserAssignments } from "../advisers.ts";
import { councilPath } from "../council/council-path.ts";
import type { AnswerOf, VariablesOf } from "../documents.ts";
import { wordsIn } from "../page.ts";
import { choiceIn, choicesOf, DATE_HINT, dateIn, type FieldChoice, severalIn } from "../steps/fields.ts";
import { defineJourney, type JourneyStep } from "../steps/steps.ts";
import { contentInput, peopleField, stepsOfContent } from "./contact-content.ts";
import { pathAfterContact } from "./open-contact.ts";

type Choices = AnswerOf<"routine-contact/choices.graphql">;
type Office = VariablesOf<"routine-contact/record-contact.graphql">["input"]["offices"][number];

export const recordContact = defineJourney({
  path: "/councils/:council/contacts/new",
  title: "Record a contact",
  beforeSending:
    "The council reads this as soon as you record it, with your name. So do the advisers of the region and strand, and nobody else.",
  send: "Record the contact",
  document: "routine-contact/record-contact.graphql",
  async open({ execute }, { address }) {
    const choices = await execute("routine-contact/choices.graphql", { council: address.council ?? "" });
    const strands = strandsOf(choices);
    if (!choices.council || strands.length === 0) return undefined;
    const from = { href: councilPath(address.council), text: `Read the page of ${choices.council.name}` };
    return { steps: stepsOfContact(choices.council.name, choices, strands), from };
  },
  variables: (words, { address }) => ({
    input: {
      idempotencyKey: wordsIn(words, "key"),
      council: address.council ?? "",
      strand: choiceIn(words, "strand"),
      heldOn: dateIn(words, "heldOn"),
      channel: choiceIn(words, "channel"),
      offices: severalIn(words, "offices") as readonly Office[],
      ...contentInput(words),
    },
  }),
  next: (_, { address }) => pathAfterContact(address),
});

/** The strands in which the person advises in the council's region. */
function strandsOf({ viewer, council, strands }: Choices): readonly FieldChoice[] {
  const inRegion = adviserAssignments(viewer.assignments).filter(({ regions }) =>
    regions.some(({ code }) => code === council?.region.code),
  );
  const advised = new Set<string>(inRegion.flatMap((assignment) => assignment.strands));
  return choicesOf(strands).filter(({ value }) => advised.has(value));
}

const stepsOfContact = (
  council: string,
  { channels, offices }: Choices,
  strands: readonly FieldChoice[],
): readonly JourneyStep[] => [
  {
    ...{ name: "when", title: `When and how were you in contact with ${council}?` },
    before: ["What is about a concern is recorded as a conversation of that concern, and not here."],
    fields: [
      { name: "strand", kind: "one", choices: strands, label: "Strand", missing: "Select the strand." },
      {
        ...{ name: "heldOn", kind: "date", label: "The day", hint: DATE_HINT },
        missing: "Enter a real date for the day of the contact.",
      },
      {
        ...{ name: "channel", kind: "one", choices: choicesOf(channels), label: "How you were in contact" },
        missing: "Select how you were in contact.",
      },
    ],
  },
  {
    ...{ name: "who", title: "Who took part?" },
    fields: [
      {
        ...{ name: "offices", kind: "several", choices: choicesOf(offices), label: "Offices of the council" },
        missing: "Select the offices that took part.",
      },
      peopleField(),
    ],
  },
  ...stepsOfContent(),
];
