// The tasks and deadlines of a support.
import { scopeOf } from "../../policies/engine/facts.ts";
import { LGA } from "../../reference/support-kinds.ts";
import { dayAfter, daysAfter } from "../dates.ts";
import { fromDay, NOTICE_DAYS, since, speakersFor, type Task, type TaskAudience } from "../tasks.ts";
import { tellingTasks } from "../tellings.ts";
import { isPlanned, isTellingDisputed, lastTelling, openMove, type SupportState, statusOfSupport } from "./state.ts";

/** Returns every task of a support, including future ones. */
export const supportTasks = (state: SupportState): readonly Task[] => [
  ...awarenessTasks(state),
  ...courseTasks(state),
  ...moveTasks(state),
];

/** For the other side than the one that proposed the days. */
function moveTasks(state: SupportState): readonly Task[] {
  const move = openMove(state);
  if (!move) return [];
  const task = { kind: "move-to-answer", about: move.move, ...since(move.proposed.at), notFor: move.proposed.actor } as const;
  if (move.by === "provider") return [{ ...task, audience: speakersFor(state) }];
  const advisers: TaskAudience = `scope:${scopeOf(state.region, state.strand)}`;
  return [advisers, `body:${state.provider}` as const].map((audience) => ({ ...task, audience }));
}

/** A council that has answered the offer is not asked whether it was told of it, and neither is one whose offer or support has ended. */
function awarenessTasks(state: SupportState): readonly Task[] {
  const last = lastTelling(state);
  return !last.answer && (state.answer || state.ended) ? [] : tellingTasks(last, state.tellings, state);
}

function courseTasks(state: SupportState): readonly Task[] {
  const status = statusOfSupport(state);
  const { answer, begun, ended, offered, until } = state;
  const council = speakersFor(state);
  const advisers: TaskAudience = `scope:${scopeOf(state.region, state.strand)}`;
  const provider: TaskAudience = `body:${state.provider}`;
  const toArrangers = (task: Omit<Task, "audience">): readonly Task[] =>
    [advisers, provider].map((audience) => ({ ...task, audience }));
  if (ended) {
    if (!begun) return [];
    const isJudged = (by: string) => state.judgements.some((judgement) => judgement.by === by);
    const task = { kind: "outcome-to-judge", ...since(ended.at) } as const;
    // Advisers arrange all support, but judge only the LGA's own support.
    return [
      ...(isJudged("council") ? [] : [{ ...task, audience: council }]),
      ...(isJudged("provider") ? [] : [{ ...task, audience: state.provider === LGA ? advisers : provider }]),
    ];
  }
  if (status === "offered")
    return [{ kind: "offer-to-answer", audience: council, ...since(offered.at), due: state.answerBy, notFor: offered.actor }];
  if (status === "declined" && answer)
    return toArrangers({ kind: begun ? "agreement-taken-back" : "offer-declined", ...since(answer.at) });
  if (status === "agreed" && answer)
    return isTellingDisputed(state) ? [] : toArrangers({ kind: "support-to-begin", ...since(answer.at), due: state.from });
  const milestones = state.milestones.filter(({ met }) => !met);
  const planned = state.reviews.filter(isPlanned);
  return [
    ...milestones.flatMap(({ milestone: about, due }) =>
      toArrangers({ kind: "milestone-due", about, due, ...fromDay(daysAfter(due, -NOTICE_DAYS)) }),
    ),
    ...planned.flatMap(({ review: about, planned: { from, to: due } }) =>
      toArrangers({ kind: "progress-review-due", about, due, ...fromDay(daysAfter(from, -NOTICE_DAYS)) }),
    ),
    ...toArrangers({ kind: "support-overrunning", due: until, ...fromDay(dayAfter(until)) }),
  ];
}

/** Returns milestones whose due date has to be recorded as passed, each with the first day for that. */
export const milestoneDeadlines = (state: SupportState): readonly { readonly on: string; readonly milestone: string }[] =>
  state.ended
    ? []
    : state.milestones
        .filter(({ met, fellDue }) => !met && !fellDue)
        .map(({ due, milestone }) => ({ on: dayAfter(due), milestone }));
