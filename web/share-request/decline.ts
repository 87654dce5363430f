// An adviser declines to share a concern as the council asked.
import { MAX_NARRATIVE } from "../../text/limits.ts";
import { concernPath } from "../concern/links.ts";
import { wordsIn } from "../page.ts";
import { defineJourney, type JourneyStep } from "../steps/steps.ts";
import { openRequest, requestInput } from "./open-request.ts";

const stepOf = (body: string): JourneyStep => ({
  ...{ name: "reason", title: `Why do you decline to share this with ${body}?` },
  fields: [
    {
      ...{ name: "reason", kind: "text", most: MAX_NARRATIVE, label: "Why you decline" },
      hint: "The council reads this.",
      missing: "Enter why you decline.",
    },
  ],
});

export const declineShareRequest = defineJourney({
  path: "/concerns/:concern/requests/:request/decline",
  title: "Decline the share that the council requested",
  beforeSending: "The council reads this at once. It can ask again.",
  send: "Decline the request",
  document: "share-request/decline-share-request.graphql",
  async open(executor, request) {
    const opened = await openRequest(executor, request, "DECLINE_SHARE_REQUEST");
    return opened && { ...opened.journey, steps: [stepOf(opened.wanted.body.name)] };
  },
  variables: (words, request) => ({ input: { ...requestInput(words, request), reason: wordsIn(words, "reason") } }),
  next: (_, { address }) => concernPath(address.concern),
});
