// What somebody is told who has asked for more than is answered in a minute.
import { GraphQLError } from "graphql";
import type { Rated } from "../hub/rates.ts";
import type { Context } from "./context.ts";

const IN_WORDS: Readonly<Record<Rated, string>> = {
  commands: "made as many changes",
  searches: "made as many searches",
  exports: "had as many exports made",
  simulations: "tried out as many policies",
};

type Asker = { readonly hub: Pick<Context["hub"], "rates">; readonly viewer: { readonly person: string } };

/** Takes from the budget of whoever asks. Gives undefined, or the error that says when to try again. */
export function overRate({ hub, viewer }: Asker, kind: Rated, count = 1): GraphQLError | undefined {
  const seconds = hub.rates.take(viewer.person, kind, count);
  if (seconds === 0) return undefined;
  const wait = seconds === 1 ? "1 second" : `${seconds} seconds`;
  return new GraphQLError(`You have ${IN_WORDS[kind]} as you can in a minute. Try again in ${wait}.`, {
    extensions: { code: "RATE_LIMITED", retryAfterSeconds: seconds },
  });
}

/** The seconds to wait, where an error says so. */
export const retryAfter = (error: unknown): number | undefined =>
  error instanceof GraphQLError && typeof error.extensions.retryAfterSeconds === "number"
    ? error.extensions.retryAfterSeconds
    : undefined;
