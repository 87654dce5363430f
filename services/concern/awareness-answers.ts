// Rules for the council's answer to a record that it was told of a concern: it confirms or disputes the record (docs/decisions/0033).
import { plain } from "../confidential.ts";
import { speakerIn } from "../people/speaker.ts";
import { isRefusal, refuse, refuseAll, refuseIf, refuseSaying } from "../refusals.ts";
import { answerFaults, isRepeated, isSuspending, refuseAnswer } from "../tellings.ts";
import type { ConcernInput } from "./commands.ts";
import type { ConcernDecision, ConcernDecisionContext } from "./decision.ts";
import type { ConcernState } from "./state.ts";

export function answerAwareness(
  state: ConcernState,
  input: ConcernInput["answerAwareness"],
  context: ConcernDecisionContext,
): ConcernDecision {
  const { answer, statement } = input;
  const speaker = speakerIn(context.offices, input.office);
  if (isRefusal(speaker)) return speaker;
  const record = state.awareness.find(({ awareness }) => awareness === input.awareness);
  if (!record) return refuse("UNKNOWN_AWARENESS", "awareness");
  const notTheirs = refuseAnswer(record, speaker, context.actor, "awareness");
  if (notTheirs) return notTheirs;
  const bodies = [...new Set(input.bodies)];
  const words = [...new Set(input.words)];
  const isOtherwise = answer === "told-otherwise";
  const wrong = refuseAll([
    ...answerFaults({ answer, statement, bodies }, record.bodies),
    ...words.map((word, index) => refuseIf(!record.words.includes(word), "UNKNOWN_WORDS", `words.${index}`)),
    isOtherwise && bodies.length + words.length === 0
      ? refuseSaying("INVALID_INPUT", "bodies", "Select the bodies or the words that your council was not told of.")
      : undefined,
    !isOtherwise && bodies.length + words.length > 0
      ? refuseSaying("INVALID_INPUT", "bodies", "Select bodies and words only if your council was told otherwise.")
      : undefined,
  ]);
  if (wrong) return wrong;
  if (isRepeated(record, input, speaker)) return [];
  const suspends = isSuspending(state.awareness, record, answer, context.certainToday);
  const text = statement === undefined ? {} : { text: plain({ statement }) };
  return [
    { type: "AwarenessAnswered.v1", data: { awareness: record.awareness, answer, suspends, bodies, words, ...speaker, ...text } },
  ];
}
