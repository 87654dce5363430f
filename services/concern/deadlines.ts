// The dates on which the hub itself records something of a concern: a share's last day, a council that was not reached by the last day to answer, a
// review, an answer to the panel, an outcome that is shown.
import { dayAfter } from "../dates.ts";
import type { ConcernCommand } from "./commands.ts";
import { awaitingReach } from "./fair-time.ts";
import { currentConclusion } from "./life.ts";
import { outcomesAhead } from "./outcome.ts";
import { termsOf } from "./shares.ts";
import type { ConcernState } from "./state.ts";
import { isTold } from "./untold.ts";

/** `on` is the first day on which the command is due. */
type Deadline = { readonly on: string; readonly command: ConcernCommand };

/** Returns every deadline that is not recorded yet. A closed concern has only those of its outcomes, as its shares have ended and its challenges are answered. */
export function deadlinesOf(state: ConcernState): readonly Deadline[] {
  if (state.untold.discarded) return [];
  const concern = state.id;
  const outcomes = outcomesAhead(state).map(({ opensOn: on, conclusion, ending }): Deadline => {
    return { on, command: { name: "recordOutcomeOpened", input: { concern, conclusion: conclusion.id, ending } } };
  });
  if (state.closed) return outcomes;
  const current = currentConclusion(state);
  const { tellBy, fellDue } = state.untold;
  const toTell: Deadline = { on: dayAfter(tellBy), command: { name: "recordUntoldDue", input: { concern } } };
  return [
    ...outcomes,
    ...(isTold(state) || fellDue ? [] : [toTell]),
    ...state.shares
      .filter((share) => share.made && !share.ended)
      .map((share): Deadline => {
        const command = { name: "expireShare", input: { concern, share: share.id } } as const;
        return { on: dayAfter(termsOf(share).until), command };
      }),
    ...awaitingReach(state)
      .filter(({ notReached }) => !notReached)
      .map((share): Deadline => {
        const command = { name: "recordCouncilNotReached", input: { concern, share: share.id } } as const;
        return { on: dayAfter(share.answerBy), command };
      }),
    ...(current?.reviewOn && !current.fellDue
      ? [{ on: current.reviewOn, command: { name: "recordReviewDue", input: { concern, conclusion: current.id } } } as const]
      : []),
    ...state.challenges
      .filter(({ answered, fellDue }) => !answered && !fellDue)
      .map(({ id: challenge, answerBy }): Deadline => {
        const command = { name: "recordAnswerDue", input: { concern, challenge } } as const;
        return { on: dayAfter(answerBy), command };
      }),
  ];
}

/** The earliest deadline's first day; undefined when there is none. */
export const nextDeadline = (state: ConcernState): string | undefined =>
  deadlinesOf(state)
    .map(({ on }) => on)
    .sort()[0];
