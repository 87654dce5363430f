// Those who arrange support record that it has begun.
import { DATE_HINT, dateIn } from "../steps/fields.ts";
import { defineJourney } from "../steps/steps.ts";
import { addressOfSupport } from "../support/links.ts";
import { openSupport, supportInput } from "../support/support-journey.ts";

export const beginSupport = defineJourney({
  path: "/supports/:support/begin",
  title: "Record that support has begun",
  beforeSending: "Everybody who sees the support sees that it has begun.",
  send: "Record that it has begun",
  document: "support-course/begin-support.graphql",
  async open(executor, request) {
    const opened = await openSupport(executor, request, "BEGIN_SUPPORT");
    if (!opened) return undefined;
    return {
      steps: [
        {
          ...{ name: "begun", title: "When did it begin?" },
          fields: [
            {
              ...{ name: "begunOn", kind: "date", label: "The day it began", hint: DATE_HINT },
              missing: "Enter a real date for the day it began.",
            },
          ],
        },
      ],
      ...opened.journey,
    };
  },
  variables: (words, request) => ({ input: { ...supportInput(words, request), begunOn: dateIn(words, "begunOn") } }),
  next: (_, request) => addressOfSupport(request),
});
