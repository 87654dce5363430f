// The outcome of a concern that has ended: when it goes to the bodies that had opened the concern, to which, and until when
// (docs/decisions/0037-outcomes.md).
import { bodyOfToken } from "../../policies/engine/facts.ts";
import type { Ending } from "../../reference/concern-terms.ts";
import { dayAfter, londonDate, workingDaysAfter } from "../dates.ts";
import { type Conclusion, currentConclusion, type ToldToCouncil } from "./life.ts";
import type { Outcomes } from "./outcomes.ts";
import type { ConcernState } from "./state.ts";
import { CLOSING } from "./word-answers.ts";
import { answerTo, countedAnswers } from "./words.ts";

/** The working days for which an outcome is shown. */
const SHOWN_FOR = 20;

/** When the council was told of an ending, and the first day on which its words are open. */
type Opening = { readonly toldAt: string; readonly opensOn: string };
/** How a concern has ended, as far as the council was told: by its explanation, and by being closed. A concern that is reopened has not ended. */
type Ended = Opening & { readonly conclusion: Conclusion; readonly ending: Ending };

/**
 * The words of an ending open some days after the council was told, or at once where it says so. Undefined where it was not told, or objects; and
 * where it was told by an earlier release, as it was not told then that an outcome would follow.
 */
function openingOf(state: ConcernState, word: string, { told, telling }: ToldToCouncil): Opening | undefined {
  if (!told || telling?.opensOn === undefined) return undefined;
  const { at: toldAt, opensOn, version } = telling;
  const last = countedAnswers(state, word).at(-1);
  // A concern can be closed twice: what was said of the former closing does not count.
  if (!last || (word === CLOSING && last.stated.version < version)) return { toldAt, opensOn };
  return answerTo(state, word) === "object" ? undefined : { toldAt, opensOn: londonDate(new Date(last.stated.at)) };
}

function endingsOf(state: ConcernState): readonly Ended[] {
  const { closed } = state;
  const conclusion = currentConclusion(state);
  // The closing tells of the conclusion, so that must be open too.
  if (!conclusion?.told || answerTo(state, conclusion.id) === "object") return [];
  const explained = openingOf(state, conclusion.id, conclusion);
  const over = closed && openingOf(state, CLOSING, closed);
  const isExplained = conclusion.kind === "satisfactory-explanation" && explained;
  return [
    ...(isExplained ? [{ conclusion, ending: "explanation", ...explained } as const] : []),
    ...(over ? [{ conclusion, ending: "closing", ...laterOf(over, explained) } as const] : []),
  ];
}

/** What tells of two words opens once both do. */
const laterOf = (one: Opening, other: Opening = one): Opening => ({
  toldAt: later(one.toldAt, other.toldAt),
  opensOn: later(one.opensOn, other.opensOn),
});
const later = (one: string, other: string): string => (one > other ? one : other);

export const refusalOf = (
  { outcomes }: Pick<ConcernState, "outcomes">,
  { id }: Conclusion,
): Outcomes["refused"][number] | undefined => outcomes.refused.find(({ conclusion }) => conclusion === id);

/** Every body that the concern has ever been shared with. No other can have opened it. */
export const bodiesEverSharedWith = ({ shares }: Pick<ConcernState, "shares">): ReadonlySet<string> =>
  new Set(shares.filter(({ made }) => made).map(({ body }) => body));

/** The outcomes that are still to be shown, each with its day. A concern that was never shared has none. */
export function outcomesAhead(state: ConcernState): readonly Ended[] {
  if (bodiesEverSharedWith(state).size === 0) return [];
  return endingsOf(state).filter(
    ({ conclusion, ending }) =>
      !refusalOf(state, conclusion) &&
      !state.outcomes.opened.some((one) => one.conclusion === conclusion.id && one.ending === ending),
  );
}

/** The outcomes that were opened and are shown until their last day, unless the council disputes that it was told or has said no. */
export const outcomesOpen = (state: ConcernState): readonly Outcomes["opened"][number][] =>
  endingsOf(state).flatMap(({ conclusion, ending }) =>
    refusalOf(state, conclusion)
      ? []
      : state.outcomes.opened.filter((one) => one.conclusion === conclusion.id && one.ending === ending),
  );

/**
 * Body, or the token of somebody of it -> the last day on which they are shown the outcome. Bodies that the council disputes having been told of are shown
 * nothing, unless the council requested a share with them itself.
 */
export function outcomeReaders(state: ConcernState, today: string): ReadonlyMap<string, string> {
  const undisputed = new Set(state.shares.filter(({ made, isDisputed }) => made && !isDisputed).map(({ body }) => body));
  const lastDays = new Map<string, string>();
  for (const { bodies, until } of outcomesOpen(state))
    for (const body of bodies)
      if (today <= until && until > (lastDays.get(body) ?? "") && undisputed.has(bodyOfToken(body))) lastDays.set(body, until);
  return lastDays;
}

/** The days on which an outcome stops to be shown. */
export const outcomeEnds = (state: ConcernState): readonly string[] => outcomesOpen(state).map(({ until }) => dayAfter(until));

export const shownUntil = (today: string): string => workingDaysAfter(today, SHOWN_FOR);
