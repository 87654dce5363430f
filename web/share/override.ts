// A second adviser overrides the council's objection, with a reason.
import { wordsIn } from "../page.ts";
import type { FieldChoice } from "../steps/fields.ts";
import { reasonStep } from "../steps/reason-step.ts";
import { defineJourney, type JourneyStep } from "../steps/steps.ts";
import { openShare, shareInput } from "./open-share.ts";
import { addressOfShare } from "./share.ts";

const URGENCY: readonly FieldChoice[] = [
  { value: "no", text: "No. The council has notice before the body can read it" },
  { value: "yes", text: "Yes. The body can read it as soon as another adviser has confirmed the danger" },
];

const steps: readonly JourneyStep[] = [
  reasonStep("Why does this share go ahead although the council objects?", {
    before: ["Read first, on the page before this one, what the council says."],
    label: "Why the share goes ahead",
    missing: "Enter why the share goes ahead.",
    hint: "Answer what the council says. The council reads your reason.",
  }),
  {
    ...{ name: "urgent", title: "Is serious failure in imminent danger of happening?" },
    fields: [
      {
        ...{ name: "urgent", kind: "one", choices: URGENCY, label: "Imminent danger" },
        missing: "Select whether serious failure is in imminent danger of happening.",
      },
    ],
  },
];

export const overrideObjection = defineJourney({
  path: "/concerns/:concern/shares/:share/override",
  title: "Override the council’s objection",
  beforeSending:
    "The council is told, and can object again. Your override is counted in the figures that the Advisory Board sees. The share then has to be made.",
  send: "Override the objection",
  document: "share/override-objection.graphql",
  async open(executor, request) {
    const opened = await openShare(executor, request, "OVERRIDE_OBJECTION");
    if (!opened) return undefined;
    const { journey, shown } = opened;
    return { ...journey, steps, check: { template: "share/override-check.njk", show: async () => shown } };
  },
  variables: (words, request) => ({
    input: {
      ...shareInput(words, request),
      reason: wordsIn(words, "reason"),
      urgent: wordsIn(words, "urgent") === "yes",
    },
  }),
  next: (_, request) => addressOfShare(request),
});
