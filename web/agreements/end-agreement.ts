// A council ends what it has agreed in advance.
import { MAX_NARRATIVE } from "../../text/limits.ts";
import type { VariablesOf } from "../documents.ts";
import { officeFields, speakerInput } from "../speaking.ts";
import { optionalIn } from "../steps/fields.ts";
import { defineJourney } from "../steps/steps.ts";
import { agreementsPath } from "./agreements.ts";

type Ended = VariablesOf<"agreements/end-agreement.graphql">["input"];

export const endAgreement = defineJourney({
  path: "/councils/:council/agreements/:agreement/end",
  title: "End a standing agreement",
  beforeSending: "Every share under it is suspended at once. Who opened what before stays on record.",
  send: "End the agreement",
  document: "agreements/end-agreement.graphql",
  async open({ execute }, { address }) {
    const { council, offices } = await execute("agreements/choices.graphql", { council: address.council ?? "" });
    const agreement = council?.standingAgreements?.find(({ id }) => id === address.agreement);
    if (!council || !agreement || council.speakingOffices.length === 0) return undefined;
    return {
      steps: [
        {
          ...{ name: "end", title: `Why does your council end its agreement with ${agreement.body.name}?` },
          fields: [
            ...officeFields(council.speakingOffices, offices),
            {
              ...{ name: "statement", kind: "text", most: MAX_NARRATIVE, label: "What your council says with it" },
              hint: "People of your council read it. You do not have to give a reason.",
            },
          ],
        },
      ],
      from: { href: agreementsPath(address.council), text: "What your council has agreed in advance" },
      isOffered: agreement.takenBack === null,
    };
  },
  variables: (words, { address }): { readonly input: Ended } => ({
    input: {
      ...speakerInput(words),
      council: address.council ?? "",
      agreement: address.agreement ?? "",
      statement: optionalIn(words, "statement") ?? null,
    },
  }),
  next: (_, { address }) => agreementsPath(address.council),
});
