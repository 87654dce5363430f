// Numbers and words from a seed: the same in every run, on every machine.

export type Numbers = {
  /** A whole number from 0 to below `most`. */
  below(most: number): number;
  /** True with the given percentage. */
  chance(inHundred: number): boolean;
  oneOf<T>(list: readonly T[]): T;
  /** A sentence of invented words. */
  sentence(words: number): string;
};

/** Marsaglia's xorshift, begun at a place that a hash spreads: neighbouring seeds have nothing in common. */
export function numbersFrom(seed: number): Numbers {
  let state = spread(seed) || 1;
  function next(): number {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state;
  }
  const below = (most: number) => next() % most;
  /** As in language: the first word is one in twenty, half of all are of the first thousand, and most are rare. */
  const commonFirst = () => Math.floor(VOCABULARY.length * (next() / 2 ** 32) ** 3);
  return {
    below,
    chance: (inHundred) => below(100) < inHundred,
    oneOf: (list) => list[below(list.length)] as (typeof list)[number],
    sentence: (words) => `${Array.from({ length: words }, () => VOCABULARY[commonFirst()]).join(" ")}.`,
  };
}

function spread(n: number): number {
  let x = Math.imul(n + 1, 0x9e3779b1);
  x = Math.imul(x ^ (x >>> 15), 0x85ebca6b);
  return (x ^ (x >>> 13)) >>> 0;
}

const SYLLABLES = "ba ce di fo gu ha je ki lo mu na pe ri so tu va we xi yo zu".split(" ");
/** Eight thousand words of three syllables, the common ones first: none means anything. */
export const VOCABULARY = SYLLABLES.flatMap((a) => SYLLABLES.flatMap((b) => SYLLABLES.map((c) => a + b + c)));
