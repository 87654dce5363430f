// A second adviser confirms the letter to the council that another recorded.
import { defineJourney } from "../steps/steps.ts";
import { openShare, shareInput } from "./open-share.ts";
import { addressOfShare } from "./share.ts";

export const confirmLetter = defineJourney({
  path: "/concerns/:concern/shares/:share/letter-confirmed",
  title: "Confirm the letter to the council",
  beforeSending:
    "Confirm this only if you know that the letter was sent. The council then counts as reached, and its days to answer begin.",
  send: "Confirm the letter",
  document: "share/confirm-letter.graphql",
  async open(executor, request) {
    const opened = await openShare(executor, request, "CONFIRM_LETTER");
    if (!opened) return undefined;
    const { journey, shown } = opened;
    return { ...journey, steps: [], check: { template: "share/letter-check.njk", show: async () => shown } };
  },
  variables: (words, request) => ({ input: shareInput(words, request) }),
  next: (_, request) => addressOfShare(request),
});
