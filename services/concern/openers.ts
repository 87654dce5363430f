// Who had opened a concern, and to whom of a body its outcome goes for that (docs/decisions/0040-limited-shares.md).
import { londonDate } from "../dates.ts";
import { audienceOf, firstDayOf, termsOf } from "./shares.ts";
import type { ConcernState, Share } from "./state.ts";

/** A body of which somebody opened the concern, and when. */
export type Opener = { readonly body: string; readonly at: string };

/**
 * Those of a body who are shown the outcome for having opened the concern. The record of disclosures does not say by which share: they opened it for the whole
 * body where a share with all of it had its days, and else for those to whom the body's shares were limited.
 */
export function openedFor({ shares }: Pick<ConcernState, "shares">, { body, at }: Opener): readonly string[] {
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
