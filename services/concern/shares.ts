// How a share stands on a day: domain.md, "Shared with named bodies". Facts, rules and presentation all ask here.
import type { SharedPart } from "../../reference/concern-parts.ts";
import { SHARED_PARTS } from "../../reference/concern-parts.ts";
import { dayAfter } from "../dates.ts";
import type { Escalation } from "./life.ts";
import type { ConcernState, Share } from "./state.ts";

/** The day; which of the council's standing agreements stand on it; and which shares wait, not made, that its last word is against. */
export type AsOf = {
  readonly today: string;
  readonly standing: { has(agreement: string): boolean };
  readonly heldBack: { has(share: string): boolean };
};

/** For facts, which speak of shares that were made: none of those is held back. */
export const NONE_HELD_BACK: AsOf["heldBack"] = new Set();

/** How the council stands to a share: `silent` when it was asked and the day to answer by has passed. */
export type ShareAnswer = "awaited" | "silent" | "agrees" | "objects" | "overridden";

export const SHARE_STATUSES = [
  "awaiting-answer",
  "unanswered",
  "agreed",
  "objected",
  "overridden",
  "live",
  "suspended",
  "withdrawn",
  "expired",
] as const;
export type ShareStatus = (typeof SHARE_STATUSES)[number];

/** The parts and last day that bind: as proposed, narrowed by the council's conditions. */
export function termsOf(share: Share): { readonly parts: readonly SharedPart[]; readonly until: string } {
  const { conditions } = share;
  if (!conditions) return { parts: share.parts, until: share.until };
  return {
    parts: share.parts.filter((part) => conditions.parts.includes(part)),
    until: conditions.until < share.until ? conditions.until : share.until,
  };
}

/** A standing agreement that was taken back counts as an objection to what rests on it. */
export function answerOf(share: Share, { today, standing, heldBack }: AsOf): ShareAnswer {
  const isHeldBack = heldBack.has(share.id);
  if (share.override) return isHeldBack ? "objects" : "overridden";
  if (share.standingAgreement !== undefined) return standing.has(share.standingAgreement) && !isHeldBack ? "agrees" : "objects";
  if (share.position.kind === "awaited") {
    if (today <= share.answerBy) return "awaited";
    return share.silence === "is-objection" || isHeldBack ? "objects" : "silent";
  }
  return share.position.kind === "objects" || isHeldBack ? "objects" : "agrees";
}

export function statusOf(share: Share, day: AsOf): ShareStatus {
  if (share.ended) return share.ended.how;
  if (day.today > termsOf(share).until) return "expired";
  const answer = answerOf(share, day);
  if (share.made) return answer === "objects" ? "suspended" : "live";
  return (
    { awaited: "awaiting-answer", silent: "unanswered", agrees: "agreed", objects: "objected", overridden: "overridden" } as const
  )[answer];
}

export const isLive = (share: Share, day: AsOf): boolean => statusOf(share, day) === "live";

/** The first day after `today` on which some share of the concern ends by date; undefined when none will. */
export function nextEnd(state: ConcernState, today: string): string | undefined {
  return lastDays(state)
    .map(dayAfter)
    .filter((day) => day > today)
    .sort()[0];
}

const lastDays = (state: ConcernState): string[] =>
  state.shares.filter((share) => share.made && !share.ended).map((share) => termsOf(share).until);

/** Each part with those it includes: nobody sees evidence without the summary, and so without the council's reply. */
export function withOuterParts(parts: readonly SharedPart[]): readonly SharedPart[] {
  const furthest = Math.max(...parts.map((part) => SHARED_PARTS.indexOf(part)));
  return SHARED_PARTS.slice(0, furthest + 1);
}

/** Escalations that nobody has stood down and whose share has neither ended nor, by a day if one is given, passed its last day. */
export const openEscalations = ({ escalations, shares }: ConcernState, today = ""): readonly Escalation[] =>
  escalations.filter(
    ({ share, stoodDown }) => !stoodDown && shares.some((s) => s.id === share && !s.ended && today <= termsOf(s).until),
  );
