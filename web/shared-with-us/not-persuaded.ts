// A department or inspectorate says that it is not persuaded.
import { MAX_NARRATIVE } from "../../text/limits.ts";
import { concernInput, journeyOn } from "../concern/concern-journey.ts";
import { concernPath } from "../concern/links.ts";
import type { VariablesOf } from "../documents.ts";
import { wordsIn } from "../page.ts";
import { choicesOf, severalIn } from "../steps/fields.ts";
import { defineJourney } from "../steps/steps.ts";

type StatementInput = VariablesOf<"shared-with-us/say-not-persuaded.graphql">["input"];

export const sayNotPersuaded = defineJourney({
  path: "/concerns/:concern/not-persuaded/:body",
  title: "Say that you are not persuaded",
  beforeSending:
    "The advisers and the council read this at once. The advisers reassure you, or escalate the concern, and the council is asked first.",
  send: "Send the statement",
  document: "shared-with-us/say-not-persuaded.graphql",
  async open({ execute }, request) {
    const { concern, grounds } = await execute("shared-with-us/not-persuaded-choices.graphql", {
      id: request.address.concern ?? "",
    });
    const shares = concern?.sharedWithMe.filter(({ body }) => body.id === request.address.body) ?? [];
    const [share] = shares;
    if (!concern || !share) return undefined;
    const commands = shares.flatMap((terms) => terms.commands);
    return {
      ...journeyOn({ ...concern, version: null, commands }, "SAY_NOT_PERSUADED", request),
      steps: [
        {
          ...{ name: "grounds", title: `Why is ${share.body.name} not persuaded?` },
          fields: [
            {
              ...{ name: "grounds", kind: "several", label: "Grounds", choices: choicesOf(grounds) },
              missing: "Select at least one ground.",
            },
            {
              ...{ name: "reason", kind: "text", most: MAX_NARRATIVE, label: "Reason" },
              missing: "Enter the reason.",
            },
          ],
        },
      ],
    };
  },
  variables: (words, request) => ({
    input: {
      ...concernInput(words, request),
      body: request.address.body ?? "",
      grounds: severalIn(words, "grounds") as StatementInput["grounds"],
      reason: wordsIn(words, "reason"),
    },
  }),
  next: (_, { address }) => concernPath(address.concern),
});
