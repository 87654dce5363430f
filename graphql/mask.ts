// What an asker is told of an error.
import { GraphQLError, Kind } from "graphql";
import { faultOf } from "../event-log/faults.ts";
import { ClockBehind, LogUnavailable } from "../event-log/port.ts";
import { type Logger, type LogLine, nameOf } from "../hub/observability/logger.ts";
import { ConcernMoved } from "../projections/register/queries.ts";
import { NotReady } from "../projections/runtime/follower.ts";
import { RecordedNotShown } from "../services/pipeline/execute-command.ts";
import { CannotBeRead, UnreadableEvent } from "../services/stored-events.ts";
import { cannotBeRead, errorFor, INTERNAL, UNAVAILABLE } from "./errors.ts";

/** Who hears of what went wrong: the log, and whoever withdraws a stream of which an event cannot be read any more. */
export type Heard = { readonly logger: Logger; readonly onUnreadable: (error: UnreadableEvent) => void };

/**
 * Errors made for the asker pass: they have a code, or are of the question's own form. Anything else is recorded here and told as one sentence,
 * without a trace.
 */
export function mask(error: unknown, { logger, onUnreadable }: Heard): Error {
  const cause = error instanceof GraphQLError ? error.originalError : error;
  if (error instanceof GraphQLError && (!cause || cause instanceof GraphQLError) && isForTheAsker(error)) return error;
  if (cause instanceof RecordedNotShown)
    return errorFor(
      "NOT_READY",
      "This was recorded, but the hub cannot show it yet. Asking again with the same key repeats nothing.",
    );
  if (cause instanceof ConcernMoved) return errorFor("NOT_READY", "This changed while it was read. Ask again.");
  if (cause instanceof NotReady) return errorFor("NOT_READY", "The hub has not got there yet. Try again shortly.");
  if (cause instanceof ClockBehind)
    return errorFor(
      "UNAVAILABLE",
      "The hub's clock is behind its record, so nothing can be recorded. Whoever runs the hub has to put the clock right. Then try again with the same key.",
    );
  if (cause instanceof CannotBeRead) {
    if (cause instanceof UnreadableEvent) onUnreadable(cause);
    logger.error({ code: "CANNOT_BE_READ", error: nameOf(cause) }, "a question met what cannot be read");
    return cannotBeRead();
  }
  const fault = faultOf(cause);
  const line: LogLine = { code: "QUESTION_FAILED", error: nameOf(cause), ...(fault && { fault: fault.code }) };
  logger.error(line, "a question could not be answered");
  if (cause instanceof LogUnavailable)
    return errorFor("UNAVAILABLE", "Nothing can be recorded at the moment. Try again with the same key.");
  if (fault?.kind === "damaged") return cannotBeRead();
  return fault ? errorFor(...UNAVAILABLE) : errorFor(...INTERNAL);
}

/** The library has errors of its own for a value that the hub gave and that does not fit its type: they stand at a field, not at what was sent. */
const isForTheAsker = ({ extensions, path, nodes }: GraphQLError): boolean =>
  typeof extensions.code === "string" || path === undefined || !nodes?.every(({ kind }) => kind === Kind.FIELD);
