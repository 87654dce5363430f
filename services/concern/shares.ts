// The status and terms of a share as of a date (domain.md, "Shared with named bodies"), for facts, rules and presentation.
import { personToken, seatToken } from "../../policies/engine/facts.ts";
import { SHARED_PARTS, type SharedPart } from "../../reference/concern-parts.ts";
import { dayAfter, workingDaysAfter } from "../dates.ts";
import type { Days } from "../decision-context.ts";
import { awaitsAcceptance } from "./conditions.ts";
import { needsYes } from "./fair-time.ts";
import type { Escalation } from "./life.ts";
import { outcomeEnds } from "./outcome.ts";
import type { ConcernState, Share } from "./state.ts";
import { closingDays } from "./untold.ts";
import { openingDays } from "./words.ts";

/**
 * A date, the council's standing agreements in force on it, and the shares not made yet that its latest position is against. What ends by date goes by
 * `today`, and what begins by `certainToday`.
 */
export type AsOf = Days & {
  readonly inForce: { has(agreement: string): boolean };
  readonly blocked: { has(share: string): boolean };
};

/** For facts, which depend only on made shares: those are never blocked. */
export const NONE_BLOCKED: AsOf["blocked"] = new Set();
/** For a council whose statements cannot be read: it may have objected to any share. */
export const ALL_BLOCKED: AsOf["blocked"] = { has: () => true };

/** The council's answer to a share; `silent` when the last day to answer has passed and somebody who can speak for it was reached. */
type ShareAnswer = "awaited" | "silent" | "agrees" | "objects" | "overridden";

export const SHARE_STATUSES = [
  "awaiting-answer",
  "not-reached",
  "unanswered",
  "agreed",
  "objected",
  "overridden",
  "opening",
  "awaiting-acceptance",
  "live",
  "suspended",
  "withdrawn",
  "expired",
] as const;
export type ShareStatus = (typeof SHARE_STATUSES)[number];

/** The recipients of a share: its body, or the tokens of the people and seats to which it is limited. */
export function audienceOf({ body, limitedTo }: Pick<Share, "body" | "limitedTo">): readonly string[] {
  if (!limitedTo) return [body];
  return [
    ...limitedTo.people.map((person) => personToken(body, person)),
    ...limitedTo.seats.map((seat) => seatToken(body, seat)),
  ];
}

/** The binding parts and last day: as proposed, narrowed by the council's conditions. */
export function termsOf(share: Share): { readonly parts: readonly SharedPart[]; readonly until: string } {
  const { conditions } = share;
  if (!conditions) return { parts: share.parts, until: share.until };
  return {
    parts: share.parts.filter((part) => conditions.parts.includes(part)),
    until: conditions.until < share.until ? conditions.until : share.until,
  };
}

/** A withdrawn standing agreement counts as an objection to the shares that depend on it. */
export function answerOf(share: Share, { certainToday, inForce, blocked }: AsOf): ShareAnswer {
  const isBlocked = blocked.has(share.id);
  if (share.override) return isBlocked ? "objects" : "overridden";
  if (share.standingAgreement !== undefined) return inForce.has(share.standingAgreement) && !isBlocked ? "agrees" : "objects";
  if (share.position.kind === "awaited") {
    if (!share.reached || certainToday <= share.answerBy) return "awaited";
    return share.silence === "is-objection" || isBlocked || needsYes(share) ? "objects" : "silent";
  }
  return share.position.kind === "objects" || isBlocked ? "objects" : "agrees";
}

/** The working days from the council's notice to the first day of a share that opens over its objection or by an agreement in advance. */
const NOTICE_WORKING_DAYS = 2;
/** The first day of such a share, if the council is notified of it today. */
export const firstDayAfterNotice = (today: string): string => workingDaysAfter(today, NOTICE_WORKING_DAYS);

/** The first day of a share over an objection or by a standing agreement. Undefined if the share opens when it is made. */
export const firstDayOf = ({ override, standingAgreement, opensOn }: Share): string | undefined =>
  override ? override.from : standingAgreement === undefined ? undefined : opensOn;

export function statusOf(share: Share, asOf: AsOf): ShareStatus {
  if (share.ended) return share.ended.how;
  if (asOf.today > termsOf(share).until) return "expired";
  const answer = answerOf(share, asOf);
  if (share.made) {
    if (answer === "objects" || share.isDisputed) return "suspended";
    if (asOf.certainToday < (firstDayOf(share) ?? "")) return "opening";
    return awaitsAcceptance(share) ? "awaiting-acceptance" : "live";
  }
  if (answer === "awaited" && !share.reached && asOf.certainToday > share.answerBy) return "not-reached";
  return (
    { awaited: "awaiting-answer", silent: "unanswered", agrees: "agreed", objects: "objected", overridden: "overridden" } as const
  )[answer];
}

export const isLive = (share: Share, asOf: AsOf): boolean => statusOf(share, asOf) === "live";

/** The days on which a share or an outcome has ended by date, or the words of a concern close because the council has not been told. */
const endsOf = (state: ConcernState): readonly string[] => [
  ...state.shares.filter((share) => share.made && !share.ended).map((share) => dayAfter(termsOf(share).until)),
  ...closingDays(state),
  ...outcomeEnds(state),
];

/** The days after `day` on which a share of the concern opens, or words open to the body of a share. */
const beginningsAfter = (state: ConcernState, day: string): readonly string[] => [
  ...state.shares.flatMap((share) => (share.made && !share.ended && firstDayOf(share)) || []).filter((first) => first > day),
  ...openingDays(state, day),
];
const endsAfter = (state: ConcernState, day: string): readonly string[] => endsOf(state).filter((end) => end > day);

/** The days after `day` on which a fact of the concern changes by date, or a word opens. In order. */
export const changeDaysAfter = (state: ConcernState, day: string): readonly string[] =>
  [...new Set([...endsAfter(state, day), ...beginningsAfter(state, day)])].sort();

/** Returns the next of these days: of what ends after `today`, and of what begins after `certainToday`. Undefined if there is none. */
export const nextChange = (state: ConcernState, { today, certainToday }: Days): string | undefined =>
  [...endsAfter(state, today), ...beginningsAfter(state, certainToday)].sort()[0];

/** Returns the parts with those that they include: nobody sees evidence without the summary, and therefore without the council's reply. */
export function withOuterParts(parts: readonly SharedPart[]): readonly SharedPart[] {
  const furthest = Math.max(...parts.map((part) => SHARED_PARTS.indexOf(part)));
  return SHARED_PARTS.slice(0, furthest + 1);
}

/** Escalations that are not stood down and whose share has neither ended nor, by `today` where it is given, passed its last day. */
export const openEscalations = ({ escalations, shares }: ConcernState, today = ""): readonly Escalation[] =>
  escalations.filter(
    ({ share, stoodDown }) => !stoodDown && shares.some((s) => s.id === share && !s.ended && today <= termsOf(s).until),
  );
