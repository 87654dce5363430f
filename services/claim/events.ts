// Who has claimed a task, and until when it is put off. Tasks have no stream, so each task that somebody claims or puts off has one of its own
// (docs/decisions/0044-caseload.md).
import { z } from "zod";
import { type EventOf, event } from "../stored-events.ts";
import { taskName } from "./task-name.ts";

export const claimEvents = {
  "TaskClaimed.v1": event({ schema: z.object({ task: taskName }) }),
  "TaskReleased.v1": event({ schema: z.object({ task: taskName }) }),
  /** The task waits again on the day. */
  "TaskPutOff.v1": event({ schema: z.object({ task: taskName, until: z.iso.date() }) }),
  /** Somebody ended the putting off before its day. */
  "TaskResumed.v1": event({ schema: z.object({ task: taskName }) }),
} as const;

export type ClaimEvent = EventOf<typeof claimEvents>;

export const CLAIM_CATEGORY = "task";
