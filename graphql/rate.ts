// What somebody is told who has asked for more than is answered in a minute.
import type { GraphQLError } from "graphql";
import type { Rated } from "../hub/rates.ts";
import type { Context } from "./context.ts";
import { errorFor } from "./errors.ts";

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
  const message = `You have ${IN_WORDS[kind]} as you can in a minute. Try again in ${wait}.`;
  return errorFor("RATE_LIMITED", message, { retryAfterSeconds: seconds });
}
