// Counts what a request does against its person's rate limits, and the error for a person who exceeds one.
import type { GraphQLError } from "graphql";
import type { Rated, RateLimiter } from "../hub/rates.ts";
import { errorFor } from "./errors.ts";

/** What is counted by person. */
type RatedByPerson = Exclude<Rated, "signIns">;

const IN_WORDS: Readonly<Record<RatedByPerson, string>> = {
  commands: "made too many changes",
  searches: "made too many searches",
  exports: "made too many exports",
  files: "uploaded or downloaded too many files",
  simulations: "tried too many policies",
};

/** The counts of one request. */
export type RequestRates = {
  /** Counts, and returns the seconds to wait if the limit is exceeded; otherwise 0. */
  take(kind: RatedByPerson, count: number): number;
  /** Called before the request's operation is executed again: what it has counted is not counted twice. */
  executeAgain(): void;
};

export function openRequestRates(rates: Pick<RateLimiter, "take">, person: string): RequestRates {
  let counted = new Map<RatedByPerson, number>();
  let countedBefore = new Map<RatedByPerson, number>();
  return {
    take(kind, count) {
      const before = Math.min(countedBefore.get(kind) ?? 0, count);
      const seconds = before < count ? rates.take(person, kind, count - before) : 0;
      if (seconds > 0) return seconds;
      countedBefore.set(kind, (countedBefore.get(kind) ?? 0) - before);
      counted.set(kind, (counted.get(kind) ?? 0) + count);
      return 0;
    },
    executeAgain() {
      countedBefore = counted;
      counted = new Map();
    },
  };
}

/** Counts against the person's rate limit. If it is exceeded, returns the error with the time to wait. */
export function overRate(rates: RequestRates, kind: RatedByPerson, count = 1): GraphQLError | undefined {
  const seconds = rates.take(kind, count);
  if (seconds === 0) return undefined;
  const wait = seconds === 1 ? "1 second" : `${seconds} seconds`;
  const message = `You have ${IN_WORDS[kind]} in the last minute. Try again in ${wait}.`;
  return errorFor("RATE_LIMITED", message, { retryAfterSeconds: seconds });
}
