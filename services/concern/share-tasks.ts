// The tasks of shares and of the council's own requests for one.
import { dayAfter, daysAfter, londonDate, workingDaysAfter } from "../dates.ts";
import { certainDay } from "../decision-context.ts";
import { fromDay, NOTICE_DAYS, since, speakersFor, type Task } from "../tasks.ts";
import { awaitsAcceptance } from "./conditions.ts";
import { isAwaited } from "./fair-time.ts";
import { statusOfRequest } from "./requests.ts";
import { answerOf, audienceOf, firstDayOf, termsOf } from "./shares.ts";
import type { ConcernState, Share } from "./state.ts";
import { advisers, type DatelessAsOf } from "./task-terms.ts";

/** The tasks of a share that awaits an answer, of one that can be made or has an objection, and of a made one that ends. */
export function shareTasks(state: ConcernState, share: Share, positions: DatelessAsOf): readonly Task[] {
  const { until } = termsOf(share);
  const about = share.id;
  const answeredAt = share.position.stated?.at ?? share.proposed.at;
  const toAdvisers = { audience: advisers(state), about, until };
  const answerOn = (day: string) => answerOf(share, { ...positions, ...certainDay(day) });
  const afterwards = dayAfter(share.answerBy);
  const ending = { kind: "share-expiring", about, until, due: until, ...fromDay(daysAfter(until, -NOTICE_DAYS)) } as const;
  const objected = { kind: "objection-to-settle", ...toAdvisers } as const;
  const escalation = state.escalations.find((e) => e.share === share.id);
  // An escalation must be confirmed before its share can be made.
  const toMake = (from: Pick<Task, "since" | "from">): readonly Task[] =>
    escalation && !escalation.confirmed ? [] : [{ kind: "share-to-make", ...toAdvisers, ...from }];
  if (share.made)
    return answerOn(afterwards) === "objects"
      ? [{ ...objected, ...since(answeredAt) }]
      : [
          ...overrideTasks(state, share),
          { ...ending, audience: advisers(state) },
          ...bodyTasks(share, awaitsAcceptance(share) ? acceptanceTask(share) : ending),
        ];
  if (isAwaited(share) && !share.reached) return reachTasks(state, share);
  if (answerOn(share.answerBy) !== "awaited")
    return answerOn(share.answerBy) === "objects"
      ? [{ ...objected, ...since(answeredAt) }]
      : [
          ...overrideTasks(state, share),
          ...toMake(since([answeredAt, share.override?.at ?? "", escalation?.confirmed?.at ?? ""].sort().at(-1) ?? answeredAt)),
        ];
  const confirmedOn = escalation?.confirmed ? londonDate(new Date(escalation.confirmed.at)) : "";
  const { answerBy } = share;
  return [
    ...dangerTasks(state, share),
    { kind: "position-wanted", audience: speakersFor(state), about, ...since(share.proposed.at), until: answerBy, due: answerBy },
    ...(answerOn(afterwards) === "objects"
      ? [{ ...objected, ...fromDay(afterwards) }]
      : toMake(confirmedOn > afterwards ? since(escalation?.confirmed?.at ?? answeredAt) : fromDay(afterwards))),
  ];
}

/** The council's notice of a share that opens over its objection or by an agreement in advance. It waits up to the share's first possible day. */
export function noticeTasks(state: ConcernState, share: Share, positions: DatelessAsOf): readonly Task[] {
  const due = firstDayOf(share);
  if (due === undefined || answerOf(share, { ...positions, ...certainDay(due) }) === "objects") return [];
  const { id: about, override, proposed } = share;
  const kind = override ? "share-overridden" : "share-in-advance";
  return [{ kind, audience: speakersFor(state), about, ...since((override ?? proposed).at), until: due, due }];
}

/** The task to accept the council's conditions in words, without which the body reads nothing. */
function acceptanceTask(share: Share): Omit<Task, "audience"> {
  const at = [share.made?.at ?? "", share.position.stated?.at ?? ""].sort().at(-1) ?? "";
  const opensOn = firstDayOf(share) ?? "";
  const from = opensOn > londonDate(new Date(at)) ? fromDay(opensOn) : since(at);
  return { kind: "conditions-to-accept", about: share.id, ...from, until: termsOf(share).until };
}

/** One task for the share's body, or for each person and seat to which the share is limited. */
const bodyTasks = (share: Share, task: Omit<Task, "audience">): readonly Task[] =>
  audienceOf(share).map((receiver): Task => ({ ...task, audience: `body:${receiver}` }));

/** The working days in which advisers expect that notices reach the council. */
const REACH_DAYS = 3;

/** The tasks of a share while nobody who can speak for the council has been reached. The council can answer until the share's own last day. */
function reachTasks(state: ConcernState, share: Share): readonly Task[] {
  const { id: about, proposed, answerBy, letter } = share;
  const { until } = termsOf(share);
  const reachBy = workingDaysAfter(londonDate(new Date(proposed.at)), REACH_DAYS);
  const toAdvisers = { audience: advisers(state), about, until } as const;
  return [
    ...dangerTasks(state, share),
    { kind: "position-wanted", audience: speakersFor(state), about, ...since(proposed.at), until, due: answerBy },
    letter
      ? { kind: "letter-to-confirm", ...toAdvisers, ...since(letter.at), due: answerBy, notFor: letter.actor }
      : { kind: "council-to-reach", ...toAdvisers, ...fromDay(reachBy), due: answerBy },
  ];
}

/** Imminent danger that somebody has claimed, until a second person confirms it. */
const dangerTasks = (state: ConcernState, { id: about, urgent, danger, proposed, answerBy: until }: Share): readonly Task[] =>
  urgent && !danger
    ? [{ kind: "danger-to-confirm", audience: advisers(state), about, ...since(proposed.at), until, notFor: proposed.actor }]
    : [];

/** Imminent danger that an override claims, until another person confirms it or the share opens anyway. */
const overrideTasks = (state: ConcernState, { id: about, override }: Share): readonly Task[] =>
  override?.danger && override.from !== undefined && !override.confirmed
    ? [
        {
          kind: "danger-to-confirm",
          audience: advisers(state),
          about,
          ...since(override.at),
          until: daysAfter(override.from, -1),
          notFor: override.actor,
        },
      ]
    : [];

/** The working days in which advisers answer the council's request for a share. */
const REQUEST_DAYS = 5;

export const requestTasks = (state: ConcernState): readonly Task[] =>
  state.requests
    .filter((request) => statusOfRequest(request) === "waiting")
    .map(({ id: about, requested: { at, actor: notFor }, until }): Task => {
      const due = workingDaysAfter(londonDate(new Date(at)), REQUEST_DAYS);
      return { kind: "share-requested", audience: advisers(state), about, ...since(at), until, due, notFor };
    });
