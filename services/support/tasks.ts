// What waits for whom in a support, and the dates that pass.
import { scopeOf } from "../../policies/engine/facts.ts";
import { LGA } from "../../reference/support-kinds.ts";
import { dayAfter, daysAfter } from "../dates.ts";
import { fromDay, NOTICE_DAYS, since, type Task, type TaskAudience } from "../tasks.ts";
import { type SupportState, statusOfSupport } from "./state.ts";

/** Every task of a support, those of days to come included. */
export function supportTasks(state: SupportState): readonly Task[] {
  const status = statusOfSupport(state);
  const { answer, begun, ended } = state;
  const council: TaskAudience = `council:${state.council}`;
  const arrangers: readonly [TaskAudience, TaskAudience] = [
    `scope:${scopeOf(state.region, state.strand)}`,
    `body:${state.provider}`,
  ];
  const toArrangers = (task: Omit<Task, "audience">): readonly Task[] => arrangers.map((audience) => ({ ...task, audience }));
  if (ended) {
    if (!begun) return [];
    const judged = (by: string) => state.judgements.some((given) => given.by === by);
    const task = { kind: "outcome-to-judge", ...since(ended.at) } as const;
    // The adviser arranges support whoever gives it, and judges only what the LGA itself gave.
    const provider = state.provider === LGA ? arrangers[0] : arrangers[1];
    return [
      ...(judged("council") ? [] : [{ ...task, audience: council }]),
      ...(judged("provider") ? [] : [{ ...task, audience: provider }]),
    ];
  }
  if (status === "offered")
    return [
      {
        kind: "offer-to-answer",
        audience: council,
        ...since(state.offered.at),
        due: state.answerBy,
        notFor: state.offered.actor,
      },
    ];
  if (status === "declined" && answer)
    return toArrangers({ kind: begun ? "agreement-taken-back" : "offer-declined", ...since(answer.at) });
  if (status === "agreed" && answer) return toArrangers({ kind: "support-to-begin", ...since(answer.at), due: state.from });
  return [
    ...state.milestones
      .filter(({ met }) => !met)
      .flatMap(({ milestone, due }) =>
        toArrangers({ kind: "milestone-due", about: milestone, due, ...fromDay(daysAfter(due, -NOTICE_DAYS)) }),
      ),
    ...state.reviews.flatMap(({ review, planned, held, cancelled }) =>
      planned && !held && !cancelled
        ? toArrangers({
            kind: "progress-review-due",
            about: review,
            due: planned.to,
            ...fromDay(daysAfter(planned.from, -NOTICE_DAYS)),
          })
        : [],
    ),
    ...toArrangers({ kind: "support-overrunning", due: state.until, ...fromDay(dayAfter(state.until)) }),
  ];
}

/** Milestones that are to be recorded as fallen due, each with the first day on which. */
export const milestoneDeadlines = (state: SupportState): readonly { readonly on: string; readonly milestone: string }[] =>
  state.ended
    ? []
    : state.milestones
        .filter(({ met, fellDue }) => !met && !fellDue)
        .map(({ due, milestone }) => ({ on: dayAfter(due), milestone }));
