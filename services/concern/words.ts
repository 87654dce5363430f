// The words that advisers write after a council has agreed to a share, and when they open to the share's body: consent covers the words shown
// (docs/decisions/0036-words-shown.md). Pure. Presentation, search, news and tasks ask this file.
import { isHead } from "../../reference/concern-terms.ts";
import { countedPositions, effectiveKind, hasHeadSpoken } from "./council-position.ts";
import type { Occurrence } from "./events.ts";
import { isGovernment } from "./fair-time.ts";
import type { ToldToCouncil } from "./life.ts";
import type { ConcernState, Share } from "./state.ts";
import { CLOSING, reopeningId, type WordAnswer } from "./word-answers.ts";

export const WORD_KINDS = [
  ...(["evidence", "correction", "conclusion", "reopening", "closing", "reassurance", "answer-to-panel"] as const),
] as const;
type WordKind = (typeof WORD_KINDS)[number];

/** A text of a concern that recipients read in a part, with its id among the concern's words. */
export type Word = ToldToCouncil & {
  readonly id: string;
  readonly kind: WordKind;
  /** The part whose share gives the word. */
  readonly part: "summary" | "evidence";
  readonly author: string;
  readonly at: string;
  /** The council's own words, and what it asked for, go to recipients at once. */
  readonly isAtOnce?: true;
  /** The share to which alone the word belongs. */
  readonly share?: string;
};

/** Returns every word of the concern, told or not. */
export const wordsOf = (state: ConcernState): readonly Word[] => [
  ...state.evidence.map(({ evidence: id, added, suppliedBy, told, telling }): Word => {
    const own = suppliedBy === "council" && { isAtOnce: true as const };
    const { actor: author, at } = added;
    return { id, kind: "evidence", part: "evidence", author, at, told, ...(telling && { telling }), ...own };
  }),
  ...state.corrections.flatMap(({ correction: id, resolved }): readonly Word[] =>
    resolved
      ? [
          {
            ...wordIn("correction", id, resolved, resolved),
            ...(resolved.outcome === "accepted" && { isAtOnce: true as const }),
          },
        ]
      : [],
  ),
  ...state.conclusions.flatMap((one): readonly Word[] => [
    wordIn("conclusion", one.id, one, one.concluded),
    ...(one.reopened ? [wordIn("reopening", reopeningId(one.id), one.reopened, one.reopened)] : []),
  ]),
  ...(state.closed ? [wordIn("closing", CLOSING, state.closed, state.closed)] : []),
  ...state.reassurances.map((one) => ({ ...wordIn("reassurance", one.reassurance, one, one.given), share: one.share })),
  ...state.challenges.flatMap(({ id, answered }) => (answered ? [wordIn("answer-to-panel", id, answered, answered)] : [])),
];

const wordIn = (kind: WordKind, id: string, { told, telling }: ToldToCouncil, { actor: author, at }: Occurrence): Word => ({
  ...{ id, kind, part: "summary", author, at, told },
  ...(telling && { telling }),
});

/** Whether the council answers when a word opens: an adviser's, of which it was told. */
export const isAnswerable = ({ told, telling, isAtOnce }: Word): boolean => told && telling !== undefined && !isAtOnce;

const answersTo = ({ wordAnswers }: Pick<ConcernState, "wordAnswers">, word: string): readonly WordAnswer[] =>
  wordAnswers.filter((answer) => answer.word === word);

/** The council's answer to a word, by the rules of its positions on a share: of the heads, the stricter; of others, the last. */
export function answerTo(state: Pick<ConcernState, "wordAnswers">, word: string): "open" | "object" | undefined {
  const kind = effectiveKind(answersTo(state, word).map((answer) => ({ ...answer, kind: KINDS[answer.answer] })));
  return kind && (kind === "objects" ? "object" : "open");
}
const KINDS = { open: "agrees", object: "objects" } as const;

/** The answers that count, in the order in which they were given. */
export const countedAnswers = (state: Pick<ConcernState, "wordAnswers">, word: string): readonly WordAnswer[] =>
  countedPositions(answersTo(state, word));

/** Whether only the heads answer any of these words any more. */
export const isLeftToHeads = (state: Pick<ConcernState, "wordAnswers">, words: readonly string[], office: string): boolean =>
  !isHead(office) && words.some((word) => hasHeadSpoken(answersTo(state, word)));

/** Whether somebody wrote a word or told the council of it, and so does not consent to it for the council. */
export const isOfAuthorOrTeller = ({ author, telling }: Word, person: string): boolean =>
  author === person || telling?.actor === person;

/**
 * The number of the event by which the council consented to what it was shown of a word: its agreement to the share (where both heads agree, the first
 * of them), the override of its objection, or the proposal that it did not answer or had agreed to in advance. Zero where nobody who could has agreed.
 */
function consentVersion({ override, position, positions, proposed }: Share, word: Word): number {
  if (override) return override.version;
  if (position.kind === "awaited") return proposed.version;
  const consents = countedPositions(positions).filter(({ stated }) => !isOfAuthorOrTeller(word, stated.actor));
  return consents.length === 0 ? 0 : Math.min(...consents.map(({ stated }) => stated.version));
}

/** Whether the council was told of a word after an event of this number. */
export const isToldAfter = ({ telling }: Word, version: number): boolean => telling !== undefined && telling.version > version;

/** Whether the council was told of a word after the consent that the share rests on. */
export const isLater = (share: Share, word: Word): boolean => isToldAfter(word, consentVersion(share, word));

/** The first day on which a word is open to the body of a share: empty where it is at once, undefined where it needs a yes of the council. */
export function opensTo(state: Pick<ConcernState, "wordAnswers">, share: Share, word: Word): string | undefined {
  const { told, telling, part } = word;
  if (!told || (word.share !== undefined && word.share !== share.id)) return undefined;
  if (word.isAtOnce || !telling) return "";
  const wasShown = !isLater(share, word);
  // The override of the objection to a share was decided over these words too.
  if (wasShown && share.override) return "";
  const answer = answerTo(state, word.id);
  if (answer === "object") return undefined;
  if (wasShown || answer === "open" || telling.opensOn === undefined) return "";
  return part === "evidence" && isGovernment(share.body) ? undefined : telling.opensOn;
}

/** The days after `day` on which words open by date to the body of a share that was made. */
export function openingDays(state: ConcernState, day: string): readonly string[] {
  const shares = state.shares.filter(({ made, ended }) => made && !ended);
  if (shares.length === 0) return [];
  return wordsOf(state).flatMap((word) => {
    const opensOn = word.telling?.opensOn;
    const isAhead = opensOn !== undefined && opensOn > day && shares.some((share) => opensTo(state, share, word) === opensOn);
    return isAhead ? [opensOn] : [];
  });
}
