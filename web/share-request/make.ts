// An adviser makes the share that the council asked for.
import { concernPath } from "../concern/links.ts";
import { defineJourney } from "../steps/steps.ts";
import { openRequest, requestInput } from "./open-request.ts";

export const makeRequestedShare = defineJourney({
  path: "/concerns/:concern/requests/:request/make",
  title: "Make the share that the council asked for",
  beforeSending:
    "The council has agreed by asking for it, so the body can read it at once. You can withdraw the share at any time.",
  send: "Make the share",
  document: "share-request/make-requested-share.graphql",
  async open(executor, request) {
    const opened = await openRequest(executor, request, "MAKE_REQUESTED_SHARE");
    if (!opened) return undefined;
    const { journey, wanted } = opened;
    return { ...journey, steps: [], check: { template: "share-request/make-check.njk", show: async () => ({ wanted }) } };
  },
  variables: (words, request) => ({ input: requestInput(words, request) }),
  next: (_, { address }) => concernPath(address.concern),
});
