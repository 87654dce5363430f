// Dates that pass without anyone asking, and what the hub then puts on record: a share's last day, a review, an answer to the panel.
import { dayAfter } from "../dates.ts";
import type { ConcernCommand } from "./commands.ts";
import { standingConclusion } from "./life.ts";
import { termsOf } from "./shares.ts";
import type { ConcernState } from "./state.ts";

/** `on` is the first day on which the command is due. */
export type Deadline = { readonly on: string; readonly command: ConcernCommand };

/** Every deadline of a concern that is not on record yet. A closed concern has none: its shares have ended and its challenges are answered. */
export function deadlinesOf(state: ConcernState): readonly Deadline[] {
  if (state.closed) return [];
  const concern = state.id;
  const standing = standingConclusion(state);
  return [
    ...state.shares
      .filter((share) => share.made && !share.ended)
      .map(
        (share): Deadline => ({
          on: dayAfter(termsOf(share).until),
          command: { name: "expireShare", input: { concern, share: share.id } },
        }),
      ),
    ...(standing?.reviewOn && !standing.fellDue
      ? [{ on: standing.reviewOn, command: { name: "recordReviewDue", input: { concern, conclusion: standing.id } } } as const]
      : []),
    ...state.challenges
      .filter(({ answered, fellDue }) => !answered && !fellDue)
      .map(
        (challenge): Deadline => ({
          on: dayAfter(challenge.answerBy),
          command: { name: "recordAnswerDue", input: { concern, challenge: challenge.id } },
        }),
      ),
  ];
}

/** The earliest deadline's first day; undefined when there is none. */
export const nextDeadline = (state: ConcernState): string | undefined =>
  deadlinesOf(state)
    .map(({ on }) => on)
    .sort()[0];
