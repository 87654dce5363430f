// The council agrees to support that it is offered, or declines it, and says what its region sees of it.
import { dateInWords } from "../../text/dates-in-words.ts";
import type { VariablesOf } from "../documents.ts";
import { optionalStatement, statementField } from "../speaking.ts";
import { choiceIn, choicesOf, type FieldChoice, type FormField, isSelected } from "../steps/fields.ts";
import { defineJourney, type JourneyStep } from "../steps/steps.ts";
import { addressOfSupport } from "./links.ts";
import { councilInput, openSupport } from "./support-journey.ts";

type Answers = VariablesOf<"support/answer-support.graphql">["input"];
type RegionView = VariablesOf<"support/set-region-view.graphql">["input"]["regionSees"];

const ANSWERS: readonly FieldChoice[] = [
  { value: "AGREED", text: "My council agrees" },
  { value: "DECLINED", text: "My council declines" },
];

export const answerSupport = defineJourney({
  path: "/supports/:support/answer",
  title: "Your council’s answer to an offer of support",
  beforeSending: "The advisers and the provider see your answer at once. You can change it until the support has ended.",
  send: "Send the answer",
  document: "support/answer-support.graphql",
  async open(executor, request, words) {
    const opened = await openSupport(executor, request, "ANSWER_SUPPORT");
    if (!opened) return undefined;
    const { support, choices, officeFields, journey } = opened;
    const answer: JourneyStep = {
      name: "answer",
      title: `Does your council agree to support from ${support.provider.name}?`,
      before: [
        `It is offered from ${dateInWords(support.from)} to ${dateInWords(support.until)}. Read first, on the page before this one, what it is to achieve.`,
      ],
      fields: [
        { ...{ name: "answer", kind: "one", choices: ANSWERS, label: "Answer" }, missing: "Select whether your council agrees." },
        ...officeFields,
        statementField({ hint: "The advisers and the provider read it." }),
      ],
    };
    return { steps: isSelected(words, "answer", "AGREED") ? [answer, regionViewStep(choices.views)] : [answer], ...journey };
  },
  variables: (words, request): { readonly input: Answers } => ({
    input: {
      ...councilInput(words, request),
      answer: choiceIn(words, "answer"),
      regionSees: isSelected(words, "answer", "AGREED") ? choiceIn<RegionView>(words, "regionSees") : null,
      statement: optionalStatement(words),
    },
  }),
  next: (_, request) => addressOfSupport(request),
});

export const setRegionView = defineJourney({
  path: "/supports/:support/region-view",
  title: "What your region sees of support",
  beforeSending: "This applies at once. What somebody has seen before stays on record. You can change it at any time.",
  send: "Save",
  document: "support/set-region-view.graphql",
  async open(executor, request) {
    const opened = await openSupport(executor, request, "SET_REGION_VIEW");
    if (!opened) return undefined;
    const { choices, officeFields, journey } = opened;
    return { steps: [regionViewStep(choices.views, officeFields)], ...journey };
  },
  variables: (words, request) => ({
    input: { ...councilInput(words, request), regionSees: choiceIn<RegionView>(words, "regionSees") },
  }),
  next: (_, request) => addressOfSupport(request),
});

const regionViewStep = (views: Parameters<typeof choicesOf>[0], others: readonly FormField[] = []): JourneyStep => ({
  name: "region-view",
  title: "What may your region see of this support?",
  before: [
    "Your region is its advisers and regional leads. They use it so that visits do not clash. The advisers for the strand and the provider see all of it.",
  ],
  fields: [
    {
      ...{ name: "regionSees", kind: "one", choices: choicesOf(views), label: "What your region sees" },
      missing: "Select what your region may see.",
    },
    ...others,
  ],
});
