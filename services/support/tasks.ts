// The tasks and deadlines of a support.
import { scopeOf } from "../../policies/engine/facts.ts";
import { LGA } from "../../reference/support-kinds.ts";
import { dayAfter, daysAfter } from "../dates.ts";
import { fromDay, NOTICE_DAYS, since, speakersFor, type Task, type TaskAudience } from "../tasks.ts";
import { openDisputes } from "../tellings.ts";
import { isPlanned, isTellingDisputed, lastTelling, type SupportState, statusOfSupport } from "./state.ts";

/** Returns every task of a support, including future ones. */
export function supportTasks(state: SupportState): readonly Task[] {
  const status = statusOfSupport(state);
  const { answer, begun, ended, offered, until } = state;
  const council = speakersFor(state);
  const advisers: TaskAudience = `scope:${scopeOf(state.region, state.strand)}`;
  const provider: TaskAudience = `body:${state.provider}`;
  const toArrangers = (task: Omit<Task, "audience">): readonly Task[] =>
    [advisers, provider].map((audience) => ({ ...task, audience }));
  const tellings = ofTelling(state, council, advisers);
  if (ended) {
    if (!begun) return tellings;
    const isJudged = (by: string) => state.judgements.some((judgement) => judgement.by === by);
    const task = { kind: "outcome-to-judge", ...since(ended.at) } as const;
    // Advisers arrange all support, but judge only the LGA's own support.
    return [
      ...tellings,
      ...(isJudged("council") ? [] : [{ ...task, audience: council }]),
      ...(isJudged("provider") ? [] : [{ ...task, audience: state.provider === LGA ? advisers : provider }]),
    ];
  }
  if (status === "offered")
    return [
      ...tellings,
      { kind: "offer-to-answer", audience: council, ...since(offered.at), due: state.answerBy, notFor: offered.actor },
    ];
  if (status === "declined" && answer)
    return [...tellings, ...toArrangers({ kind: begun ? "agreement-taken-back" : "offer-declined", ...since(answer.at) })];
  if (status === "agreed" && answer)
    return isTellingDisputed(state)
      ? tellings
      : [...tellings, ...toArrangers({ kind: "support-to-begin", ...since(answer.at), due: state.from })];
  const milestones = state.milestones.filter(({ met }) => !met);
  const planned = state.reviews.filter(isPlanned);
  return [
    ...tellings,
    ...milestones.flatMap(({ milestone: about, due }) =>
      toArrangers({ kind: "milestone-due", about, due, ...fromDay(daysAfter(due, -NOTICE_DAYS)) }),
    ),
    ...planned.flatMap(({ review: about, planned: { from, to: due } }) =>
      toArrangers({ kind: "progress-review-due", about, due, ...fromDay(daysAfter(from, -NOTICE_DAYS)) }),
    ),
    ...toArrangers({ kind: "support-overrunning", due: until, ...fromDay(dayAfter(until)) }),
  ];
}

/** The record that the council was told which it has not answered, while it has not answered the offer; or the one that it disputes. */
function ofTelling(state: SupportState, council: TaskAudience, advisers: TaskAudience): readonly Task[] {
  const { answer, answerBy: due, recorded } = lastTelling(state);
  if (!answer && due && !state.answer && !state.ended)
    return [{ kind: "awareness-to-answer", audience: council, ...since(recorded.at), until: due, due, notFor: recorded.actor }];
  if (!answer || openDisputes(state.tellings).length === 0) return [];
  return [{ kind: "awareness-disputed", audience: advisers, ...since(answer.at), notFor: recorded.actor }];
}

/** Returns milestones whose due date has to be recorded as passed, each with the first day for that. */
export const milestoneDeadlines = (state: SupportState): readonly { readonly on: string; readonly milestone: string }[] =>
  state.ended
    ? []
    : state.milestones
        .filter(({ met, fellDue }) => !met && !fellDue)
        .map(({ due, milestone }) => ({ on: dayAfter(due), milestone }));
