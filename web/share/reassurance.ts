// An adviser reassures a department or inspectorate about the support, within its share.
import { MAX_NARRATIVE } from "../../text/limits.ts";
import { wordsIn } from "../page.ts";
import { defineJourney, type JourneyStep } from "../steps/steps.ts";
import { openShare, shareInput } from "./open-share.ts";
import { addressOfShare } from "./share.ts";

const stepOf = (body: string): JourneyStep => ({
  ...{ name: "reassurance", title: `What do you tell ${body} about the support?` },
  fields: [
    {
      ...{ name: "reassurance", kind: "text", most: MAX_NARRATIVE, label: "Reassurance" },
      hint: "Say what the council and its support have done, and what they do next.",
      missing: "Enter the reassurance.",
    },
  ],
});

export const giveReassurance = defineJourney({
  path: "/concerns/:concern/shares/:share/reassurance",
  title: "Give reassurance about the support",
  beforeSending: "The council reads this at once. The body reads it after you have told the council of it, and recorded that.",
  send: "Give the reassurance",
  document: "share/give-reassurance.graphql",
  async open(executor, request) {
    const opened = await openShare(executor, request, "GIVE_REASSURANCE");
    return opened && { ...opened.journey, steps: [stepOf(opened.share.body.name)] };
  },
  variables: (words, request) => ({
    input: { ...shareInput(words, request), reassurance: wordsIn(words, "reassurance") },
  }),
  next: (_, request) => addressOfShare(request),
});
