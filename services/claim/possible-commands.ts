// What somebody could do with a task of their inbox now, apart from the task itself, as far as the rules of claims say. Pure
// (docs/decisions/0050-what-one-may-do-now.md).
import { keysOf } from "../../reference/keys-of.ts";
import { daysAfter } from "../dates.ts";
import { type CommandSamples, listPossible } from "../possible-commands.ts";
import { type ClaimCommand, type ClaimContext, claimCommands, decideClaim } from "./decide.ts";
import type { ClaimState } from "./stream.ts";

export type TaskCommand = ClaimCommand["name"];
type TaskSamples = { readonly [Name in TaskCommand]: CommandSamples<string, ClaimContext, object> };

const taskAlone = { inputs: (task: string) => [{ task }] };

const SAMPLES: TaskSamples = {
  claimTask: taskAlone,
  releaseTask: taskAlone,
  putOffTask: {
    // Of the days that somebody could write, the first two: one of them can be the day until which it is put off already.
    named: ["until"],
    inputs: (task, { today }) => [{ task, until: daysAfter(today, 1) }, { task, until: daysAfter(today, 2) }, { task }],
  },
};

export const TASK_COMMANDS: readonly TaskCommand[] = keysOf(SAMPLES);

export const possibleOnTask = (
  state: ClaimState | undefined,
  task: string,
  context: ClaimContext,
  permits: (name: TaskCommand) => boolean,
): readonly TaskCommand[] =>
  listPossible<TaskCommand, string, ClaimContext>({
    ...{ declarations: claimCommands, samples: SAMPLES, subject: task, context, record: "task", offices: [] },
    decide: (name, input) => decideClaim(state, { name, input } as ClaimCommand, context),
    permits,
  });
