// A word is a text of a concern that recipients can read. The council's consent to a share covers the words that it was told of; this file decides when
// later words open to the share's body (docs/decisions/0036-words-shown.md). Pure. Presentation, search, news and tasks all use it.

import { isGovernment } from "../../reference/bodies.ts";
import { isHead } from "../../reference/concern-terms.ts";
import { countedPositions, effectiveKind, hasHeadSpoken } from "./council-position.ts";
import type { Occurrence } from "./events.ts";
import type { ToldToCouncil } from "./life.ts";
import type { ConcernState, Share } from "./state.ts";
import { CLOSING, reopeningId, type WordAnswer } from "./word-answers.ts";

export const WORD_KINDS = [
  ...(["evidence", "correction", "conclusion", "reopening", "closing", "reassurance", "answer-to-panel"] as const),
] as const;
type WordKind = (typeof WORD_KINDS)[number];

export type Word = ToldToCouncil & {
  readonly id: string;
  readonly kind: WordKind;
  /** The part that contains the word. */
  readonly part: "summary" | "evidence";
  readonly author: string;
  readonly at: string;
  /** The council's own words, and corrections that it requested, wait for no consent. */
  readonly opensAtOnce?: true;
  /** The only share whose body can read the word. */
  readonly share?: string;
  /** The word with which it is presented. It is open only while that one is. */
  readonly within?: Word;
};

/** Returns every word of the concern, including those that the council was not told of. */
export const wordsOf = (state: ConcernState): readonly Word[] => [
  ...state.evidence.map(({ evidence: id, added, suppliedBy, told, telling }): Word => {
    const own = suppliedBy === "council" && { opensAtOnce: true as const };
    const { actor: author, at } = added;
    return { id, kind: "evidence", part: "evidence", author, at, told, ...(telling && { telling }), ...own };
  }),
  ...state.corrections.flatMap(({ correction: id, resolved }): readonly Word[] =>
    resolved
      ? [
          {
            ...wordIn("correction", id, resolved, resolved),
            ...(resolved.outcome === "accepted" && { opensAtOnce: true as const }),
          },
        ]
      : [],
  ),
  ...state.conclusions.flatMap(({ id, reopened, ...one }): readonly Word[] => {
    const conclusion = wordIn("conclusion", id, one, one.concluded);
    if (!reopened) return [conclusion];
    return [conclusion, { ...wordIn("reopening", reopeningId(id), reopened, reopened), within: conclusion }];
  }),
  ...(state.closed ? [wordIn("closing", CLOSING, state.closed, state.closed)] : []),
  ...state.reassurances.map((one) => ({ ...wordIn("reassurance", one.reassurance, one, one.given), share: one.share })),
  ...state.challenges.flatMap(({ id, answered }) => (answered ? [wordIn("answer-to-panel", id, answered, answered)] : [])),
];

const wordIn = (kind: WordKind, id: string, { told, telling }: ToldToCouncil, { actor: author, at }: Occurrence): Word => ({
  ...{ id, kind, part: "summary", author, at, told },
  ...(telling && { telling }),
});

/** Whether the council decides when a word opens: it is an adviser's, and the council was told of it. */
export const isAnswerable = ({ told, telling, opensAtOnce }: Word): boolean => told && telling !== undefined && !opensAtOnce;

const answersTo = ({ wordAnswers }: Pick<ConcernState, "wordAnswers">, word: string): readonly WordAnswer[] =>
  wordAnswers.filter((answer) => answer.word === word);

/** The council's answer to a word, by the rules of its positions on a share: the stricter of the heads', or the last of other officers. */
export function answerTo(state: Pick<ConcernState, "wordAnswers">, word: string): "open" | "object" | undefined {
  const kind = effectiveKind(answersTo(state, word).map((answer) => ({ ...answer, kind: KINDS[answer.answer] })));
  return kind && (kind === "objects" ? "object" : "open");
}
const KINDS = { open: "agrees", object: "objects" } as const;

/** The answers that count, in the order in which they were given. */
export const countedAnswers = (state: Pick<ConcernState, "wordAnswers">, word: string): readonly WordAnswer[] =>
  countedPositions(answersTo(state, word));

/** Whether only the heads can still answer: one of them has answered one of these words. */
export const isLeftToHeads = (state: Pick<ConcernState, "wordAnswers">, words: readonly string[], office: string): boolean =>
  !isHead(office) && words.some((word) => hasHeadSpoken(answersTo(state, word)));

/** Whether a person wrote a word or told the council of it. They cannot consent to it for the council. */
export const isOfAuthorOrTeller = ({ author, telling }: Word, person: string): boolean =>
  author === person || telling?.actor === person;

/**
 * The number of the event that covers the words of which the council had been told by then: its agreement to the share (the first, if both heads agree),
 * the override of its objection, or a proposal that it has not answered or had agreed to in advance. Zero if only people who cannot consent to this
 * word have agreed.
 */
function consentVersion({ override, position, positions, proposed }: Share, word: Word): number {
  if (override) return override.version;
  if (position.kind === "awaited") return proposed.version;
  const consents = countedPositions(positions).filter(({ stated }) => !isOfAuthorOrTeller(word, stated.actor));
  return consents.length === 0 ? 0 : Math.min(...consents.map(({ stated }) => stated.version));
}

/** Whether the council was told of a word after an event of this number. */
export const isToldAfter = ({ telling }: Word, version: number): boolean => telling !== undefined && telling.version > version;

/** Whether the council was told of a word too late for its consent to the share to cover it. */
export const isLater = (share: Share, word: Word): boolean => isToldAfter(word, consentVersion(share, word));

/** The first day on which a word is open to a share's body. Empty if that is at once, undefined if the council must agree first. */
export function firstDayOpen(state: Pick<ConcernState, "wordAnswers">, share: Share, word: Word): string | undefined {
  const own = firstDayOpenAlone(state, share, word);
  const outer = word.within ? firstDayOpenAlone(state, share, word.within) : "";
  if (own === undefined || outer === undefined) return undefined;
  return own > outer ? own : outer;
}

function firstDayOpenAlone(state: Pick<ConcernState, "wordAnswers">, share: Share, word: Word): string | undefined {
  const { told, telling, part } = word;
  if (!told || (word.share !== undefined && word.share !== share.id)) return undefined;
  if (word.opensAtOnce || !telling) return "";
  const wasShown = !isLater(share, word);
  // Whoever overrode the objection knew these words.
  if (wasShown && share.override) return "";
  const answer = answerTo(state, word.id);
  if (answer === "object") return undefined;
  if (wasShown || answer === "open" || telling.opensOn === undefined) return "";
  return part === "evidence" && isGovernment(share.body) ? undefined : telling.opensOn;
}

/** The days after `day` on which words open by date to the body of a made share. */
export function openingDays(state: ConcernState, day: string): readonly string[] {
  const shares = state.shares.filter(({ made, ended }) => made && !ended);
  if (shares.length === 0) return [];
  return wordsOf(state).flatMap((word) => {
    const opensOn = word.telling?.opensOn;
    const isAhead =
      opensOn !== undefined && opensOn > day && shares.some((share) => firstDayOpen(state, share, word) === opensOn);
    return isAhead ? [opensOn] : [];
  });
}
