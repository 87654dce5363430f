// Those who arrange support record how it goes, by a review that was planned or by another.
import { MAX_NARRATIVE } from "../../text/limits.ts";
import { wordsIn } from "../page.ts";
import { choiceIn, choicesOf, DATE_HINT, dateIn } from "../steps/fields.ts";
import { defineJourney } from "../steps/steps.ts";
import { addressOfSupport } from "../support/links.ts";
import { openSupport, reviewIn, supportInput } from "../support/support-journey.ts";

const progressJourney = (path: string) =>
  defineJourney({
    path,
    title: "Record how support goes",
    beforeSending:
      "The council, the advisers for the strand and the provider read what was found. Your region sees if it works, where the council lets it.",
    send: "Record how it goes",
    document: "support-course/record-progress.graphql",
    async open(executor, request) {
      const { review } = request.address;
      const opened = await openSupport(executor, request, "RECORD_PROGRESS", (support) =>
        review === undefined ? support.commands : reviewIn(support, review)?.commands,
      );
      if (!opened || (review !== undefined && !reviewIn(opened.support, review))) return undefined;
      return {
        steps: [
          {
            ...{ name: "day", title: "When was it reviewed?" },
            fields: [
              {
                ...{ name: "reviewedOn", kind: "date", label: "The day of the review", hint: DATE_HINT },
                missing: "Enter a real date for the day of the review.",
              },
            ],
          },
          {
            ...{ name: "progress", title: `Is the support from ${opened.support.provider.name} working?` },
            fields: [
              {
                ...{ name: "progress", kind: "one", label: "How it goes", choices: choicesOf(opened.choices.progress) },
                missing: "Select how it goes.",
              },
              {
                ...{ name: "finding", kind: "text", most: MAX_NARRATIVE, label: "What was found" },
                ...{ hint: "Be specific: what has changed, and what has not.", missing: "Enter what was found." },
              },
            ],
          },
        ],
        ...opened.journey,
      };
    },
    variables: (words, request) => ({
      input: {
        ...supportInput(words, request),
        review: request.address.review ?? null,
        reviewedOn: dateIn(words, "reviewedOn"),
        progress: choiceIn(words, "progress"),
        finding: wordsIn(words, "finding"),
      },
    }),
    next: (_, request) => addressOfSupport(request),
  });

export const recordProgress = progressJourney("/supports/:support/progress");
export const recordPlannedReview = progressJourney("/supports/:support/reviews/:review/progress");
