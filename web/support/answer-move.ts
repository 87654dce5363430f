// The council agrees to other days of its support, or declines them.

import { MAX_NARRATIVE } from "../../text/limits.ts";
import type { VariablesOf } from "../documents.ts";
import { choiceIn, type FieldChoice, optionalIn } from "../steps/fields.ts";
import { defineJourney } from "../steps/steps.ts";
import { periodInWords } from "../words.ts";
import { addressOfSupport } from "./links.ts";
import { openSupport, supportInput } from "./open-support.ts";

type MoveAnswer = VariablesOf<"support/answer-move.graphql">["input"];

const ANSWERS: readonly FieldChoice[] = [
  { value: "AGREED", text: "My council agrees to these days" },
  { value: "DECLINED", text: "My council declines them" },
];

export const answerMove = defineJourney({
  path: "/supports/:support/moves/:move",
  title: "Other days of support",
  beforeSending: "If your council agrees, the new days count at once. If it declines, the days stay as they are.",
  send: "Send the answer",
  document: "support/answer-move.graphql",
  async open(executor, request) {
    const opened = await openSupport(executor, request);
    const move = opened?.support.detail.moves.find(({ id, by }) => id === request.address.move && by === "PROVIDER");
    if (!opened || !move) return undefined;
    const { support, officeFields, begun } = opened;
    const days = periodInWords({ from: move.from, to: move.until });
    const onSite = move.presence.map((one) => `On site ${periodInWords(one)}: ${one.place ?? "a place that was erased"}.`);
    return {
      steps: [
        {
          name: "answer",
          title: `Does your council agree to the days that ${support.provider.name} proposes?`,
          before: [
            `The support would be from ${days}. Today it is from ${periodInWords({ from: support.from, to: support.until })}.`,
            ...onSite,
            ...(move.reason ? [`Why: ${move.reason}`] : []),
          ],
          fields: [
            {
              ...{ name: "answer", kind: "one", choices: ANSWERS, label: "Answer" },
              missing: "Select whether your council agrees.",
            },
            ...officeFields,
            { name: "note", kind: "text", most: MAX_NARRATIVE, label: "What your council says with it" },
          ],
        },
      ],
      ...begun,
    };
  },
  variables: (words, request): { readonly input: MoveAnswer } => ({
    input: {
      ...supportInput(words, request),
      move: request.address.move ?? "",
      by: "COUNCIL",
      answer: choiceIn(words, "answer"),
      note: optionalIn(words, "note") ?? null,
    },
  }),
  next: (_, request) => addressOfSupport(request),
});
