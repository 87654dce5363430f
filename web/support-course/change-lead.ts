// Those who arrange support record who leads it from now on.
import { wordsIn } from "../page.ts";
import { defineJourney } from "../steps/steps.ts";
import { addressOfSupport } from "../support/links.ts";
import { openSupport, supportInput } from "../support/support-journey.ts";

export const changeSupportLead = defineJourney({
  path: "/supports/:support/lead",
  title: "Change who leads support",
  beforeSending: "Everybody who sees the support sees who leads it.",
  send: "Change the lead",
  document: "support-course/change-support-lead.graphql",
  async open(executor, request) {
    const opened = await openSupport(executor, request, "CHANGE_SUPPORT_LEAD");
    if (!opened) return undefined;
    const { lead } = opened.support;
    return {
      steps: [
        {
          ...{ name: "lead", title: "Who leads it from now on?", before: lead ? [`Today ${lead} leads it.`] : [] },
          fields: [{ name: "lead", kind: "line", label: "Who leads it", hint: "Name and role.", missing: "Enter who leads it." }],
        },
      ],
      ...opened.journey,
    };
  },
  variables: (words, request) => ({ input: { ...supportInput(words, request), lead: wordsIn(words, "lead") } }),
  next: (_, request) => addressOfSupport(request),
});
