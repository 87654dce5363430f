// A task that waits for somebody: its place in the order of tasks, and whether it waits on a day. The table and live updates share these.
import type { Task } from "../../services/tasks.ts";

/** The due date of tasks without one, which are last in order. */
export const NO_DAY = "9999-12-31";

/** A task and the id of its subject: a concern, a support and so on. */
export type Waiting = Task & { readonly subject: string };
/** The sort key of tasks: the due date, then the subject. */
export type TaskPlace = readonly [due: string, subject: string, kind: string, about: string];
export const FIRST_PLACE: TaskPlace = ["", "", "", ""];
export const placeOf = ({ due, subject, kind, about }: Waiting): TaskPlace => [due ?? NO_DAY, subject, kind, about ?? ""];

/** A subject's tasks as the table stores them. */
export const storedTasks = (subject: string, tasks: readonly Task[]): readonly Waiting[] =>
  [...tasksByKey(tasks).values()].map(({ task }) => ({ ...task, subject }));

/** Whether a task waits on a day for a person of its audience, as rows are selected. */
export const isWaitingFor = ({ from, until, notFor }: Task, person: string, today: string): boolean =>
  from <= today && (until === undefined || until >= today) && notFor !== person;

/** Key in the table -> a subject's task. Of two tasks with one key the first counts. */
export function tasksByKey(tasks: readonly Task[]): ReadonlyMap<string, { readonly text: string; readonly task: Task }> {
  const found = new Map<string, { readonly text: string; readonly task: Task }>();
  for (const task of tasks) {
    const key = JSON.stringify([task.kind, task.about ?? "", task.audience]);
    if (!found.has(key)) found.set(key, { text: JSON.stringify(task), task });
  }
  return found;
}

/** Sorts tasks, and removes duplicates of tasks that two audiences of the reader have: the first audience counts. */
export function inOrder(tasks: readonly Waiting[]): readonly Waiting[] {
  const byPlace = new Map(tasks.map((task) => [JSON.stringify(placeOf(task)), task] as const).reverse());
  return [...byPlace.values()].sort((a, b) => comparePlaces(placeOf(a), placeOf(b)));
}

export function comparePlaces(a: TaskPlace, b: TaskPlace): number {
  for (const [index, word] of a.entries()) {
    const other = b[index] ?? "";
    if (word !== other) return word < other ? -1 : 1;
  }
  return 0;
}
