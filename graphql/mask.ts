// Masks errors for clients.
import { GraphQLError, Kind } from "graphql";
import { failureOf, type HubFailure } from "../hub/failures.ts";
import { type Logger, type LogLine, nameOf } from "../hub/observability/logger.ts";
import type { UnreadableEvent } from "../services/stored-events.ts";
import { cannotBeRead, errorFor, INTERNAL, UNAVAILABLE } from "./errors.ts";

/** `onUnreadable` quarantines a stream with an unreadable event. */
type ErrorSinks = { readonly logger: Logger; readonly onUnreadable: (error: UnreadableEvent) => void };

/** Passes errors for clients, which have a code or are about the operation's form. Logs any other error and replaces it by one message. */
export function mask(error: unknown, { logger, onUnreadable }: ErrorSinks): Error {
  const cause = error instanceof GraphQLError ? error.originalError : error;
  if (error instanceof GraphQLError && (!cause || cause instanceof GraphQLError) && isForClient(error)) return error;
  const { kind, fault, unreadable } = failureOf(cause);
  if (kind === "cannot-be-read") {
    if (unreadable) onUnreadable(unreadable);
    logger.error({ code: "CANNOT_BE_READ", error: nameOf(cause) }, "a query needed an unreadable stream");
    return cannotBeRead();
  }
  if (!EXPECTED.has(kind)) {
    const line: LogLine = { code: "QUESTION_FAILED", error: nameOf(cause), ...(fault !== undefined && { fault }) };
    logger.error(line, "a query failed");
  }
  return kind === "damaged" ? cannotBeRead() : errorFor(...MESSAGES[kind]);
}

/** Temporary errors, or errors that readiness reports, so that a query does not log them. */
const EXPECTED: ReadonlySet<HubFailure["kind"]> = new Set([
  "recorded-not-shown",
  "changed-while-read",
  "not-ready",
  "clock-behind",
]);

const MESSAGES: Readonly<
  Record<Exclude<HubFailure["kind"], "cannot-be-read" | "damaged">, readonly [code: string, message: string]>
> = {
  "recorded-not-shown": [
    "NOT_READY",
    "This was recorded, but the hub cannot show it yet. Send it again with the same key. It is not done twice.",
  ],
  "changed-while-read": ["NOT_READY", "This changed while it was read. Try again."],
  "not-ready": ["NOT_READY", "The hub is not ready to show this yet. Try again shortly."],
  "clock-behind": [
    "UNAVAILABLE",
    "The hub's clock is wrong, so nothing can be recorded. Tell the people who run the hub. When the clock is right, try again with the same key.",
  ],
  "cannot-record": ["UNAVAILABLE", "Nothing can be recorded now. Try again with the same key."],
  unavailable: UNAVAILABLE,
  internal: INTERNAL,
};

/** The library's errors about an internal value that does not match its type have a field as their node, and are not for clients. */
const isForClient = ({ extensions, path, nodes }: GraphQLError): boolean =>
  typeof extensions.code === "string" || path === undefined || !nodes?.every(({ kind }) => kind === Kind.FIELD);
