// Those who arrange support plan a review of its progress, or cancel one.
import { dateIn, periodFields } from "../steps/fields.ts";
import { defineJourney } from "../steps/steps.ts";
import { addressOfSupport } from "../support/links.ts";
import { openSupport, reviewIn, supportInput } from "../support/support-journey.ts";
import { periodInWords } from "../words.ts";

export const planReview = defineJourney({
  path: "/supports/:support/reviews/new",
  title: "Plan a review of progress",
  beforeSending: "The council sees it, and it stands in the diary of those who see what the support is for.",
  send: "Plan the review",
  document: "support-course/plan-review.graphql",
  async open(executor, request) {
    const opened = await openSupport(executor, request, "PLAN_REVIEW");
    if (!opened) return undefined;
    return {
      steps: [
        {
          ...{ name: "days", title: "When will its progress be reviewed?" },
          fields: periodFields(),
        },
      ],
      ...opened.journey,
    };
  },
  variables: (words, request) => ({
    input: { ...supportInput(words, request), from: dateIn(words, "from"), to: dateIn(words, "to") },
  }),
  next: (_, request) => addressOfSupport(request),
});

export const cancelReview = defineJourney({
  path: "/supports/:support/reviews/:review/cancel",
  title: "Cancel a planned review",
  beforeSending: "It stays on record that it was planned.",
  send: "Cancel the review",
  document: "support-course/cancel-review.graphql",
  async open(executor, request) {
    const { review: id } = request.address;
    const opened = await openSupport(executor, request, "CANCEL_REVIEW", (support) => reviewIn(support, id)?.commands);
    const review = opened && reviewIn(opened.support, id);
    if (!opened || !review?.from || !review.to) return undefined;
    const days = periodInWords({ from: review.from, to: review.to });
    return { steps: [], ...opened.journey, title: `Cancel the review of ${days}` };
  },
  variables: (words, request) => ({ input: { ...supportInput(words, request), review: request.address.review ?? "" } }),
  next: (_, request) => addressOfSupport(request),
});
