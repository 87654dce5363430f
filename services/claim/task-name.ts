// What identifies a task: its record, its kind, the part that it is about, since when it waits, and whose it is. A later task of the same kind waits since a
// later instant, so no claim passes to it.
import { z } from "zod";
import { deriveId } from "../../event-log/ids.ts";
import { bodyOfToken } from "../../policies/engine/facts.ts";
import { TASK_KINDS, type Task, type TaskKind } from "../tasks.ts";

const TASK_SUBJECTS = ["concern", "support", "submission", "signal", "council"] as const;
export type TaskSubject = (typeof TASK_SUBJECTS)[number];

export const taskName = z.object({
  type: z.enum(TASK_SUBJECTS),
  subject: z.string(),
  kind: z.enum(Object.keys(TASK_KINDS) as [TaskKind, ...TaskKind[]]),
  /** Empty for a task that is about no part of its record. */
  about: z.string(),
  since: z.string(),
  /** Whose colleagues share it: what a body and the advisers each have to do are two tasks. */
  side: z.string(),
});
export type TaskName = z.infer<typeof taskName>;

/**
 * The advisers, a body with its named people and seats, or those whom the task is addressed to within a council. Those who hear of an approach are of
 * different bodies: each of them has that task alone.
 */
export function sideOf({ kind, audience }: Pick<Task, "kind" | "audience">): string {
  if (audience.startsWith("scope:")) return "advisers";
  if (audience.startsWith("body:")) return bodyOfToken(audience);
  return kind === "approach-planned" ? audience : "addressees";
}

/** The id of a task's stream. */
export const streamIdOf = ({ type, subject, kind, about, since, side }: TaskName): string =>
  deriveId("task", type, subject, kind, about, since, side);

const inId = z.tuple([taskName.shape.type, z.string(), taskName.shape.kind, z.string(), z.string(), z.string()]);

/** The id by which a client names a task. It says nothing that whoever has the task does not see. */
export const encodeTask = ({ type, subject, kind, about, since, side }: TaskName): string =>
  Buffer.from(JSON.stringify([type, subject, kind, about, since, side])).toString("base64url");

/** Undefined for a text that is the id of no task. */
export function decodeTask(id: string): TaskName | undefined {
  try {
    const [type, subject, kind, about, since, side] = inId.parse(JSON.parse(Buffer.from(id, "base64url").toString()));
    return { type, subject, kind, about, since, side };
  } catch {
    return undefined;
  }
}
