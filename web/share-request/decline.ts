// An adviser declines to share a concern as the council asked.
import { concernPath } from "../concern/links.ts";
import { wordsIn } from "../page.ts";
import { reasonStep } from "../steps/reason-step.ts";
import { defineJourney } from "../steps/steps.ts";
import { openRequest, requestInput } from "./open-request.ts";

const stepOf = (body: string) =>
  reasonStep(`Why do you decline to share this with ${body}?`, { label: "Why you decline", missing: "Enter why you decline." });

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
