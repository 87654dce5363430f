// The council's answers to later words in a concern's state, and the ids of words whose events carry none.
import { type Holder, lastOfEach } from "./council-position.ts";
import type { ConcernData } from "./events.ts";
import type { NumberedOccurrence } from "./life.ts";

export const CLOSING = "closing";
export const reopeningId = (conclusion: string): string => `reopening ${conclusion}`;

/** The last answer of one head, or of the other officers, about a word. */
export type WordAnswer = Omit<ConcernData["WordsAnswered.v1"], "words"> & {
  readonly word: string;
  readonly holder: Holder;
  readonly stated: NumberedOccurrence;
};

/** Adds an answer, which replaces the last one of the same holder about the word. */
export const withAnswer = (answers: readonly WordAnswer[], answer: WordAnswer): readonly WordAnswer[] => {
  const others = answers.filter(({ word }) => word !== answer.word);
  return [...others, ...lastOfEach([...answers.filter(({ word }) => word === answer.word), answer])];
};
