// For whom the tasks of a concern are, and within how many days they are due.
import { scopeOf } from "../../policies/engine/facts.ts";
import { londonDate, workingDaysAfter } from "../dates.ts";
import type { Days } from "../decision-context.ts";
import { since, type Task, type TaskAudience, type TaskKind } from "../tasks.ts";
import type { AsOf } from "./shares.ts";
import type { ConcernState } from "./state.ts";

/** The council's agreements in force and the blocked shares, without a date: a task is computed for days to come. */
export type DatelessAsOf = Omit<AsOf, keyof Days>;

export const advisers = ({ region, strand }: ConcernState): TaskAudience => `scope:${scopeOf(region, strand)}`;

/** The working days for making the council aware of a concern, for its reply, and for resolving its request for correction. */
const WORKING_DAYS = 10;

/** Creates a task that waits from an instant and is due ten working days later. */
export const dueInWorkingDays = (kind: TaskKind, audience: TaskAudience, at: string, about?: string): Task => ({
  kind,
  audience,
  ...(about !== undefined && { about }),
  ...since(at),
  due: workingDaysAfter(londonDate(new Date(at)), WORKING_DAYS),
});
