// How a council ends an office that it gave.
import { MAX_SHORT_TEXT } from "../../text/limits.ts";
import { wordsIn } from "../page.ts";
import { choiceIn, choicesOf } from "../steps/fields.ts";
import { reasonStep } from "../steps/reason-step.ts";
import { defineJourney } from "../steps/steps.ts";
import { officersPath } from "./officers-path.ts";

export const endOfficer = defineJourney({
  path: "/councils/:council/officers/:officer/end",
  title: "End an office",
  beforeSending: "They read nothing in this office from now on. What they did in it stays on record.",
  send: "End the office",
  document: "officers/end-officer.graphql",
  async open({ execute }, { address }) {
    const { council, offices } = await execute("officers/choices.graphql", { council: address.council ?? "" });
    const officer = council?.officers?.find(({ id }) => id === address.officer);
    if (!council || !officer) return undefined;
    const office = choicesOf(offices).find(({ value }) => value === officer.office)?.text ?? "Office";
    return {
      from: { href: officersPath(council.code), text: `Officers of ${council.name}` },
      isOffered: officer.commands.includes("END_OFFICER"),
      steps: [
        reasonStep(`Why does the office of ${officer.name ?? "this person"} end now?`, {
          ...{ before: [`Office: ${office}.`], label: "Reason", missing: "Enter the reason.", most: MAX_SHORT_TEXT },
          hint: "The council and the information governance officer read this.",
        }),
      ],
      fixedWords: { person: officer.person, office: officer.office },
    };
  },
  variables: (words, { address }) => ({
    input: {
      ...{ idempotencyKey: wordsIn(words, "key"), council: address.council ?? "", reason: wordsIn(words, "reason") },
      ...{ person: wordsIn(words, "person"), office: choiceIn(words, "office") },
    },
  }),
  next: (_, { address }) => officersPath(address.council),
});
