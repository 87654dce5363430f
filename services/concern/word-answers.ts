// The council's answers to later words in a concern's state, and the ids of words that have none of their own.
import { type Holder, lastOfEach } from "./council-position.ts";
import type { ConcernData } from "./events.ts";
import type { NumberedOccurrence } from "./life.ts";

export const CLOSING = "closing";
export const reopeningId = (conclusion: string): string => `reopening ${conclusion}`;

/** The last answer of one holder about a word that is to open to recipients. */
export type WordAnswer = Omit<ConcernData["WordsAnswered.v1"], "words"> & {
  readonly word: string;
  readonly holder: Holder;
  readonly stated: NumberedOccurrence;
};

/** The answers with another of the same holder in its place. */
export const withAnswer = (answers: readonly WordAnswer[], answer: WordAnswer): readonly WordAnswer[] => {
  const others = answers.filter(({ word }) => word !== answer.word);
  return [...others, ...lastOfEach([...answers.filter(({ word }) => word === answer.word), answer])];
};
