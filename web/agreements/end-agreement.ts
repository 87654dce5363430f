// A council ends what it has agreed in advance.
import type { VariablesOf } from "../documents.ts";
import { officeFields, optionalStatement, speakerInput, statementField } from "../speaking.ts";
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
            statementField({ hint: "People of your council read it. You do not have to give a reason." }),
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
      statement: optionalStatement(words),
    },
  }),
  next: (_, { address }) => agreementsPath(address.council),
});
