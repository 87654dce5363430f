// What waits for whom in a concern.
import { scopeOf } from "../../policies/engine/facts.ts";
import { bodiesOfKind } from "../../reference/bodies.ts";
import { dayAfter, daysAfter, londonDate, workingDaysAfter } from "../dates.ts";
import { fromDay, NOTICE_DAYS, since, type Task, type TaskAudience } from "../tasks.ts";
import { standingConclusion } from "./life.ts";
import { type AsOf, answerOf, openEscalations, termsOf } from "./shares.ts";
import { type ConcernState, type Share, standingEvidence, untoldSince } from "./state.ts";

/** Working days within which a council is told of a concern, and is asked to reply; and a correction is settled. */
const WORKING_DAYS = 10;
const inWorkingDays = (at: string): string => workingDaysAfter(londonDate(new Date(at)), WORKING_DAYS);

/** What the council has said, whatever the day. */
export type CouncilSaid = Omit<AsOf, "today">;

/** Every task of a concern, those of days to come included: `from` and `until` say when each waits. */
export function tasksOf(state: ConcernState, said: CouncilSaid): readonly Task[] {
  if (state.closed) return ofCorrections(state);
  return [
    ...ofAwareness(state),
    ...ofCorrections(state),
    ...state.shares.filter(({ ended }) => !ended).flatMap((share) => ofShare(state, share, said)),
    ...ofConversations(state),
    ...ofConclusion(state, said),
    ...ofChallenges(state),
    ...ofEscalation(state),
  ];
}

const advisers = ({ region, strand }: ConcernState): TaskAudience => `scope:${scopeOf(region, strand)}`;
const council = ({ council }: ConcernState): TaskAudience => `council:${council}`;

function ofAwareness(state: ConcernState): readonly Task[] {
  const [first] = state.awareness;
  if (!first)
    return [
      {
        kind: "make-council-aware",
        audience: advisers(state),
        ...since(state.logged.at),
        due: inWorkingDays(state.logged.at),
      },
    ];
  const untold = standingEvidence(state).filter(({ told }) => !told);
  return [
    ...(state.replies.length === 0 && !standingConclusion(state)
      ? [
          {
            kind: "reply-wanted",
            audience: council(state),
            ...since(first.recorded.at),
            due: inWorkingDays(first.recorded.at),
          } as const,
        ]
      : []),
    ...ofUntoldText(state),
    ...untold.map(
      ({ evidence, added }): Task => ({
        kind: "tell-council-of-evidence",
        audience: advisers(state),
        about: evidence,
        ...since(added.at),
        due: inWorkingDays(added.at),
      }),
    ),
  ];
}

/** What advisers wrote since and recipients do not read before the council has been told. */
function ofUntoldText(state: ConcernState): readonly Task[] {
  const at = untoldSince(state);
  return at === undefined
    ? []
    : [{ kind: "tell-council-of-text", audience: advisers(state), ...since(at), due: inWorkingDays(at) }];
}

const ofCorrections = (state: ConcernState): readonly Task[] =>
  state.corrections
    .filter(({ resolved }) => !resolved)
    .map(({ correction, requested }) => ({
      kind: "correction-to-resolve",
      audience: advisers(state),
      about: correction,
      ...since(requested.at),
      due: inWorkingDays(requested.at),
    }));

/** A share that awaits an answer, one that can be made or is objected to, and one that is made and ends. */
function ofShare(state: ConcernState, share: Share, said: CouncilSaid): readonly Task[] {
  const { until } = termsOf(share);
  const about = share.id;
  const saidAt = share.position.stated?.at ?? share.proposed.at;
  const toAdvisers = { audience: advisers(state), about, until };
  const answerOn = (today: string) => answerOf(share, { ...said, today });
  const afterwards = dayAfter(share.answerBy);
  const ending = { kind: "share-expiring", about, until, due: until, ...fromDay(daysAfter(until, -NOTICE_DAYS)) } as const;
  const objected = { kind: "objection-to-settle", ...toAdvisers } as const;
  const escalation = state.escalations.find((e) => e.share === share.id);
  // An escalation that nobody confirmed cannot be made: that waits first.
  const toMake = (from: Pick<Task, "since" | "from">): readonly Task[] =>
    escalation && !escalation.confirmed ? [] : [{ kind: "share-to-make", ...toAdvisers, ...from }];
  if (share.made)
    return answerOn(afterwards) === "objects"
      ? [{ ...objected, ...since(saidAt) }]
      : [
          { ...ending, audience: advisers(state) },
          { ...ending, audience: `body:${share.body}` },
        ];
  if (answerOn(share.answerBy) !== "awaited")
    return answerOn(share.answerBy) === "objects"
      ? [{ ...objected, ...since(saidAt) }]
      : toMake(since([saidAt, share.override?.at ?? "", escalation?.confirmed?.at ?? ""].sort().at(-1) ?? saidAt));
  const confirmedOn = escalation?.confirmed ? londonDate(new Date(escalation.confirmed.at)) : "";
  const wanted: Task = {
    kind: "position-wanted",
    audience: council(state),
    about,
    ...since(share.proposed.at),
    until: share.answerBy,
    due: share.answerBy,
  };
  return [
    wanted,
    ...(answerOn(afterwards) === "objects"
      ? [{ ...objected, ...fromDay(afterwards) }]
      : toMake(confirmedOn > afterwards ? since(escalation?.confirmed?.at ?? saidAt) : fromDay(afterwards))),
  ];
}

/** The next step of the last conversation: a later one has dealt with those before it. */
function ofConversations(state: ConcernState): readonly Task[] {
  const last = state.conversations.reduce<ConcernState["conversations"][number] | undefined>(
    (latest, conversation) => (latest && latest.heldOn > conversation.heldOn ? latest : conversation),
    undefined,
  );
  if (!last?.nextStepBy) return [];
  const due = last.nextStepBy;
  return [
    {
      kind: "next-step-due",
      audience: advisers(state),
      about: last.conversation,
      ...fromDay(daysAfter(due, -NOTICE_DAYS)),
      due,
    },
  ];
}

function ofConclusion(state: ConcernState, said: CouncilSaid): readonly Task[] {
  const conclusion = standingConclusion(state);
  if (!conclusion) return [];
  const about = conclusion.id;
  if (conclusion.reviewOn)
    return [
      {
        kind: "review-due",
        audience: advisers(state),
        about,
        ...fromDay(daysAfter(conclusion.reviewOn, -NOTICE_DAYS)),
        due: conclusion.reviewOn,
      },
    ];
  if (conclusion.kind !== "support-package" && conclusion.kind !== "not-accepted") return [];
  const panel = bodiesOfKind("panel").map(({ id }) => id);
  const toPanel = state.shares.filter(({ body }) => panel.includes(body));
  const scrutinised = state.challenges.some(({ reviewed }) => reviewed);
  if (toPanel.some(({ made, ended }) => made && (scrutinised || ended?.how !== "withdrawn"))) return [];
  // A report that was proposed counts while the council has not objected and its last day has not passed.
  const [lastDay] = toPanel
    .filter(({ ended }) => !ended)
    .filter((share) => answerOf(share, { ...said, today: share.answerBy }) !== "objects")
    .map((share) => termsOf(share).until)
    .sort()
    .reverse();
  const waits = lastDay === undefined ? since(conclusion.concluded.at) : fromDay(dayAfter(lastDay));
  return [{ kind: "report-to-panel", audience: advisers(state), about, ...waits }];
}

const ofChallenges = (state: ConcernState): readonly Task[] =>
  state.challenges.flatMap(({ id: about, body, answerBy: due, raised, answered, reviewed }): readonly Task[] => {
    if (!answered)
      return [
        {
          kind: "challenge-to-answer",
          audience: advisers(state),
          about,
          ...since(raised.at),
          due,
          notFor: raised.actor,
        },
      ];
    if (reviewed || !answered.told) return [];
    return [
      {
        kind: "effectiveness-to-review",
        audience: `body:${body}`,
        about,
        ...since(answered.shownAt ?? answered.at),
        notFor: answered.actor,
      },
    ];
  });

/** A body that is not persuaded waits until it is reassured or the concern is escalated to it; and again when that came to nothing. */
function ofEscalation(state: ConcernState): readonly Task[] {
  const shareOf = (id: string) => state.shares.find((share) => share.id === id);
  const open = openEscalations(state);
  const notPersuaded = state.notPersuaded
    .filter(({ body, said }) => !state.reassurances.some((r) => shareOf(r.share)?.body === body && r.given.at >= said.at))
    .map(({ statement, body, said }): Task => {
      const task = { kind: "not-persuaded", audience: advisers(state), about: statement } as const;
      const escalated = open.flatMap(({ share, raised }) => (raised.at >= said.at ? (shareOf(share) ?? []) : []));
      const [again] = escalated
        .filter((share) => share.body === body)
        .map((share) => dayAfter(termsOf(share).until))
        .sort()
        .reverse();
      return { ...task, ...(again === undefined ? since(said.at) : fromDay(again)) };
    });
  const toConfirm = open
    .filter(({ confirmed }) => !confirmed)
    .map(({ id, share, raised }): Task => {
      const escalated = shareOf(share);
      return {
        kind: "escalation-to-confirm",
        audience: advisers(state),
        about: id,
        ...since(raised.at),
        ...(escalated && { until: termsOf(escalated).until }),
        notFor: raised.actor,
      };
    });
  return [...notPersuaded, ...toConfirm];
}
