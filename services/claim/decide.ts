// Claiming a task among colleagues, giving it back, and putting it off (docs/decisions/0044-caseload.md). None of these gives or takes a right.
import { z } from "zod";
import { workingDaysAfter } from "../dates.ts";
import type { DecisionContext } from "../decision-context.ts";
import { type CommandDeclarations, type CommandOf, day } from "../input.ts";
import { type Refusal, refuse } from "../refusals.ts";
import type { ClaimEvent } from "./events.ts";
import type { ClaimState } from "./stream.ts";
import type { TaskName } from "./task-name.ts";

/** The id of a task, which holds what identifies it. */
const task = z
  .string()
  .min(1)
  .max(1_000)
  .regex(/^[A-Za-z0-9_-]+$/);

export const claimCommands = {
  claimTask: { creates: "nothing", input: z.strictObject({ task }) },
  releaseTask: { creates: "nothing", whenFull: "always", input: z.strictObject({ task }) },
  /** Without `until` the task waits again from now. */
  putOffTask: { creates: "nothing", input: z.strictObject({ task, until: day.optional() }) },
} as const satisfies CommandDeclarations;
export type ClaimCommand = CommandOf<typeof claimCommands>;

/** A task that somebody has in their inbox. `due` and `until`: its due day, and the last day on which it waits. */
export type HeldTask = { readonly name: TaskName; readonly due?: string | undefined; readonly until?: string | undefined };

export type ClaimContext = DecisionContext & {
  /** Undefined if the person does not have it in their inbox. */
  readonly task: HeldTask | undefined;
  /** Whether somebody has the task in their inbox today. */
  readonly hasTask: (person: string) => boolean;
};

/** The working days for which a task without a due day can be put off: the longest time in which the hub lets a matter wait untold. */
export const PUT_OFF_DAYS = 20;
/** The number of times that one task can change hands or be put off. It can be given back, and wait again, even after that. */
export const CLAIM_CHANGES = 500;

export function decideClaim(
  state: ClaimState | undefined,
  command: ClaimCommand,
  context: ClaimContext,
): readonly ClaimEvent[] | Refusal {
  const { task: held, actor, hasTask } = context;
  if (!held) return refuse("NOT_FOUND", "task");
  const { name: task } = held;
  const claimant = state?.claimed?.actor;
  // Whoever has the task no longer has claimed it no longer.
  const isColleagues = claimant !== undefined && claimant !== actor && hasTask(claimant);
  if (command.name === "releaseTask") {
    if (isColleagues) return refuse("TASK_NOT_YOURS", "task");
    return claimant === actor ? [{ type: "TaskReleased.v1", data: { task } }] : [];
  }
  if (isColleagues) return refuse("TASK_CLAIMED", "task");
  const decided = command.name === "claimTask" ? claim(state, task, actor) : putOff(state, held, command.input.until, context);
  // Ending the putting off needs one that is in force, as giving a task back needs a claim.
  const isEnd = command.name === "putOffTask" && command.input.until === undefined;
  const isFull = (state?.version ?? 0) >= CLAIM_CHANGES && !isEnd && Array.isArray(decided) && decided.length > 0;
  return isFull ? refuse("TOO_MANY", "task") : decided;
}

const claim = (state: ClaimState | undefined, task: TaskName, actor: string): readonly ClaimEvent[] =>
  state?.claimed?.actor === actor ? [] : [{ type: "TaskClaimed.v1", data: { task } }];

function putOff(
  state: ClaimState | undefined,
  { name: task, due, until: lastDay }: HeldTask,
  until: string | undefined,
  { today }: ClaimContext,
): readonly ClaimEvent[] | Refusal {
  const now = state?.putOff?.until;
  if (until === undefined) return now !== undefined && now > today ? [{ type: "TaskResumed.v1", data: { task } }] : [];
  const last = [due, lastDay].flatMap((one) => one ?? []).sort()[0];
  if (last !== undefined && until > last) return refuse("PUT_OFF_PAST_DUE", "until");
  // The last day of a task is that of its share, for example, which can be months away.
  if (due === undefined && until > workingDaysAfter(today, PUT_OFF_DAYS)) return refuse("PUT_OFF_TOO_LONG", "until");
  if (until <= today) return refuse("PUT_OFF_TO_PAST", "until");
  return until === now ? [] : [{ type: "TaskPutOff.v1", data: { task, until } }];
}
