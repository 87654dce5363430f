// What is asked of an office that is given: the role, what the role needs, and the days.
import type { AnswerOf, VariablesOf } from "../documents.ts";
import { type FormWords, wordsIn } from "../page.ts";
import { choiceIn, choicesOf, dateIn, type FieldChoice, type FormField, optionalIn, severalIn } from "../steps/fields.ts";
import { councilChoices } from "../steps/named-choices.ts";
import type { JourneyStep } from "../steps/steps.ts";

type OfficeChoices = AnswerOf<"people/office-choices.graphql">;
type Terms = OfficeChoices["roleTerms"][number];
type StartInput = VariablesOf<"people/start-assignment.graphql">["input"];

const YES: readonly FieldChoice[] = [{ value: "yes", text: "Yes" }];

/** `words` have the role, once it was selected. */
export function officeSteps(choices: OfficeChoices, words: FormWords): readonly JourneyStep[] {
  const terms = choices.roleTerms.find(({ role }) => role === wordsIn(words, "role"));
  const fields = terms ? fieldsOfRole(choices, terms) : [];
  const named: readonly JourneyStep[] = terms && fields.length > 0 ? [{ name: "office", title: titleOf(terms), fields }] : [];
  return [
    {
      ...{ name: "role", title: "What is the role?" },
      fields: [
        {
          ...{ name: "role", kind: "menu", label: "Role", choices: choicesOf(choices.roles) },
          missing: "Select the role.",
        },
      ],
    },
    ...named,
    {
      ...{ name: "days", title: "From when, and until when?" },
      fields: [
        { name: "from", kind: "date", label: "First day", missing: "Enter a real date for the first day." },
        {
          ...{ name: "until", kind: "date", label: "Last day", missing: "Enter a real date for the last day." },
          hint: "The office ends by itself after this day.",
        },
      ],
    },
  ];
}

function titleOf(terms: Terms): string {
  if (terms.council) return "Which council?";
  if (terms.bodyKind) return "Which body?";
  return terms.strands ? "Which regions and strands?" : "Which regions?";
}

function fieldsOfRole(choices: OfficeChoices, terms: Terms): readonly FormField[] {
  const bodies = choices.bodies.filter(({ kind }) => kind === terms.bodyKind).map(({ id, name }) => ({ value: id, text: name }));
  const fields: readonly (FormField | false)[] = [
    terms.council && {
      ...{ name: "council", kind: "menu", label: "Council", missing: "Select the council." },
      choices: councilChoices(choices.councils),
    },
    bodies.length > 0 && { name: "body", kind: "one", label: "Body", choices: bodies, missing: "Select the body." },
    terms.regions && {
      ...{
        name: "regions",
        kind: "several",
        label: "Regions",
        choices: choices.regions.map(({ code, name }) => ({ value: code, text: name })),
      },
      missing: "Select at least one region.",
    },
    ...fieldsOfCouncilOffice(terms, choices.strands),
    terms.seat && { name: "seat", kind: "one", label: "Seat", choices: choicesOf(choices.seats) },
  ];
  return fields.filter((field) => field !== false);
}

/** What is asked of an office in a council beside the council, and of an adviser's strands. */
export function fieldsOfCouncilOffice(
  terms: Pick<Terms, "strands" | "speaks" | "acting">,
  strands: OfficeChoices["strands"],
): readonly FormField[] {
  const fields: readonly (FormField | false)[] = [
    terms.strands && {
      ...{ name: "strands", kind: "several", label: "Strands", choices: choicesOf(strands) },
      missing: "Select at least one strand.",
    },
    terms.speaks && {
      ...{ name: "speaks", kind: "several", label: "They may speak for the council", choices: YES },
      hint: "In the strands of the office. A chief executive and a leader always may.",
    },
    terms.acting && {
      ...{ name: "acting", kind: "several", label: "They act in the office for its usual holder", choices: YES },
    },
  ];
  return fields.filter((field) => field !== false);
}

/** Whether the checkbox of a field is ticked; null if not, as commands take it. */
export const isTicked = (words: FormWords, name: string): true | null => (severalIn(words, name).includes("yes") ? true : null);

/** The part of a command's input that says which office. The forms carry nothing that was selected for another role before. */
export function officeInput(words: FormWords): Omit<StartInput, "idempotencyKey" | "person"> {
  return {
    role: choiceIn(words, "role"),
    regions: severalIn(words, "regions"),
    strands: severalIn(words, "strands") as StartInput["strands"],
    council: optionalIn(words, "council") ?? null,
    body: optionalIn(words, "body") ?? null,
    speaks: isTicked(words, "speaks"),
    acting: isTicked(words, "acting"),
    seat: optionalIn(words, "seat") ? choiceIn(words, "seat") : null,
    from: dateIn(words, "from"),
    until: dateIn(words, "until"),
  };
}
