// The tasks of a concern: their kind, audience and dates.
import { dayAfter, daysAfter } from "../dates.ts";
import { fromDay, NOTICE_DAYS, since, speakersFor, type Task } from "../tasks.ts";
import { challengeTasks, conclusionTasks, outcomeTasks } from "./conclusion-tasks.ts";
import { currentRestriction, reviewBy } from "./restriction.ts";
import { noticeTasks, requestTasks, shareTasks } from "./share-tasks.ts";
import { openEscalations, termsOf } from "./shares.ts";
import type { ConcernState } from "./state.ts";
import { advisers, type DatelessAsOf, dueInWorkingDays } from "./task-terms.ts";
import { awarenessTasks, tellingTasks } from "./telling-tasks.ts";

/** Returns every task of a concern, including future ones: `from` and `until` give the days on which each waits. */
export function tasksOf(state: ConcernState, positions: DatelessAsOf): readonly Task[] {
  if (state.untold.discarded) return [];
  return [
    ...(state.closed
      ? [...tellingTasks(state), ...correctionTasks(state), ...requestTasks(state), ...outcomeTasks(state)]
      : openTasks(state, positions)),
    ...restrictionTasks(state),
  ].flatMap((task) => forNamed(state, task));
}

/** While a concern is restricted inside the council, the council's tasks go to the named people alone. */
function forNamed(state: ConcernState, task: Task): readonly Task[] {
  const current = currentRestriction(state);
  if (!current || task.audience !== speakersFor(state)) return [task];
  return current.named.map(({ person }): Task => ({ ...task, audience: `person:${person}` }));
}

function openTasks(state: ConcernState, positions: DatelessAsOf): readonly Task[] {
  return [
    ...awarenessTasks(state),
    ...correctionTasks(state),
    ...state.shares
      .filter(({ ended }) => !ended)
      .flatMap((share) => [...shareTasks(state, share, positions), ...noticeTasks(state, share, positions)]),
    ...requestTasks(state),
    ...conversationTasks(state),
    ...conclusionTasks(state, positions),
    ...outcomeTasks(state),
    ...challengeTasks(state),
    ...escalationTasks(state),
  ];
}

/** Each month the advisers and the named monitoring officer review a restriction; of one about the monitoring officer, the advisers alone. */
function restrictionTasks(state: ConcernState): readonly Task[] {
  const current = currentRestriction(state);
  if (!current) return [];
  const { id: about, named, aboutOffices } = current;
  const due = reviewBy(current);
  const task = { kind: "restriction-to-review", about, ...fromDay(daysAfter(due, -NOTICE_DAYS)), due } as const;
  const officers = aboutOffices.includes("monitoring-officer")
    ? []
    : named.filter(({ offices }) => offices.includes("monitoring-officer"));
  return [
    { ...task, audience: advisers(state) },
    ...officers.map(({ person }): Task => ({ ...task, audience: `person:${person}` })),
  ];
}

const correctionTasks = (state: ConcernState): readonly Task[] =>
  state.corrections
    .filter(({ resolved }) => !resolved)
    .map(({ correction, requested }) => dueInWorkingDays("correction-to-resolve", advisers(state), requested.at, correction));

/** The next step of the last conversation, which replaces those of earlier conversations. */
function conversationTasks(state: ConcernState): readonly Task[] {
  const last = state.conversations.reduce<ConcernState["conversations"][number] | undefined>(
    (latest, conversation) => (latest && latest.heldOn > conversation.heldOn ? latest : conversation),
    undefined,
  );
  if (!last?.nextStepBy) return [];
  const due = last.nextStepBy;
  const from = fromDay(daysAfter(due, -NOTICE_DAYS));
  return [{ kind: "next-step-due", audience: advisers(state), about: last.conversation, ...from, due }];
}

/** The task for a body that is not persuaded: it waits for reassurance or an escalation, and again after that share's last day. */
function escalationTasks(state: ConcernState): readonly Task[] {
  const shareOf = (id: string) => state.shares.find((share) => share.id === id);
  const open = openEscalations(state);
  const notPersuaded = state.notPersuaded
    .filter(({ body, said }) => !state.reassurances.some((r) => shareOf(r.share)?.body === body && r.given.at >= said.at))
    .map(({ statement, body, said }): Task => {
      const lastDay = open
        .flatMap(({ share, raised }) => (raised.at >= said.at ? (shareOf(share) ?? []) : []))
        .filter((share) => share.body === body)
        .map((share) => termsOf(share).until)
        .sort()
        .at(-1);
      const from = lastDay === undefined ? since(said.at) : fromDay(dayAfter(lastDay));
      return { kind: "not-persuaded", audience: advisers(state), about: statement, ...from };
    });
  const toConfirm = open
    .filter(({ confirmed }) => !confirmed)
    .map(({ id, share, raised }): Task => {
      const escalated = shareOf(share);
      const until = escalated && { until: termsOf(escalated).until };
      const task = { kind: "escalation-to-confirm", audience: advisers(state), about: id, ...since(raised.at) } as const;
      return { ...task, ...until, notFor: raised.actor };
    });
  return [...notPersuaded, ...toConfirm];
}
