// The kinds of failure, which the API and the command line put into words.
import { faultOf } from "../event-log/faults.ts";
import { ClockBehind, LogUnavailable } from "../event-log/port.ts";
import { ConcernMoved } from "../projections/register/records.ts";
import { NotReady } from "../projections/runtime/not-ready.ts";
import { RecordedNotShown } from "../services/pipeline/execute-command.ts";
import { CannotBeRead, UnreadableEvent } from "../services/stored-events.ts";

/** In the order of the checks: some classes are subclasses of a later one. */
const KINDS = [
  [RecordedNotShown, "recorded-not-shown"],
  [ConcernMoved, "changed-while-read"],
  [NotReady, "not-ready"],
  [ClockBehind, "clock-behind"],
  [CannotBeRead, "cannot-be-read"],
  [LogUnavailable, "cannot-record"],
] as const;

export type HubFailure = {
  /** `internal` is a fault of the hub itself. */
  readonly kind: (typeof KINDS)[number][1] | "damaged" | "unavailable" | "internal";
  /** The stable code of a fault of the machine or of a file, if that is the cause. */
  readonly fault?: string;
  /** The unreadable event, if it is the cause. */
  readonly unreadable?: UnreadableEvent;
};

export function failureOf(error: unknown): HubFailure {
  const fault = faultOf(error);
  const [, kind] = KINDS.find(([type]) => error instanceof type) ?? [];
  if (kind) return { kind, ...(fault && { fault: fault.code }), ...(error instanceof UnreadableEvent && { unreadable: error }) };
  if (!fault) return { kind: "internal" };
  return { kind: fault.kind === "damaged" ? "damaged" : "unavailable", fault: fault.code };
}
