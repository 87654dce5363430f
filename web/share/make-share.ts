// An adviser makes a share, once the council has agreed, was silent for long enough, or was overridden.
import { defineJourney } from "../steps/steps.ts";
import { openShare, shareInput } from "./open-share.ts";
import { addressOfShare } from "./share.ts";

export const makeShare = defineJourney({
  path: "/concerns/:concern/shares/:share/make",
  title: "Make the share",
  beforeSending:
    "Each time somebody opens it, that is on record, and the council can read who did. You can withdraw the share at any time. That ends it for the future only.",
  send: "Make the share",
  document: "share/make-share.graphql",
  async open(executor, request) {
    const opened = await openShare(executor, request, "MAKE_SHARE");
    if (!opened) return undefined;
    const { journey, shown } = opened;
    return { ...journey, steps: [], check: { template: "share/make-check.njk", show: async () => shown } };
  },
  variables: (words, request) => ({ input: shareInput(words, request) }),
  next: (_, request) => addressOfShare(request),
});
