// The tasks of a concern: their kind, audience and dates.
import { scopeOf } from "../../policies/engine/facts.ts";
import { bodiesOfKind } from "../../reference/bodies.ts";
import { dayAfter, daysAfter, londonDate, workingDaysAfter } from "../dates.ts";
import { certainDay, type Days } from "../decision-context.ts";
import { fromDay, NOTICE_DAYS, since, speakersFor, type Task, type TaskAudience, type TaskKind } from "../tasks.ts";
import { openDisputes } from "../tellings.ts";
import type { Awareness } from "./awareness.ts";
import { awaitsAcceptance } from "./conditions.ts";
import { isAwaited } from "./fair-time.ts";
import { currentConclusion } from "./life.ts";
import { sharesMadeWith } from "./open-words.ts";
import { outcomeReaders, outcomesAhead, outcomesOpen } from "./outcome.ts";
import { statusOfRequest } from "./requests.ts";
import { currentRestriction, reviewBy } from "./restriction.ts";
import { type AsOf, answerOf, audienceOf, firstDayOf, openEscalations, termsOf } from "./shares.ts";
import { type ConcernState, currentEvidence, type Share, untoldSince } from "./state.ts";
import { answerTo, countedAnswers, isAnswerable, isLater, opensTo, wordsOf } from "./words.ts";

/** The working days for answering the council's request for a share. */
const REQUEST_DAYS = 5;
/** The working days for making the council aware of a concern, for its reply, and for resolving its request for correction. */
const WORKING_DAYS = 10;
const inWorkingDays = (at: string): string => workingDaysAfter(londonDate(new Date(at)), WORKING_DAYS);

/** The council's positions on any date. */
type DatelessAsOf = Omit<AsOf, keyof Days>;

/** Returns every task of a concern, including future ones: `from` and `until` give the days on which each waits. */
export function tasksOf(state: ConcernState, positions: DatelessAsOf): readonly Task[] {
  if (state.untold.discarded) return [];
  return [
    ...(state.closed
      ? [...ofTelling(state), ...ofCorrections(state), ...ofRequests(state), ...ofOutcome(state)]
      : ofOpen(state, positions)),
    ...ofRestriction(state),
  ].flatMap((task) => forNamed(state, task));
}

/** While a concern is restricted inside the council, the council's tasks are those of the named people: others learn nothing of them. */
function forNamed(state: ConcernState, task: Task): readonly Task[] {
  const current = currentRestriction(state);
  if (!current || task.audience !== council(state)) return [task];
  return current.named.map(({ person }): Task => ({ ...task, audience: `person:${person}` }));
}

/** The advisers and the named monitoring officer review a restriction each month, except one about the monitoring officer. */
function ofRestriction(state: ConcernState): readonly Task[] {
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

function ofOpen(state: ConcernState, positions: DatelessAsOf): readonly Task[] {
  return [
    ...ofAwareness(state),
    ...ofCorrections(state),
    ...state.shares
      .filter(({ ended }) => !ended)
      .flatMap((share) => [...ofShare(state, share, positions), ...ofNotice(state, share, positions)]),
    ...ofRequests(state),
    ...ofConversations(state),
    ...ofConclusion(state, positions),
    ...ofOutcome(state),
    ...ofChallenges(state),
    ...ofEscalation(state),
  ];
}

const advisers = ({ region, strand }: ConcernState): TaskAudience => `scope:${scopeOf(region, strand)}`;
/** What waits for the council is to be answered, by somebody who may speak for it in the strand. */
const council = (state: ConcernState): TaskAudience => speakersFor(state);

/** Creates a task that waits from an instant and is due within working days. */
const dueInWorkingDays = (kind: TaskKind, audience: TaskAudience, at: string, about?: string): Task => ({
  kind,
  audience,
  ...(about !== undefined && { about }),
  ...since(at),
  due: inWorkingDays(at),
});

function ofAwareness(state: ConcernState): readonly Task[] {
  const [first] = state.awareness;
  if (!first) return ofUntold(state);
  const isReplyDue = state.replies.length === 0 && !currentConclusion(state);
  return [
    ...(isReplyDue ? [dueInWorkingDays("reply-wanted", council(state), first.recorded.at)] : []),
    ...ofTelling(state),
    ...currentEvidence(state)
      .filter(({ told }) => !told)
      .map(({ evidence, added }) => dueInWorkingDays("tell-council-of-evidence", advisers(state), added.at, evidence)),
  ];
}

/** Records of telling that wait for the council's answer or are disputed, and what it has not been told of. A closed concern has these too. */
function ofTelling(state: ConcernState): readonly Task[] {
  const untold = untoldSince(state);
  return [
    ...state.awareness.flatMap((record): readonly Task[] => toAnswer(state, record)),
    ...toAnswerWords(state),
    ...(untold === undefined ? [] : [dueInWorkingDays("tell-council-of-text", advisers(state), untold)]),
  ];
}

/** The council has until the day before an outcome is shown to say no. Then each body has until its own last day to read it. */
function ofOutcome(state: ConcernState): readonly Task[] {
  // One task, for the outcome that is shown first: the council says no to both at once.
  const ahead = outcomesAhead(state)
    .toSorted((one, other) => (one.opensOn < other.opensOn ? -1 : 1))
    .slice(0, 1)
    .map(({ conclusion, toldAt, opensOn }): Task => {
      const due = daysAfter(opensOn, -1);
      return { kind: "outcome-ahead", audience: council(state), about: conclusion.id, ...since(toldAt), due, until: due };
    });
  const opened = outcomesOpen(state);
  const toRead = [...outcomeReaders(state, "")].map(([body, until]): Task => {
    const [first] = opened
      .filter(({ bodies }) => bodies.includes(body))
      .map(({ at }) => at)
      .sort();
    return { kind: "outcome-to-read", audience: `body:${body}`, ...since(first ?? state.logged.at), due: until, until };
  });
  return [...ahead, ...toRead];
}

/** The council is to be told within ten working days, and at the latest by the concern's last day. */
function ofUntold(state: ConcernState): readonly Task[] {
  const { tellBy, discardProposed } = state.untold;
  const toTell = dueInWorkingDays("make-council-aware", advisers(state), state.logged.at);
  const due = toTell.due !== undefined && toTell.due < tellBy ? toTell.due : tellBy;
  const toConfirm = (proposed: NonNullable<typeof discardProposed>): Task => ({
    kind: "discard-to-confirm",
    audience: advisers(state),
    ...since(proposed.at),
    notFor: proposed.actor,
  });
  return [
    ...(discardProposed ? [toConfirm(discardProposed)] : []),
    { ...toTell, due, until: tellBy },
    { kind: "telling-overdue", audience: advisers(state), ...fromDay(dayAfter(tellBy)), due: tellBy },
  ];
}

/** A record that the council has not answered; or one that it disputes, until a second adviser has told it. */
function toAnswer(state: ConcernState, { awareness: about, recorded, answer, answerBy: due }: Awareness): readonly Task[] {
  if (!answer && due)
    return [{ kind: "awareness-to-answer", audience: council(state), about, ...since(recorded.at), until: due, due }];
  if (!answer || !openDisputes(state.awareness).some(({ awareness }) => awareness === about)) return [];
  return [{ kind: "awareness-disputed", audience: advisers(state), about, ...since(answer.at), notFor: recorded.actor }];
}

const ofCorrections = (state: ConcernState): readonly Task[] =>
  state.corrections
    .filter(({ resolved }) => !resolved)
    .map(({ correction, requested }) => dueInWorkingDays("correction-to-resolve", advisers(state), requested.at, correction));

const ofRequests = (state: ConcernState): readonly Task[] =>
  state.requests
    .filter((request) => statusOfRequest(request) === "waiting")
    .map(({ id: about, requested: { at, actor: notFor }, until }): Task => {
      const due = workingDaysAfter(londonDate(new Date(at)), REQUEST_DAYS);
      return { kind: "share-requested", audience: advisers(state), about, ...since(at), until, due, notFor };
    });

/** The tasks of a share that awaits an answer, of one that can be made or has an objection, and of a made one that ends. */
function ofShare(state: ConcernState, share: Share, positions: DatelessAsOf): readonly Task[] {
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
          ...ofOverride(state, share),
          { ...ending, audience: advisers(state) },
          ...bodyAudiences(share, awaitsAcceptance(share) ? toAccept(share) : ending),
        ];
  if (isAwaited(share) && !share.reached) return toReach(state, share);
  if (answerOn(share.answerBy) !== "awaited")
    return answerOn(share.answerBy) === "objects"
      ? [{ ...objected, ...since(answeredAt) }]
      : [
          ...ofOverride(state, share),
          ...toMake(since([answeredAt, share.override?.at ?? "", escalation?.confirmed?.at ?? ""].sort().at(-1) ?? answeredAt)),
        ];
  const confirmedOn = escalation?.confirmed ? londonDate(new Date(escalation.confirmed.at)) : "";
  const { answerBy } = share;
  return [
    ...ofDanger(state, share),
    { kind: "position-wanted", audience: council(state), about, ...since(share.proposed.at), until: answerBy, due: answerBy },
    ...(answerOn(afterwards) === "objects"
      ? [{ ...objected, ...fromDay(afterwards) }]
      : toMake(confirmedOn > afterwards ? since(escalation?.confirmed?.at ?? answeredAt) : fromDay(afterwards))),
  ];
}

/** The council's notice of a share that opens without an answer of its own to it, up to the first day on which it can: the council can object before. */
function ofNotice(state: ConcernState, share: Share, positions: DatelessAsOf): readonly Task[] {
  const due = firstDayOf(share);
  if (due === undefined || answerOf(share, { ...positions, ...certainDay(due) }) === "objects") return [];
  const { id: about, override, proposed } = share;
  const kind = override ? "share-overridden" : "share-in-advance";
  return [{ kind, audience: council(state), about, ...since((override ?? proposed).at), until: due, due }];
}

/** Conditions in words that the body has not accepted: it sees nothing of the share before. */
function toAccept(share: Share): Omit<Task, "audience"> {
  const at = [share.made?.at ?? "", share.position.stated?.at ?? ""].sort().at(-1) ?? "";
  const opensOn = firstDayOf(share) ?? "";
  const from = opensOn > londonDate(new Date(at)) ? fromDay(opensOn) : since(at);
  return { kind: "conditions-to-accept", about: share.id, ...from, until: termsOf(share).until };
}

/** The same task for each of those who receive a share: its body, or the people and seats to which it is limited. */
const bodyAudiences = (share: Share, task: Omit<Task, "audience">): readonly Task[] =>
  audienceOf(share).map((receiver): Task => ({ ...task, audience: `body:${receiver}` }));

/** The working days in which advisers expect that notices reach the council. */
const REACH_DAYS = 3;

/** A share on which nobody who can speak for the council has been reached: it waits for the council until its own last day. */
function toReach(state: ConcernState, share: Share): readonly Task[] {
  const { id: about, proposed, answerBy, letter } = share;
  const { until } = termsOf(share);
  const reachBy = workingDaysAfter(londonDate(new Date(proposed.at)), REACH_DAYS);
  const toAdvisers = { audience: advisers(state), about, until } as const;
  return [
    ...ofDanger(state, share),
    { kind: "position-wanted", audience: council(state), about, ...since(proposed.at), until, due: answerBy },
    letter
      ? { kind: "letter-to-confirm", ...toAdvisers, ...since(letter.at), due: answerBy, notFor: letter.actor }
      : { kind: "council-to-reach", ...toAdvisers, ...fromDay(reachBy), due: answerBy },
  ];
}

/** Imminent danger that somebody has claimed, until a second person confirms it. */
const ofDanger = (state: ConcernState, { id: about, urgent, danger, proposed, answerBy: until }: Share): readonly Task[] =>
  urgent && !danger
    ? [{ kind: "danger-to-confirm", audience: advisers(state), about, ...since(proposed.at), until, notFor: proposed.actor }]
    : [];

/** Imminent danger that an override claims, until another person confirms it or the share opens anyway. */
const ofOverride = (state: ConcernState, { id: about, override }: Share): readonly Task[] =>
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

/** The next step of the last conversation, which replaces those of earlier conversations. */
function ofConversations(state: ConcernState): readonly Task[] {
  const last = state.conversations.reduce<ConcernState["conversations"][number] | undefined>(
    (latest, conversation) => (latest && latest.heldOn > conversation.heldOn ? latest : conversation),
    undefined,
  );
  if (!last?.nextStepBy) return [];
  const due = last.nextStepBy;
  const from = fromDay(daysAfter(due, -NOTICE_DAYS));
  return [{ kind: "next-step-due", audience: advisers(state), about: last.conversation, ...from, due }];
}

function ofConclusion(state: ConcernState, positions: DatelessAsOf): readonly Task[] {
  const conclusion = currentConclusion(state);
  if (!conclusion) return [];
  const { id: about, kind, reviewOn: due, concluded } = conclusion;
  if (due) return [{ kind: "review-due", audience: advisers(state), about, ...fromDay(daysAfter(due, -NOTICE_DAYS)), due }];
  if (kind !== "support-package" && kind !== "not-accepted") return [];
  const panel = bodiesOfKind("panel").map(({ id }) => id);
  const toPanel = state.shares.filter(({ body }) => panel.includes(body));
  const scrutinised = state.challenges.some(({ reviewed }) => reviewed);
  if (toPanel.some(({ made, ended }) => made && (scrutinised || ended?.how !== "withdrawn"))) return [];
  // A report that was proposed counts while the council has not objected and its last day has not passed.
  const lastDay = toPanel
    .filter(({ ended }) => !ended)
    .filter((share) => answerOf(share, { ...positions, ...certainDay(share.answerBy) }) !== "objects")
    .map((share) => termsOf(share).until)
    .sort()
    .at(-1);
  const from = lastDay === undefined ? since(concluded.at) : fromDay(dayAfter(lastDay));
  return [{ kind: "report-to-panel", audience: advisers(state), about, ...from }];
}

const ofChallenges = (state: ConcernState): readonly Task[] =>
  state.challenges.flatMap(({ id: about, body, answerBy: due, raised, answered, reviewed }): Task | readonly Task[] => {
    if (!answered)
      return { kind: "challenge-to-answer", audience: advisers(state), about, ...since(raised.at), due, notFor: raised.actor };
    const from = reviewed ? undefined : opening(state, about, body);
    return from ? { kind: "effectiveness-to-review", audience: `body:${body}`, about, ...from, notFor: answered.actor } : [];
  });

/** From when a body reads a word: since the council was told or answered, or from a day. Undefined where it does not. */
function opening(state: ConcernState, id: string, body: string): Pick<Task, "since" | "from"> | undefined {
  const word = wordsOf(state).find((one) => one.id === id);
  if (!word?.told) return undefined;
  const shares = sharesMadeWith(state, body);
  const [first] = shares.length === 0 ? [""] : shares.flatMap((share) => opensTo(state, share, word) ?? []).sort();
  if (first === undefined) return undefined;
  const opened = [word.at, word.telling?.at ?? "", ...countedAnswers(state, id).map(({ stated }) => stated.at)];
  return first === "" ? since(opened.sort().at(-1) ?? word.at) : fromDay(first);
}

/** Words that wait to open to the bodies of shares, by the record that told the council of them. */
function toAnswerWords(state: ConcernState): readonly Task[] {
  const shares = state.shares.filter(({ made, ended }) => made && !ended);
  const waiting = wordsOf(state).filter(
    (word) =>
      isAnswerable(word) &&
      answerTo(state, word.id) === undefined &&
      shares.some((share) => termsOf(share).parts.includes(word.part) && isLater(share, word)),
  );
  return state.awareness.flatMap(({ awareness: about, recorded, opensOn }): readonly Task[] => {
    const ofRecord = waiting.filter(({ telling }) => telling?.at === recorded.at);
    if (opensOn === undefined || ofRecord.length === 0) return [];
    const due = daysAfter(opensOn, -1);
    // What only the council's yes opens waits beyond that day.
    const needsYes = ofRecord.some((word) =>
      shares.some((share) => termsOf(share).parts.includes(word.part) && opensTo(state, share, word) === undefined),
    );
    return [
      { kind: "words-to-answer", audience: council(state), about, ...since(recorded.at), ...(!needsYes && { until: due }), due },
    ];
  });
}

/** The task for a body that is not persuaded: it waits for reassurance or an escalation, and again after that share's last day. */
function ofEscalation(state: ConcernState): readonly Task[] {
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
