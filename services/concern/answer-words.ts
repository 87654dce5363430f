// The council's answer to words that advisers wrote after it agreed to a share (docs/decisions/0036-words-shown.md).
import { plain } from "../confidential.ts";
import { speakerIn } from "../people/speaker.ts";
import { isRefusal, refuse, refuseAll, refuseIf, refuseSaying } from "../refusals.ts";
import type { ConcernInput } from "./commands.ts";
import { holderOf } from "./council-position.ts";
import type { ConcernDecision, ConcernDecisionContext } from "./decision.ts";
import type { ConcernState } from "./state.ts";
import { isAnswerable, isLeftToHeads, wordsOf } from "./words.ts";

/** The working days from telling the council of later words to their opening to recipients of its earlier shares. */
export const DAYS_UNTIL_WORDS_OPEN = 5;

const ANSWER_BY_TELLER = "You told the council of these words, so you cannot answer for it. Ask the council to answer.";
const NO_SUCH_WORDS = "Your council was not told of such words, or they open at once. Select others.";

export function answerWords(
  state: ConcernState,
  input: ConcernInput["answerWords"],
  context: ConcernDecisionContext,
): ConcernDecision {
  const { answer, statement } = input;
  const speaker = speakerIn(context.offices, input.office);
  if (isRefusal(speaker)) return speaker;
  const known = new Map(wordsOf(state).map((word) => [word.id, word]));
  const words = [...new Set(input.words)];
  const wrong = refuseAll(
    words.map((id, index) => {
      const word = known.get(id);
      if (!word || !isAnswerable(word)) return refuseSaying("UNKNOWN_WORDS", `words.${index}`, NO_SUCH_WORDS);
      if (word.telling?.actor === context.actor) return refuseSaying("ANSWER_BY_TELLER", `words.${index}`, ANSWER_BY_TELLER);
      return refuseIf(word.author === context.actor, "ANSWER_BY_AUTHOR", `words.${index}`);
    }),
  );
  if (wrong) return wrong;
  if (isLeftToHeads(state, words, speaker.office)) return refuse("HEAD_HAS_SPOKEN", "words");
  const holder = holderOf(speaker.office);
  const isRepeated = words.every((word) =>
    state.wordAnswers.some(
      (one) => one.word === word && one.holder === holder && one.answer === answer && one.stated.actor === context.actor,
    ),
  );
  if (isRepeated && statement === undefined) return [];
  const text = statement === undefined ? {} : { text: plain({ statement }) };
  return [{ type: "WordsAnswered.v1", data: { words, answer, ...speaker, ...text } }];
}
