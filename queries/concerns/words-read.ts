// Which words of a concern its reader reads: everything for readers of unshared evidence; for others what is open to a body through whose share policy
// gives them the part (docs/decisions/0036-words-shown.md).
import { lazy } from "../../caching/cache.ts";
import type { ConcernFacts } from "../../policies/engine/facts.ts";
import type { Part } from "../../reference/concern-parts.ts";
import { openBodies } from "../../services/concern/open-words.ts";
import { readsUntold } from "../../services/concern/state.ts";
import { type Word, wordsOf } from "../../services/concern/words.ts";
import type { AuthorisedConcern } from "./authorised-concern.ts";

/** Whether the reader of a part reads this word in it. */
export type SeesWord = (word: string, part: Part) => boolean;

/** The facts of a concern whose part is shared with these bodies alone, as it is for a word. */
export const factsOfWord = (facts: ConcernFacts, { part }: Pick<Word, "part">, bodies: readonly string[]): ConcernFacts =>
  part === "evidence" ? { ...facts, evidenceSharedWith: bodies } : { ...facts, summarySharedWith: bodies };

type Read = Pick<AuthorisedConcern, "state" | "day" | "facts" | "parts" | "readsWith">;

export function wordsReadOf({ state, day, facts, parts, readsWith }: Read): SeesWord {
  if (readsUntold(parts)) return () => true;
  const words = lazy(() => new Map(wordsOf(state()).map((word) => [word.id, word])));
  return (id, part) => {
    const word = words().get(id);
    if (!word?.told || !parts.has(part)) return false;
    const shared = word.part === "evidence" ? facts.evidenceSharedWith : facts.summarySharedWith;
    const bodies = openBodies(state(), day, word);
    // A part that somebody reads through no body's share has only words that were told.
    if (bodies.length === shared.length) return true;
    return readsWith(part, factsOfWord(facts, word, bodies));
  };
}
