// What a reader sees of a concern, as text for comparison: its parts, and which of its words are open to them. Words open and close by date too.
import { hash } from "node:crypto";
import { lazy } from "../../caching/cache.ts";
import type { ConcernFacts, PersonFacts } from "../../policies/engine/facts.ts";
import type { Part } from "../../reference/concern-parts.ts";
import { openBodies } from "../../services/concern/open-words.ts";
import type { AsOf } from "../../services/concern/shares.ts";
import { type ConcernState, readsUntold } from "../../services/concern/state.ts";
import { wordsOf } from "../../services/concern/words.ts";
import { factsOfWord } from "../concerns/words-read.ts";

type Dated = { readonly facts: ConcernFacts; readonly day: AsOf; readonly state: () => ConcernState };
type PartsOf = (viewer: PersonFacts, facts: ConcernFacts) => readonly Part[];

/** Words of one part that are open to the same bodies. `facts` is undefined where every reader of the part reads them. */
type OpenWords = { readonly part: Part; readonly ids: readonly string[]; readonly facts: ConcernFacts | undefined };

/** The parts and the words in an access text. */
export type Access = { readonly parts: string; readonly words: string };

const WORDS = "words:";

export const accessText = ({ parts, words }: Access): string => (words === "" ? parts : `${parts} ${WORDS}${words}`);

export function accessIn(text: string): Access {
  const [parts = "", words = ""] = text.split(` ${WORDS}`);
  return { parts, words };
}

/**
 * Returns a function that finds what a class sees of a concern, given the parts that it may read. What is the same for all classes is computed once, and
 * words that are open to the same bodies need one decision.
 */
export function accessTo(concern: Dated, partsOf: PartsOf): (viewer: PersonFacts, parts: readonly Part[]) => Access {
  const words = lazy(() => openWordsOf(concern));
  return (viewer, parts) => {
    const isRead = ({ part, facts }: OpenWords) =>
      parts.includes(part) && (facts === undefined || partsOf(viewer, facts).includes(part));
    const ids =
      parts.length === 0 || readsUntold(new Set(parts)) ? [] : words().flatMap((open) => (isRead(open) ? open.ids : []));
    return { parts: parts.join(" "), words: ids.length === 0 ? "" : hash("sha256", ids.join(), "base64url").slice(0, DIGITS) };
  };
}

/** Enough to tell two sets of words of one concern apart. */
const DIGITS = 16;

function openWordsOf({ state: stateOf, facts, day }: Dated): readonly OpenWords[] {
  const state = stateOf();
  const told = wordsOf(state).filter((word) => word.told);
  const grouped = Map.groupBy(told, (word) => `${word.part} ${openBodies(state, day, word).join()}`);
  return [...grouped.values()].flatMap((words): OpenWords | readonly OpenWords[] => {
    const [first] = words;
    if (!first) return [];
    const bodies = openBodies(state, day, first);
    const shared = first.part === "evidence" ? facts.evidenceSharedWith : facts.summarySharedWith;
    const isForAll = bodies.length === shared.length;
    return { part: first.part, ids: words.map(({ id }) => id), facts: isForAll ? undefined : factsOfWord(facts, first, bodies) };
  });
}
