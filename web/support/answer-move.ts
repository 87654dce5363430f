// The council, or those who arrange its support, agree to other days that the other side proposes, or decline them.
import { MAX_NARRATIVE } from "../../text/limits.ts";
import type { VariablesOf } from "../documents.ts";
import { choiceIn, optionalIn } from "../steps/fields.ts";
import { defineJourney } from "../steps/steps.ts";
import { periodInWords } from "../words.ts";
import { addressOfSupport } from "./links.ts";
import { councilInput, moveIn, openSupport, sideOf } from "./support-journey.ts";

type MoveAnswer = VariablesOf<"support/answer-move.graphql">["input"];

export const answerMove = defineJourney({
  path: "/supports/:support/moves/:move/answer",
  title: "Other days of support",
  beforeSending: "If you agree, the new days count at once. If you decline, the days stay as they are.",
  send: "Send the answer",
  document: "support/answer-move.graphql",
  async open(executor, request) {
    const { move: id } = request.address;
    const opened = await openSupport(executor, request, "ANSWER_MOVE", (support) => moveIn(support, id)?.commands);
    const move = opened && moveIn(opened.support, id);
    if (!opened || !move) return undefined;
    const { support, officeFields, journey } = opened;
    const onSite = move.presence.map((one) => `On site ${periodInWords(one)}: ${one.place ?? "a place that was erased"}.`);
    const isOfCouncil = sideOf(support) === "COUNCIL";
    return {
      steps: [
        {
          name: "answer",
          title: isOfCouncil
            ? `Does your council agree to the days that ${support.provider.name} proposes?`
            : "Do you agree to the days that the council proposes?",
          before: [
            `The support would be from ${periodInWords({ from: move.from, to: move.until })}. Today it is from ${periodInWords({ from: support.from, to: support.until })}.`,
            ...onSite,
            ...(move.reason ? [`Why: ${move.reason}`] : []),
          ],
          fields: [
            {
              ...{ name: "answer", kind: "one", label: "Answer" },
              choices: [
                { value: "AGREED", text: isOfCouncil ? "My council agrees to these days" : "We agree to these days" },
                { value: "DECLINED", text: isOfCouncil ? "My council declines them" : "We decline them" },
              ],
              missing: isOfCouncil ? "Select whether your council agrees." : "Select whether you agree.",
            },
            ...officeFields,
            {
              ...{ name: "note", kind: "text", most: MAX_NARRATIVE },
              label: isOfCouncil ? "What your council says with it" : "What you say with it",
            },
          ],
        },
      ],
      ...journey,
    };
  },
  variables: (words, request): { readonly input: MoveAnswer } => ({
    input: {
      ...councilInput(words, request),
      move: request.address.move ?? "",
      by: choiceIn(words, "by"),
      answer: choiceIn(words, "answer"),
      note: optionalIn(words, "note") ?? null,
    },
  }),
  next: (_, request) => addressOfSupport(request),
});
