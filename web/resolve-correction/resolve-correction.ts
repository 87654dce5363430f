// An adviser accepts or refuses a correction that the council asked for.
import { MAX_NARRATIVE, MAX_SHORT_TEXT } from "../../text/limits.ts";
import { concernInput, journeyOn } from "../concern/concern-journey.ts";
import { concernPath } from "../concern/links.ts";
import { type FormWords, wordsIn } from "../page.ts";
import { choiceIn, type FieldChoice, isSelected, optionalIn } from "../steps/fields.ts";
import { defineJourney, type JourneyStep } from "../steps/steps.ts";

const OUTCOMES: readonly FieldChoice[] = [
  { value: "ACCEPTED", text: "Accept it" },
  { value: "REFUSED", text: "Refuse it" },
];
const ONLY_WHAT_CHANGES = "Leave this empty if it stays as it is.";

export const resolveCorrection = defineJourney({
  path: "/concerns/:concern/corrections/:correction",
  title: "Accept or refuse a correction",
  beforeSending: "The council reads your answer at once. Its request and your reason stay on record.",
  send: "Send the answer",
  document: "resolve-correction/resolve-correction.graphql",
  async open({ execute }, request, words) {
    const { concern } = await execute("resolve-correction/correction.graphql", { id: request.address.concern ?? "" });
    const correction = concern?.summary?.corrections.find(({ id }) => id === request.address.correction);
    if (!concern || !correction) return undefined;
    const answer: JourneyStep = {
      ...{ name: "outcome", title: "Do you accept this correction?" },
      before: [`${concern.council.name} asks: ${correction.request ?? "This text was erased."}`],
      fields: [
        {
          ...{ name: "outcome", kind: "one", choices: OUTCOMES, label: "Answer" },
          missing: "Select whether you accept the correction.",
        },
        {
          ...{ name: "reason", kind: "text", most: MAX_NARRATIVE, label: "Why" },
          hint: "The council reads this.",
          missing: "Enter why you accept or refuse the correction.",
        },
      ],
    };
    return {
      ...journeyOn(concern, "RESOLVE_CORRECTION", request),
      steps: isAccepted(words) ? [answer, correctedStep(concern.summary)] : [answer],
    };
  },
  variables: (words, request) => ({
    input: {
      ...concernInput(words, request),
      correction: request.address.correction ?? "",
      outcome: choiceIn(words, "outcome"),
      reason: wordsIn(words, "reason"),
      ...(isAccepted(words) && {
        correctedSummary: optionalIn(words, "correctedSummary") ?? null,
        correctedObserved: optionalIn(words, "correctedObserved") ?? null,
      }),
    },
  }),
  next: (_, { address }) => concernPath(address.concern),
});

const isAccepted = (words: FormWords): boolean => isSelected(words, "outcome", "ACCEPTED");

type Summary = { readonly text: string | null; readonly observed: string | null } | null;

const correctedStep = (summary: Summary): JourneyStep => ({
  ...{ name: "corrected", title: "What does the concern say now?" },
  before: [`The concern says: ${summary?.text ?? ""}`, `What was observed: ${summary?.observed ?? ""}`],
  fields: [
    {
      ...{ name: "correctedSummary", kind: "text", most: MAX_SHORT_TEXT, label: "The concern, as corrected" },
      hint: ONLY_WHAT_CHANGES,
    },
    {
      ...{ name: "correctedObserved", kind: "text", most: MAX_NARRATIVE, label: "What was observed, as corrected" },
      hint: ONLY_WHAT_CHANGES,
    },
  ],
});
