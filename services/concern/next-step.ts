// What comes next on a concern, for those who read its record: derived from its tasks, whoever they are for (docs/decisions/0044-caseload.md).
import type { Part } from "../../reference/concern-parts.ts";
import { dayAfter } from "../dates.ts";
import type { Task, TaskAudience, TaskKind } from "../tasks.ts";
import { partTold } from "./task-parts.ts";

/** Who is to do something: a task's audience without its name. */
export const AWAITED_PARTIES = ["adviser", "council", "recipient"] as const;
export type AwaitedParty = (typeof AWAITED_PARTIES)[number];

export type NextStep = Pick<Task, "kind" | "about" | "since" | "due"> & { readonly awaits: AwaitedParty };

/** Of a concern's tasks, those for people are for named people of its council. */
function awaitedOf(audience: TaskAudience): AwaitedParty {
  if (audience.startsWith("scope:")) return "adviser";
  return audience.startsWith("body:") ? "recipient" : "council";
}

/** The parts that steps tell of, beside the headline and the sharing record. While the words of a concern are closed, its steps tell of none of them. */
export const PARTS_OF_STEPS = ["summary", "unsharedEvidence", "conversations", "challenges"] as const satisfies readonly Part[];

/** A body that may read an outcome is not awaited by anybody. */
const NO_STEP: ReadonlySet<TaskKind> = new Set(["outcome-to-read"]);

/** Returns the steps that wait on a day, those due first. While the words are closed, only those that tell of the headline and the sharing record. */
export function nextSteps(tasks: readonly Task[], today: string, wordsClosed: boolean): readonly NextStep[] {
  const isTold = (task: Task) => !wordsClosed || ["headline", "sharingRecord"].includes(partTold(task));
  const steps = tasks
    .filter((task) => task.from <= today && (task.until === undefined || task.until >= today))
    .filter((task) => !NO_STEP.has(task.kind) && isTold(task))
    .map(({ kind, about, since, due, audience }): NextStep => {
      return {
        kind,
        ...(about !== undefined && { about }),
        since,
        ...(due !== undefined && { due }),
        awaits: awaitedOf(audience),
      };
    });
  return steps.toSorted((one, other) => compare(keyOf(one), keyOf(other)));
}

/** Steps without a due date come last, the oldest first. */
const keyOf = ({ due, since, kind, about }: NextStep): string => [due ?? "9999-12-31", since, kind, about ?? ""].join(" ");
const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

/** The next day after `today` on which a task begins or ceases to wait. */
export const nextTaskDay = (tasks: readonly Task[], today: string): string | undefined =>
  tasks
    .flatMap(({ from, until }) => [from, ...(until === undefined ? [] : [dayAfter(until)])])
    .filter((day) => day > today)
    .sort()[0];
