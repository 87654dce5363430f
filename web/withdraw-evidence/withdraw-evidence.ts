// Whoever supplied a piece of evidence withdraws it: an adviser, or the council what it supplied itself.
import { MAX_SHORT_TEXT } from "../../text/limits.ts";
import { concernInput, journeyOn } from "../concern/concern-journey.ts";
import { concernPath } from "../concern/links.ts";
import { wordsIn } from "../page.ts";
import { choicesOf } from "../steps/fields.ts";
import { reasonStep } from "../steps/reason-step.ts";
import { defineJourney } from "../steps/steps.ts";
import { periodInWords } from "../words.ts";

export const withdrawEvidence = defineJourney({
  path: "/concerns/:concern/evidence/:evidence/withdraw",
  title: "Withdraw a piece of evidence",
  beforeSending:
    "Bodies that this concern is shared with no longer read what it says. The council and its advisers still do, with your reason. A concern that rests on no other evidence is shown to no body.",
  send: "Withdraw the evidence",
  document: "withdraw-evidence/withdraw-evidence.graphql",
  async open({ execute }, request) {
    const { concern, kinds } = await execute("withdraw-evidence/evidence.graphql", { id: request.address.concern ?? "" });
    const item = concern?.evidence?.find(({ id }) => id === request.address.evidence);
    if (!concern || !item) return undefined;
    const kind = choicesOf(kinds).find(({ value }) => value === item.kind)?.text ?? "Evidence";
    return {
      ...journeyOn({ ...concern, commands: item.commands }, "WITHDRAW_EVIDENCE", request),
      steps: [
        reasonStep("Why do you withdraw this evidence?", {
          before: [`${kind}, ${periodInWords(item.period)}.`, item.account ?? "What it said was erased."],
          ...{ label: "Why you withdraw it", missing: "Enter why you withdraw it.", most: MAX_SHORT_TEXT },
          hint: "The council and its advisers read this.",
        }),
      ],
    };
  },
  variables: (words, request) => ({
    input: {
      ...concernInput(words, request),
      ...{ evidence: request.address.evidence ?? "", reason: wordsIn(words, "reason") },
    },
  }),
  next: (_, { address }) => `${concernPath(address.concern)}#evidence`,
});
