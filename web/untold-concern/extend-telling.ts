// A second adviser gives more time to tell the council of a concern.
import { dateInWords } from "../../text/dates-in-words.ts";
import { MAX_NARRATIVE } from "../../text/limits.ts";
import { concernInput } from "../concern/concern-journey.ts";
import { concernPath } from "../concern/links.ts";
import { wordsIn } from "../page.ts";
import type { FieldChoice } from "../steps/fields.ts";
import { defineJourney, type JourneyStep } from "../steps/steps.ts";
import { openUntold } from "./open-untold.ts";

/** The API refuses more. */
const MOST_DAYS = 20;
const DAYS: readonly FieldChoice[] = Array.from({ length: MOST_DAYS }, (_, index) => ({
  value: String(index + 1),
  text: index === 0 ? "1 working day" : `${index + 1} working days`,
}));

export const extendTelling = defineJourney({
  path: "/concerns/:concern/more-time-to-tell",
  title: "Give more time to tell the council",
  beforeSending: "This can be done once. The council reads your reason when it is told of the concern.",
  send: "Give more time",
  document: "untold-concern/extend-telling.graphql",
  async open(executor, request) {
    const opened = await openUntold(executor, request, "EXTEND_TELLING");
    return opened && { ...opened.journey, steps: [stepOf(opened.concern)] };
  },
  variables: (words, request) => ({
    input: {
      ...concernInput(words, request),
      // It is one of those that are offered, or missing.
      workingDays: Number(wordsIn(words, "workingDays")),
      reason: wordsIn(words, "reason"),
    },
  }),
  next: (_, { address }) => concernPath(address.concern),
});

type Concern = NonNullable<Awaited<ReturnType<typeof openUntold>>>["concern"];

const stepOf = ({ council, untold }: Concern): JourneyStep => ({
  ...{ name: "time", title: `How much more time is needed to tell ${council.name}?` },
  ...(untold && { before: [`The last day to tell it is ${dateInWords(untold.tellBy)}.`] }),
  fields: [
    { name: "workingDays", kind: "menu", choices: DAYS, label: "More time", missing: "Select how much more time is needed." },
    {
      ...{ name: "reason", kind: "text", most: MAX_NARRATIVE, label: "Why the council cannot be told by that day" },
      hint: "The council reads this when it is told.",
      missing: "Enter why the council cannot be told by that day.",
    },
  ],
});
