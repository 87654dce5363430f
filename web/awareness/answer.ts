// The council confirms or disputes that it was told.

import { dateInWords } from "../../text/dates-in-words.ts";
import { MAX_NARRATIVE } from "../../text/limits.ts";
import type { VariablesOf } from "../documents.ts";
import { type FormWords, wordsIn } from "../page.ts";
import { officeFields, speakerInput } from "../speaking.ts";
import { choiceIn, type FieldChoice, optionalIn, severalIn, versionIn } from "../steps/fields.ts";
import { defineJourney, type JourneyStep } from "../steps/steps.ts";
import { type AwarenessRecord, addressOfAwareness, type ConcernWithAwareness, describeText, findAwareness } from "./awareness.ts";

type AwarenessInput = VariablesOf<"awareness/answer-awareness.graphql">["input"];

const ANSWERS: readonly FieldChoice[] = [
  { value: "CONFIRMED", text: "Yes, my council was told" },
  { value: "NOT_TOLD", text: "No, my council was not told" },
  { value: "TOLD_OTHERWISE", text: "My council was told, but not of all that the record says" },
];
/** Bodies and words are selected in one list. */
const BODY = "body ";
const WORD = "word ";

export const answerAwareness = defineJourney({
  path: "/concerns/:concern/awareness/:record/answer",
  title: "Whether your council was told",
  beforeSending: "The advisers see your answer at once. If your council was not told, a second adviser tells it.",
  send: "Send the answer",
  document: "awareness/answer-awareness.graphql",
  async open({ execute }, request, words) {
    const { concern, offices } = await execute("awareness/awareness.graphql", { concern: request.address.concern ?? "" });
    const record = findAwareness(concern, request);
    if (!concern || !record) return undefined;
    const held = concern.speakingOffices ?? [];
    const answer: JourneyStep = {
      name: "answer",
      title: "Was your council told of this, as the record says?",
      before: record.answerBy
        ? [
            `If you say by ${dateInWords(record.answerBy)} that it was not, what rests on this record is suspended until a second adviser has told your council.`,
          ]
        : [],
      fields: [
        {
          ...{ name: "answer", kind: "one", choices: ANSWERS, label: "Answer" },
          missing: "Select whether your council was told.",
        },
        ...officeFields(held, offices),
        {
          ...{ name: "statement", kind: "text", most: MAX_NARRATIVE, label: "What your council says with it" },
          hint: "If your council was not told of all of it, say what it was told instead.",
          ...(isOtherwise(words) && { missing: "Enter what your council was told instead." }),
        },
      ],
    };
    return {
      steps: isOtherwise(words) ? [answer, notTold(concern, record)] : [answer],
      from: { href: addressOfAwareness(request), text: "What the record says" },
      version: concern.version ?? undefined,
      isOffered: concern.commands?.includes("ANSWER_AWARENESS") === true,
    };
  },
  variables: (words, { address }): { readonly input: AwarenessInput } => ({
    input: {
      ...speakerInput(words),
      concern: address.concern ?? "",
      awareness: address.record ?? "",
      expectedVersion: versionIn(words),
      answer: choiceIn(words, "answer"),
      ...(isOtherwise(words) && { bodies: selectedOf(words, BODY), words: selectedOf(words, WORD) }),
      statement: optionalIn(words, "statement") ?? null,
    },
  }),
  fields: { bodies: "notTold", words: "notTold" },
  next: (_, request) => addressOfAwareness(request),
});

const isOtherwise = (words: FormWords): boolean => wordsIn(words, "answer") === "TOLD_OTHERWISE";

const notTold = (concern: ConcernWithAwareness, { bodies, words }: AwarenessRecord): JourneyStep => ({
  name: "not-told",
  title: "What was your council not told of?",
  fields: [
    {
      ...{ name: "notTold", kind: "several", label: "What your council was not told of" },
      hint: "Select all that the record has and your council was not told.",
      choices: [
        ...bodies.map(({ id, name }) => ({ value: BODY + id, text: `That it would be shared with ${name}` })),
        ...words.map((id) => ({ value: WORD + id, text: describeText(concern, id) })),
      ],
      missing: "Select the bodies or the words that your council was not told of.",
    },
  ],
});

const selectedOf = (words: FormWords, kind: string): readonly string[] =>
  severalIn(words, "notTold").flatMap((value) => (value.startsWith(kind) ? [value.slice(kind.length)] : []));
