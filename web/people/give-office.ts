// How the governance officer gives somebody an office.
import { wordsIn } from "../page.ts";
import { defineJourney } from "../steps/steps.ts";
import { officeInput, officeSteps } from "./office-steps.ts";
import { openPerson } from "./open-person.ts";
import { personPath } from "./people.ts";

export const giveOffice = defineJourney({
  path: "/people/:person/give-office",
  title: "Give an office",
  beforeSending: "They can read and act in the office from its first day. It is on record that you gave it.",
  send: "Give the office",
  document: "people/start-assignment.graphql",
  async open(executor, request, words) {
    const [choices, opened] = await Promise.all([
      executor.execute("people/office-choices.graphql", {}),
      openPerson(executor, request, "START_ASSIGNMENT"),
    ]);
    return opened && { ...opened.journey, steps: officeSteps(choices, words) };
  },
  variables: (words, { address }) => ({
    input: { idempotencyKey: wordsIn(words, "key"), person: address.person ?? "", ...officeInput(words) },
  }),
  next: (_result, { address }) => personPath(address.person ?? ""),
});
