// How an adviser says who looks after somebody's concerns during an absence: their own, or a colleague's.
import { wordsIn } from "../page.ts";
import { advisersOfRegions } from "../people/advisers-of-regions.ts";
import { choiceIn, dateIn, type FieldChoice, periodFields } from "../steps/fields.ts";
import { defineJourney } from "../steps/steps.ts";
import { fromOwnDetails, OWN_DETAILS } from "./own-details.ts";

const adviserField = (name: string, label: string, choices: readonly FieldChoice[], missing: string) =>
  ({ name, kind: "menu", label, choices, missing }) as const;

export const arrangeCover = defineJourney({
  path: `${OWN_DETAILS}/cover`,
  title: "Arrange cover for an absence",
  beforeSending:
    "In these days the tasks of the one who is away are the other’s too. It lets nobody read more than they may read already, and it ends by itself.",
  send: "Arrange the cover",
  document: "own-details/arrange-cover.graphql",
  async open(executor) {
    const { viewer } = await executor.execute("own-details/choices.graphql", {});
    if (!viewer.commands.includes("ARRANGE_COVER")) return undefined;
    const regions = viewer.assignments.flatMap((one) => (one.current ? one.regions : []));
    const advisers = await advisersOfRegions(executor, regions);
    return {
      from: fromOwnDetails,
      steps: [
        {
          ...{ name: "away", title: "Who is away?" },
          before: ["You can select a colleague, if you advise all the regions and strands that they advise."],
          fields: [adviserField("person", "Who is away", advisers, "Select who is away.")],
        },
        {
          ...{ name: "cover", title: "Who looks after their concerns, and when?" },
          fields: [
            adviserField("by", "Who looks after their concerns", advisers, "Select who looks after their concerns."),
            ...periodFields("until"),
          ],
        },
      ],
    };
  },
  variables: (words) => ({
    input: {
      ...{ idempotencyKey: wordsIn(words, "key"), person: choiceIn(words, "person"), by: choiceIn(words, "by") },
      ...{ from: dateIn(words, "from"), until: dateIn(words, "until") },
    },
  }),
  next: () => OWN_DETAILS,
});
