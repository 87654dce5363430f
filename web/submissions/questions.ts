// What is asked of somebody who submits information for their body.
import { MAX_NARRATIVE } from "../../text/limits.ts";
import type { AnswerOf } from "../documents.ts";
import { type FormWords, wordsIn } from "../page.ts";
import { type FieldChoice, type FormField, isSelected, periodFields, YES_OR_NO } from "../steps/fields.ts";
import { councilChoices } from "../steps/named-choices.ts";
import { NO_DRAFT_NOTE } from "../steps/no-draft-note.ts";
import type { JourneyStep } from "../steps/steps.ts";

type Sender = AnswerOf<"submissions/choices.graphql">["viewer"]["submitsFor"][number];
type Choices = {
  readonly senders: readonly Sender[];
  readonly strands: readonly FieldChoice[];
  readonly causes: readonly FieldChoice[];
};

/** The body that somebody submits for: the only one, or the one that they selected. */
export const findSender = (senders: readonly Sender[], words: FormWords): Sender | undefined =>
  senders.length === 1 ? senders[0] : senders.find(({ body }) => isSelected(words, "sender", body.id));

/** The strand of what is submitted: the only one of the body, or the selected one. */
export const strandOfSubmission = (sender: Sender | undefined, words: FormWords): string =>
  sender?.strands.length === 1 ? (sender.strands[0] ?? "") : wordsIn(words, "strand");

export function stepsOfSubmission({ senders, strands, causes }: Choices, words: FormWords): readonly JourneyStep[] {
  const sender = findSender(senders, words);
  const isBeyondRemit = sender?.strandsBeyondRemit.some((strand) => strand === strandOfSubmission(sender, words)) === true;
  const steps: readonly JourneyStep[] = [
    ...(senders.length > 1 ? [senderStep(senders)] : []),
    {
      ...{ name: "council", title: "Which council is it about?" },
      fields: [
        {
          ...{ name: "council", kind: "menu", label: "Council", missing: "Select the council." },
          hint: "These are the councils about which you can submit for your body. If you have an interest in a council, tell its adviser instead.",
          choices: councilChoices(sender?.councils ?? []),
        },
      ],
    },
    ...(sender && sender.strands.length > 1 ? [strandStep(sender, strands)] : []),
    ...(isBeyondRemit ? [BEYOND_REMIT] : []),
    {
      ...{ name: "period", title: "When was it?" },
      fields: periodFields(),
    },
    {
      ...{ name: "source", title: "Where does it come from?" },
      fields: [
        { name: "source", kind: "line", label: "Source", missing: "Enter the source." },
        { name: "reference", kind: "line", label: "Reference of the source" },
        ...(sender?.mayProtectSource ? [PROTECTED] : []),
      ],
    },
    {
      ...{ name: "account", title: "What do you know?" },
      fields: [
        {
          ...{ name: "account", kind: "text", most: MAX_NARRATIVE, label: "What you know" },
          hint: isSelected(words, "protected", "yes")
            ? "The council will read this. Write nothing that shows who it comes from."
            : "Be specific. The council will read this, and that it is from your body.",
          missing: "Enter what you know.",
        },
        { name: "cause", kind: "menu", label: "Cause", hint: "If it is about one.", choices: causes },
      ],
    },
  ];
  const [first, ...others] = steps;
  return first ? [{ ...first, before: [NO_DRAFT_NOTE] }, ...others] : [];
}

const senderStep = (senders: readonly Sender[]): JourneyStep => ({
  ...{ name: "sender", title: "Which body do you submit it for?" },
  fields: [
    {
      ...{ name: "sender", kind: "one", label: "Body", missing: "Select the body." },
      choices: senders.map(({ body }) => ({ value: body.id, text: body.name })),
    },
  ],
});

const strandStep = (sender: Sender, strands: readonly FieldChoice[]): JourneyStep => ({
  ...{ name: "strand", title: "Which strand does it belong to?" },
  fields: [
    {
      ...{ name: "strand", kind: "one", label: "Strand", missing: "Select the strand." },
      choices: strands.filter(({ value }) => sender.strands.some((strand) => strand === value)),
    },
  ],
});

const BEYOND_REMIT: JourneyStep = {
  ...{ name: "remit", title: "Why do you submit this?" },
  before: ["This strand is outside the remit of your department or inspectorate."],
  fields: [
    {
      ...{ name: "beyondRemitReason", kind: "text", most: MAX_NARRATIVE, label: "Why you submit it" },
      ...{ hint: "The council will read this.", missing: "Enter why you submit it." },
    },
  ],
};

const PROTECTED: FormField = {
  ...{ name: "protected", kind: "one", label: "Protected source", choices: YES_OR_NO },
  hint: "Only the advisers and your body then know who submitted this and where it comes from. The council reads: a regional source.",
  missing: "Select whether the source is protected.",
};
