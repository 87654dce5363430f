// Who is shown the outcome of a concern because somebody of their body had opened the concern (docs/decisions/0040-limited-shares.md).
import { londonDate } from "../dates.ts";
import { audienceOf, firstDayOf, termsOf } from "./shares.ts";
import type { ConcernState, Share } from "./state.ts";

/** A body whose people read a concern, and when. */
export type DisclosureToBody = { readonly body: string; readonly at: string };

/**
 * The whole body, or the people and seats of it that are shown the outcome. A disclosure does not name the share by which the concern was read. If a share
 * with the whole body was within its days then, the whole body is shown the outcome; if not, only those to whom the body's shares were limited.
 */
export function outcomeRecipients({ shares }: Pick<ConcernState, "shares">, { body, at }: DisclosureToBody): readonly string[] {
  const all = shares.filter((share) => share.made && share.body === body);
  const then = all.filter((share) => isWithinDays(share, at));
  const isForAll = (share: Share) => share.limitedTo === undefined;
  if (all.every(isForAll) || then.some(isForAll)) return [body];
  const limited = (then.length > 0 ? then : all).filter((share) => !isForAll(share));
  return limited.flatMap(audienceOf);
}

function isWithinDays(share: Share, at: string): boolean {
  const { made, ended } = share;
  const day = londonDate(new Date(at));
  return !!made && made.at <= at && (firstDayOf(share) ?? "") <= day && day <= termsOf(share).until && !(ended && ended.at <= at);
}
