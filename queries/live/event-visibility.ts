// What a change of a concern is called in news of it, and which shares read otherwise after it.

import { type ConcernChange, type ConcernOnDay, SHARING_EVENTS } from "../../services/concern/event-news.ts";
import { type ConcernEventType, concernEvents } from "../../services/concern/events.ts";
import { isLive, termsOf } from "../../services/concern/shares.ts";
import type { Share } from "../../services/concern/state.ts";

/** Told to those who see that something has changed and may not know of the event: the stage, a share of theirs, what they may see. */
const ALSO = ["stage-changed", "terms-changed", "rights-changed"] as const;
/** `CouncilReplied.v1` in a word: `council-replied`. */
export const wordOf = (type: string): string =>
  type
    .replace(/\.v\d+$/, "")
    .replace(/(?<=[a-z])(?=[A-Z])/g, "-")
    .toLowerCase();

export const WHATS: readonly string[] = [
  ...(Object.keys(concernEvents) as ConcernEventType[]).map(wordOf),
  ...SHARING_EVENTS.map(wordOf),
  ...ALSO,
];

/** Shares of which a recipient reads something else after the step, or that began or ended with it. */
export function sharesChanged({ before, after }: ConcernChange): readonly string[] {
  const earlier = new Map(before?.state.shares.map((share) => [share.id, asReceived(before, share)]));
  return after.state.shares.filter((share) => earlier.get(share.id) !== asReceived(after, share)).map(({ id }) => id);
}

/** What a recipient can read of its own share (queries/concerns/present-life.ts), to compare; empty while it is not live. */
function asReceived({ state, day }: ConcernOnDay, share: Share): string {
  if (!isLive(share, day)) return "";
  const terms = termsOf(share);
  const within = terms.parts.includes("summary");
  return JSON.stringify([
    terms,
    share.conditions?.text,
    state.escalations.filter((escalation) => escalation.share === share.id).map(({ grounds, text }) => [grounds, within && text]),
    within && state.reassurances.filter((reassurance) => reassurance.told && reassurance.share === share.id),
    within && state.notPersuaded.filter(({ body }) => body === share.body),
  ]);
}
