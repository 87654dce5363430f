// The outcome of a concern that has ended: when it is shown, to which bodies, and until when (docs/decisions/0037-outcomes.md).
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
/** An ending of which the council was told: by a satisfactory explanation, or by closing. A reopened concern has none. */
type Ended = Opening & { readonly conclusion: Conclusion; readonly ending: Ending };

/**
 * The words of an ending open some days after the council was told, or on the day on which the council agrees. Undefined if the council was not told or
 * objects; and if an earlier release told it, which did not say that an outcome would be shown.
 */
function openingOf(state: ConcernState, word: string, { told, telling }: ToldToCouncil): Opening | undefined {
  if (!told || telling?.opensOn === undefined) return undefined;
  const { at: toldAt, opensOn, version } = telling;
  const last = countedAnswers(state, word).at(-1);
  // A concern can be closed twice: an answer about the former closing does not count.
  if (!last || (word === CLOSING && last.stated.version < version)) return { toldAt, opensOn };
  return answerTo(state, word) === "object" ? undefined : { toldAt, opensOn: londonDate(new Date(last.stated.at)) };
}

function endingsOf(state: ConcernState): readonly Ended[] {
  const { closed } = state;
  const conclusion = currentConclusion(state);
  // The closing names the conclusion, so both must be open.
  if (!conclusion?.told || answerTo(state, conclusion.id) === "object") return [];
  const explained = openingOf(state, conclusion.id, conclusion);
  const over = closed && openingOf(state, CLOSING, closed);
  const isExplained = conclusion.kind === "satisfactory-explanation" && explained;
  return [
    ...(isExplained ? [{ conclusion, ending: "explanation", ...explained } as const] : []),
    ...(over ? [{ conclusion, ending: "closing", ...laterOf(over, explained) } as const] : []),
  ];
}

/** The opening of both. */
const laterOf = (one: Opening, other: Opening = one): Opening => ({
  toldAt: later(one.toldAt, other.toldAt),
  opensOn: later(one.opensOn, other.opensOn),
});
const later = (one: string, other: string): string => (one > other ? one : other);

export const outcomeRefusal = (
  { outcomes }: Pick<ConcernState, "outcomes">,
  { id }: Conclusion,
): Outcomes["refused"][number] | undefined => outcomes.refused.find(({ conclusion }) => conclusion === id);

/** Every body that the concern has ever been shared with. Only these can have opened it. */
export const bodiesEverSharedWith = ({ shares }: Pick<ConcernState, "shares">): ReadonlySet<string> =>
  new Set(shares.filter(({ made }) => made).map(({ body }) => body));

/** The outcomes that will be shown, each with its first day. A concern that was never shared has none. */
export function outcomesAhead(state: ConcernState): readonly Ended[] {
  if (bodiesEverSharedWith(state).size === 0) return [];
  return endingsOf(state).filter(
    ({ conclusion, ending }) =>
      !outcomeRefusal(state, conclusion) &&
      !state.outcomes.opened.some((one) => one.conclusion === conclusion.id && one.ending === ending),
  );
}

/** The outcomes that were opened, except those that the council refused, or of whose ending it disputes that it was told. */
export const outcomesOpen = (state: ConcernState): readonly Outcomes["opened"][number][] =>
  endingsOf(state).flatMap(({ conclusion, ending }) =>
    outcomeRefusal(state, conclusion)
      ? []
      : state.outcomes.opened.filter((one) => one.conclusion === conclusion.id && one.ending === ending),
  );

/**
 * Body, or the token of a person or seat of it -> the last day on which they are shown the outcome. Bodies of which the council disputes that it was
 * told are left out, unless the council itself requested a share with them.
 */
export function outcomeReaders(state: ConcernState, today: string): ReadonlyMap<string, string> {
  const undisputed = new Set(state.shares.filter(({ made, isDisputed }) => made && !isDisputed).map(({ body }) => body));
  const lastDays = new Map<string, string>();
  for (const { bodies, until } of outcomesOpen(state))
    for (const body of bodies)
      if (today <= until && until > (lastDays.get(body) ?? "") && undisputed.has(bodyOfToken(body))) lastDays.set(body, until);
  return lastDays;
}

/** The days from which an outcome is no longer shown. */
export const outcomeEnds = (state: ConcernState): readonly string[] => outcomesOpen(state).map(({ until }) => dayAfter(until));

export const shownUntil = (today: string): string => workingDaysAfter(today, SHOWN_FOR);
