// The tasks of a concluded concern: its review, the report to the panel, the panel's challenges, and the outcome.
import { bodiesOfKind } from "../../reference/bodies.ts";
import { dayAfter, daysAfter } from "../dates.ts";
import { certainDay } from "../decision-context.ts";
import { fromDay, NOTICE_DAYS, since, speakersFor, type Task } from "../tasks.ts";
import { currentConclusion } from "./life.ts";
import { sharesMadeWith } from "./open-words.ts";
import { outcomeReaders, outcomesAhead, outcomesOpen } from "./outcome.ts";
import { answerOf, termsOf } from "./shares.ts";
import type { ConcernState } from "./state.ts";
import { advisers, type DatelessAsOf } from "./task-terms.ts";
import { countedAnswers, firstDayOpen, wordsOf } from "./words.ts";

export function conclusionTasks(state: ConcernState, positions: DatelessAsOf): readonly Task[] {
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

export const challengeTasks = (state: ConcernState): readonly Task[] =>
  state.challenges.flatMap(({ id: about, body, answerBy: due, raised, answered, reviewed }): Task | readonly Task[] => {
    if (!answered)
      return { kind: "challenge-to-answer", audience: advisers(state), about, ...since(raised.at), due, notFor: raised.actor };
    const from = reviewed ? undefined : firstReadable(state, about, body);
    return from ? { kind: "effectiveness-to-review", audience: `body:${body}`, about, ...from, notFor: answered.actor } : [];
  });

/** When a body could first read a word: since the council was told of it or answered, or from a day. Undefined if the body cannot read it. */
function firstReadable(state: ConcernState, id: string, body: string): Pick<Task, "since" | "from"> | undefined {
  const word = wordsOf(state).find((one) => one.id === id);
  if (!word?.told) return undefined;
  const shares = sharesMadeWith(state, body);
  const [first] = shares.length === 0 ? [""] : shares.flatMap((share) => firstDayOpen(state, share, word) ?? []).sort();
  if (first === undefined) return undefined;
  const opened = [word.at, word.telling?.at ?? "", ...countedAnswers(state, id).map(({ stated }) => stated.at)];
  return first === "" ? since(opened.sort().at(-1) ?? word.at) : fromDay(first);
}

/** The council can refuse until the day before an outcome is shown. Then each body can read the outcome until its last day. */
export function outcomeTasks(state: ConcernState): readonly Task[] {
  // One task, for the outcome that is shown first: one refusal is for both endings.
  const ahead = outcomesAhead(state)
    .toSorted((one, other) => (one.opensOn < other.opensOn ? -1 : 1))
    .slice(0, 1)
    .map(({ conclusion, toldAt, opensOn }): Task => {
      const due = daysAfter(opensOn, -1);
      return { kind: "outcome-ahead", audience: speakersFor(state), about: conclusion.id, ...since(toldAt), due, until: due };
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
