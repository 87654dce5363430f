// How an adviser or a regional lead says how a clash is settled.
import { MAX_NARRATIVE } from "../../text/limits.ts";
import type { VariablesOf } from "../documents.ts";
import { wordsIn } from "../page.ts";
import { regionsOf } from "../regions.ts";
import { choiceIn, choicesOf } from "../steps/fields.ts";
import { defineJourney } from "../steps/steps.ts";
import { periodInWords, visitInWords } from "../words.ts";

type ClashSettlementKind = VariablesOf<"settle-clash/settle-clash.graphql">["input"]["how"];

export const settleClash = defineJourney({
  path: "/councils/:council/clashes/:clash",
  title: "Settle a clash",
  beforeSending:
    "Everybody who sees the clash, and the council, reads this with your name. If the days of either side change, the clash is open again.",
  send: "Settle the clash",
  document: "settle-clash/settle-clash.graphql",
  async open({ execute }, { address }) {
    const { council, viewer, ways } = await execute("settle-clash/choices.graphql", { council: address.council ?? "" });
    const clash = council?.alignedSupport?.clashes.find(({ id }) => id === address.clash);
    const isOfRegion = regionsOf(viewer.assignments).some(({ code }) => code === council?.region.code);
    if (!council || !clash || !isOfRegion) return undefined;
    return {
      steps: [
        {
          ...{ name: "how", title: `How is the clash at ${council.name} settled?` },
          before: [clash.first, clash.second].map((side) => `${visitInWords(side)}, ${periodInWords(side)}.`),
          fields: [
            {
              ...{ name: "how", kind: "one", label: "How it is settled", choices: choicesOf(ways) },
              missing: "Select how it is settled.",
            },
            {
              ...{ name: "note", kind: "text", most: MAX_NARRATIVE, label: "What was agreed" },
              hint: "Say who agreed to it. Write nothing that those who see the clash may not read.",
              missing: "Enter what was agreed.",
            },
          ],
        },
      ],
      from: { href: `/regions/${council.region.code}/support`, text: "Read the support of the region" },
      check: { template: "settle-clash/check.njk", show: async () => ({ council, clash }) },
    };
  },
  variables: (words, { address }) => ({
    input: {
      idempotencyKey: wordsIn(words, "key"),
      council: address.council ?? "",
      clash: address.clash ?? "",
      how: choiceIn<ClashSettlementKind>(words, "how"),
      note: wordsIn(words, "note"),
    },
  }),
  next: (result) => ("council" in result ? `/regions/${result.council.region.code}/support` : "/"),
});
