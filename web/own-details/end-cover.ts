// How an adviser ends cover that was arranged for them.
import { wordsIn } from "../page.ts";
import { defineJourney } from "../steps/steps.ts";
import { OWN_DETAILS, openOwnDetails } from "./own-details.ts";

export const endCover = defineJourney({
  path: `${OWN_DETAILS}/cover/:cover/end`,
  title: "End this cover",
  beforeSending: "It ends at once. You look after your concerns yourself again.",
  send: "End the cover",
  document: "own-details/end-cover.graphql",
  async open(executor, { address }) {
    const opened = await openOwnDetails(executor, "END_COVER");
    const cover = opened?.viewer.covers.find(({ id }) => id === address.cover);
    return opened && cover && { from: opened.from, steps: [], isOffered: cover.commands.includes("END_COVER") };
  },
  variables: (words, { person, address }) => ({
    input: { idempotencyKey: wordsIn(words, "key"), person, cover: address.cover ?? "" },
  }),
  next: () => OWN_DETAILS,
});
