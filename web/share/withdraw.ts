// An adviser withdraws a share, proposed or made.
import { MAX_SHORT_TEXT } from "../../text/limits.ts";
import { wordsIn } from "../page.ts";
import { reasonStep } from "../steps/reason-step.ts";
import { defineJourney } from "../steps/steps.ts";
import { openShare, shareInput } from "./open-share.ts";
import { addressOfShare } from "./share.ts";

const steps = [
  reasonStep("Why do you withdraw this share?", {
    label: "Why you withdraw it",
    missing: "Enter why you withdraw the share.",
    most: MAX_SHORT_TEXT,
  }),
];

export const withdrawShare = defineJourney({
  path: "/concerns/:concern/shares/:share/withdraw",
  title: "Withdraw the share",
  beforeSending:
    "This share ends at once, and cannot be brought back. To share again, propose a new share. Who has read what stays on record.",
  send: "Withdraw the share",
  document: "share/withdraw-share.graphql",
  async open(executor, request) {
    const opened = await openShare(executor, request, "WITHDRAW_SHARE");
    return opened && { ...opened.journey, steps };
  },
  variables: (words, request) => ({ input: { ...shareInput(words, request), reason: wordsIn(words, "reason") } }),
  next: (_, request) => addressOfShare(request),
});
