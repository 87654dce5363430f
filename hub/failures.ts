// Which kinds of failure there are for faces to put into words.
import { faultOf } from "../event-log/faults.ts";
import { ClockBehind, LogUnavailable } from "../event-log/port.ts";
import { ConcernMoved } from "../projections/register/records.ts";
import { NotReady } from "../projections/runtime/not-ready.ts";
import { RecordedNotShown } from "../services/pipeline/execute-command.ts";
import { CannotBeRead, UnreadableEvent } from "../services/stored-events.ts";

export type HubFailure = {
  readonly kind:
    | "recorded-not-shown"
    | "changed-while-read"
    | "not-ready"
    | "clock-behind"
    | "cannot-be-read"
    | "damaged"
    | "cannot-record"
    | "unavailable"
    /** The hub's own fault. */
    | "internal";
  /** The stable code of a fault of the machine or of a file, where that is the cause. */
  readonly fault?: string;
  /** The event that was just found to be unreadable. */
  readonly unreadable?: UnreadableEvent;
};

export function failureOf(error: unknown): HubFailure {
  const fault = faultOf(error);
  const because = fault && { fault: fault.code };
  if (error instanceof RecordedNotShown) return { kind: "recorded-not-shown", ...because };
  if (error instanceof ConcernMoved) return { kind: "changed-while-read", ...because };
  if (error instanceof NotReady) return { kind: "not-ready", ...because };
  if (error instanceof ClockBehind) return { kind: "clock-behind", ...because };
  if (error instanceof CannotBeRead)
    return { kind: "cannot-be-read", ...because, ...(error instanceof UnreadableEvent && { unreadable: error }) };
  if (error instanceof LogUnavailable) return { kind: "cannot-record", ...because };
  if (!fault) return { kind: "internal" };
  return { kind: fault.kind === "damaged" ? "damaged" : "unavailable", fault: fault.code };
}
