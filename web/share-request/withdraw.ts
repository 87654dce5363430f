// A council withdraws what it asked to be shared, before an adviser has answered it.
import { concernInput, journeyOn } from "../concern/concern-journey.ts";
import { concernPath } from "../concern/links.ts";
import type { VariablesOf } from "../documents.ts";
import { officeSteps, speakerInput } from "../speaking.ts";
import { defineJourney } from "../steps/steps.ts";

type WithdrawnRequest = VariablesOf<"share-request/withdraw-share-request.graphql">["input"];

export const withdrawShareRequest = defineJourney({
  path: "/concerns/:concern/requests/:request/withdraw",
  title: "Withdraw the request for a share",
  beforeSending: "The concern is then not shared as your council asked. Your council can ask again.",
  send: "Withdraw the request",
  document: "share-request/withdraw-share-request.graphql",
  async open({ execute }, request) {
    const { concern, offices } = await execute("share-request/withdrawal.graphql", { id: request.address.concern ?? "" });
    const wanted = concern?.shareRequests?.find(({ id }) => id === request.address.request);
    const held = concern?.speakingOffices ?? [];
    if (!concern || !wanted || held.length === 0) return undefined;
    return {
      ...journeyOn({ ...concern, commands: wanted.commands }, "WITHDRAW_SHARE_REQUEST", request),
      steps: officeSteps(held, offices),
    };
  },
  variables: (words, request): { readonly input: WithdrawnRequest } => ({
    input: { ...concernInput(words, request), ...speakerInput(words), request: request.address.request ?? "" },
  }),
  next: (_, { address }) => concernPath(address.concern),
});
