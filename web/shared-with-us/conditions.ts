// A recipient of a share accepts the council's conditions, on behalf of its body.
import { concernPath } from "../concern/links.ts";
import { wordsIn } from "../page.ts";
import { versionIn } from "../steps/fields.ts";
import { defineJourney } from "../steps/steps.ts";
import { SHARED_WITH_US } from "./shared-with-us.ts";

export const acceptConditions = defineJourney({
  path: "/concerns/:concern/conditions/:share",
  title: "Accept the council’s conditions",
  beforeSending:
    "Everybody whom this share names can then read what is shared. The council reads who accepted its conditions, and when.",
  send: "Accept the conditions",
  document: "shared-with-us/accept-conditions.graphql",
  async open({ execute }, { address }) {
    const { concern = "", share = "" } = address;
    const { sharesToAccept, concern: opened } = await execute("shared-with-us/conditions.graphql", { concern, share });
    const waiting = sharesToAccept.nodes.find((one) => one.concern === concern);
    // What was accepted can be sent again, and is done once.
    if (!waiting && !opened?.sharedWithMe.some(({ id }) => id === share)) return undefined;
    return {
      steps: [],
      from: { href: SHARED_WITH_US, text: "What is shared with you" },
      // The council may state other conditions meanwhile.
      version: waiting?.statement,
      isOffered: waiting?.commands.includes("ACCEPT_CONDITIONS") === true,
      ...(waiting && { check: { template: "shared-with-us/conditions-check.njk", show: async () => ({ share: waiting }) } }),
    };
  },
  variables: (words, { address }) => ({
    input: {
      idempotencyKey: wordsIn(words, "key"),
      concern: address.concern ?? "",
      share: address.share ?? "",
      statement: versionIn(words) ?? 0,
    },
  }),
  next: (_, { address }) => concernPath(address.concern),
});
