// How long a concern may stay untold (docs/decisions/0035-untold.md): its last day to tell the council, and what one extension and an opening of its
// words change.
import { dayAfter, londonDate, workingDaysAfter } from "../dates.ts";
import type { EventOf } from "../stored-events.ts";
import type { ConcernData, Occurrence } from "./events.ts";
import type { untoldEvents } from "./untold-events.ts";

/** Working days within which the council is told of a concern. */
const TELL_WITHIN = 20;
/** Working days by which the time can be extended, once. */
export const EXTEND_BY_AT_MOST = 20;
/** Working days for which a concern that was never told hands its last day on to another of the same council, strand and cause. */
export const HANDED_ON_FOR = 60;

/** Concerns from before this rule have their time from the day of the release that brought it. */
export const RULE_BEGAN = "2026-12-01";

export type Untold = {
  /** The last day to tell the council. */
  readonly tellBy: string;
  /** Whether the one extension is used: of this concern, or of the one whose last day it was given. */
  readonly isExtended: boolean;
  readonly extension?: Occurrence & ConcernData["TellingExtended.v1"];
  readonly opened?: Occurrence & ConcernData["UntoldWordsOpened.v1"];
  /** Removed by nothing: a later proposal replaces it. */
  readonly discardProposed?: Occurrence & ConcernData["DiscardProposed.v1"];
  readonly fellDue?: Occurrence;
  readonly discarded?: Occurrence & ConcernData["ConcernDiscarded.v1"];
};

/** Of a concern that was just logged. */
export function untoldFrom({ tellBy, isExtended }: ConcernData["ConcernLogged.v2"], { at }: Occurrence): Untold {
  const logged = londonDate(new Date(at));
  return {
    tellBy: tellBy ?? workingDaysAfter(logged > RULE_BEGAN ? logged : RULE_BEGAN, TELL_WITHIN),
    isExtended: isExtended === true,
  };
}

export function evolveUntold(untold: Untold, event: EventOf<typeof untoldEvents>, by: Occurrence): Untold {
  switch (event.type) {
    case "TellingExtended.v1":
      return { ...untold, tellBy: event.data.tellBy, isExtended: true, extension: { ...by, ...event.data } };
    case "UntoldWordsOpened.v1":
      return { ...untold, opened: { ...by, ...event.data } };
    case "UntoldFellDue.v1":
      return { ...untold, fellDue: by };
    case "DiscardProposed.v1":
      return { ...untold, discardProposed: { ...by, ...event.data } };
    case "ConcernDiscarded.v1":
      return { ...untold, discarded: { ...by, ...event.data } };
  }
}

type Told = { readonly awareness: readonly unknown[]; readonly untold: Untold };
export const isTold = ({ awareness }: Pick<Told, "awareness">): boolean => awareness.length > 0;

/** Whether the council was to be told by a day before this one, and has not been. */
export const isOverdue = (state: Told, today: string): boolean =>
  !isTold(state) && !state.untold.discarded && today > state.untold.tellBy;

/** Whether nobody reads what the concern says on a day. */
export const areWordsClosed = (state: Told, today: string): boolean =>
  isOverdue(state, today) && today > (state.untold.opened?.until ?? "");

/** The days on which the words of an untold concern close. */
export const closingDays = (state: Told): readonly string[] => {
  const { tellBy, opened } = state.untold;
  return isTold(state) || state.untold.discarded
    ? []
    : [dayAfter(tellBy), ...(opened && opened.until > tellBy ? [dayAfter(opened.until)] : [])];
};

/** An untold concern of the same council, strand and cause, whose last day a new one is given. */
export type UntoldMatter = { readonly tellBy: string; readonly isExtended: boolean };

/** The last day to tell the council of a new concern: within the time that every concern has, or what is left of an earlier one's. */
export function tellByOfNew(
  today: string,
  earlier: readonly UntoldMatter[],
): Pick<ConcernData["ConcernLogged.v2"], "tellBy" | "isExtended"> {
  const own = workingDaysAfter(today, TELL_WITHIN);
  const [first] = earlier.toSorted((a, b) => (a.tellBy < b.tellBy ? -1 : 1));
  const tellBy = first && first.tellBy < own ? first.tellBy : own;
  return { tellBy, ...(earlier.some(({ isExtended }) => isExtended) && { isExtended: true }) };
}
