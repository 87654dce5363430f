// How the governance officer ends an office before its last day.

import { dateInWords } from "../../text/dates-in-words.ts";
import { MAX_SHORT_TEXT } from "../../text/limits.ts";
import { isAdviser } from "../advisers.ts";
import type { AnswerOf } from "../documents.ts";
import type { DocumentExecutor } from "../execute-document.ts";
import { wordsIn } from "../page.ts";
import { choicesOf, type FieldChoice, type FormField, optionalIn } from "../steps/fields.ts";
import { defineJourney } from "../steps/steps.ts";
import { advisersOfRegions } from "./advisers-of-regions.ts";
import { personPath } from "./people.ts";

export const endOffice = defineJourney({
  path: "/people/:person/offices/:office/end",
  title: "End an office",
  beforeSending: "The office ends at once. What they did in it stays on record.",
  send: "End the office",
  document: "people/end-assignment.graphql",
  async open(executor, { address }) {
    const id = address.person ?? "";
    const { viewer, person, roles } = await executor.execute("people/office.graphql", { id });
    const office = person?.assignments.find((one) => one.id === address.office);
    if (!person || !office || !viewer.mayReadPeople) return undefined;
    const successors = await successorsIn(executor, office, id);
    return {
      steps: [
        {
          ...{ name: "end", title: `Why does this office of ${person.name ?? "the person"} end now?` },
          before: [`${officeInWords(office, choicesOf(roles))}. Otherwise it ends on ${dateInWords(office.until)}.`],
          fields: [
            { name: "reason", kind: "text", most: MAX_SHORT_TEXT, label: "Reason", missing: "Enter the reason." },
            ...(successors.length > 0 ? [caseloadField(successors)] : []),
          ],
        },
      ],
      from: { href: personPath(id), text: person.name ?? "The person" },
      isOffered: office.commands.includes("END_ASSIGNMENT"),
    };
  },
  variables: (words, { address }) => ({
    input: {
      idempotencyKey: wordsIn(words, "key"),
      person: address.person ?? "",
      assignment: address.office ?? "",
      reason: optionalIn(words, "reason") ?? null,
      caseloadTo: optionalIn(words, "caseloadTo") ?? null,
    },
  }),
  next: (_result, { address }) => personPath(address.person ?? ""),
});

const caseloadField = (choices: readonly FieldChoice[]): FormField => ({
  ...{ name: "caseloadTo", kind: "menu", label: "Who takes over the concerns that they look after?", choices },
  hint: "Leave it empty if nobody does. They must advise all regions and strands of the office.",
});

type Office = NonNullable<AnswerOf<"people/office.graphql">["person"]>["assignments"][number];

function officeInWords({ role, body, council, regions }: Office, roles: readonly FieldChoice[]): string {
  const names = [body, council, ...regions].flatMap((one) => one?.name ?? []);
  return [roles.find(({ value }) => value === role)?.text ?? "Office", ...names].join(", ");
}

/** The other advisers of the office's regions. */
async function successorsIn(executor: DocumentExecutor, office: Office, person: string): Promise<readonly FieldChoice[]> {
  if (!isAdviser([{ ...office, current: true }])) return [];
  return (await advisersOfRegions(executor, office.regions)).filter(({ value }) => value !== person);
}
