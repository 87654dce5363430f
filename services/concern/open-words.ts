// To which bodies a word of a concern is open on a day.
import { type AsOf, audienceOf, isLive, termsOf } from "./shares.ts";
import type { ConcernState, Share } from "./state.ts";
import { firstDayOpen, type Word, wordsOf } from "./words.ts";

/** The live shares of the part that contains a word. */
const sharesWith = (state: ConcernState, asOf: AsOf, { part }: Word): readonly Share[] =>
  state.shares.filter((share) => isLive(share, asOf) && termsOf(share).parts.includes(part));

/** The bodies, people and seats to which a word is open by live shares. Sorted, as in the facts. */
export function openBodies(state: ConcernState, asOf: AsOf, word: Word): readonly string[] {
  const open = sharesWith(state, asOf, word).filter((share) => isOpenIn(state, asOf, share, word));
  return [...new Set(open.flatMap(audienceOf))].sort();
}

/** Whether a word is open to the body of a live share. */
export function isOpenIn(state: ConcernState, { certainToday }: AsOf, share: Share, word: Word): boolean {
  const day = firstDayOpen(state, share, word);
  return day !== undefined && day <= certainToday;
}

/** Whether a word is not open to a body that the concern is shared with, or the council was not told of it. */
export function isClosedTo(state: ConcernState, asOf: AsOf, id: string, body: string): boolean {
  const word = wordsOf(state).find((one) => one.id === id);
  if (!word?.told) return true;
  const shares = sharesMadeWith(state, body);
  return shares.length > 0 && !shares.some((share) => isOpenIn(state, asOf, share, word));
}

/** The shares with a body that were made and have not ended. */
export const sharesMadeWith = ({ shares }: ConcernState, body: string): readonly Share[] =>
  shares.filter((share) => share.body === body && share.made && !share.ended);
