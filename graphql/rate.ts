// The error for a person who exceeds their rate limit.
import type { GraphQLError } from "graphql";
import type { Rated } from "../hub/rates.ts";
import type { Context } from "./context.ts";
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

type Rates = { readonly hub: Pick<Context["hub"], "rates">; readonly viewer: { readonly person: string } };

/** Counts against the viewer's rate limit. If it is exceeded, returns the error with the time to wait. */
export function overRate({ hub, viewer }: Rates, kind: RatedByPerson, count = 1): GraphQLError | undefined {
  const seconds = hub.rates.take(viewer.person, kind, count);
  if (seconds === 0) return undefined;
  const wait = seconds === 1 ? "1 second" : `${seconds} seconds`;
  const message = `You have ${IN_WORDS[kind]} in the last minute. Try again in ${wait}.`;
  return errorFor("RATE_LIMITED", message, { retryAfterSeconds: seconds });
}
