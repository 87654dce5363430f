// The tasks of telling the council of a concern and of what is written about it later, and of the council's answers to that.
import { dayAfter, daysAfter } from "../dates.ts";
import { fromDay, since, speakersFor, type Task } from "../tasks.ts";
import { openDisputes } from "../tellings.ts";
import type { Awareness } from "./awareness.ts";
import { currentConclusion } from "./life.ts";
import { termsOf } from "./shares.ts";
import { type ConcernState, currentEvidence, untoldSince } from "./state.ts";
import { advisers, dueInWorkingDays } from "./task-terms.ts";
import { answerTo, firstDayOpen, isAnswerable, isLater, wordsOf } from "./words.ts";

export function awarenessTasks(state: ConcernState): readonly Task[] {
  const [first] = state.awareness;
  if (!first) return untoldTasks(state);
  const isReplyDue = state.replies.length === 0 && !currentConclusion(state);
  return [
    ...(isReplyDue ? [dueInWorkingDays("reply-wanted", speakersFor(state), first.recorded.at)] : []),
    ...tellingTasks(state),
    ...currentEvidence(state)
      .filter(({ told }) => !told)
      .map(({ evidence, added }) => dueInWorkingDays("tell-council-of-evidence", advisers(state), added.at, evidence)),
  ];
}

/** The council is to be told within ten working days, and at the latest by the concern's last day. */
function untoldTasks(state: ConcernState): readonly Task[] {
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

/** The tasks of records that the council was told, and of what it was not told of. A closed concern has these too. */
export function tellingTasks(state: ConcernState): readonly Task[] {
  const untold = untoldSince(state);
  return [
    ...state.awareness.flatMap((record): readonly Task[] => answerTasks(state, record)),
    ...wordTasks(state),
    ...(untold === undefined ? [] : [dueInWorkingDays("tell-council-of-text", advisers(state), untold)]),
  ];
}

/** The council answers a record that it was told. After a dispute a second adviser tells it again. */
function answerTasks(state: ConcernState, { awareness: about, recorded, answer, answerBy: due }: Awareness): readonly Task[] {
  if (!answer && due)
    return [{ kind: "awareness-to-answer", audience: speakersFor(state), about, ...since(recorded.at), until: due, due }];
  if (!answer || !openDisputes(state.awareness).some(({ awareness }) => awareness === about)) return [];
  return [{ kind: "awareness-disputed", audience: advisers(state), about, ...since(answer.at), notFor: recorded.actor }];
}

/** One task for each record whose words will open to recipients and which the council has not answered. */
function wordTasks(state: ConcernState): readonly Task[] {
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
      shares.some((share) => termsOf(share).parts.includes(word.part) && firstDayOpen(state, share, word) === undefined),
    );
    return [
      {
        kind: "words-to-answer",
        audience: speakersFor(state),
        about,
        ...since(recorded.at),
        ...(!needsYes && { until: due }),
        due,
      },
    ];
  });
}
