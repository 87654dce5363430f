// Errors for clients: a code, a message, and the HTTP status of the code.
import type { Response } from "express";
import { GraphQLError } from "graphql";

/** A fault of the hub, which a retry does not solve. */
export const INTERNAL = [
  "INTERNAL",
  "Something went wrong in the hub. The people who run it can see the fault. Trying again will not help until it is fixed.",
] as const;

/** A temporary fault, such as a full disk. */
export const UNAVAILABLE = [
  "UNAVAILABLE",
  "The hub cannot read or write its records. Try again shortly. Send a command with the same key.",
] as const;

export const errorFor = (code: string, message: string, more: object = {}): GraphQLError =>
  new GraphQLError(message, { extensions: { code, ...more } });

/** For viewers who could see the record if it were readable. */
export const cannotBeRead = (): GraphQLError =>
  errorFor(
    "CANNOT_BE_READ",
    "The hub cannot read this record. The people who run the hub have been told. Nothing else is affected.",
  );

export const tooLarge = (message: string): GraphQLError => errorFor("TOO_LARGE", message);

/** Error code -> HTTP status of responses without data. Other codes are faults of the request. */
const STATUSES: Readonly<Record<string, number>> = {
  ...{
    INTERNAL: 500,
    CANNOT_BE_READ: 503,
    NOT_READY: 503,
    UNAVAILABLE: 503,
    UNAUTHENTICATED: 401,
    NOT_PERMITTED: 403,
    RATE_LIMITED: 429,
    BUSY: 429,
  },
};
export const statusOf = (code: unknown): number => STATUSES[String(code)] ?? 400;

export function setRetryAfter(response: Response, error: unknown): void {
  const seconds = error instanceof GraphQLError ? error.extensions.retryAfterSeconds : undefined;
  if (typeof seconds === "number") response.setHeader("retry-after", seconds);
}
