// How the governance officer corrects how somebody is named.
import { MAX_SHORT_TEXT } from "../../text/limits.ts";
import { wordsIn } from "../page.ts";
import { defineJourney } from "../steps/steps.ts";
import { openPerson } from "./open-person.ts";
import { personPath } from "./people.ts";
import { nameField } from "./person-fields.ts";

export const renamePerson = defineJourney({
  path: "/people/:person/rename",
  title: "Correct a name",
  beforeSending:
    "From now on the new name stands wherever the person is named, in what is past too. The former name stays on their record.",
  send: "Correct the name",
  document: "people/rename-person.graphql",
  async open(executor, request) {
    const opened = await openPerson(executor, request, "RENAME_PERSON");
    if (!opened) return undefined;
    const { person, journey } = opened;
    return {
      ...journey,
      steps: [
        {
          ...{ name: "name", title: "What is the right name?" },
          fields: [
            nameField(person.name ?? ""),
            { name: "reason", kind: "text", most: MAX_SHORT_TEXT, label: "Reason", missing: "Enter the reason." },
          ],
        },
      ],
    };
  },
  variables: (words, { address }) => ({
    input: {
      ...{ idempotencyKey: wordsIn(words, "key"), person: address.person ?? "" },
      ...{ name: wordsIn(words, "name"), reason: wordsIn(words, "reason") },
    },
  }),
  next: (_result, { address }) => personPath(address.person ?? ""),
});
