// How the governance officer gives somebody an office.
import { wordsIn } from "../page.ts";
import { defineJourney } from "../steps/steps.ts";
import { keepsPeople } from "./keepers.ts";
import { officeInput, officeSteps } from "./office-steps.ts";
import { personPath } from "./people.ts";

export const giveOffice = defineJourney({
  path: "/people/:person/give-office",
  title: "Give an office",
  beforeSending: "They can read and act in the office from its first day. It is on record that you gave it.",
  send: "Give the office",
  document: "people/start-assignment.graphql",
  async open({ execute }, { address }, words) {
    const id = address.person ?? "";
    const [choices, { person }] = await Promise.all([
      execute("people/office-choices.graphql", {}),
      execute("people/person.graphql", { id }),
    ]);
    if (!person || person.id === choices.viewer.person || !keepsPeople(choices.viewer.assignments)) return undefined;
    const from = { href: personPath(id), text: person.name ?? "The person" };
    return { steps: officeSteps(choices, words), from };
  },
  variables: (words, { address }) => ({
    input: { idempotencyKey: wordsIn(words, "key"), person: address.person ?? "", ...officeInput(words) },
  }),
  next: (_result, { address }) => personPath(address.person ?? ""),
});
