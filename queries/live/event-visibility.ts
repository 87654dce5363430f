// The names of a concern's changes for subscribers, the shares that a change affects for a recipient, and the part that discloses a change.

import type { DisclosedPart } from "../../reference/concern-parts.ts";
import { type ConcernChange, type ConcernOnDay, SHARING_EVENTS } from "../../services/concern/event-news.ts";
import { wordOf } from "../../services/concern/event-words.ts";
import { concernEvents } from "../../services/concern/events.ts";
import { isOpenIn } from "../../services/concern/open-words.ts";
import { isLive, termsOf } from "../../services/concern/shares.ts";
import type { Share } from "../../services/concern/state.ts";
import { wordsOf } from "../../services/concern/words.ts";
import { objectionsTo } from "../concerns/present.ts";
import type { DisclosedConcern } from "../disclosed-concern.ts";
import type { Change } from "./topic.ts";

/** For subscribers who may not see the event: the stage, one of their shares, or their access has changed. */
const OTHER_CHANGES = ["stage-changed", "terms-changed", "rights-changed"] as const;
export const CHANGE_NAMES: readonly string[] = [
  ...[...Object.keys(concernEvents), ...SHARING_EVENTS].map(wordOf),
  ...OTHER_CHANGES,
];

/** Returns shares whose presentation for the recipient changed, or that began or ended with the change. */
export function sharesChanged({ before, after }: ConcernChange): readonly string[] {
  const earlier = new Map(before?.state.shares.map((share) => [share.id, recipientView(before, share)]));
  return after.state.shares.filter((share) => earlier.get(share.id) !== recipientView(after, share)).map(({ id }) => id);
}

/** The presentation of a share by presentForRecipient (queries/concerns/present-life.ts) as text for comparison; empty while the share is not live. */
function recipientView({ state, day }: ConcernOnDay, share: Share): string {
  if (!isLive(share, day)) return "";
  const terms = termsOf(share);
  const hasSummary = terms.parts.includes("summary");
  const escalations = state.escalations.filter((escalation) => escalation.share === share.id);
  return JSON.stringify([
    terms,
    share.conditions?.texts,
    share.override !== undefined && objectionsTo(share),
    escalations.map(({ grounds, text }) => [grounds, hasSummary && text]),
    hasSummary &&
      wordsOf(state)
        .filter((word) => word.share === share.id && isOpenIn(state, day, share, word))
        .map(({ id }) => id),
    hasSummary && state.notPersuaded.filter(({ body }) => body === share.body),
  ]);
}

/** Returns the part that discloses a change to the reader, if any; the end of a share with them belongs to the headline. */
export function partDisclosing({ parts, received }: DisclosedConcern, { tells }: Change): DisclosedPart | undefined {
  if (tells === "shareTerms") return received().length > 0 ? "shareTerms" : "headline";
  return parts.has(tells) ? tells : undefined;
}
