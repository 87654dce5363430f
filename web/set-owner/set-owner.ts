// An adviser says who looks after a concern.
import { concernInput, journeyOn } from "../concern/concern-journey.ts";
import { concernPath } from "../concern/links.ts";
import { wordsIn } from "../page.ts";
import { defineJourney } from "../steps/steps.ts";

const NOBODY = "nobody";

export const setOwner = defineJourney({
  path: "/concerns/:concern/owner",
  title: "Say who looks after this concern",
  beforeSending: "The advisers and the council see who looks after the concern. It gives nobody a right, and takes none.",
  send: "Save",
  document: "set-owner/set-owner.graphql",
  async open({ execute }, request) {
    const { concern } = await execute("set-owner/choices.graphql", { id: request.address.concern ?? "" });
    if (!concern) return undefined;
    const advisers = concern.advisers.map(({ id, name }) => ({
      value: `adviser ${id}`,
      text: name ?? "An adviser whose name was erased",
    }));
    return {
      ...journeyOn(concern, "SET_OWNER", request),
      steps: [
        {
          ...{ name: "owner", title: "Who looks after this concern?" },
          before: [concern.owner ? `Today: ${concern.owner.name ?? "an adviser whose name was erased"}.` : "Today nobody does."],
          fields: [
            {
              ...{ name: "adviser", kind: "one", label: "Who looks after it" },
              choices: [...advisers, { value: NOBODY, text: "Nobody" }],
              missing: "Select who looks after the concern.",
            },
          ],
        },
      ],
    };
  },
  variables: (words, request) => ({
    input: {
      ...concernInput(words, request),
      owner: wordsIn(words, "adviser") === NOBODY ? null : wordsIn(words, "adviser").replace(/^adviser /, ""),
    },
  }),
  // Every form has a field `owner` of its own, which says whose form it is.
  fields: { owner: "adviser" },
  next: (_, { address }) => concernPath(address.concern),
});
