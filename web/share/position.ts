// The council states its position on a share: at the end it sees again what the body reads under the terms to which it agrees.

import { dateInWords } from "../../text/dates-in-words.ts";
import type { VariablesOf } from "../documents.ts";
import type { DocumentExecutor } from "../execute-document.ts";
import type { FormWords, PageRequest } from "../page.ts";
import { partsField, partsIn } from "../share-terms.ts";
import { officeFields, optionalStatement, speakerInput, statementField } from "../speaking.ts";
import { choiceIn, choicesOf, dateIn, type FieldChoice, isSelected } from "../steps/fields.ts";
import { defineJourney, type JourneyStep } from "../steps/steps.ts";
import { openShareToAnswer, shareInput } from "./open-share.ts";
import { addressOfShare } from "./share.ts";

type PositionInput = VariablesOf<"share/state-position.graphql">["input"];

const POSITIONS: readonly FieldChoice[] = [
  { value: "AGREES", text: "My council agrees" },
  { value: "AGREES_WITH_CONDITIONS", text: "My council agrees to less than is proposed: fewer parts, or an earlier end" },
  { value: "OBJECTS", text: "My council objects" },
];
export const statePosition = defineJourney({
  path: "/concerns/:concern/shares/:share/position",
  title: "Your council’s position on a share",
  beforeSending:
    "The advisers see your council’s position at once. You can change it until the share ends: if your council objects to a share that is already made, it is suspended.",
  send: "State this position",
  document: "share/state-position.graphql",
  async open(executor, request, words) {
    const opened = await openShareToAnswer(executor, request, "STATE_POSITION");
    if (!opened) return undefined;
    const { body, proposedParts, proposedUntil } = opened.share;
    const proposed = choicesOf(opened.parts).filter(({ value }) => proposedParts.some((part) => part === value));
    const position: JourneyStep = {
      name: "position",
      title: `Does your council agree to sharing this with ${body.name}?`,
      before: ["Read first, on the page before this one, what would be shared."],
      fields: [
        {
          ...{ name: "position", kind: "one", choices: POSITIONS, label: "Position" },
          missing: "Select whether your council agrees.",
        },
        ...officeFields(opened.speakingOffices, opened.offices),
        statementField({
          hint: `Those who act for ${body.name} read what you say with conditions. If your council objects and that is overridden, they read why.`,
        }),
      ],
    };
    const conditions: JourneyStep = {
      name: "conditions",
      title: "What does your council agree to?",
      fields: [
        partsField("What may be read", "Select what may be read.", proposed),
        {
          ...{ name: "until", kind: "date", label: "Last day" },
          hint: `Leave this empty for the day that is proposed, ${dateInWords(proposedUntil)}.`,
        },
      ],
    };
    return {
      ...opened.journey,
      steps: hasConditions(words) ? [position, conditions] : [position],
      check: { template: "share/position-check.njk", show: (executor) => previewTerms(executor, words, request) },
    };
  },
  variables: (words, request): { readonly input: PositionInput } => ({
    input: {
      ...shareInput(words, request),
      ...speakerInput(words),
      position: choiceIn(words, "position"),
      ...termsIn(words),
      statement: optionalStatement(words),
    },
  }),
  next: (_, request) => addressOfShare(request),
});

const hasConditions = (words: FormWords): boolean => isSelected(words, "position", "AGREES_WITH_CONDITIONS");

/** Null where the council agrees to what is proposed. */
function termsIn(words: FormWords): { readonly parts: PositionInput["parts"]; readonly until: string | null } {
  if (!hasConditions(words)) return { parts: null, until: null };
  return { parts: partsIn(words), until: dateIn(words, "until") || null };
}

/** What the body reads if the council agrees to the terms that were written. */
async function previewTerms(
  { execute }: DocumentExecutor,
  words: FormWords,
  { address }: PageRequest,
): Promise<object | undefined> {
  const terms = { concern: address.concern ?? "", share: address.share ?? "", ...termsIn(words) };
  const { concern } = await execute("share/share.graphql", terms);
  if (!concern?.share) return undefined;
  const { body, preview } = concern.share;
  return { body, preview: isSelected(words, "position", "OBJECTS") ? null : preview };
}
