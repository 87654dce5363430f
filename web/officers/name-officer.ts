// How a council's chief executive or monitoring officer names an officer of the council, or somebody who acts in an office.
import type { AnswerOf, VariablesOf } from "../documents.ts";
import { type FormWords, wordsIn } from "../page.ts";
import { fieldsOfCouncilOffice, isTicked } from "../people/office-steps.ts";
import { accountField, nameField } from "../people/person-fields.ts";
import { choiceIn, choicesOf, dateIn, isSelected, periodFields, severalIn } from "../steps/fields.ts";
import { namedChoices } from "../steps/named-choices.ts";
import { defineJourney, type JourneyStep } from "../steps/steps.ts";
import { officersPath } from "./officers-path.ts";

type Choices = AnswerOf<"officers/choices.graphql">;
type Officers = NonNullable<NonNullable<Choices["council"]>["officers"]>;
type NameInput = VariablesOf<"officers/name-officer.graphql">["input"];

/** Not the id of a person: those have no space at their beginning. */
const SOMEBODY_ELSE = " somebody-else";

export const nameOfficer = defineJourney({
  path: "/councils/:council/officers/new",
  title: "Name an officer of your council",
  beforeSending:
    "From the first day they read what is held about your council in the strands of their office. It is on record that you named them.",
  send: "Name the officer",
  document: "officers/name-officer.graphql",
  async open({ execute }, { address }, words) {
    const choices = await execute("officers/choices.graphql", { council: address.council ?? "" });
    const { council, viewer } = choices;
    if (!council?.officers) return undefined;
    const known = council.officers.filter(({ person }) => person !== viewer.person);
    const selected = known.find(({ person }) => person === wordsIn(words, "who"));
    return {
      steps: [whoStep(known), ...(isSelected(words, "who", SOMEBODY_ELSE) ? [NEW_PERSON] : []), ...officeSteps(choices, words)],
      from: { href: officersPath(council.code), text: `Officers of ${council.name}` },
      isOffered: council.commands.includes("NAME_OFFICER"),
      // The command needs a name, and the hub ignores it for somebody whom it knows.
      fixedWords: selected ? { person: selected.person, name: selected.name ?? "Name erased" } : {},
    };
  },
  variables: (words, { address }) => ({
    input: {
      ...{ idempotencyKey: wordsIn(words, "key"), council: address.council ?? "" },
      ...{ person: wordsIn(words, "person").trim(), name: wordsIn(words, "name") },
      office: choiceIn(words, "office"),
      strands: severalIn(words, "strands") as NameInput["strands"],
      ...{ speaks: isTicked(words, "speaks"), acting: isTicked(words, "acting") },
      ...{ from: dateIn(words, "from"), until: dateIn(words, "until") },
    },
  }),
  next: (_, { address }) => officersPath(address.council),
});

const whoStep = (known: Officers): JourneyStep => ({
  ...{ name: "who", title: "Who do you name?" },
  before: [
    "Somebody who is not in the hub yet usually joins by invitation. Ask the information governance officer to invite them: then they need no account id.",
  ],
  fields: [
    {
      ...{ name: "who", kind: "one", label: "Person", missing: "Select who you name." },
      choices: [
        ...namedChoices([...new Map(known.map(({ person, name }) => [person, { value: person, name }])).values()]),
        { value: SOMEBODY_ELSE, text: "Somebody else" },
      ],
    },
  ],
});

const NEW_PERSON: JourneyStep = {
  ...{ name: "person", title: "Who is it?" },
  before: ["If the hub knows this account already, the name that it has stays."],
  fields: [
    nameField(),
    accountField(
      "What your organisation’s sign-in calls them. It is not their email address. Ask the people who run your sign-in.",
    ),
  ],
};

/** `words` have the office, once it was selected. */
function officeSteps({ offices, strands, roleTerms }: Choices, words: FormWords): readonly JourneyStep[] {
  const terms = roleTerms.find(({ role }) => role === wordsIn(words, "office"));
  const fields = terms ? fieldsOfCouncilOffice(terms, strands) : [];
  const more: readonly JourneyStep[] = fields.length > 0 ? [{ name: "more", title: "What may they do in it?", fields }] : [];
  return [
    {
      ...{ name: "office", title: "Which office?" },
      fields: [
        {
          ...{ name: "office", kind: "one", label: "Office", choices: choicesOf(offices), missing: "Select the office." },
          hint: "For the chief executive and the leader you can name somebody who acts for them.",
        },
      ],
    },
    ...more,
    { name: "days", title: "From when, and until when?", fields: periodFields("until") },
  ];
}
